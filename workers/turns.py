"""Rule: guests take turns at what is scarce; one who asks a hundred times waits for oneself."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from status_codes import ApiError, Global

# So many of one guest, and of all, may wait; each holds a connection and a file on the disk.
MOST_OF_ONE: Final = 64
MOST_OF_ALL: Final = 512


class Turns:
    """So many at once, and never all of them one guest's; the others in the order of turns."""

    def __init__(self, at_once: int, wait_seconds: float) -> None:
        self._at_once = at_once
        self._of_one = max(at_once - 1, 1)
        self._seconds = wait_seconds
        self._running: Counter[str] = Counter()
        # Whose turn is next stands first.
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def turn(self, guest: str) -> AsyncIterator[None]:
        """Within it, it is the guest's turn. Raises -503 where that takes too long."""
        await self._take(guest)
        try:
            yield
        finally:
            self._give_back(guest)

    async def _take(self, guest: str) -> None:
        # Whoever waits could not go on: either all are busy, or all that they may have.
        if self._may(guest):
            self._running[guest] += 1
            return
        lane = self._waiting.get(guest, deque())
        if len(lane) >= MOST_OF_ONE or sum(map(len, self._waiting.values())) >= MOST_OF_ALL:
            raise ApiError(Global.BUSY)
        told = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(guest, deque()).append(told)
        try:
            async with asyncio.timeout(self._seconds):
                await told
        except BaseException as error:
            self._leave(guest, told)
            if isinstance(error, TimeoutError):
                raise ApiError(Global.BUSY) from None
            raise

    def _leave(self, guest: str, told: asyncio.Future[None]) -> None:
        """Wait no more."""
        lane = self._waiting.get(guest)
        if lane is not None and told in lane:
            lane.remove(told)
            if not lane:
                del self._waiting[guest]
        if told.done() and not told.cancelled():
            # Its turn had come in the same moment.
            self._give_back(guest)

    def _may(self, guest: str) -> bool:
        return self._running.total() < self._at_once and self._running[guest] < self._of_one

    def _give_back(self, guest: str) -> None:
        self._running[guest] -= 1
        if not self._running[guest]:
            del self._running[guest]
        for other in list(self._waiting):
            if self._may(other):
                self._next(other)

    def _next(self, guest: str) -> None:
        lane = self._waiting.pop(guest)
        told = lane.popleft()
        if lane:
            # Behind everybody else who waits.
            self._waiting[guest] = lane
        if not told.done():
            self._running[guest] += 1
            told.set_result(None)
