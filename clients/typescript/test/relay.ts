/** The way to the server, which can be broken. */

import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export class Relay implements AsyncDisposable {
  readonly #ends = new Set<Socket>();
  readonly #server = createServer((near) => this.#take(near));
  readonly #far: URL;
  /** Answers that are cut off before their first byte, from now on. */
  toCut = 0;
  /** Connections that are not taken, from now on. */
  toRefuse = 0;
  connections = 0;

  private constructor(far: string) {
    this.#far = new URL(far);
  }

  static async to(far: string): Promise<Relay> {
    const relay = new Relay(far);
    relay.#server.listen(0, "127.0.0.1");
    await once(relay.#server, "listening");
    return relay;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Break every connection that stands. */
  breakAll(): void {
    for (const end of this.#ends) end.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.breakAll();
    this.#server.close();
    await once(this.#server, "close");
  }

  #take(near: Socket): void {
    this.connections += 1;
    if (this.toRefuse > 0) {
      this.toRefuse -= 1;
      near.destroy();
      return;
    }
    const far = connect(Number(this.#far.port), this.#far.hostname);
    for (const [one, other] of [[near, far], [far, near]] as const) {
      this.#ends.add(one);
      one.on("error", () => undefined);
      one.on("close", () => {
        this.#ends.delete(one);
        other.destroy();
      });
    }
    near.pipe(far);
    far.on("data", (piece) => {
      if (this.toCut > 0) {
        this.toCut -= 1;
        near.destroy();
      } else {
        near.write(piece);
      }
    });
  }
}
