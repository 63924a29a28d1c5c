/** From pictures to a film or a long picture, with everything in between. */

import type { Postcard } from "./client.js";
import { WorkFailed } from "./errors.js";
import type { Answer, Kind, WorkChange } from "./schema.js";
import type { OnSent } from "./transport.js";

// The status of a work that has a result.
const DONE = 3;

/** A picture or a short clip: a File, or a Blob (`fs.openAsBlob(path)` of node) with a name. */
export type Picture = File | { readonly name: string; readonly content: Blob };

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

/** How far it is: bytes of picture `index` (from 0) of `count` are sent; or the work changed. */
export type Progress =
  | {
      readonly step: "upload";
      readonly index: number;
      readonly count: number;
      readonly sent: number;
      readonly total: number;
    }
  | { readonly step: "make"; readonly work: WorkChange };

export interface FilmOptions {
  /** A film, unless it says `"photo"`: a long picture. */
  readonly kind?: Kind;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: Progress) => void;
}

/** One file of a work that has not been started. */
export async function upload(
  client: Postcard,
  kind: Kind,
  workId: number,
  picture: Picture,
  options: { signal?: AbortSignal | undefined; onSent?: OnSent | undefined },
): Promise<Answer<Kind, "upload">> {
  const content = picture instanceof Blob ? picture : picture.content;
  const file = { name: picture.name, content };
  return await client.call(kind, "upload", { work_id: workId }, { ...options, files: { file } });
}

/** Make a work of the pictures, in this order; its last state. Throws `WorkFailed` where there is none. */
export async function make(
  client: Postcard,
  pictures: readonly Picture[],
  info: FilmInfo,
  options: FilmOptions,
): Promise<WorkChange> {
  const { kind = "movie", signal, onProgress } = options;
  const { work_id } = await client.call(kind, "new", {}, { signal });
  const images: string[] = [];
  for (const [index, picture] of pictures.entries()) {
    const count = pictures.length;
    const onSent: OnSent | undefined =
      onProgress && ((sent, total) => onProgress({ step: "upload", index, count, sent, total }));
    images.push((await upload(client, kind, work_id, picture, { signal, onSent })).filename);
  }
  const note = new Blob([JSON.stringify({ ...info, images })], { type: "application/json" });
  await upload(client, kind, work_id, { name: "info.json", content: note }, { signal });
  await client.call(kind, "start", { work_id }, { signal });
  let last: WorkChange | undefined;
  for await (const work of client.watch(work_id, { kind, signal })) {
    onProgress?.({ step: "make", work });
    last = work;
  }
  if (last?.status === DONE) return last;
  // A watch has told something before it ends.
  throw new WorkFailed(last!);
}
