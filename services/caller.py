"""Who asks: the services at his disposal, his token, where he comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from services import Services
from status_codes import ApiError, Global


class Push(Protocol):
    """A connection that can be told things later (a WebSocket)."""

    def send(self, data: bytes) -> None:
        """Send JSON `data` as a further reply to the envelope being answered."""

    def on_close(self, end: Callable[[], None]) -> None:
        """Call `end` when the connection is gone."""


class Caller:
    """One request's asker. `user_id` is 0 until `authenticate` has found it."""

    __slots__ = ("address", "push", "services", "token", "trace", "user_id")

    def __init__(
        self, services: Services, token: str, address: str, trace: str, push: Push | None = None
    ) -> None:
        self.services = services
        self.token = token
        self.address = address
        self.trace = trace
        self.push = push
        self.user_id = 0

    async def authenticate(self) -> None:
        """Find the user of the token. Raises -100, -101 or -102."""
        if not self.token:
            raise ApiError(Global.TOKEN_MISSING)
        self.user_id = await self.services.tokens.check(self.token)
