"""Rule: answers that wait for their readers take so many bytes of the process and no more.

A small question may have a large answer, and who asks need not read it. Beyond the limit the
largest of all that wait is given up: whoever reads what they ask for does not come to that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.web_request import BaseRequest

# Single answers below this are not counted: the system's own buffers take them.
SMALL: Final = 1 << 16


class Waiting:
    """What waits for one reader, in bytes; `cut` is called when it is given up."""

    def __init__(self, room: AnswerRoom, cut: Callable[[], None]) -> None:
        self._room = room
        self.cut = cut
        self.bytes = 0
        self.given_up = False

    def add(self, count: int) -> None:
        self.bytes += count
        self._room.changed(self, count)

    def take(self, count: int) -> None:
        self.bytes -= count
        self._room.changed(self, -count)

    def end(self) -> None:
        """Nothing of it waits any more."""
        self.take(self.bytes)


class BatchSize:
    """A `protocol.batch.Size`: at most `limit` bytes, and what the process has room for."""

    def __init__(self, room: AnswerRoom, limit: int) -> None:
        self._limit = limit
        self._waiting = room.waiting(self._fill)
        self.is_full = False

    def _fill(self) -> None:
        self.is_full = True

    def add(self, count: int) -> None:
        self._waiting.add(count)
        if self._waiting.bytes > self._limit:
            self._fill()

    def end(self) -> None:
        self._waiting.end()


class AnswerRoom:
    """At most `limit` bytes of answers; those that were given up do not count."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = 0
        self._waiting: set[Waiting] = set()

    def waiting(self, cut: Callable[[], None]) -> Waiting:
        """A new reader, of whom nothing waits yet."""
        return Waiting(self, cut)

    @contextmanager
    def sending(self, count: int, cut: Callable[[], None]) -> Iterator[None]:
        """Count an answer of so many bytes for the block, in which it is sent."""
        waiting = self.waiting(cut)
        waiting.add(count)
        try:
            yield
        finally:
            waiting.end()

    def changed(self, waiting: Waiting, count: int) -> None:
        """`count` bytes more, or fewer, wait there."""
        if waiting.given_up:
            return
        self._bytes += count
        if waiting.bytes:
            self._waiting.add(waiting)
        else:
            self._waiting.discard(waiting)
        while self._bytes > self._limit:
            self._give_up(max(self._waiting, key=lambda one: one.bytes))

    def _give_up(self, waiting: Waiting) -> None:
        waiting.given_up = True
        self._waiting.discard(waiting)
        self._bytes -= waiting.bytes
        waiting.cut()


class CountedResponse(web.Response):
    """An answer that counts while it is sent, where it is not small."""

    _asked: BaseRequest

    def __init__(self, room: AnswerRoom, *, body: bytes, **more: Any) -> None:
        super().__init__(body=body, **more)
        self._room = room
        self._count = len(body)

    async def prepare(self, request: BaseRequest) -> AbstractStreamWriter | None:
        self._asked = request
        return await super().prepare(request)

    async def write_eof(self, data: bytes = b"") -> None:
        if self._count < SMALL:
            return await super().write_eof(data)
        with self._room.sending(self._count, partial(cut, self._asked)):
            await super().write_eof(data)


def cut(request: BaseRequest) -> None:
    """End the connection at once, with what was not sent."""
    if request.transport is not None:
        request.transport.abort()
