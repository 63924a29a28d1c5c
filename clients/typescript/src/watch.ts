/** The changes of a work over a WebSocket that is opened again whenever it is lost. */

import { withoutQuery } from "./addresses.js";
import { toldInFrame } from "./answers.js";
import { ConnectionError, originsFor, PostcardError, type Asked } from "./errors.js";
import { mayBeAskedAgain, sleep, waitAfter, type Retries } from "./retries.js";
import type { Kind, WorkChange } from "./schema.js";

/** The part of a WebSocket that is used: the platform's have it, and so has that of `ws`. */
export interface WebSocketLike {
  addEventListener(type: "open" | "close" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  send(text: string): void;
  close(): void;
}
export type WebSocketClass = new (url: string) => WebSocketLike;

export interface Watching {
  /** With the token of now: it may be another one when the socket is opened again. */
  readonly url: () => string;
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
  const outage = new Outage(retries);
  let newest = -1;
  let wasStarted = false;
  for (;;) {
    try {
      for await (const change of overOneSocket(watching, () => outage.end())) {
        // A new socket begins with the state of now, which may have been told before.
        if (change.update_ms === newest) continue;
        outage.end();
        newest = change.update_ms;
        yield change;
        if (STARTED.has(change.status)) wasStarted = true;
        else if (change.status !== NEW || wasStarted) return;
      }
    } catch (error) {
      signal?.throwIfAborted();
      await sleep(outage.waitAfter(error), signal);
    }
  }
}

/**
 * The time in which sockets fail. News end it, or a socket that holds; to be told the same again does
 * not: a server, or a proxy, that closes after each state is asked ever less often.
 */
class Outage {
  #failures = 0;
  #since = 0;

  constructor(readonly retries: Retries) {}

  end(): void {
    this.#failures = 0;
  }

  /** Seconds to wait after one more failure. Throws it where that is too long, or the last. */
  waitAfter(error: unknown): number {
    if (this.#failures === 0) this.#since = Date.now();
    this.#failures += 1;
    const wait = waitAfter(this.#failures, error, this.retries);
    const isOver = Date.now() - this.#since >= this.retries.patience * 1000;
    if (!mayBeAskedAgain(error) || wait === undefined || isOver) throw error;
    return wait;
  }
}

/** What comes over one socket; throws when it is lost. `hold` is told when it has held for a while. */
async function* overOneSocket(
  watching: Watching,
  hold: () => void,
): AsyncGenerator<WorkChange, void, undefined> {
  const { kind, workId, signal } = watching;
  const url = watching.url();
  const asked = { endpoint: `${kind}/watch`, url: withoutQuery(url) };
  const socket = new watching.socket(url);
  const begun = Date.now();
  const frames: string[] = [];
  let end: unknown;
  let isHeard = true;
  let wake = (): void => undefined;
  const finish = (reason: unknown): void => {
    end ??= reason;
    wake();
  };
  const abort = (): void => finish(signal?.reason);
  let isOpen = false;
  const lose = (): void => {
    const message = isOpen
      ? `the WebSocket to ${asked.url} was lost`
      : `no WebSocket opens to ${asked.url}${originsFor(asked.url)}`;
    finish(new ConnectionError(asked, message));
  };
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
    if (Date.now() - begun >= SILENT_SECONDS * 1000) hold();
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
        const change = changeIn(frame, asked);
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
function changeIn(frame: string, asked: Asked): WorkChange | undefined {
  const told = toldInFrame(frame, asked);
  if (told.id !== WATCH_ID) return undefined;
  if (told.status === 0) return told.data as unknown as WorkChange;
  throw new PostcardError(asked.endpoint, told.status, told.message, told.data);
}
