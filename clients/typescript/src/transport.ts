/** One HTTP request and its answer, with what a platform can tell of an upload. */

import { ConnectionError } from "./errors.js";

/** Told bytes that were handed to the network, of so many. */
export type OnSent = (sent: number, total: number) => void;

export interface Posting {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | FormData;
  /** Of the files in the body. */
  readonly bytes: number;
  readonly signal: AbortSignal;
  readonly onSent?: OnSent | undefined;
}

/** What came back, whoever said it. */
export interface Returned {
  readonly code: number;
  readonly text: string;
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

/** Ask for something, and say of whatever stands in its way that no answer came. */
export async function reached<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ConnectionError) throw error;
    throw new ConnectionError("no answer came", { cause: error });
  }
}

async function fetched(
  posting: Posting,
  body: BodyInit,
  more: object,
  fetch: typeof globalThis.fetch,
): Promise<Returned> {
  const { url, headers, signal } = posting;
  return await reached(async () => {
    // The token alone says who asks: a cookie of the page's own site would say it too.
    const answer = await fetch(url, {
      method: "POST",
      credentials: "omit",
      headers: { ...headers },
      body,
      signal,
      ...more,
    });
    return { code: answer.status, text: await answer.text() };
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
  return await new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    const fail = (): void => reject(new ConnectionError("no answer came"));
    request.open("POST", posting.url);
    for (const [name, value] of Object.entries(posting.headers)) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = ({ loaded }) => onSent(Math.min(loaded, posting.bytes), posting.bytes);
    request.onload = () => resolve({ code: request.status, text: request.responseText });
    request.onerror = fail;
    request.onabort = fail;
    request.onloadend = () => posting.signal.removeEventListener("abort", abort);
    posting.signal.addEventListener("abort", abort);
    request.send(posting.body);
    if (posting.signal.aborted) abort();
  });
}
