/** Films from the first picture to the last frame, over connections that do not hold. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  ConnectionError,
  Postcard,
  PostcardError,
  WorkFailed,
  type Progress,
  type WebSocketClass,
} from "postcard-client";
import { WebSocket } from "ws";

import { pictures, signedIn, SMALL, thrown, URL_OF_SERVER } from "./guests.js";
import { Proxy } from "./proxy.js";
import { Relay } from "./relay.js";

// Before node 22 there is none but that of the package ws.
const SOCKET = WebSocket as WebSocketClass;

test("pictures become a film, and every step is told", async () => {
  const guest = await signedIn({ WebSocket: SOCKET });
  const photos = await pictures();
  const steps: Progress[] = [];

  const work = await guest.makeFilm(photos, SMALL, { onProgress: (step) => steps.push(step) });
  const film = await guest.file(work.info);

  const sent = steps.filter((step) => step.step === "upload");
  const made = steps.filter((step) => step.step === "make").map((step) => step.work.progress);
  const wholes = sent.filter((step) => step.sent === step.total).map((step) => step.index);
  assert.equal(work.status, 3);
  assert.deepEqual(wholes, [0, 1]);
  assert.equal(steps[0]?.step, "new");
  assert.deepEqual([...new Set(steps.map((step) => step.work_id))], [work.work_id]);
  assert(sent.some((step) => step.sent > 0 && step.sent < step.total));
  assert.deepEqual(made, made.toSorted((a, b) => a - b));
  assert.equal(made.at(-1), 100);
  assert.equal(await film.slice(4, 8).text(), "ftyp");
});

test("a watch goes on over another connection, up to the end", async () => {
  await using relay = await Relay.to(URL_OF_SERVER);
  const { token } = await signedIn();
  const options = { token, WebSocket: SOCKET, retries: { firstWait: 0.01 } };
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

  const error = await thrown(failed);

  assert(error instanceof WorkFailed, String(error));
  assert.equal(error.work.status, 0);
  assert.equal(first.value?.status, 0);
});

test("a watch ends with its signal", async () => {
  const guest = await signedIn({ WebSocket: SOCKET });
  const { work_id } = await guest.call("movie", "new", {});
  const given = new AbortController();
  const seen: number[] = [];

  const error = await thrown(
    (async () => {
      for await (const change of guest.watch(work_id, { signal: given.signal })) {
        seen.push(change.status);
        given.abort(new Error("enough"));
      }
    })(),
  );

  assert.equal(error, given.signal.reason);
  assert.deepEqual(seen, [0]);
});

test("a work of nobody is told so, not waited for", async () => {
  const guest = await signedIn({ WebSocket: SOCKET });

  const error = await thrown(guest.watch(9_007_199_254_740_991).next());

  assert(error instanceof PostcardError, String(error));
  assert.deepEqual([error.endpoint, error.status], ["movie/watch", 100]);
});

test("an outage that is longer than all tries is waited for, and patience ends", async () => {
  await using relay = await Relay.to(URL_OF_SERVER);
  const { token } = await signedIn();
  const retries = { tries: 2, firstWait: 0.01, longestWait: 0.05 };
  const options = { token, WebSocket: SOCKET };
  const patient = new Postcard(relay.url, { ...options, retries });
  const hasty = new Postcard(relay.url, { ...options, retries: { ...retries, patience: 0 } });
  let isBroken = false;
  const breaking = ({ step }: Progress): void => {
    if (step !== "make" || isBroken) return;
    isBroken = true;
    relay.breakAll();
    relay.toRefuse = 6;
  };

  const work = await patient.makeFilm(await pictures(), SMALL, { onProgress: breaking });
  isBroken = false;
  const error = await thrown(hasty.makeFilm(await pictures(), SMALL, { onProgress: breaking }));

  assert.equal(work.status, 3);
  assert(error instanceof ConnectionError, String(error));
  assert.equal(error.endpoint, "movie/watch");
  assert((error.workId ?? 0) > work.work_id);
});

test("who ends the waiting goes on with the number that was told", async () => {
  const guest = await signedIn({ WebSocket: SOCKET });
  const given = new AbortController();
  let workId = 0;

  const error = await thrown(
    guest.makeFilm(await pictures(), SMALL, {
      signal: given.signal,
      onProgress: ({ step, work_id }) => {
        workId = work_id;
        if (step === "make") given.abort(new Error("enough"));
      },
    }),
  );
  const states: number[] = [];
  for await (const { status } of guest.watch(workId)) states.push(status);

  assert.equal(error, given.signal.reason);
  assert.equal(states.at(-1), 3);
});

test("what onProgress throws is thrown as it is, at every step", async () => {
  const guest = await signedIn({ WebSocket: SOCKET });
  const photos = await pictures();
  for (const at of ["new", "upload", "make"]) {
    const own = new Error(at);
    const onProgress = ({ step }: Progress): void => {
      if (step === at) throw own;
    };

    assert.equal(await thrown(guest.makeFilm(photos, SMALL, { onProgress })), own);
  }
});

test("a picture that is refused is told by name and place, and its work by number", async () => {
  const guest = await signedIn({ WebSocket: SOCKET });
  const [photo] = await pictures();
  assert(photo);
  const wrong = { name: "notes.jpg", content: new Blob(["not a picture"]) };

  const error = await thrown(guest.makeFilm([photo, wrong]));

  assert(error instanceof PostcardError, String(error));
  assert.deepEqual(error.picture, { index: 1, name: "notes.jpg" });
  assert.match(error.message, /^notes\.jpg \(picture 1\): ./);
  const { image_num } = await guest.call("movie", "status", { work_id: error.workId ?? 0 });
  assert.equal(image_num, 1);
});

test("what cannot become a film is refused before a work is made", async () => {
  await using proxy = await Proxy.to(URL_OF_SERVER);
  const guest = new Postcard(proxy.url, { WebSocket: SOCKET });
  const without = new Postcard(proxy.url);
  const photos = await pictures();
  const platform = Object.getOwnPropertyDescriptor(globalThis, "WebSocket");

  const empty = await thrown(guest.makeFilm([]));
  const note = await thrown(guest.makeFilm([...photos, { ...photos[0]!, name: "Info.JSON" }]));
  // As node 20 is.
  Reflect.deleteProperty(globalThis, "WebSocket");
  const socket = await thrown(without.makeFilm(photos));
  if (platform) Object.defineProperty(globalThis, "WebSocket", platform);

  for (const error of [empty, note, socket]) assert(error instanceof TypeError, String(error));
  assert.match(String(note), /picture 2 .*info\.json/);
  assert.deepEqual(proxy.asked, []);
});

test("a picture that is sent again does not go back", async () => {
  await using relay = await Relay.to(URL_OF_SERVER);
  const { token } = await signedIn();
  const guest = new Postcard(relay.url, { token, retries: { firstWait: 0.01 } });
  const { work_id } = await guest.call("movie", "new", {});
  const [photo] = await pictures();
  assert(photo);
  const told: number[] = [];
  relay.toCut = 2;

  await guest.upload(work_id, photo, { onSent: (sent) => told.push(sent) });

  assert.equal(relay.toCut, 0);
  assert.deepEqual(told, [...new Set(told)].toSorted((a, b) => a - b));
  assert.equal(told.at(-1), photo.content.size);
});
