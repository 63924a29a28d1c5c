/** A guest of a running Postcard signs in, asks, is refused, and asks again. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { openAsBlob } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { ConnectionError, from, item, Postcard, PostcardError, UnreadableFile } from "postcard-client";

import { codeSentTo, newPhone, pictures, signedIn, thrown, URL_OF_SERVER } from "./guests.js";
import { Proxy } from "./proxy.js";
import { Relay } from "./relay.js";

/** What proves that a code came to a phone. */
async function hashFor(guest: Postcard, phone: string): Promise<string> {
  const rand = await guest.sendCode(phone);
  return createHash("md5").update(`${await codeSentTo(phone)}${rand}`).digest("hex");
}

async function phoneOf(guest: Postcard): Promise<string | undefined> {
  const account = await guest.call("user", "info", {});
  // Others' accounts have none.
  return "phone" in account ? account.phone : undefined;
}

async function refused(asked: Promise<unknown>): Promise<PostcardError> {
  const error = await thrown(asked);
  assert(error instanceof PostcardError, String(error));
  return error;
}

test("a phone signs in by SMS, and out", async () => {
  const told: (string | undefined)[] = [];
  const guest = new Postcard(URL_OF_SERVER, { onToken: (token) => told.push(token) });
  const phone = newPhone();

  const rand = await guest.sendCode(phone);
  const { login_type, token } = await guest.signInBySms(phone, await codeSentTo(phone), rand);
  const own = await phoneOf(guest);
  await guest.signOut();
  const after = await refused(guest.call("movie", "new", {}));

  assert.equal(login_type, "create");
  assert.equal(own, phone);
  assert.equal(after.status, -100);
  assert.deepEqual(told, [token, undefined]);
});

test("a token that had ended, or cannot be ended, is forgotten", async () => {
  await using relay = await Relay.to(URL_OF_SERVER);
  const told: (string | undefined)[] = [];
  const options = { onToken: (token: string | undefined) => told.push(token) };
  const dead = new Postcard(URL_OF_SERVER, { ...options, token: "0".repeat(32) });
  const offline = new Postcard(relay.url, { ...options, token: "abc", retries: { tries: 1 } });
  relay.toRefuse = 1;

  await dead.signOut();
  const error = await thrown(offline.signOut());

  assert(error instanceof ConnectionError, String(error));
  assert.deepEqual([dead.token, offline.token], [undefined, undefined]);
  assert.deepEqual(told, [undefined, undefined]);
});

test("what onToken throws is thrown, and the guest is signed in", async () => {
  const full = new Error("the store is full");
  const guest = new Postcard(URL_OF_SERVER, {
    onToken: () => {
      throw full;
    },
  });
  const phone = newPhone();
  const rand = await guest.sendCode(phone);

  const error = await thrown(guest.signInBySms(phone, await codeSentTo(phone), rand));

  assert.equal(error, full);
  assert.equal(await phoneOf(guest), phone);
});

test("who registered signs in by password, and a wrong one is told", async () => {
  const phone = newPhone();
  const guest = new Postcard(URL_OF_SERVER);
  const hash = await hashFor(guest, phone);
  await guest.call("register", "phone", { username: phone, pass: "a good password", hash });

  const wrong = await refused(guest.signIn(phone, "a bad password"));
  await guest.signIn(phone, "a good password", { enduring: true });
  const again = new Postcard(URL_OF_SERVER, { token: guest.token });

  assert.deepEqual([wrong.endpoint, wrong.status], ["login/pass", 100]);
  assert.equal(wrong.message, "Error username or password");
  assert.equal(await phoneOf(again), phone);
});

test("a refusal tells when to ask again, and a long wait is the caller's", async () => {
  const guest = new Postcard(URL_OF_SERVER);
  const phone = newPhone();
  await guest.sendCode(phone);

  const error = await refused(guest.sendCode(phone));

  assert.equal(error.status, -429);
  assert(error.retryAfter !== undefined && error.retryAfter > 15, String(error.retryAfter));
});

test("what was cut off is asked again, and was done once", async () => {
  await using relay = await Relay.to(URL_OF_SERVER);
  const { token } = await signedIn();
  const guest = new Postcard(relay.url, { token, retries: { firstWait: 0.01 } });
  const [picture] = await pictures();
  assert(picture);

  relay.toCut = 2;
  const { work_id } = await guest.call("movie", "new", {});
  relay.toCut = 2;
  const { data } = await guest.rest.POST("/movie/new");
  relay.toCut = 1;
  await guest.upload(work_id, picture, { onSent: () => undefined });
  relay.toCut = 1;
  const [third] = await guest.batch([item("movie", "new", {})]);
  relay.toCut = 1;
  const body = { title: "t", type: 1, text: "once" };
  const posted = await guest.rest.POST("/forum/post/new", { body });
  const { movies } = await guest.call("movie", "myall", {});
  const { image_num } = await guest.call("movie", "status", { work_id });

  assert.equal(relay.toCut, 0);
  assert(third.ok);
  assert.deepEqual(
    movies.map((movie) => movie.work_id).sort(),
    [work_id, data?.data.work_id, third.data.work_id].sort(),
  );
  assert.equal(image_num, 1);
  assert.equal(posted.data?.code, 200);
});

test("without an answer it is said after the last try", async () => {
  await using relay = await Relay.to(URL_OF_SERVER);
  const guest = new Postcard(relay.url, { retries: { tries: 2, firstWait: 0.01 } });
  relay.toCut = 2;

  const error = await thrown(guest.call("ping", "ping", {}));

  assert(error instanceof ConnectionError);
  assert.equal(relay.connections, 2);
});

test("a batch is told item by item, and later ones take from earlier ones", async () => {
  const guest = await signedIn();

  const [made, found, lost, after] = await guest.batch([
    item("movie", "new", {}),
    item("movie", "status", { work_id: from(0, "/work_id") }),
    item("movie", "status", { work_id: 9_007_199_254_740_991 }),
    item("ping", "ping", {}, { after: [2] }),
  ]);

  assert(made.ok && found.ok);
  assert.equal(found.data.work_id, made.data.work_id);
  assert(!lost.ok && !after.ok);
  assert.deepEqual([lost.error.endpoint, lost.error.status], ["movie/status", 100]);
  assert.equal(after.error.status, -424);
});

test("an item of a batch may bring the token for another", async () => {
  const phone = newPhone();
  const guest = new Postcard(URL_OF_SERVER);
  const hash = await hashFor(guest, phone);

  const [, made] = await guest.batch([
    item("login", "sms", { username: phone, hash }),
    item("movie", "new", {}, { token: from(0, "/token") }),
  ]);

  assert(made.ok, JSON.stringify(made));
});

test("paths of REST are typed, and so are their refusals", async () => {
  const guest = await signedIn();
  const path = { work_id: 9_007_199_254_740_991 };

  const mine = await guest.rest.GET("/movie/myall");
  const lost = await guest.rest.GET("/movie/{work_id}/status", { params: { path } });

  assert.deepEqual(mine.data?.data.movies, []);
  assert.equal(lost.error?.code, 403);
  assert.equal(lost.error?.msg, "找不到作业集");
});

test("a call ends with its signal", async () => {
  const guest = new Postcard(URL_OF_SERVER);
  const given = new AbortController();
  given.abort(new Error("enough"));

  const error = await thrown(guest.call("ping", "ping", {}, { signal: given.signal }));

  assert.equal(error, given.signal.reason);
});

test("what a callback throws ends the call, and is thrown as it is", async () => {
  await using proxy = await Proxy.to(URL_OF_SERVER);
  const { token } = await signedIn();
  const guest = new Postcard(proxy.url, { token });
  const { work_id } = await guest.call("movie", "new", {});
  const [picture] = await pictures();
  assert(picture);
  const own = new ConnectionError({ endpoint: "mine", url: "http://a.example" }, "at");
  for (const isEnd of [false, true]) {
    proxy.asked.length = 0;
    const onSent = (sent: number, total: number): void => {
      if ((sent === total) === isEnd) throw own;
    };

    assert.equal(await thrown(guest.upload(work_id, picture, { onSent })), own);
    assert(proxy.asked.length <= 1);
  }
});

test("a file that cannot be read is told, and nothing is sent", async () => {
  await using proxy = await Proxy.to(URL_OF_SERVER);
  const guest = new Postcard(proxy.url);
  const folder = await mkdtemp(join(tmpdir(), "postcard-"));
  await writeFile(join(folder, "lost.jpg"), "a picture");
  const content = await openAsBlob(join(folder, "lost.jpg"));
  await rm(folder, { recursive: true });

  const error = await thrown(guest.upload(1, { name: "lost.jpg", content }));

  assert(error instanceof UnreadableFile, String(error));
  assert.equal(error.file, "lost.jpg");
  assert(error.cause instanceof DOMException);
  assert.deepEqual(proxy.asked, []);
});

/** Never run: that it can be read is the test of the types. */
export async function types(guest: Postcard): Promise<void> {
  const { work_id } = await guest.call("movie", "new", {});
  const number: number = work_id;
  // @ts-expect-error a film has no such subtype
  await guest.call("movie", "newest", {});
  // @ts-expect-error a number is asked for
  await guest.call("movie", "status", { work_id: "12" });
  // @ts-expect-error it is missing
  await guest.call("movie", "status", {});
  // @ts-expect-error its answer has no such key
  (await guest.call("movie", "status", { work_id: number })).nothing;
  const file = new File([], "1.jpg");
  await guest.call("movie", "upload", { work_id }, { files: { file } });
  await guest.call("movie", "upload", { work_id, file: "aGVsbG8=", filename: "1.jpg" });
  await guest.call("ai", "img2poem", { keyword: "雪" });
  // @ts-expect-error the file is missing
  await guest.call("movie", "upload", { work_id });
  // @ts-expect-error it is in another field
  await guest.call("user", "avatar", {}, { files: { file } });
}

/** Never run either: each operation that needs a file is not asked without, in a batch or over REST. */
export async function files(guest: Postcard): Promise<void> {
  const file = "aGVsbG8=";
  const params = { path: { work_id: 1 } };
  const { rest } = guest;
  const [, kept] = await guest.batch([
    item("movie", "new", {}),
    item("movie", "upload", { work_id: from(0, "/work_id"), file, filename: "1.jpg" }),
    item("user", "avatar", { avatar: file }),
    item("ai", "img2poem", { keyword: "雪" }),
  ]);
  if (kept.ok) kept.data.filename.trim();
  await rest.POST("/movie/{work_id}/upload", { params, body: { file } });
  await rest.POST("/api/img2poem", { body: { keyword: "雪" } });
  // @ts-expect-error
  item("movie", "upload", { work_id: 1 });
  // @ts-expect-error
  item("photo", "upload", { work_id: 1, filename: "1.jpg" });
  // @ts-expect-error
  item("user", "avatar", {});
  // @ts-expect-error
  item("ai", "color", { k: 3 });
  // @ts-expect-error
  item("ai", "weather", {});
  // @ts-expect-error
  item("ai", "style", { style: "candy" });
  // @ts-expect-error
  item("ai", "fsrcnn", { scale: 2 });
  // @ts-expect-error
  await rest.POST("/movie/{work_id}/upload", { params });
  // @ts-expect-error
  await rest.POST("/photo/{work_id}/upload", { params, body: { filename: "1.jpg" } });
  // @ts-expect-error
  await rest.POST("/user/avatar");
  // @ts-expect-error
  await rest.POST("/api/color", { body: { k: 3 } });
  // @ts-expect-error
  await rest.POST("/api/weather", {});
  // @ts-expect-error
  await rest.POST("/api/style", { body: { style: "candy" } });
  // @ts-expect-error
  await rest.POST("/api/fsrcnn", { body: { scale: 2 } });
}
