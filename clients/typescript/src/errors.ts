/** What can go wrong: Postcard says no, nobody answers, a file cannot be read, a work fails. */

import type { WorkChange } from "./schema.js";

/** Which picture of a film it was. */
export interface PictureOf {
  /** From 0. */
  readonly index: number;
  readonly name: string;
}

/** All that this client throws by itself, but for a `TypeError` of what cannot be asked at all. */
export abstract class Failure extends Error {
  /** Of `makeFilm`: the work that is left as it is, for `watch(workId)` or for another start. */
  declare workId?: number;
  /** Of `makeFilm`: the picture that could not be brought in. */
  declare picture?: PictureOf;
}

/** Postcard has answered, and refuses. */
export class PostcardError extends Failure {
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

/** What was asked, and where. */
export interface Asked {
  /** `type/subtype` of an envelope, or the path of a file, or the method and path of REST. */
  readonly endpoint: string;
  /** Without a query: that may hold the token. */
  readonly url: string;
}

/** No answer came, or none of Postcard's: whether the request was done is not known. */
export class ConnectionError extends Failure {
  override readonly name: string = "ConnectionError";
  readonly endpoint: string;
  readonly url: string;

  constructor({ endpoint, url }: Asked, message: string, options?: ErrorOptions) {
    super(`${endpoint}: ${message}`, options);
    this.endpoint = endpoint;
    this.url = url;
  }
}

/** Something answered that is no Postcard: another server, or a proxy in words of its own. */
export class NotPostcard extends ConnectionError {
  override readonly name = "NotPostcard";

  /**
   * @param code the HTTP status
   * @param retryAfter seconds, where the answer says so
   */
  constructor(
    asked: Asked,
    readonly code: number,
    what: string,
    readonly retryAfter?: number | undefined,
  ) {
    super(asked, `no Postcard answered at ${asked.url}, but ${what}`);
  }
}

/** A file that was to be sent cannot be read; why is its `cause`. */
export class UnreadableFile extends Failure {
  override readonly name = "UnreadableFile";

  constructor(
    readonly file: string,
    cause: unknown,
  ) {
    super(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** A work ended without a result: it failed (status -1), was cancelled (0) or is gone (-2). */
export class WorkFailed extends Failure {
  override readonly name = "WorkFailed";

  constructor(readonly work: WorkChange) {
    super(work.result_msg || work.status_msg);
  }
}

/** What to look at where no answer came: a browser does not tell a page that it keeps one from it. */
export function originsFor(url: string): string {
  const page = globalThis.location?.origin;
  if (page === undefined || page === new URL(url.replace(/^ws/, "http")).origin) return "";
  return ` (is ${page} in the server's http.origins?)`;
}
