/** Files that are sent beside an envelope. */

import { UnreadableFile } from "./errors.js";

/** A File, or a Blob (`fs.openAsBlob(path)` of node) with a name. */
export type NamedFile = File | { readonly name: string; readonly content: Blob };
/** Files, each under the name of its field. */
export type Files = Readonly<Record<string, NamedFile>>;

/** A file as it is sent. */
export interface ReadFile {
  readonly field: string;
  readonly name: string;
  readonly content: Blob;
}

/**
 * What the files hold, read before anything is sent: a file that cannot be read would look like a
 * line that was cut, and one that changes between two tries like another request of the same key.
 * Throws `UnreadableFile`.
 */
export async function read(files: Files): Promise<ReadFile[]> {
  return await Promise.all(
    Object.entries(files).map(async ([field, file]) => {
      const content = file instanceof Blob ? file : file.content;
      try {
        const bytes = await content.arrayBuffer();
        return { field, name: file.name, content: new Blob([bytes], { type: content.type }) };
      } catch (error) {
        throw new UnreadableFile(file.name, error);
      }
    }),
  );
}

export function bytesOf(files: readonly ReadFile[]): number {
  return files.reduce((sum, { content }) => sum + content.size, 0);
}

export function formOf(envelope: string, files: readonly ReadFile[]): FormData {
  const form = new FormData();
  // First: by it the server knows who may send the files that follow.
  form.append("envelope", envelope);
  for (const { field, name, content } of files) form.append(field, content, name);
  return form;
}
