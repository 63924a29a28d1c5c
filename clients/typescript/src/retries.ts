/** Which requests are asked again, and after how long. */

import { ConnectionError, NotPostcard, PostcardError } from "./errors.js";

export interface Retries {
  /** How often something is asked in all; 1 asks nothing again. */
  readonly tries: number;
  /** Seconds before the second try; each further wait is twice as long. */
  readonly firstWait: number;
  /** Seconds of the longest wait. Whoever is told to wait longer is told so by the error. */
  readonly longestWait: number;
  /**
   * Seconds in which no connection holds and nothing new is told, after which a watch is given up; in
   * place of `tries`: a film takes minutes, and is made whether or not it is watched.
   */
  readonly patience: number;
}

export const RETRIES: Retries = { tries: 6, firstWait: 0.5, longestWait: 15, patience: 600 };

// What may be over soon, and was not done: the database, the short-lived values, the storage, an
// unforeseen fault, a full house, a late answer; and what comes with a time to wait.
const AGAIN: ReadonlySet<number> = new Set([-200, -404, -500, -501, -503, -504, -409, -429]);
// The same as HTTP statuses, and 502: a proxy whose server is away.
const HTTP_AGAIN: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** Whether the same may be asked again. With its key it is done once however often that happens. */
export function mayBeAskedAgain(error: unknown): boolean {
  if (error instanceof NotPostcard) return HTTP_AGAIN.has(error.code);
  return (
    error instanceof ConnectionError || (error instanceof PostcardError && AGAIN.has(error.status))
  );
}

/** The same where the status of a refusal is that of HTTP: of REST and of files. */
export function mayBeAskedAgainOverHttp(error: unknown): boolean {
  if (!(error instanceof PostcardError)) return mayBeAskedAgain(error);
  return HTTP_AGAIN.has(error.status) || error.retryAfter !== undefined;
}

/** Seconds to wait after so many failures; undefined where that is too long. */
export function waitAfter(failures: number, error: unknown, retries: Retries): number | undefined {
  const tells = error instanceof PostcardError || error instanceof NotPostcard;
  const told = tells ? error.retryAfter : undefined;
  if (told !== undefined) return told <= retries.longestWait ? told : undefined;
  const wait = Math.min(retries.firstWait * 2 ** (failures - 1), retries.longestWait);
  // Those who lost their server at once do not come back at once.
  return wait * (0.5 + Math.random() / 2);
}

/** What `ask` answers at last. Throws what the last try threw, or the signal's reason. */
export async function untilTold<T>(
  ask: () => Promise<T>,
  retries: Retries,
  signal: AbortSignal | undefined,
  isPassing: (error: unknown) => boolean = mayBeAskedAgain,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await ask();
    } catch (error) {
      signal?.throwIfAborted();
      if (!isPassing(error) || failures >= retries.tries) throw error;
      const wait = waitAfter(failures, error, retries);
      if (wait === undefined) throw error;
      await sleep(wait, signal);
    }
  }
}

/** Return after so many seconds. Throws the signal's reason. */
export async function sleep(seconds: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, seconds * 1000);
    signal?.addEventListener("abort", abort, { once: true });
  });
}

/** A name for one request. */
export function newKey(): string {
  // crypto.randomUUID is missing in pages that did not come over https.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
