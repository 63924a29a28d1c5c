/** The code of README.md does what it says. */

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";

import ts from "typescript";
import { WebSocket } from "ws";

import { codeSentTo, newPhone, pictures, URL_OF_SERVER } from "./guests.js";

const BLOCKS = [...(await readFile("README.md", "utf8")).matchAll(/```js\n(.*?)```/gs)].map(
  (found) => found[1] ?? "",
);
// What stands around the code in a page.
const PAGE = "declare const input: HTMLInputElement, video: HTMLVideoElement;\n";

test("the README's code is what a strict compiler takes", async () => {
  await writeFile("build/readme.ts", PAGE + BLOCKS.join("\n"));
  const { config } = ts.readConfigFile("tsconfig.json", (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ".");
  const settings = {
    ...options,
    noEmit: true,
    emitDeclarationOnly: false,
    rootDir: ".",
    // It shows what there is, and does not use all of it.
    noUnusedLocals: false,
  };

  const found = ts.getPreEmitDiagnostics(ts.createProgram(["build/readme.ts"], settings));

  assert.deepEqual(found.map(({ messageText }) => messageText), []);
});

test("the README's code runs when it is pasted", async () => {
  const phone = newPhone();
  const code = BLOCKS.join("\n")
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

  assert.equal(BLOCKS.length, 3);
  const { video } = globalThis as unknown as { video: { src: string } };
  assert.equal((await fetch(video.src)).headers.get("Content-Type"), "video/mp4");
});
