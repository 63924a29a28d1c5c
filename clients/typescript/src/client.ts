/** One guest of one Postcard. */

import { md5 } from "@noble/hashes/legacy.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import createClient, { type Client } from "openapi-fetch";

import { envelopeOf, outcomeOf, type AnyItem, type Outcomes } from "./batch.js";
import { ConnectionError, PostcardError } from "./errors.js";
import { make, upload, type FilmInfo, type FilmOptions, type Picture } from "./films.js";
import type { paths } from "./generated/rest.js";
import { mayBeAskedAgain, newKey, RETRIES, untilTold, type Retries } from "./retries.js";
import type { Answer, Data, Kind, Subtype, Told, Type, WorkChange } from "./schema.js";
import { post, reached, type OnSent } from "./transport.js";
import { changes, type WebSocketClass } from "./watch.js";

export interface Options {
  /** Of an earlier sign-in. */
  readonly token?: string;
  /** Told every new token, and undefined after signing out: to keep it beyond this page. */
  readonly onToken?: (token: string | undefined) => void;
  /** Seconds for one try, and more for files; 60 where nothing is said. */
  readonly timeout?: number;
  readonly retries?: Partial<Retries>;
  /** In place of the platform's. */
  readonly fetch?: typeof globalThis.fetch;
  /** In place of the platform's; node 20 has none: give it that of the package `ws`. */
  readonly WebSocket?: WebSocketClass;
}

export interface Signal {
  /** Ends what is under way, which then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface CallOptions extends Signal {
  /** Files beside the envelope, each under the name of its field. */
  readonly files?: Readonly<Record<string, { readonly name: string; readonly content: Blob }>>;
  readonly onSent?: OnSent | undefined;
  /** A name of this request that outlives the page; without it there is a new one for each call. */
  readonly key?: string;
}

// A line that is slower than this (bytes a second) is given up while a file is sent.
const SLOWEST = 16_384;
// HTTP statuses of REST after which the same may be asked again.
const REST_AGAIN: ReadonlySet<number> = new Set([500, 503, 504]);

export class Postcard {
  /** Every path of the REST face, typed: `client.rest.GET("/movie/all")`; openapi-fetch. */
  readonly rest: Client<paths>;
  readonly url: string;
  readonly #options: Options;
  readonly #retries: Retries;
  #token: string | undefined;
  #id = 0;

  /**
   * @param url of the server; in a page of its own `location.origin`
   * @throws TypeError where it is no URL
   */
  constructor(url: string, options: Options = {}) {
    this.url = new URL(url).href.replace(/\/+$/, "");
    this.#options = options;
    this.#retries = { ...RETRIES, ...options.retries };
    this.#token = options.token;
    this.rest = createClient<paths>({
      baseUrl: this.url,
      credentials: "omit",
      fetch: (request) => this.#fetchRest(request),
    });
  }

  get token(): string | undefined {
    return this.#token;
  }

  set token(token: string | undefined) {
    this.#token = token;
    this.#options.onToken?.(token);
  }

  /** Have a code sent to a phone; the `rand` that goes with it into `signInBySms`. */
  async sendCode(phone: string, options: Signal = {}): Promise<string> {
    const data = { phone, command_type: 1 };
    return (await this.call("sms", "generate", data, options)).rand;
  }

  /** Sign in by the code that came; an account is made where there is none. */
  async signInBySms(
    phone: string,
    code: string,
    rand: string,
    options: Signal & { readonly enduring?: boolean } = {},
  ): Promise<Answer<"login", "sms">> {
    const hash = bytesToHex(md5(utf8ToBytes(code + rand)));
    const data = { username: phone, hash, enduring: Number(options.enduring ?? false) };
    const told = await this.call("login", "sms", data, options);
    this.token = told.token;
    return told;
  }

  /** Sign in by password. An enduring token ends by signing out alone. */
  async signIn(
    phone: string,
    password: string,
    options: Signal & { readonly enduring?: boolean } = {},
  ): Promise<void> {
    const data = { username: phone, pass: password, enduring: Number(options.enduring ?? false) };
    this.token = (await this.call("login", "pass", data, options)).token;
  }

  /** End the token. */
  async signOut(options: Signal = {}): Promise<void> {
    await this.call("logout", "token", {}, options);
    this.token = undefined;
  }

  /**
   * One envelope; the data of its answer. It has a key, so that what is asked again is done once.
   *
   * Throws `PostcardError` where it is refused, `ConnectionError` where no try was answered.
   */
  async call<T extends Type, S extends Subtype<T>>(
    type: T,
    subtype: S,
    data: Data<T, S>,
    options: CallOptions = {},
  ): Promise<Answer<T, S>> {
    const endpoint = `${type}/${subtype}`;
    this.#id += 1;
    const envelope = { id: this.#id, key: options.key ?? newKey(), type, subtype, data };
    const ask = async (signal: AbortSignal): Promise<unknown> => {
      const told = await this.#post(envelope, signal, options);
      if (told.status === 0) return told.data;
      throw new PostcardError(endpoint, told.status, told.message, told.data);
    };
    return (await this.#untilTold(options.signal, ask, bytesOf(options))) as Answer<T, S>;
  }

  /**
   * Several envelopes in one request; what became of each, in their order.
   *
   * Asked again as a whole, under the same keys, where no answer came or one of them may be.
   * Throws as `call` does where the batch is refused as a whole.
   */
  async batch<const Items extends readonly AnyItem[]>(
    items: Items,
    options: Signal = {},
  ): Promise<Outcomes<Items>> {
    const envelopes = items.map((item, id) => envelopeOf(item, id, newKey()));
    let outcomes: ReturnType<typeof outcomeOf>[] = [];
    const ask = async (signal: AbortSignal): Promise<void> => {
      const told = await this.#post(envelopes, signal);
      if (!Array.isArray(told)) {
        throw new PostcardError("batch", told.status, told.message, told.data);
      }
      outcomes = items.map((item, index) => outcomeOf(item, told[index] as Told));
      // Any other refusal of an item is told in its place.
      for (const one of outcomes) if (!one.ok && mayBeAskedAgain(one.error)) throw one.error;
    };
    try {
      await this.#untilTold(options.signal, ask);
    } catch (error) {
      // After the last try these are, too.
      if (!outcomes.some((outcome) => !outcome.ok && outcome.error === error)) throw error;
    }
    return outcomes as Outcomes<Items>;
  }

  /** One file for a work that has not been started: a picture, a short clip, or info.json. */
  async upload(
    workId: number,
    picture: Picture,
    options: Signal & { readonly kind?: Kind; readonly onSent?: OnSent } = {},
  ): Promise<Answer<Kind, "upload">> {
    return await upload(this, options.kind ?? "movie", workId, picture, options);
  }

  /**
   * Make a film, or a long picture, of pictures in this order; its last state, with `info` where
   * its file lies. Throws `WorkFailed` where it ends without one.
   */
  async makeFilm(
    pictures: readonly Picture[],
    info: FilmInfo = {},
    options: FilmOptions = {},
  ): Promise<WorkChange> {
    return await make(this, pictures, info, options);
  }

  /** Every change of a work until it has ended, over sockets that are opened again when lost. */
  watch(
    workId: number,
    options: Signal & { readonly kind?: Kind } = {},
  ): AsyncGenerator<WorkChange, void, undefined> {
    const socket = this.#options.WebSocket ?? globalThis.WebSocket;
    if (socket === undefined) {
      throw new TypeError("this platform has no WebSocket: give one as the option WebSocket");
    }
    const { kind = "movie", signal } = options;
    const url = this.address("/api/ws").replace(/^http/, "ws");
    return changes({ url, socket, kind, workId, retries: this.#retries, signal });
  }

  /** A file, such as the one that a work's `info` names, however long it takes; throws as `call`. */
  async file(path: string, { signal }: Signal = {}): Promise<Blob> {
    const ask = async (): Promise<Blob> => {
      const init = { headers: this.#headers(), credentials: "omit", signal: signal ?? null } as const;
      const answer = await reached(() => this.#fetch(this.url + path, init));
      if (answer.ok) return await reached(() => answer.blob());
      const told = (await answer.json().catch(() => ({}))) as { msg?: string };
      throw new PostcardError(path, answer.status, told.msg ?? answer.statusText);
    };
    return await untilTold(ask, this.#retries, signal);
  }

  /** The address of a file for `<video src>` and the like, with the token: a secret. */
  address(path: string): string {
    const token = this.#token;
    return this.url + path + (token ? `?token=${encodeURIComponent(token)}` : "");
  }

  readonly #fetch = (...given: Parameters<typeof globalThis.fetch>): Promise<Response> => {
    // Called by itself: the platform's is refused as another object's method.
    const fetch = this.#options.fetch ?? globalThis.fetch;
    return fetch(...given);
  };

  #headers(): Record<string, string> {
    return this.#token ? { Authorization: `Bearer ${this.#token}` } : {};
  }

  async #post(envelopes: object[], signal: AbortSignal): Promise<Told | Told[]>;
  async #post(envelope: object, signal: AbortSignal, options: CallOptions): Promise<Told>;
  async #post(
    envelope: object,
    signal: AbortSignal,
    options: CallOptions = {},
  ): Promise<Told | Told[]> {
    const text = JSON.stringify(envelope);
    const { files, onSent } = options;
    const headers = this.#headers();
    if (!files) headers["Content-Type"] = "application/json";
    const body = files ? formOf(text, files) : text;
    const url = `${this.url}/api`;
    const bytes = bytesOf(options);
    const posting = { url, headers, body, bytes, signal, onSent };
    const { code, text: told } = await post(posting, this.#fetch);
    try {
      return JSON.parse(told) as Told | Told[];
    } catch (error) {
      // A proxy has its own words: for what it refuses, and for a server that is away.
      if (code >= 400 && code < 500) throw new PostcardError("/api", code, `HTTP ${code}`);
      throw new ConnectionError("no answer of Postcard's came", { cause: error });
    }
  }

  async #fetchRest(request: Request): Promise<Response> {
    if (!request.headers.has("Idempotency-Key")) request.headers.set("Idempotency-Key", newKey());
    for (const [name, value] of Object.entries(this.#headers())) request.headers.set(name, value);
    let last: Response | undefined;
    const ask = async (signal: AbortSignal): Promise<Response> => {
      const answer = await reached(() => this.#fetch(new Request(request.clone(), { signal })));
      last = answer;
      const wait = answer.headers.get("Retry-After");
      if (wait === null && !REST_AGAIN.has(answer.status)) return answer;
      throw new PostcardError(request.url, -503, answer.statusText, {
        ...(wait !== null && { retry_after: Number(wait) }),
      });
    };
    try {
      return await this.#untilTold(request.signal, ask);
    } catch (error) {
      // openapi-fetch gives a refusal back as `error`, beside the typed `data`.
      if (error instanceof PostcardError && last) return last;
      throw error;
    }
  }

  async #untilTold<R>(
    signal: AbortSignal | undefined,
    ask: (signal: AbortSignal) => Promise<R>,
    bytes = 0,
  ): Promise<R> {
    const seconds = (this.#options.timeout ?? 60) + bytes / SLOWEST;
    const once = (): Promise<R> => {
      const late = AbortSignal.timeout(Math.ceil(seconds * 1000));
      return ask(signal ? AbortSignal.any([signal, late]) : late);
    };
    return await untilTold(once, this.#retries, signal);
  }
}

function bytesOf({ files = {} }: CallOptions): number {
  return Object.values(files).reduce((sum, { content }) => sum + content.size, 0);
}

function formOf(envelope: string, files: NonNullable<CallOptions["files"]>): FormData {
  const form = new FormData();
  // First: by it the server knows who may send the files that follow.
  form.append("envelope", envelope);
  for (const [field, { name, content }] of Object.entries(files)) form.append(field, content, name);
  return form;
}
