"""What a browser keeps for us, and whether it is one of our own pages that makes it ask."""

from __future__ import annotations

import time
from email.utils import formatdate
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

# Who made the browser ask: a page of ours, or its user (the address bar, a bookmark).
OURS: Final = ("same-origin", "none")


class CookieJar:
    """The cookies of one request, and those that its answer sets. Scripts cannot read them."""

    def __init__(self, request: web.Request, *, secure: bool) -> None:
        self._request = request
        self._secure = secure
        self.changes: dict[str, tuple[str, int | None]] = {}

    def get(self, name: str) -> str:
        return cookie_of(self._request, name)

    def set(self, name: str, value: str, seconds: int | None) -> None:
        self.changes[name] = (value, seconds)

    def drop(self, name: str) -> None:
        self.changes[name] = ("", 0)

    def told(self, name: str) -> str | None:
        """What the answer has the client keep under that name; None where it says nothing."""
        return self.changes[name][0] if name in self.changes else None

    def write(self, answer: web.StreamResponse) -> None:
        """Put what was set into the answer's header."""
        for name, (value, seconds) in self.changes.items():
            answer.set_cookie(
                name,
                value,
                max_age=seconds,
                # For clients of old, which know no Max-Age.
                expires=None if seconds is None else _date_in(seconds),
                path="/",
                secure=self._secure,
                httponly=True,
                samesite="Lax",
            )


def _date_in(seconds: int) -> str:
    return formatdate(time.time() + seconds if seconds else 0, usegmt=True)


def cookie_of(request: web.Request, name: str) -> str:
    """The value of one cookie, the last of several; empty where none was sent.

    The others are passed over: to read all that fit into a header takes ten milliseconds.
    """
    found = ""
    for header in request.headers.getall("Cookie", ()):
        if name not in header:
            continue
        for pair in header.split(";"):
            sent, is_pair, value = pair.strip().partition("=")
            if is_pair and sent.rstrip() == name:
                found = value.strip().strip('"')
    return found


def crosses_sites(request: web.Request) -> bool:
    """Whether a page of another origin makes the browser ask.

    Browsers say so in Sec-Fetch-Site; older ones name the page in Origin or Referer. Without TLS
    they leave out the first, and a page can have them leave out the others: then who wants a page
    for an answer is a browser that follows a link of nobody knows whom.
    """
    headers = request.headers
    site = headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in OURS
    page = headers.get("Origin") or headers.get("Referer")
    if page is None:
        return "text/html" in headers.get("Accept", "").lower()
    try:
        return urlsplit(page).netloc.lower() != headers.get("Host", "").lower()
    except ValueError:
        return True
