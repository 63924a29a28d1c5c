"use strict";
// What both halves of the page use: who asks, and which half is shown. A token is kept nowhere.
const $ = (id) => document.getElementById(id);

const element = (name, text, className) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
};

const token = () => $("token").value.trim();

const post = async (address, body) => {
  const headers = { "Content-Type": "application/json" };
  if (token()) headers.Authorization = `Bearer ${token()}`;
  const answer = await fetch(address, { method: "POST", headers, body });
  return answer.json();
};

const ui = SwaggerUIBundle({
  dom_id: "#rest",
  url: "/api/openapi.json",
  docExpansion: "none",
  defaultModelsExpandDepth: -1,
  filter: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  // Nothing is asked of others about what is tried here.
  validatorUrl: null,
  onComplete: () => signIn(),
});

const signIn = () => {
  if (token()) ui.preauthorizeApiKey("bearer", token());
  // To forget what it never knew is an error to it.
  else if (ui.authSelectors.authorized().has("bearer")) ui.authActions.logout(["bearer"]);
};
$("token").addEventListener("input", signIn);

$("who").addEventListener("submit", async (event) => {
  event.preventDefault();
  const trouble = $("trouble");
  trouble.hidden = true;
  try {
    const data = { username: $("phone").value.trim(), pass: $("password").value };
    const envelope = { id: 1, type: "login", subtype: "pass", data };
    const reply = await post("/api", JSON.stringify(envelope));
    if (reply.status !== 0) throw new Error(`${reply.status} ${reply.message}`);
    $("token").value = reply.data.token;
    $("password").value = "";
    $("who").querySelector("details").open = false;
    signIn();
  } catch (error) {
    trouble.textContent = error.message;
    trouble.hidden = false;
  }
});

const tabs = [...document.querySelectorAll("[role=tab]")];
const show = (tab) => {
  for (const one of tabs) {
    one.setAttribute("aria-selected", String(one === tab));
    one.tabIndex = one === tab ? 0 : -1;
    $(one.getAttribute("aria-controls")).hidden = one !== tab;
  }
};
for (const tab of tabs) {
  tab.addEventListener("click", () => show(tab));
  tab.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = tabs[(tabs.indexOf(tab) + 1) % tabs.length];
    show(other);
    other.focus();
  });
}
show(tabs[0]);
