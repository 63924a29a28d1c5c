/** The code of README.md does what it says. */

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";

import { WebSocket } from "ws";

import { codeSentTo, newPhone, pictures, URL_OF_SERVER } from "./guests.js";

test("the README's code runs when it is pasted", async () => {
  const text = await readFile("README.md", "utf8");
  const blocks = [...text.matchAll(/```js\n(.*?)```/gs)].map((found) => found[1] ?? "");
  const phone = newPhone();
  const code = blocks
    .join("\n")
    .replaceAll("http://127.0.0.1:8080", URL_OF_SERVER)
    .replaceAll("19900000001", phone);
  // What a page has, and node has not.
  Object.assign(globalThis, {
    WebSocket,
    prompt: () => codeSentTo(phone),
    input: { files: (await pictures()).map(({ name, content }) => new File([content], name)) },
    video: {},
  });
  await writeFile("build/readme.js", code);

  await import(new URL("../readme.js", import.meta.url).href);

  assert.equal(blocks.length, 3);
  const { video } = globalThis as unknown as { video: { src: string } };
  assert.equal((await fetch(video.src)).headers.get("Content-Type"), "video/mp4");
});
