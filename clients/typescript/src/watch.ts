/** The changes of a work over a WebSocket that is opened again whenever it is lost. */

import { ConnectionError, PostcardError } from "./errors.js";
import { mayBeAskedAgain, sleep, waitAfter, type Retries } from "./retries.js";
import type { Kind, Told, WorkChange } from "./schema.js";

/** The part of a WebSocket that is used: the platform's have it, and so has that of `ws`. */
export interface WebSocketLike {
  addEventListener(type: "open" | "close" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  send(text: string): void;
  close(): void;
}
export type WebSocketClass = new (url: string) => WebSocketLike;

export interface Watching {
  readonly url: string;
  readonly socket: WebSocketClass;
  readonly kind: Kind;
  readonly workId: number;
  readonly retries: Retries;
  readonly signal: AbortSignal | undefined;
}

const WATCH_ID = 1;
const PING = JSON.stringify({ id: 2, type: "ping", subtype: "ping", data: {} });
// A socket that is silent for so long is asked whether anybody is there, and given up after as long
// again: a phone that changes its network is not told that the old one is gone.
const SILENT_SECONDS = 20;
// Statuses of a work: new (again, where it was cancelled), waiting, being made.
const NEW = 0;
const STARTED: ReadonlySet<number> = new Set([1, 2]);

/** Every change that is heard of, until the work has ended. A new one is waited for till it starts. */
export async function* changes(watching: Watching): AsyncGenerator<WorkChange, void, undefined> {
  const { retries, signal } = watching;
  let newest = -1;
  let failures = 0;
  let wasStarted = false;
  for (;;) {
    try {
      for await (const change of overOneSocket(watching)) {
        failures = 0;
        // A new socket begins with the state of now, which may have been told before.
        if (change.update_ms === newest) continue;
        newest = change.update_ms;
        yield change;
        if (STARTED.has(change.status)) wasStarted = true;
        else if (change.status !== NEW || wasStarted) return;
      }
    } catch (error) {
      signal?.throwIfAborted();
      failures += 1;
      const wait = waitAfter(failures, error, retries);
      if (!mayBeAskedAgain(error) || failures >= retries.tries || wait === undefined) throw error;
      await sleep(wait, signal);
    }
  }
}

/** What comes over one socket; throws when it is lost. */
async function* overOneSocket(watching: Watching): AsyncGenerator<WorkChange, void, undefined> {
  const { kind, workId, signal } = watching;
  const socket = new watching.socket(watching.url);
  const frames: string[] = [];
  let end: unknown;
  let isHeard = true;
  let wake = (): void => undefined;
  const finish = (reason: unknown): void => {
    end ??= reason;
    wake();
  };
  const abort = (): void => finish(signal?.reason);
  const lose = (): void => finish(new ConnectionError("the WebSocket was lost"));
  let isOpen = false;
  let isAsked = false;
  const timer = setInterval(() => {
    if (isHeard) isAsked = false;
    else if (isAsked || !isOpen) return lose();
    else {
      isAsked = true;
      socket.send(PING);
    }
    isHeard = false;
  }, SILENT_SECONDS * 1000);
  socket.addEventListener("open", () => {
    isOpen = true;
    const data = { work_id: workId };
    socket.send(JSON.stringify({ id: WATCH_ID, type: kind, subtype: "watch", data }));
  });
  socket.addEventListener("message", ({ data }) => {
    isHeard = true;
    frames.push(String(data));
    wake();
  });
  socket.addEventListener("close", lose);
  socket.addEventListener("error", lose);
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  try {
    for (;;) {
      for (let frame = frames.shift(); frame !== undefined; frame = frames.shift()) {
        const change = changeIn(frame, kind);
        if (change !== undefined) yield change;
      }
      if (end !== undefined) throw end;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    clearInterval(timer);
    signal?.removeEventListener("abort", abort);
    socket.close();
  }
}

/** The change that a frame tells; undefined where it is the answer to a ping. */
function changeIn(frame: string, kind: Kind): WorkChange | undefined {
  const told = JSON.parse(frame) as Told;
  if (told.id !== WATCH_ID) return undefined;
  if (told.status === 0) return told.data as unknown as WorkChange;
  throw new PostcardError(`${kind}/watch`, told.status, told.message, told.data);
}
