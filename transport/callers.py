"""Who is asking: token, address and trace id of a request."""

from __future__ import annotations

import itertools
import secrets
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from aiohttp import web

from addresses import is_loopback
from services import Services
from services.caller import SESSION_COOKIE, Caller
from transport.cookies import CookieJar, cookie_of

# Under it a request holds the name that its asker has.
TRACE: Final = "trace"


class Visitor(NamedTuple):
    """An asker with cookies; `explicit` where their token came in the address or the header."""

    caller: Caller
    jar: CookieJar
    explicit: bool


class CallerFactory:
    """Makes the `Caller` of each request."""

    def __init__(self, services: Services) -> None:
        self._wings = (
            services.accounts,
            services.works,
            services.community,
            services.models,
            services.places,
        )
        self._use = services.accounts.uses.note
        self._proxies = services.running.config.http.trusted_proxies
        self._bits = services.running.config.http.ipv6_prefix
        self._at_home = services.running.config.at_home
        self._process = secrets.token_hex(4)
        self._count = itertools.count(1)

    def caller(self, request: web.Request) -> Caller:
        """The asker: `?token=`, or `Authorization: Bearer`. The answer will name the trace."""
        request[TRACE] = trace = self.trace()
        if token := token_of(request):
            self._use(token)
        who = (0, self.address(request), trace, token, request.headers)
        # As `Caller(...)`, without the call of its Python: every request comes by here.
        return tuple.__new__(Caller, (*who, *self._wings, request.transport, None, None))

    def visitor(self, request: web.Request) -> Visitor:
        """The asker of a face that browsers use: their cookie is a token too."""
        jar = CookieJar(request, secure=self.is_secure(request))
        stranger = self.caller(request)
        token = stranger.token
        if not token and (token := jar.get(SESSION_COOKIE)):
            self._use(token)
        caller = stranger._replace(token=token, cookies=jar)
        return Visitor(caller, jar, explicit=bool(stranger.token))

    def note(self, request: web.Request) -> None:
        """A request whose answer needs no asker is a use of their token as well."""
        if token := token_of(request) or cookie_of(request, SESSION_COOKIE):
            self._use(token)

    def trace(self) -> str:
        """A name for one request, unique over processes and restarts."""
        return f"{self._process}{next(self._count):08x}"

    def is_secure(self, request: web.Request) -> bool:
        """Whether the browser speaks to us, or to a proxy of ours, over TLS."""
        if request.secure:
            return True
        # Where the first of our proxies ends the encryption, the others add that theirs has none.
        said = request.headers.get("X-Forwarded-Proto", "") if self._proxies else ""
        return "https" in (hop.strip().lower() for hop in said.split(","))

    def is_misled(self, request: web.Request) -> bool:
        """Whether the name of another site was made to lead a browser of this machine to us.

        To the browser that site's pages are ours then. At home the sample admin's password is
        known to all of them; elsewhere they have no cookie and know no password.
        """
        try:
            host = urlsplit(f"//{request.headers.get('Host', '')}").hostname or ""
        except ValueError:
            return True
        return self._at_home and not is_loopback(host)

    def address(self, request: web.Request) -> str:
        """Where the request comes from, as limits count it."""
        if self._proxies:
            # Each proxy appends whom it saw; only what our own proxies appended can be believed.
            # Some append to the last header of that name, some (HAProxy) add a header.
            hops = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
            if len(hops) >= self._proxies and hops[-self._proxies].strip():
                return origin(hops[-self._proxies].strip(), self._bits)
        return origin(request.remote or "", self._bits)


def origin(address: str, bits: int) -> str:
    """What limits count as one address: of IPv6 the network, of which a line has all addresses.

    `bits` is how much of an IPv6 address tells one line from another.
    """
    if ":" not in address:
        return address
    # Some proxies add the port, which is another one with each connection.
    plain = address.partition("]")[0].lstrip("[") if address[0] == "[" else address
    if plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        found = ip_address(plain.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and not found.is_loopback:
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ip_network((found, bits), strict=False))
    return str(found)


def token_of(request: web.Request) -> str:
    """The token that came with the request, or an empty string."""
    # Parsing a query costs more than checking the token in Redis: letters and digits behind the
    # one key that clients send need none, and most requests that carry no token pay nothing.
    raw = request.raw_path
    if "?" in raw:
        path, query, token = raw.partition("?token=")
        if query and token.isascii() and token.isalnum() and "?" not in path:
            return token
        if "token=" in request.query_string and (token := request.query.get("token", "")):
            return token
    bearer = request.headers.get("Authorization", "")
    return bearer[7:].strip() if bearer and bearer[:7].lower() == "bearer " else ""
