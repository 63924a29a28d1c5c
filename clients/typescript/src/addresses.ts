/** Where a server is, where its files are, and which of that is told the token. */

const ABSOLUTE = /^([a-z][a-z0-9+.-]*:|\/\/)/i;
// Keys of a query that already say who may see a file.
const OPENING = ["signature", "token"];

/** The address of a server without a slash at its end. Throws TypeError where it can be none. */
export function serverAt(url: string): string {
  const { protocol, username, password, search, hash, origin, pathname } = new URL(url);
  // The address itself is not said: there may be a password in it.
  if (protocol !== "http:" && protocol !== "https:") {
    throw new TypeError("the url of a server begins with http:// or https://");
  }
  if (username || password || search || hash) {
    throw new TypeError("the url of a server has no user, password, query or fragment");
  }
  return (origin + pathname).replace(/\/+$/, "");
}

/** Whether an address is whole, and so not one of the server's own. */
export function isAbsolute(address: string): boolean {
  return ABSOLUTE.test(address);
}

/** The address of a path of a server; an absolute one as it is. */
export function within(server: string, path: string): string {
  if (isAbsolute(path)) return path;
  return server + (path.startsWith("/") ? path : `/${path}`);
}

/** An address of the server with the token, unless its query says already who may see it. */
export function withToken(address: string, token: string): string {
  const url = new URL(address);
  if (OPENING.some((key) => url.searchParams.has(key))) return address;
  url.search += `${url.search ? "&" : "?"}token=${encodeURIComponent(token)}`;
  return url.href;
}

/** An address without what may be secret in it. */
export function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, "");
}

/** A token that a header can carry. Throws TypeError for another. */
export function checkedToken(token: string | undefined): string | undefined {
  if (token !== undefined && !/^[\x21-\x7e]*$/.test(token)) {
    throw new TypeError("a token has no spaces, and only characters of ASCII");
  }
  return token;
}
