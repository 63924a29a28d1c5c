/** What answers in Postcard's place: other servers, proxies, nobody. */

import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";

import { ConnectionError, item, NotPostcard, Postcard, type WebSocketClass } from "postcard-client";
import { WebSocket, WebSocketServer } from "ws";

import { thrown, URL_OF_SERVER } from "./guests.js";
import { Proxy, says, type Answer } from "./proxy.js";
import { Relay } from "./relay.js";

const JSON_TYPE = { "Content-Type": "application/json" };
const FILM = says(200, "film", { "Content-Type": "video/mp4" });
const retries = { firstWait: 0.01 };

test("answers of something else are told as that, once, with the url", async () => {
  await using proxy = await Proxy.to(URL_OF_SERVER);
  const guest = new Postcard(proxy.url);
  const foreign: Answer[] = [
    ...["null", "[]", '{"error": "x"}', "12"].map((text) => says(200, text, JSON_TYPE)),
    says(200, "<html>"),
    says(404, "<html>"),
    says(307, "", { Location: "/elsewhere" }),
    says(302, "", { Location: "/elsewhere" }),
  ];
  for (const answer of foreign) {
    for (const ask of [
      () => guest.call("ping", "ping", {}),
      () => guest.batch([item("ping", "ping", {})]),
    ]) {
      proxy.asked.length = 0;
      proxy.answers = [answer];

      const error = await thrown(ask());

      assert(error instanceof NotPostcard, String(error));
      assert(error.message.includes(`${proxy.url}/api`), error.message);
      assert.deepEqual(proxy.asked.map(({ path }) => path), ["/api"]);
    }
  }
});

test("a page, or a way elsewhere, is no answer to REST", async () => {
  await using proxy = await Proxy.to(URL_OF_SERVER);
  const guest = new Postcard(proxy.url);
  proxy.answers = [says(200, "<html>"), says(307, "", { Location: "/elsewhere" })];

  const page = await thrown(guest.rest.GET("/movie/all"));
  const sentElsewhere = await thrown(guest.rest.POST("/movie/new"));

  assert(page instanceof NotPostcard, String(page));
  assert.equal(page.endpoint, "GET /movie/all");
  assert(sentElsewhere instanceof NotPostcard, String(sentElsewhere));
  assert.deepEqual(proxy.asked.map(({ path }) => path), ["/movie/all", "/movie/new"]);
});

test("a proxy whose server is away is asked again, on every way", async () => {
  await using proxy = await Proxy.to(URL_OF_SERVER);
  const guest = new Postcard(proxy.url, { retries });
  const away = [
    says(502, "<html>"),
    says(503, '{"code": 503, "msg": "x"}', JSON_TYPE),
    says(429, "", { "Retry-After": "0" }),
  ];

  proxy.answers = [...away];
  const pong = await guest.call("ping", "ping", {});
  proxy.answers = [...away];
  const all = await guest.rest.GET("/movie/all");
  proxy.answers = [...away, says(500, ""), says(504, ""), FILM];
  const film = await guest.file("/media/1.mp4");

  assert.deepEqual(pong, {});
  assert.equal(all.response.status, 200);
  assert.equal(await film.text(), "film");
  assert.deepEqual(proxy.answers, []);
});

test("an answer that breaks off is none", async () => {
  await using proxy = await Proxy.to(URL_OF_SERVER);
  const guest = new Postcard(proxy.url, { retries });
  const half: Answer = (response) => {
    response.writeHead(200, { ...JSON_TYPE, "Content-Length": "100" });
    response.write('{"code": 200, ', () => response.destroy());
  };

  proxy.answers = [half];
  const pong = await guest.call("ping", "ping", {});
  proxy.answers = [half];
  const all = await guest.rest.GET("/movie/all");
  proxy.answers = [half, FILM];
  const film = await guest.file("/media/1.mp4");

  assert.deepEqual(pong, {});
  assert.equal(all.data?.code, 200);
  assert.equal(await film.text(), "film");
});

test("a file that falls silent is asked for again, and one that comes slowly is not", async () => {
  await using proxy = await Proxy.to(URL_OF_SERVER);
  const guest = new Postcard(proxy.url, { retries, timeout: 2 });
  proxy.answers = [
    // Neither of both goes on.
    () => undefined,
    (response) => response.writeHead(200, { "Content-Length": "4" }).write("fi"),
    (response) => {
      void (async () => {
        response.writeHead(200);
        for (const sign of "a film, slowly") {
          response.write(sign);
          await setTimeout(200);
        }
        response.end();
      })();
    },
  ];

  const film = await guest.file("/media/1.mp4");

  assert.equal(await film.text(), "a film, slowly");
  assert.equal(proxy.asked.length, 3);
});

test("who did not answer, and why, is told", async () => {
  await using relay = await Relay.to(URL_OF_SERVER);
  const guest = new Postcard(relay.url, { retries: { tries: 1 } });
  relay.toRefuse = 2;

  const error = await thrown(guest.call("ping", "ping", {}));
  // What a page has, and node has not.
  Object.assign(globalThis, { location: { origin: "https://app.example" } });
  const inPage = await thrown(guest.call("ping", "ping", {}));
  Reflect.deleteProperty(globalThis, "location");

  assert(error instanceof ConnectionError && inPage instanceof ConnectionError);
  assert.deepEqual([error.endpoint, error.url], ["ping/ping", `${relay.url}/api`]);
  assert.equal(error.message, `ping/ping: no answer came from ${relay.url}/api`);
  assert(error.cause instanceof Error);
  assert.match(inPage.message, /https:\/\/app\.example in the server's http\.origins/);
});

/** A server that speaks WebSocket, says one thing, and closes. */
async function saying(text: string): Promise<{ server: WebSocketServer; guest: Postcard }> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  server.on("connection", (socket) => {
    socket.send(text);
    socket.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = { firstWait: 0.05, patience: 0.5 };
  const guest = new Postcard(url, {
    token: "secret",
    WebSocket: WebSocket as WebSocketClass,
    retries: options,
  });
  return { server, guest };
}

test("a watch of something else says so, without the token", async () => {
  for (const text of ["hello", "null", '{"error": "x"}']) {
    const { server, guest } = await saying(text);

    const error = await thrown(guest.watch(1).next());
    server.close();

    assert(error instanceof NotPostcard, String(error));
    assert.equal(error.endpoint, "movie/watch");
    assert(!error.message.includes("secret"), error.message);
  }
});

test("a server that tells the same and closes is given up", async () => {
  const data = { work_id: 1, status: 1, update_ms: 5 };
  const told = { id: 1, status: 0, message: "successful", data };
  const { server, guest } = await saying(JSON.stringify(told));
  const states: number[] = [];

  const error = await thrown(
    (async () => {
      for await (const change of guest.watch(1)) states.push(change.status);
    })(),
  );
  server.close();

  assert(error instanceof ConnectionError, String(error));
  assert.deepEqual(states, [1]);
});
