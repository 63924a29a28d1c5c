/** The types of envelopes, by (type, subtype), out of the generated ones. */

import type { components } from "./generated/envelopes.js";
import type { paths } from "./generated/rest.js";

export type { components as EnvelopeComponents } from "./generated/envelopes.js";
export type { components as RestComponents } from "./generated/rest.js";

type Schemas = components["schemas"];
type Named<K> = K extends `${infer T}.${infer S}.request` ? { type: T; subtype: S } : never;
type Names = Named<keyof Schemas>;
type Request<T extends string, S extends string> = Schemas[`${T}.${S}.request` & keyof Schemas];
type Reply<T extends string, S extends string> = Schemas[`${T}.${S}.reply` & keyof Schemas];

/** The types of endpoints: `"movie"`, `"login"` ... */
export type Type = Names["type"];
type Subtypes = { [T in Type]: Extract<Names, { type: T }>["subtype"] };
/** The subtypes of one type. */
export type Subtype<T extends Type> = Subtypes[T];
/** What an endpoint takes as `data`. */
export type Data<T extends string, S extends string> =
  Request<T, S> extends { data: infer D } ? D : never;
/** The `data` of its success. */
export type Answer<T extends string, S extends string> =
  Extract<Reply<T, S>, { status: 0 }> extends { data: infer D } ? D : never;

// The keys of data that hold a file, in base64. `string` is a key of data that has none at all.
type FileKey = "file" | "avatar" | "image";
/** Where an endpoint has to have a file, in `data` or beside it; `never` where it needs none. */
export type FileField<T extends string, S extends string> = `${T}/${S}` extends "ai/img2poem"
  ? never
  : string extends keyof Data<T, S>
    ? never
    : keyof Data<T, S> & FileKey;

/** What an endpoint takes as `data` that has the file, in base64, where it needs one. */
export type DataWithFile<T extends string, S extends string> = Data<T, S> &
  Readonly<Record<FileField<T, S>, string>>;

type Body<O> = O extends { requestBody?: infer B } ? NonNullable<B> : never;
type NeedingFile<O> = [Body<O>] extends [never]
  ? O
  : Body<O> extends { content: infer C extends { "multipart/form-data": object } }
    ? Omit<O, "requestBody"> & {
        requestBody: { content: { [M in keyof C]: C[M] & Record<keyof C[M] & FileKey, string> } };
      }
    : O;
/** The paths of REST; where one needs a file, its body has it. */
export type RestPaths = {
  [P in keyof paths]: P extends "/api/img2poem"
    ? paths[P]
    : { [M in keyof paths[P]]: NeedingFile<paths[P][M]> };
};

/** The state of a work, as who watches it is told at every change. */
export type WorkChange = Schemas["WorkChange"];
/** The last state of a work that has a result; `info` is where its file lies. */
export type MadeWork = WorkChange & { readonly info: string };
/** A film, or a long picture. */
export type Kind = "movie" | "photo";

/** What a frame, or a body, holds. */
export interface Envelope {
  readonly id: number;
  readonly type: string;
  readonly subtype: string;
  readonly data: object;
  readonly key?: string;
}

/** What an envelope is answered with. */
export interface Told {
  readonly id: number;
  readonly status: number;
  readonly message: string;
  readonly data: Record<string, unknown>;
}
