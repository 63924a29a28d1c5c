/** Films from the first picture to the last frame, over connections that do not hold. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Postcard, PostcardError, WorkFailed, type Progress, type WebSocketClass } from "postcard-client";
import { WebSocket } from "ws";

import { pictures, signedIn, SMALL, URL_OF_SERVER } from "./guests.js";
import { Relay } from "./relay.js";

// Before node 22 there is none but that of the package ws.
const SOCKET = WebSocket as WebSocketClass;

test("pictures become a film, and every step is told", async () => {
  const guest = await signedIn({ WebSocket: SOCKET });
  const photos = await pictures();
  const steps: Progress[] = [];

  const work = await guest.makeFilm(photos, SMALL, { onProgress: (step) => steps.push(step) });
  const film = await guest.file(work.info ?? "");

  const sent = steps.filter((step) => step.step === "upload");
  const made = steps.filter((step) => step.step === "make").map((step) => step.work.progress);
  const wholes = sent.filter((step) => step.sent === step.total).map((step) => step.index);
  assert.equal(work.status, 3);
  assert.deepEqual([...new Set(wholes)], [0, 1]);
  assert(sent.some((step) => step.sent > 0 && step.sent < step.total));
  assert.deepEqual(made, made.toSorted((a, b) => a - b));
  assert.equal(made.at(-1), 100);
  assert.equal(await film.slice(4, 8).text(), "ftyp");
});

test("a watch goes on over another connection, up to the end", async () => {
  await using relay = await Relay.to(URL_OF_SERVER);
  const { token } = await signedIn();
  const options = { token: token ?? "", WebSocket: SOCKET, retries: { firstWait: 0.01 } };
  const guest = new Postcard(relay.url, options);
  let broken = 0;

  const work = await guest.makeFilm(await pictures(), SMALL, {
    onProgress: ({ step }) => {
      if (step !== "make" || broken === 3) return;
      broken += 1;
      relay.breakAll();
    },
  });

  assert.equal(work.status, 3);
  assert.equal(broken, 3);
});

test("a watch begins before the start, and ends when the film is cancelled", async () => {
  const guest = await signedIn({ WebSocket: SOCKET });
  const failed = guest.makeFilm(await pictures(), SMALL, {
    onProgress: (told) => {
      if (told.step === "make" && told.work.status !== 0) {
        void guest.call("movie", "cancel", { work_id: told.work.work_id }).catch(() => undefined);
      }
    },
  });
  const { work_id } = await guest.call("movie", "new", {});
  const watch = guest.watch(work_id);
  const first = await watch.next();
  await watch.return();

  const error = await failed.catch((thrown: unknown) => thrown);

  assert(error instanceof WorkFailed, String(error));
  assert.equal(error.work.status, 0);
  assert.equal(first.value?.status, 0);
});

test("a watch ends with its signal", async () => {
  const guest = await signedIn({ WebSocket: SOCKET });
  const { work_id } = await guest.call("movie", "new", {});
  const given = new AbortController();
  const seen: number[] = [];

  const error = await (async () => {
    for await (const change of guest.watch(work_id, { signal: given.signal })) {
      seen.push(change.status);
      given.abort(new Error("enough"));
    }
  })().catch((thrown: unknown) => thrown);

  assert.equal(error, given.signal.reason);
  assert.deepEqual(seen, [0]);
});

test("a work of nobody is told so, not waited for", async () => {
  const guest = await signedIn({ WebSocket: SOCKET });

  const error = await guest
    .watch(9_007_199_254_740_991)
    .next()
    .catch((thrown: unknown) => thrown);

  assert(error instanceof PostcardError, String(error));
  assert.deepEqual([error.endpoint, error.status], ["movie/watch", 100]);
});
