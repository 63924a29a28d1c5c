"""Who asks: the services at his disposal, his token, where he comes from."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from protocol.registry import Access
from services import Services
from status_codes import ApiError, Global

# Under this name a browser keeps its token; `Cookies` gives it back.
SESSION_COOKIE = "session"


class Push(Protocol):
    """A connection that can be told things later (a WebSocket)."""

    def send(self, data: bytes) -> None:
        """Send JSON `data` as a further reply to the envelope being answered."""

    def on_close(self, end: Callable[[], None]) -> None:
        """Call `end` when the connection is gone."""


class Cookies(Protocol):
    """A face that keeps values for its client between requests (the REST face)."""

    def get(self, name: str) -> str:
        """What the client sent under that name, or an empty string."""

    def set(self, name: str, value: str, seconds: int | None) -> None:
        """Have the client send `value` from now on, for so long (None: until it closes)."""

    def drop(self, name: str) -> None:
        """Have the client forget the value."""


class Link(Protocol):
    """What the request came over."""

    def is_closing(self) -> bool: ...


class Caller:
    """One request's asker. `user_id` is 0 until `authenticate` has found it."""

    __slots__ = ("address", "cookies", "link", "push", "services", "token", "trace", "user_id")

    def __init__(
        self,
        services: Services,
        token: str,
        address: str,
        trace: str,
        push: Push | None = None,
        cookies: Cookies | None = None,
        link: Link | None = None,
    ) -> None:
        self.services = services
        self.token = token
        self.address = address
        self.trace = trace
        self.push = push
        self.cookies = cookies
        self.link = link
        self.user_id = 0

    def has_left(self) -> bool:
        """Whether nobody is there any more to read an answer."""
        return self.link is not None and self.link.is_closing()

    async def admit(self, access: Access) -> None:
        """Let in whom that access is for. Raises -100, -101, -102 or -103."""
        if access is Access.GUEST:
            await self.recognise()
            return
        await self.authenticate()
        if access is Access.ADMIN and not (await self.services.accounts.own(self.user_id)).admin:
            raise ApiError(Global.NOT_ALLOWED)

    async def recognise(self) -> None:
        """Find the user of a living token; a dead one is as good as none."""
        self.user_id = 0
        if self.token:
            with suppress(ApiError):
                await self.authenticate()

    async def authenticate(self) -> None:
        """Find the user of the token. Raises -100, -101 or -102."""
        if not self.token:
            raise ApiError(Global.TOKEN_MISSING)
        self.user_id = await self.services.tokens.check(self.token)
