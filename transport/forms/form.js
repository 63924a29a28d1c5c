"use strict";
const form = document.querySelector("form");
const button = form.querySelector("button");
const trouble = document.getElementById("trouble");
const poems = document.getElementById("poems");
const image = form.elements.image;
const preview = document.getElementById("preview");

// A field that was left empty is one that was not given.
const given = () => {
  const data = new FormData();
  for (const [name, value] of new FormData(form)) {
    if (value instanceof File ? value.size : value.trim()) data.append(name, value);
  }
  return data;
};

const element = (name, text) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  return made;
};

const set = (poem, caption) => {
  const figure = element("figure");
  const lines = element("div");
  lines.className = "lines";
  for (const line of poem.split("\n")) lines.append(element("span", line));
  figure.append(lines);
  if (caption) figure.append(element("figcaption", caption));
  return figure;
};

const complain = (text) => {
  trouble.textContent = text;
  trouble.hidden = false;
};

if (image) {
  image.addEventListener("change", () => {
    URL.revokeObjectURL(preview.src);
    preview.hidden = !image.files.length;
    if (image.files.length) preview.src = URL.createObjectURL(image.files[0]);
  });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  trouble.hidden = true;
  poems.replaceChildren();
  button.disabled = true;
  try {
    const answer = await fetch(location.pathname, { method: "POST", body: given() });
    const { code, msg, data } = await answer.json();
    if (code !== 200) complain(`${code} ${msg}`);
    else if (Array.isArray(data)) poems.append(...data.map((poem) => set(poem)));
    else poems.append(set(data.poem, data.keywords));
  } catch {
    complain("网络错误，请重试 · The server could not be reached");
  } finally {
    button.disabled = false;
  }
});
