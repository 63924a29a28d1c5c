"use strict";
// The half for envelopes: made of the schema that the server publishes, so that it knows them all.
const MOST_SHOWN = 200;
const SOCKET = "WebSocket /api/ws";
let schema;
let socket;
let nextId = 1;

const definition = (name, kind) => schema.$defs[`${name.replace("/", ".")}.${kind}`];
const chosen = () => definition($("endpoint").value, "request");
const options = (field) => field.anyOf || [field];
const isFile = (field) => options(field).some((one) => one.contentEncoding === "base64");

// A value that the field may have: what is sent first should be looked at by the endpoint itself.
const example = (field) => {
  const one = options(field)[0];
  if ("default" in field && field.default !== null) return field.default;
  if (one.enum) return one.enum[0];
  if (one.type === "integer" || one.type === "number") return one.minimum ?? 1;
  if (one.type === "boolean") return false;
  if (one.type === "array") return [];
  return one.type === "object" ? {} : "";
};

const typeOf = (field) =>
  options(field)
    .map((one) => one.contentEncoding || (one.enum ? one.enum.join(" | ") : one.type || "any"))
    .join(" | ");

const limitsOf = (field) =>
  options(field)
    .flatMap((one) =>
      ["minimum", "maximum", "minLength", "maxLength", "pattern"]
        // A bound that JavaScript cannot write is that of 64 bits.
        .filter((key) => key in one && !(Math.abs(one[key]) > Number.MAX_SAFE_INTEGER))
        .map((key) => `${key} ${one[key]}`),
    )
    .join(", ");

const written = (value) => JSON.stringify(value, null, 2);

// A sentence whose `words` are code.
const sentence = (text, className) => {
  const made = element("p", undefined, className);
  const parts = text.split("`").map((part, at) => (at % 2 ? element("code", part) : part));
  made.append(...parts);
  return made;
};

const fieldTable = (data) => {
  const names = Object.keys(data.properties);
  if (!names.length) return [];
  const table = element("table");
  const head = element("tr");
  for (const text of ["名称 Field", "类型 Type", "说明 Meaning"]) head.append(element("th", text));
  table.append(head);
  for (const name of names) {
    const field = data.properties[name];
    const row = element("tr");
    const needed = (data.required || []).includes(name);
    const title = element("td");
    title.append(element("code", name), element("small", needed ? "必填 needed" : ""));
    const type = element("td", typeOf(field));
    type.append(element("small", limitsOf(field)));
    row.append(title, type, element("td", field.description));
    table.append(row);
  }
  return [element("h2", "参数 Data"), table];
};

// A file goes into the body as base64 text.
const fileInput = (name) => {
  const label = element("label", `${name}（文件 file）`);
  const input = element("input");
  input.type = "file";
  input.addEventListener("change", async () => {
    if (!input.files.length) return;
    const url = await new Promise((done) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result);
      reader.readAsDataURL(input.files[0]);
    });
    const body = JSON.parse($("body").value);
    body.data[name] = url.slice(url.indexOf(",") + 1);
    if ("filename" in chosen().properties.data.properties) {
      body.data.filename = input.files[0].name;
    }
    $("body").value = written(body);
  });
  label.append(input);
  return label;
};

const choose = () => {
  const request = chosen();
  const { type, subtype, data } = request.properties;
  const needed = Object.fromEntries(
    (data.required || []).map((name) => [name, example(data.properties[name])]),
  );
  const envelope = { id: nextId, type: type.const, subtype: subtype.const, data: needed };
  $("body").value = written(envelope);
  $("does").replaceChildren(
    sentence(request["x-zh"]),
    sentence(request.description, "en"),
    element("p", `谁可以调用 Who may call: ${request["x-access"]}`, "hint"),
  );
  $("fields").replaceChildren(...fieldTable(data));
  const files = Object.keys(data.properties).filter((name) => isFile(data.properties[name]));
  $("files").replaceChildren(...files.map(fileInput));
  const ways = ["POST /api", ...(request["x-url"] ? [`POST ${request["x-url"]}`] : []), SOCKET];
  const before = $("way").value;
  $("way").replaceChildren(...ways.map((way) => new Option(way, way)));
  if (ways.includes(before)) $("way").value = before;
};

const pictures = (reply) =>
  Object.values(reply.data || {})
    .filter((value) => typeof value === "string" && /^(iVBORw0KGgo|\/9j\/)/.test(value))
    .map((value) => {
      const image = element("img");
      image.alt = "图片 picture";
      image.src = `data:image/${value.startsWith("i") ? "png" : "jpeg"};base64,${value}`;
      return image;
    });

const shortened = (key, value) =>
  typeof value === "string" && value.length > 2000 ? `${value.slice(0, 80)}…` : value;

const tell = (title, value, trouble) => {
  const item = element("li", undefined, trouble ? "trouble" : "");
  item.append(element("h3", title));
  if (value !== undefined) {
    item.append(element("pre", JSON.stringify(value, shortened, 2)));
    const replies = Array.isArray(value) ? value : [value];
    item.append(...replies.flatMap(pictures));
  }
  $("replies").prepend(item);
  if ($("replies").children.length > MOST_SHOWN) $("replies").lastChild.remove();
};

const summary = (reply) =>
  Array.isArray(reply)
    ? `${reply.length} replies`
    : `id ${reply.id} · ${reply.status} ${reply.message}`;

const failed = (reply) => !Array.isArray(reply) && reply.status !== 0;

const connected = () => {
  if (socket && socket.readyState <= WebSocket.OPEN) return socket;
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const query = token() ? `?token=${encodeURIComponent(token())}` : "";
  const opened = new WebSocket(`${scheme}//${location.host}/api/ws${query}`);
  socket = opened;
  $("hang-up").hidden = false;
  opened.addEventListener("message", (event) => {
    const reply = JSON.parse(event.data);
    tell(`WebSocket · ${summary(reply)}`, reply, failed(reply));
  });
  opened.addEventListener("close", (event) => {
    tell(`WebSocket · 已断开 closed (${event.code})`);
    if (socket === opened) $("hang-up").hidden = true;
  });
  return opened;
};

// Another token is another guest's: a socket that was opened for one is not used for the next.
$("token").addEventListener("input", () => socket && socket.close());
$("hang-up").addEventListener("click", () => socket.close());
$("endpoint").addEventListener("change", choose);
$("envelope").addEventListener("submit", async (event) => {
  event.preventDefault();
  const way = $("way").value;
  const body = $("body").value;
  if (way === SOCKET) {
    const open = connected();
    if (open.readyState === WebSocket.OPEN) open.send(body);
    else open.addEventListener("open", () => open.send(body), { once: true });
    return;
  }
  try {
    const started = performance.now();
    const reply = await post(way.slice("POST ".length), body);
    const took = Math.round(performance.now() - started);
    tell(`${summary(reply)} · ${took} ms`, reply, failed(reply));
  } catch {
    tell("网络错误，请重试 · The server could not be reached", undefined, true);
  }
});

const fill = async () => {
  schema = await (await fetch("/api/schema/envelopes.json")).json();
  const groups = new Map();
  for (const { $ref } of schema.$defs.Request.anyOf) {
    const { title } = schema.$defs[$ref.slice("#/$defs/".length)];
    const type = title.split("/")[0];
    if (!groups.has(type)) {
      const group = element("optgroup");
      group.label = type;
      groups.set(type, group);
    }
    groups.get(type).append(new Option(title, title));
  }
  $("endpoint").replaceChildren(...groups.values());
  choose();
};
fill();
