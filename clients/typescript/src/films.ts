/** From pictures to a film or a long picture, with everything in between. */

import type { Postcard } from "./client.js";
import { Failure, WorkFailed } from "./errors.js";
import type { NamedFile } from "./files.js";
import type { Answer, Kind, MadeWork, WorkChange } from "./schema.js";
import type { OnSent } from "./transport.js";

// The status of a work that has a result.
const DONE = 3;
// What the server takes for the note beside the pictures, in any case.
const NOTE = "info.json";

/** A picture or a short clip. */
export type Picture = NamedFile;

/** What info.json may say beside its pictures: docs/info_json.md. */
export interface FilmInfo {
  readonly title?: string;
  readonly description?: string;
  readonly share?: boolean;
  readonly tag?: number;
  readonly fps?: number;
  readonly size?: string;
  readonly seed?: number;
  readonly latitude?: number;
  readonly longitude?: number;
  readonly format?: "jpeg" | "webp";
  readonly factors?: readonly { readonly types: string[]; readonly values: number[] }[];
}

/**
 * How far the work is: it is there, and has a number; of picture `index` (from 0) of `count` so many
 * bytes are sent, ever more, and all of them once; or it changed.
 */
export type Progress = { readonly work_id: number } & (
  | { readonly step: "new" }
  | {
      readonly step: "upload";
      readonly index: number;
      readonly count: number;
      readonly sent: number;
      readonly total: number;
    }
  | { readonly step: "make"; readonly work: WorkChange }
);

export interface FilmOptions {
  /** A film, unless it says `"photo"`: a long picture. */
  readonly kind?: Kind | undefined;
  /** Ends the waiting: a work that has been started is made, and one that has not stays as it is. */
  readonly signal?: AbortSignal | undefined;
  /** What it throws ends `makeFilm`, which throws the same. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** One file of a work that has not been started. */
export async function upload(
  client: Postcard,
  kind: Kind,
  workId: number,
  picture: Picture,
  options: { signal?: AbortSignal | undefined; onSent?: OnSent | undefined },
): Promise<Answer<Kind, "upload">> {
  const files = { file: picture };
  return await client.call(kind, "upload", { work_id: workId }, { ...options, files });
}

/** Make a work of the pictures, in this order; its last state. Throws `WorkFailed` where there is none. */
export async function make(
  client: Postcard,
  pictures: readonly Picture[],
  info: FilmInfo,
  options: FilmOptions,
): Promise<MadeWork> {
  checkNames(pictures);
  const { kind = "movie", signal, onProgress } = options;
  const { work_id } = await client.call(kind, "new", {}, { signal });
  try {
    onProgress?.({ work_id, step: "new" });
    await fill(client, work_id, pictures, info, options);
    await client.call(kind, "start", { work_id }, { signal });
    return await ended(client, work_id, options);
  } catch (error) {
    if (error instanceof Failure) error.workId = work_id;
    throw error;
  }
}

/** Throws TypeError for what could not become a film, before there is a work. */
function checkNames(pictures: readonly Picture[]): void {
  if (pictures.length === 0) throw new TypeError("a film needs a picture");
  const index = pictures.findIndex(({ name }) => name.toLowerCase() === NOTE);
  if (index === -1) return;
  throw new TypeError(`picture ${index} is named ${NOTE}, as the note that goes with the pictures`);
}

/** The pictures, and the note that says their order. */
async function fill(
  client: Postcard,
  workId: number,
  pictures: readonly Picture[],
  info: FilmInfo,
  { kind = "movie", signal, onProgress }: FilmOptions,
): Promise<void> {
  const count = pictures.length;
  const images: string[] = [];
  for (const [index, picture] of pictures.entries()) {
    const onSent: OnSent | undefined =
      onProgress &&
      ((sent, total) =>
        onProgress({ work_id: workId, step: "upload", index, count, sent, total }));
    try {
      images.push((await upload(client, kind, workId, picture, { signal, onSent })).filename);
    } catch (error) {
      if (error instanceof Failure) {
        error.picture = { index, name: picture.name };
        error.message = `${picture.name} (picture ${index}): ${error.message}`;
      }
      throw error;
    }
  }
  const content = new Blob([JSON.stringify({ ...info, images })], { type: "application/json" });
  await upload(client, kind, workId, { name: NOTE, content }, { signal });
}

async function ended(
  client: Postcard,
  workId: number,
  { kind = "movie", signal, onProgress }: FilmOptions,
): Promise<MadeWork> {
  let last: WorkChange | undefined;
  for await (const work of client.watch(workId, { kind, signal })) {
    onProgress?.({ work_id: workId, step: "make", work });
    last = work;
  }
  if (last?.status === DONE && last.info !== null) return { ...last, info: last.info };
  // A watch has told something before it ends.
  throw new WorkFailed(last!);
}
