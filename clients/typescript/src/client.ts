/** One guest of one Postcard. */

import { md5 } from "@noble/hashes/legacy.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import createClient, { type Client } from "openapi-fetch";

import { checkedToken, isAbsolute, serverAt, within, withoutQuery, withToken } from "./addresses.js";
import { ofPostcard, secondsIn, toldIn, whole } from "./answers.js";
import { envelopeOf, outcomeOf, type AnyItem, type Outcomes } from "./batch.js";
import { download } from "./downloads.js";
import { PostcardError } from "./errors.js";
import { bytesOf, formOf, read, type Files, type NamedFile, type ReadFile } from "./files.js";
import { make, upload, type FilmInfo, type FilmOptions, type Picture } from "./films.js";
import {
  mayBeAskedAgain,
  mayBeAskedAgainOverHttp,
  newKey,
  RETRIES,
  untilTold,
  type Retries,
} from "./retries.js";
import type {
  Answer,
  Data,
  DataWithFile,
  FileField,
  Kind,
  MadeWork,
  RestPaths,
  Subtype,
  Told,
  Type,
  WorkChange,
} from "./schema.js";
import { growing, post, reached, type OnSent } from "./transport.js";
import { changes, type WebSocketClass } from "./watch.js";

export interface Options {
  /** Of an earlier sign-in. */
  readonly token?: string | undefined;
  /**
   * Told every new token, and undefined after signing out: to keep it beyond this page. What it
   * throws is thrown by who signed in or out, which is done by then.
   */
  readonly onToken?: ((token: string | undefined) => void) | undefined;
  /** Seconds for one try, and more for files; of `file` without a byte. 60 where nothing is said. */
  readonly timeout?: number | undefined;
  readonly retries?: Partial<Retries> | undefined;
  /** In place of the platform's. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** In place of the platform's; node 20 has none: give it that of the package `ws`. */
  readonly WebSocket?: WebSocketClass | undefined;
}

export interface Signal {
  /** Ends what is under way, which then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface CallOptions extends Signal {
  /** Files beside the envelope, each under the name of its field. */
  readonly files?: Files | undefined;
  /** Told ever more bytes, also where they are sent again. What it throws ends the call with it. */
  readonly onSent?: OnSent | undefined;
  /** A name of this request that outlives the page; without it there is a new one for each call. */
  readonly key?: string | undefined;
}

/** `data` and options of a call. A file that an endpoint needs is in one of them. */
export type Given<T extends Type, S extends Subtype<T>> = [FileField<T, S>] extends [never]
  ? [data: Data<T, S>, options?: CallOptions]
  :
      | [data: DataWithFile<T, S>, options?: CallOptions]
      | [
          data: Data<T, S>,
          options: CallOptions & { readonly files: Readonly<Record<FileField<T, S>, NamedFile>> },
        ];

interface Sending extends Signal {
  readonly files: readonly ReadFile[];
  readonly onSent?: OnSent | undefined;
}

// Seconds, where nothing is said.
const TIMEOUT = 60;
// A line that is slower than this (bytes a second) is given up while a file is sent.
const SLOWEST = 16_384;
// What is said of a token that is none, or no longer one.
const SIGNED_OUT: ReadonlySet<number> = new Set([-100, -101, -102]);
// What a method asks for, rather than does, may be asked for elsewhere.
const READS: ReadonlySet<string> = new Set(["GET", "HEAD"]);

export class Postcard {
  /** Every path of the REST face, typed: `client.rest.GET("/movie/all")`; openapi-fetch. */
  readonly rest: Client<RestPaths>;
  readonly url: string;
  readonly #options: Options;
  readonly #retries: Retries;
  #token: string | undefined;
  #id = 0;

  /**
   * @param url of the server; in a page of its own `location.origin`
   * @throws TypeError where it is no http or https URL, or has a user, a password, a query or a
   *     fragment; and for a token that no header can carry
   */
  constructor(url: string, options: Options = {}) {
    this.url = serverAt(url);
    this.#options = options;
    this.#retries = { ...RETRIES, ...options.retries };
    this.#token = checkedToken(options.token);
    this.rest = createClient<RestPaths>({
      baseUrl: this.url,
      credentials: "omit",
      fetch: (request) => this.#fetchRest(request),
    });
  }

  get token(): string | undefined {
    return this.#token;
  }

  set token(token: string | undefined) {
    this.#token = checkedToken(token);
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

  /**
   * End the token. Here it is forgotten in any case; what is thrown then, such as `ConnectionError`,
   * says that the server may not know. A token that had ended before is no error.
   */
  async signOut(options: Signal = {}): Promise<void> {
    const token = this.#token;
    try {
      await this.call("logout", "token", {}, options);
    } catch (error) {
      if (!(error instanceof PostcardError && SIGNED_OUT.has(error.status))) throw error;
    } finally {
      // Whoever has signed in meanwhile is not signed out.
      if (this.#token === token) this.token = undefined;
    }
  }

  /**
   * One envelope; the data of its answer. It has a key, so that what is asked again is done once.
   *
   * Throws `PostcardError` where it is refused, `ConnectionError` where no try was answered,
   * `UnreadableFile` before anything is sent.
   */
  async call<T extends Type, S extends Subtype<T>>(
    type: T,
    subtype: S,
    ...given: Given<T, S>
  ): Promise<Answer<T, S>> {
    const [data, options = {}] = given as [object, CallOptions?];
    const endpoint = `${type}/${subtype}`;
    this.#id += 1;
    const envelope = { id: this.#id, key: options.key ?? newKey(), type, subtype, data };
    const stop = new AbortController();
    const { onSent } = options;
    const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
    const sending = {
      files: options.files ? await read(options.files) : [],
      onSent: onSent && growing(onSent, stop),
    };
    const ask = async (late: AbortSignal): Promise<unknown> => {
      const told = (await this.#post(endpoint, envelope, { ...sending, signal: late })) as Told;
      if (told.status === 0) return told.data;
      throw new PostcardError(endpoint, told.status, told.message, told.data);
    };
    const answer = await this.#untilTold(signal, ask, bytesOf(sending.files));
    stop.signal.throwIfAborted();
    return answer as Answer<T, S>;
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
      const told = await this.#post("batch", envelopes, { files: [], signal }, items.length);
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
   * its file lies. Throws `WorkFailed` where it ends without one, and TypeError, before anything is
   * sent, where there is no picture, or one named info.json, or no WebSocket.
   *
   * What this client throws names the work as `workId`, and a picture that was refused as `picture`.
   */
  async makeFilm(
    pictures: readonly Picture[],
    info: FilmInfo = {},
    options: FilmOptions = {},
  ): Promise<MadeWork> {
    this.#socket();
    return await make(this, pictures, info, options);
  }

  /**
   * Every change of a work until it has ended, over sockets that are opened again when lost.
   *
   * Throws TypeError where the platform has no WebSocket; `ConnectionError` after `patience`.
   */
  watch(
    workId: number,
    options: Signal & { readonly kind?: Kind | undefined } = {},
  ): AsyncGenerator<WorkChange, void, undefined> {
    const { kind = "movie", signal } = options;
    const socket = this.#socket();
    const url = (): string => this.address("/api/ws").replace(/^http/, "ws");
    return changes({ url, socket, kind, workId, retries: this.#retries, signal });
  }

  /**
   * A file, such as the one that a work's `info` names, however long it takes while something comes.
   *
   * Throws as `call`; the status of a refusal is that of HTTP.
   */
  async file(path: string, { signal }: Signal = {}): Promise<Blob> {
    const url = within(this.url, path);
    const headers = isAbsolute(path) ? {} : this.#headers();
    const once = async (): Promise<Blob> =>
      await download({
        asked: { endpoint: withoutQuery(path), url: withoutQuery(url) },
        fetch: (ended) => this.#fetch(url, { headers, credentials: "omit", signal: ended }),
        silence: this.#options.timeout ?? TIMEOUT,
        signal,
      });
    return await untilTold(once, this.#retries, signal, mayBeAskedAgainOverHttp);
  }

  /**
   * The address of a file for `<video src>` and the like, with the token: a secret. An address that
   * opens by its own signature, or lies on another server, is not told the token.
   */
  address(path: string): string {
    const token = this.#token;
    const url = within(this.url, path);
    return token && !isAbsolute(path) ? withToken(url, token) : url;
  }

  readonly #fetch = (...given: Parameters<typeof globalThis.fetch>): Promise<Response> => {
    // Called by itself: the platform's is refused as another object's method.
    const fetch = this.#options.fetch ?? globalThis.fetch;
    return fetch(...given);
  };

  #headers(): Record<string, string> {
    return this.#token ? { Authorization: `Bearer ${this.#token}` } : {};
  }

  #socket(): WebSocketClass {
    const socket = this.#options.WebSocket ?? globalThis.WebSocket;
    if (socket === undefined) {
      throw new TypeError("this platform has no WebSocket: give one as the option WebSocket");
    }
    return socket;
  }

  async #post(
    endpoint: string,
    envelope: object,
    { files, onSent, signal }: Sending & { readonly signal: AbortSignal },
    count?: number,
  ): Promise<Told | Told[]> {
    const asked = { endpoint, url: `${this.url}/api` };
    const text = JSON.stringify(envelope);
    const headers = this.#headers();
    if (files.length === 0) headers["Content-Type"] = "application/json";
    const body = files.length === 0 ? text : formOf(text, files);
    const posting = { asked, headers, body, bytes: bytesOf(files), signal, onSent };
    return toldIn(await post(posting, this.#fetch), asked, count);
  }

  async #fetchRest(request: Request): Promise<Response> {
    if (!request.headers.has("Idempotency-Key")) request.headers.set("Idempotency-Key", newKey());
    for (const [name, value] of Object.entries(this.#headers())) request.headers.set(name, value);
    const url = withoutQuery(request.url);
    const asked = { endpoint: `${request.method} ${new URL(url).pathname}`, url };
    const redirect = READS.has(request.method) ? "follow" : "manual";
    let last: Response | undefined;
    const ask = async (signal: AbortSignal): Promise<Response> => {
      last = undefined;
      const again = new Request(request.clone(), { signal, redirect });
      const answer = await reached(asked, async () => {
        const found = ofPostcard(await this.#fetch(again), asked);
        return await whole(found);
      });
      last = answer;
      if (answer.ok) return answer;
      const wait = secondsIn(answer.headers.get("Retry-After"));
      const data = wait === undefined ? {} : { retry_after: wait };
      throw new PostcardError(asked.endpoint, answer.status, answer.statusText, data);
    };
    try {
      return await this.#untilTold(request.signal, ask, 0, mayBeAskedAgainOverHttp);
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
    isPassing = mayBeAskedAgain,
  ): Promise<R> {
    const seconds = (this.#options.timeout ?? TIMEOUT) + bytes / SLOWEST;
    const once = (): Promise<R> => {
      const late = AbortSignal.timeout(Math.ceil(seconds * 1000));
      return ask(signal ? AbortSignal.any([signal, late]) : late);
    };
    return await untilTold(once, this.#retries, signal, isPassing);
  }
}
