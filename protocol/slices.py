"""Rule: dear work on the event loop is done in slices, and between two of them others come to turn.

A large body is read in one piece and a batch answered in one go, since that is cheapest. Where many
of them come together, whoever has only a ping would wait for all. So each asks before it begins,
and a batch between its items, whether this pass of the loop has given such work its slice.
"""

from __future__ import annotations

import asyncio
from collections import deque
from functools import cached_property
from time import monotonic
from typing import Any, Final

from protocol.envelope import NO_ID, Malformed, load, parse, parts_of
from status_codes import Global

# What a pass of the loop gives to dear work; the piece that goes over it is done to its end.
SLICE_SECONDS: Final = 0.001
# Of a body, in bytes; most are smaller, and are read in some microseconds.
LARGE: Final = 8192
# Bodies of more brackets and commas take milliseconds each, in one piece. They are read one after
# the other, with a rest of REST times as long after each: together they have a two-hundredth of the
# loop, however fast they come. Most apps never send one; a storyboard of a hundred photos is one.
FEW_PARTS: Final = 5_000
REST: Final = 199
MOST_WAITING: Final = 16
# Of those who wait; more seldom fit into a slice, and to wake them costs as much.
WOKEN: Final = 4


class Slices:
    """What dear work of one event loop has had of this pass."""

    def __init__(self) -> None:
        # When the slice is over; None where none was begun.
        self._end: float | None = None
        self._is_closed = False
        # Those of very many parts.
        self._reading = asyncio.Lock()
        self._of_many_parts = 0
        # Those who have begun, or were woken already, and the others.
        self._first: deque[asyncio.Future[None]] = deque()
        self._waiting: deque[asyncio.Future[None]] = deque()

    @cached_property
    def loop(self) -> asyncio.AbstractEventLoop:
        """Kept, since asking for it is a system call in Python 3.11."""
        return asyncio.get_running_loop()

    @property
    def is_over(self) -> bool:
        """Whether this pass has no time left for it. The first to ask begins a slice."""
        if self._end is not None:
            return self._is_closed or monotonic() >= self._end
        self._end = monotonic() + SLICE_SECONDS
        self.loop.call_soon(self._close)
        return False

    async def turn(self, *, begun: bool = False) -> None:
        """Return when dear work may go on.

        Those who wait come to turn as they came; what was begun is done before.
        """
        while self.is_over:
            opened = self.loop.create_future()
            (self._first if begun else self._waiting).append(opened)
            await opened
            begun = True

    async def load(self, body: bytes) -> Any:
        """The JSON value in `body`, as `protocol.envelope.load`, when it may be read.

        Raises `Malformed`, as that, and -503 where very many of very many parts wait.
        """
        if len(body) <= LARGE and not body.startswith(b"["):
            return load(body)
        # A list is answered as soon as it is read: what waits in between is read for nothing, by
        # the caches of the processor.
        await self.turn()
        parts = parts_of(body)
        if sum(parts) <= FEW_PARTS:
            # A megabyte takes a millisecond to count, one to parse, and one to answer.
            await self.turn(begun=True)
            value = parse(body, parts.brackets)
            await self.turn(begun=True)
            return value
        if self._of_many_parts >= MOST_WAITING:
            raise Malformed(NO_ID, Global.BUSY)
        self._of_many_parts += 1
        try:
            await self._reading.acquire()
        finally:
            self._of_many_parts -= 1
        begun = None
        try:
            await self.turn()
            begun = monotonic()
            return parse(body, parts.brackets)
        finally:
            # Who left before has nothing to rest from.
            rest = 0.0 if begun is None else REST * (monotonic() - begun)
            self.loop.call_later(rest, self._reading.release)

    def _close(self) -> None:
        """The pass is over, and so is the loop's look at what has come.

        This pass begins what was read, the next one answers it: it waits for one slice at most.
        """
        self._is_closed = True
        self.loop.call_soon(self._open)

    def _open(self) -> None:
        self._end = None
        self._is_closed = False
        woken = 0
        while (row := self._first or self._waiting) and woken < WOKEN:
            opened = row.popleft()
            if not opened.done():
                opened.set_result(None)
                woken += 1
        if self._first or self._waiting:
            self.loop.call_soon(self._open_again)

    def _open_again(self) -> None:
        """Those who were woken may have left since."""
        if self._end is None:
            self._open()
