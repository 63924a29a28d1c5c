/** Several envelopes in one request, and what later ones take from the answers of earlier ones. */

import { PostcardError } from "./errors.js";
import type { Answer, DataWithFile, Subtype, Told, Type } from "./schema.js";

/** A value of the data that item `from` of the batch answers, at the JSON pointer `path`. */
export class Reference {
  constructor(
    readonly from: number,
    readonly path: string,
  ) {}
}

/** For a value that an earlier item of the batch answers: `from(0, "/work_id")`. */
export function from(item: number, path: string): Reference {
  return new Reference(item, path);
}

export interface ItemOptions {
  /** Earlier items that have to succeed before. */
  readonly after?: readonly number[];
  /** The token for this item alone, out of what an earlier one answers. */
  readonly token?: Reference;
}

/** One envelope of a batch. */
export interface Item<T extends Type, S extends Subtype<T>> extends ItemOptions {
  readonly type: T;
  readonly subtype: S;
  readonly data: WithReferences<DataWithFile<T, S>>;
}

export type WithReferences<D> = { readonly [K in keyof D]: D[K] | Reference };
export type AnyItem = ItemOptions & {
  readonly type: string;
  readonly subtype: string;
  readonly data: object;
};

/** What became of one item. */
export type Outcome<D> =
  | { readonly ok: true; readonly data: D }
  | { readonly ok: false; readonly error: PostcardError };
export type Outcomes<Items extends readonly AnyItem[]> = {
  -readonly [I in keyof Items]: Items[I] extends Item<infer T, infer S>
    ? Outcome<Answer<T, S>>
    : never;
};

/**
 * One envelope of a batch: `item("movie", "start", { work_id: from(0, "/work_id") })`. A file that it
 * needs is in its data: beside a batch there are none.
 */
export function item<T extends Type, S extends Subtype<T>>(
  type: T,
  subtype: S,
  data: WithReferences<DataWithFile<T, S>>,
  options: ItemOptions = {},
): Item<T, S> {
  return { type, subtype, data, ...options };
}

/** An item as it is sent. */
export function envelopeOf(asked: AnyItem, id: number, key: string): object {
  const fields = Object.entries(asked.data).map(([name, value]) =>
    value instanceof Reference ? [`#${name}`, { ...value }] : [name, value],
  );
  return {
    id,
    key,
    type: asked.type,
    subtype: asked.subtype,
    ...(asked.after && { "#after": asked.after }),
    ...(asked.token && { "#token": { ...asked.token } }),
    data: Object.fromEntries(fields),
  };
}

/** What is told of an item. */
export function outcomeOf(asked: AnyItem, told: Told): Outcome<unknown> {
  const endpoint = `${asked.type}/${asked.subtype}`;
  return told.status === 0
    ? { ok: true, data: told.data }
    : { ok: false, error: new PostcardError(endpoint, told.status, told.message, told.data) };
}
