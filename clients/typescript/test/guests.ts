/** What tests have of a running Postcard: its address, its folder, guests, pictures. */

import assert from "node:assert/strict";
import { openAsBlob } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { Postcard, type Options } from "postcard-client";

export const URL_OF_SERVER = process.env["POSTCARD_URL"] ?? "http://127.0.0.1:8080";
const DATA = process.env["POSTCARD_DATA"] ?? "../../data";
const IMAGES = process.env["POSTCARD_IMAGES"] ?? "../../docs/images";

/** A film that is made as fast as one can be. */
export const SMALL = { size: "640x360", fps: 10 } as const;

/** A phone of the 199 block: nobody is called. */
export function newPhone(): string {
  return `199${String(crypto.getRandomValues(new Uint32Array(1))[0]! % 1e8).padStart(8, "0")}`;
}

/** The code that the server wrote into its folder in place of a message. */
export async function codeSentTo(phone: string): Promise<string> {
  for (let tries = 0; tries < 600; tries += 1) {
    const outbox = join(DATA, "outbox");
    const names = await readdir(outbox).catch((): string[] => []);
    for (const name of names.filter((one) => one.endsWith("-sms.json")).sort().reverse()) {
      const message = JSON.parse(await readFile(join(outbox, name), "utf8"));
      if (message.to === phone) return message.code;
    }
    await setTimeout(50);
  }
  throw new Error(`no code for ${phone} in ${DATA}`);
}

/** Somebody new who has signed in. */
export async function signedIn(options: Options = {}, url = URL_OF_SERVER): Promise<Postcard> {
  const guest = new Postcard(url, options);
  const phone = newPhone();
  const rand = await guest.sendCode(phone);
  await guest.signInBySms(phone, await codeSentTo(phone), rand);
  return guest;
}

/** What it throws. */
export async function thrown(asked: Promise<unknown>): Promise<unknown> {
  return await asked.then(
    () => assert.fail("it was not refused"),
    (error: unknown) => error,
  );
}

export async function pictures(): Promise<{ name: string; content: Blob }[]> {
  const names = ["morning.jpg", "dusk.jpg"];
  return await Promise.all(
    names.map(async (name) => ({ name, content: await openAsBlob(join(IMAGES, name)) })),
  );
}
