/** What can go wrong: Postcard says no, nobody answers, a work fails. */

import type { WorkChange } from "./schema.js";

/** Postcard has answered, and refuses. */
export class PostcardError extends Error {
  override readonly name = "PostcardError";

  /**
   * @param endpoint `type/subtype` of an envelope, or the path of a file
   * @param status the envelope's status; of a file the HTTP status
   * @param data what comes with the refusal, such as `retry_after`, or `used` and `limit`
   */
  constructor(
    readonly endpoint: string,
    readonly status: number,
    message: string,
    readonly data: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }

  /** Seconds after which it may be asked again; undefined where nothing is said of that. */
  get retryAfter(): number | undefined {
    const told = this.data["retry_after"];
    return typeof told === "number" ? told : undefined;
  }
}

/** No answer came, or none of Postcard's: whether the request was done is not known. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
}

/** A work ended without a result: it failed (status -1), was cancelled (0) or is gone (-2). */
export class WorkFailed extends Error {
  override readonly name = "WorkFailed";

  constructor(readonly work: WorkChange) {
    super(work.result_msg || work.status_msg);
  }
}
