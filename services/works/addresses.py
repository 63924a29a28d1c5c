"""Rule: the address of a file of one's own work, signed, opens it to whoever has it, for a while.

Players and loaders of pictures send no cookie. So where `clients.signed_addresses` says so, the
owner's own answers name files together with the owner, a moment and a signature of all that.
Nothing is kept of them: each is good until that moment, while the work is there and its owner may
sign in.

The moment is the same for all that is answered within `works.address_seconds`: what was loaded
under an address is found again under it.
"""

from __future__ import annotations

import base64
import hmac
import re
import time
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypeVar, cast

from services.running import Running

KEY: Final = "addresses of files"
# What holds addresses in the answers that owners are given. What a guest wrote stands in none.
FIELDS: Final = (
    "url",
    "info",
    "result_msg",
    "image_urls",
    "result_urls",
    "movie_cover",
    "photo_cover",
)
FILE: Final = re.compile(r"/media/(?:movies|photos)/[0-9]+/[^/?#]+")
# One way to write a number, so that nothing else has its signature.
NUMBER: Final = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)

Reply = TypeVar("Reply", bound=Mapping[str, object])


class Opened(NamedTuple):
    """Whose file an address opens, and for how many seconds more."""

    owner: int
    seconds: int


class Addresses:
    def __init__(self, key: bytes, seconds: int, *, signed: bool) -> None:
        self._key = key
        self._seconds = seconds
        self._signed = signed

    def of_owner(self, owner: int, reply: Reply) -> Reply:
        """The same reply to the owner of the work that it tells of, its addresses signed."""
        if not self._signed:
            return reply
        found: dict[str, Any] = dict(reply)
        for field in FIELDS:
            value = found.get(field)
            if isinstance(value, list):
                found[field] = [self._of(owner, one) for one in value]
            elif isinstance(value, str):
                found[field] = self._of(owner, value)
        return cast(Reply, found)

    def opened(self, path: str, query: Mapping[str, str]) -> Opened | None:
        """What the signature in `query` is good for; None where it is not of `path`, or is over."""
        owner, until, given = (query.get(name, "") for name in ("owner", "until", "signature"))
        if not self._signed or not NUMBER.fullmatch(owner) or not NUMBER.fullmatch(until):
            return None
        right = self._signature(path, owner, until)
        if not hmac.compare_digest(right.encode(), given.encode("utf-8", "surrogatepass")):
            return None
        left = int(until) - int(time.time())
        return Opened(int(owner), left) if left > 0 else None

    def _of(self, owner: int, address: str) -> str:
        # A message stands where the result's address does once there is one.
        if not FILE.fullmatch(address):
            return address
        until = str((int(time.time()) // self._seconds + 2) * self._seconds)
        signature = self._signature(address, str(owner), until)
        return f"{address}?owner={owner}&until={until}&signature={signature}"

    def _signature(self, path: str, owner: str, until: str) -> str:
        # Neither number has a line break in it, and so no two messages are alike.
        message = f"{owner}\n{until}\n{path}".encode("utf-8", "surrogatepass")
        digest = hmac.digest(self._key, message, "sha256")
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def addresses_of(running: Running) -> Addresses:
    """Those of this Postcard: every process with its `secrets.key` signs and opens alike."""
    config = running.config
    return Addresses(
        running.seals.key_for(KEY),
        config.works.address_seconds,
        signed=config.clients.signed_addresses,
    )
