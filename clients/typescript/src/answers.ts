/** Which answers are Postcard's, and what they say. */

import { NotPostcard, type Asked } from "./errors.js";
import type { Told } from "./schema.js";

/** What came back to an envelope, whoever said it. */
export interface Returned {
  readonly code: number;
  readonly type: string;
  readonly text: string;
  /** Seconds. */
  readonly retryAfter: number | undefined;
}

/** What an envelope is answered; of a batch of `count` a list of so many. Throws `NotPostcard`. */
export function toldIn(returned: Returned, asked: Asked, count?: number): Told | Told[] {
  const value = parsed(returned.text);
  if (isTold(value)) return value;
  // A batch that is refused as a whole is told as one.
  if (Array.isArray(value) && value.length === count && value.every(isTold)) return value;
  throw new NotPostcard(asked, returned.code, nameOf(returned), returned.retryAfter);
}

/** What a frame tells. Throws `NotPostcard`. */
export function toldInFrame(frame: string, asked: Asked): Told {
  const value = parsed(frame);
  if (isTold(value)) return value;
  // 101: what a server says that speaks WebSocket from now on.
  throw new NotPostcard(asked, 101, "a frame that is no envelope");
}

/** An answer to REST, or a file. Throws `NotPostcard` for a page, and for who sends elsewhere. */
export function ofPostcard(answer: Response, asked: Asked): Response {
  const type = answer.headers.get("Content-Type") ?? "";
  if (isRedirect(answer) || type.startsWith("text/html")) {
    const what = nameOf({ code: answer.status, type });
    throw new NotPostcard(asked, answer.status, what, secondsIn(answer.headers.get("Retry-After")));
  }
  return answer;
}

/**
 * The same with its JSON read: an answer that breaks off is none. Other bodies, such as files, are
 * their reader's.
 */
export async function whole(answer: Response): Promise<Response> {
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return answer;
  const { status, statusText, headers } = answer;
  return new Response(await answer.arrayBuffer(), { status, statusText, headers });
}

/** Whether a request that was not to be sent elsewhere would have been: a page is not told where. */
export function isRedirect({ type, status }: Response): boolean {
  return type === "opaqueredirect" || (status >= 300 && status < 400 && status !== 304);
}

/** Seconds of the header `Retry-After`, which may also name a moment. */
export function secondsIn(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = header.trim() === "" ? NaN : Number(header);
  const told = Number.isNaN(seconds) ? (Date.parse(header) - Date.now()) / 1000 : seconds;
  return Number.isNaN(told) ? undefined : Math.max(0, told);
}

function nameOf({ code, type }: { readonly code: number; readonly type: string }): string {
  if (code === 0 || (code >= 300 && code < 400)) return "something that sends elsewhere";
  return `HTTP ${code} of ${type || "no type"}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isTold(value: unknown): value is Told {
  if (typeof value !== "object" || value === null) return false;
  const { status, message, data } = value as Partial<Told>;
  return (
    Number.isInteger(status) &&
    typeof message === "string" &&
    typeof data === "object" &&
    data !== null
  );
}
