/** One HTTP request and its answer, with what a platform can tell of an upload. */

import { isRedirect, secondsIn, type Returned } from "./answers.js";
import { ConnectionError, Failure, NotPostcard, originsFor, type Asked } from "./errors.js";

/** Told bytes that were handed to the network, of so many. */
export type OnSent = (sent: number, total: number) => void;

export interface Posting {
  readonly asked: Asked;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | FormData;
  /** Of the files in the body. */
  readonly bytes: number;
  readonly signal: AbortSignal;
  readonly onSent?: OnSent | undefined;
}

/** The answer. Throws `ConnectionError` where there is none. */
export async function post(posting: Posting, fetch: typeof globalThis.fetch): Promise<Returned> {
  if (posting.onSent === undefined) return await fetched(posting, posting.body, {}, fetch);
  // fetch tells a page nothing of an upload, XMLHttpRequest does; node has no such thing, but may
  // be given the body piece by piece, which pages may not over HTTP/1.
  const returned =
    typeof XMLHttpRequest === "undefined"
      ? await streamed(posting, posting.onSent, fetch)
      : await sent(posting, posting.onSent);
  posting.onSent(posting.bytes, posting.bytes);
  return returned;
}

/**
 * The same, told only what is more than before: a file that is sent again does not go back. What
 * it throws is the caller's, no fault of the network: `stop` ends all tries with it.
 */
export function growing(onSent: OnSent, stop: AbortController): OnSent {
  let most = -1;
  return (sent, total) => {
    if (sent <= most || stop.signal.aborted) return;
    most = sent;
    try {
      onSent(sent, total);
    } catch (error) {
      stop.abort(error);
    }
  };
}

/** Ask for something, and say of whatever stands in its way that no answer came. */
export async function reached<T>(asked: Asked, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw lost(asked, error);
  }
}

function lost(asked: Asked, cause?: unknown): ConnectionError {
  const message = `no answer came from ${asked.url}${originsFor(asked.url)}`;
  return new ConnectionError(asked, message, cause === undefined ? {} : { cause });
}

function elsewhere(asked: Asked, code: number): NotPostcard {
  return new NotPostcard(asked, code, "something that sends elsewhere");
}

async function fetched(
  { asked, headers, signal }: Posting,
  body: BodyInit,
  more: object,
  fetch: typeof globalThis.fetch,
): Promise<Returned> {
  return await reached(asked, async () => {
    // The token alone says who asks: a cookie of the page's own site would say it too.
    const answer = await fetch(asked.url, {
      method: "POST",
      credentials: "omit",
      // Followed, it would become a GET, or show the token and the data to somebody else.
      redirect: "manual",
      headers: { ...headers },
      body,
      signal,
      ...more,
    });
    if (isRedirect(answer)) throw elsewhere(asked, answer.status);
    return {
      code: answer.status,
      type: answer.headers.get("Content-Type") ?? "",
      text: await answer.text(),
      retryAfter: secondsIn(answer.headers.get("Retry-After")),
    };
  });
}

async function streamed(
  posting: Posting,
  onSent: OnSent,
  fetch: typeof globalThis.fetch,
): Promise<Returned> {
  const whole = new Response(posting.body);
  const type = whole.headers.get("Content-Type") ?? "";
  let sent = 0;
  const counted = whole.body?.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(piece, out) {
        out.enqueue(piece);
        sent += piece.length;
        onSent(Math.min(sent, posting.bytes), posting.bytes);
      },
    }),
  );
  const headers = { ...posting.headers, "Content-Type": type };
  return await fetched({ ...posting, headers }, counted ?? "", { duplex: "half" }, fetch);
}

async function sent(posting: Posting, onSent: OnSent): Promise<Returned> {
  const { asked, bytes, signal } = posting;
  return await new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    const fail = (): void => reject(lost(asked, signal.reason));
    request.open("POST", asked.url);
    for (const [name, value] of Object.entries(posting.headers)) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = ({ loaded }) => onSent(Math.min(loaded, bytes), bytes);
    request.onload = () => {
      // It follows whoever sends elsewhere, and only says so afterwards.
      if (request.responseURL !== asked.url) return reject(elsewhere(asked, request.status));
      resolve({
        code: request.status,
        type: request.getResponseHeader("Content-Type") ?? "",
        text: request.responseText,
        retryAfter: secondsIn(request.getResponseHeader("Retry-After")),
      });
    };
    request.onerror = fail;
    request.onabort = fail;
    request.onloadend = () => signal.removeEventListener("abort", abort);
    signal.addEventListener("abort", abort);
    request.send(posting.body);
    if (signal.aborted) abort();
  });
}
