/** A file that comes, for as long as something comes. */

import { ofPostcard, secondsIn } from "./answers.js";
import { PostcardError, type Asked } from "./errors.js";
import { reached } from "./transport.js";

export interface Downloading {
  readonly asked: Asked;
  readonly fetch: (signal: AbortSignal) => Promise<Response>;
  /** Seconds without a byte after which it is given up. */
  readonly silence: number;
  readonly signal: AbortSignal | undefined;
}

/** The whole file. Throws `ConnectionError` where it breaks off, `PostcardError` where it is refused. */
export async function download(downloading: Downloading): Promise<Blob> {
  const { asked, fetch, silence, signal } = downloading;
  const silent = new AbortController();
  const give = (): void => silent.abort(new Error(`nothing came for ${silence} s`));
  let timer = setTimeout(give, silence * 1000);
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(give, silence * 1000);
  };
  try {
    return await reached(asked, async () => {
      const answer = await fetch(signal ? AbortSignal.any([signal, silent.signal]) : silent.signal);
      heard();
      if (!ofPostcard(answer, asked).ok) throw await refusalIn(answer, asked);
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      for (const reader = answer.body?.getReader(); reader; ) {
        const { done, value } = await reader.read();
        if (done) break;
        heard();
        pieces.push(value);
      }
      return new Blob(pieces, { type: answer.headers.get("Content-Type") ?? "" });
    });
  } finally {
    clearTimeout(timer);
  }
}

async function refusalIn(answer: Response, { endpoint }: Asked): Promise<PostcardError> {
  const told: unknown = await answer.json().catch(() => undefined);
  const { msg } = (told ?? {}) as { msg?: unknown };
  const text = typeof msg === "string" ? msg : `HTTP ${answer.status} ${answer.statusText}`.trim();
  const retryAfter = secondsIn(answer.headers.get("Retry-After"));
  const data = retryAfter === undefined ? {} : { retry_after: retryAfter };
  return new PostcardError(endpoint, answer.status, text, data);
}
