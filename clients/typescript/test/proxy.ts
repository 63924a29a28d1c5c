/** A proxy that has answers of its own, and otherwise asks the server behind it. */

import { once } from "node:events";
import {
  createServer,
  request,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

export type Answer = (response: ServerResponse) => void;

/** An answer of its own. */
export function says(code: number, text: string, headers: OutgoingHttpHeaders = {}): Answer {
  return (response) => response.writeHead(code, { "Content-Type": "text/html", ...headers }).end(text);
}

export class Proxy implements AsyncDisposable {
  readonly #server = createServer((near, answer) => this.#take(near, answer));
  readonly #far: string;
  /** Answers of its own to what comes next. */
  answers: Answer[] = [];
  /** What has come: method, path, the token in the header. */
  readonly asked: { method: string; path: string; authorization: string | undefined }[] = [];

  private constructor(far: string) {
    this.#far = far;
  }

  static async to(far: string): Promise<Proxy> {
    const proxy = new Proxy(far);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  #take(near: IncomingMessage, answer: ServerResponse): void {
    const { method = "", url = "", headers } = near;
    this.asked.push({ method, path: url, authorization: headers.authorization });
    const own = this.answers.shift();
    if (own !== undefined) {
      near.resume();
      own(answer);
      return;
    }
    const far = request(new URL(url, this.#far), { method, headers }, (found) => {
      answer.writeHead(found.statusCode ?? 500, found.headers);
      found.pipe(answer);
    });
    far.on("error", () => answer.destroy());
    // Whoever breaks off is gone for the server too.
    near.on("error", () => far.destroy());
    near.pipe(far);
  }
}
