/** The client of Postcard: what other modules may import. */

export { from, item, Reference } from "./batch.js";
export type { Item, ItemOptions, Outcome, Outcomes, WithReferences } from "./batch.js";
export { Postcard } from "./client.js";
export type { CallOptions, Given, Options, Signal } from "./client.js";
export {
  ConnectionError,
  Failure,
  NotPostcard,
  PostcardError,
  UnreadableFile,
  WorkFailed,
} from "./errors.js";
export type { Asked, PictureOf } from "./errors.js";
export type { Files, NamedFile } from "./files.js";
export type { FilmInfo, FilmOptions, Picture, Progress } from "./films.js";
export { RETRIES } from "./retries.js";
export type { Retries } from "./retries.js";
export type * from "./schema.js";
export type { OnSent } from "./transport.js";
export type { WebSocketClass, WebSocketLike } from "./watch.js";
