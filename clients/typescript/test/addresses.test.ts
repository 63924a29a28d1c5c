/** Where files are, and who is told the token; what can be no server, and no token. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Postcard } from "postcard-client";

import { Proxy, says } from "./proxy.js";

const SERVER = "http://127.0.0.1:8080";
const guest = new Postcard(`${SERVER}/`, { token: "a+b" });

test("a path is told the token, behind what its query says", () => {
  assert.equal(guest.address("/media/1.mp4"), `${SERVER}/media/1.mp4?token=a%2Bb`);
  assert.equal(guest.address("media/1.mp4"), `${SERVER}/media/1.mp4?token=a%2Bb`);
  assert.equal(guest.address("/media/1.mp4?w=2#t=3"), `${SERVER}/media/1.mp4?w=2&token=a%2Bb#t=3`);
  assert.equal(new Postcard(SERVER).address("/media/1.mp4?w=2"), `${SERVER}/media/1.mp4?w=2`);
});

test("a signed path opens by itself", () => {
  const path = "/media/1.mp4?owner=7&until=1767247200&signature=A-_";

  assert.equal(guest.address(path), SERVER + path);
});

test("an absolute address is left alone, and no path leads elsewhere", () => {
  for (const address of ["https://bucket.example/1.mp4?X-Sign=1", "//bucket.example/1.mp4"]) {
    assert.equal(guest.address(address), address);
  }
  assert.equal(new URL(guest.address("@evil.example/1.mp4")).origin, SERVER);
  assert.equal(new URL(guest.address(":1/1.mp4")).origin, SERVER);
});

test("another server is not told the token when a file is fetched from it", async () => {
  await using other = await Proxy.to(SERVER);
  await using own = await Proxy.to(SERVER);
  const asking = new Postcard(own.url, { token: "abc" });
  const film = says(200, "film", { "Content-Type": "video/mp4" });
  other.answers = [film];
  own.answers = [film];

  await asking.file(`${other.url}/1.mp4`);
  await asking.file("/1.mp4");

  assert.equal(other.asked[0]?.authorization, undefined);
  assert.equal(own.asked[0]?.authorization, "Bearer abc");
});

test("what is no server's url is refused, without its password", () => {
  const wrong = [
    "127.0.0.1:8080",
    "localhost:8080",
    "ws://a.example",
    "http://me:secret@a.example",
    "http://a.example?token=secret",
    "http://a.example/#secret",
  ];
  for (const url of wrong) {
    assert.throws(
      () => new Postcard(url),
      (error) => error instanceof TypeError && !error.message.includes("secret"),
      url,
    );
  }
  assert.equal(new Postcard("https://a.example/postcard/").url, "https://a.example/postcard");
});

test("a token that no header can carry is refused at once", () => {
  const asking = new Postcard(SERVER, { token: undefined });

  assert.throws(() => new Postcard(SERVER, { token: "a\nb" }), TypeError);
  assert.throws(() => (asking.token = "山水"), TypeError);
  assert.equal(asking.token, undefined);
});
