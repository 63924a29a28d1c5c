"""Rule: on its way to or from a bucket a file is given a time that follows its size.

Where several are on the way at once each has a part of the line, and that many times as long.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from stores.media import TooSlow

T = TypeVar("T")


class Line:
    """Gives a file `seconds`, and the time that it takes at `slowest` (bytes a second)."""

    def __init__(self, seconds: float, slowest: float) -> None:
        self.seconds = seconds
        self._slowest = slowest
        self._files = 0

    @contextmanager
    def file(self, size: int) -> Iterator[FileOnLine]:
        """One of so many bytes, while it is on the way."""
        self._files += 1
        try:
            yield FileOnLine(self, size)
        finally:
            self._files -= 1

    def patience(self, size: int) -> float:
        """Seconds for a file, with those that are on the way now."""
        return self.seconds + self._files * size / self._slowest


class FileOnLine:
    def __init__(self, line: Line, size: int) -> None:
        self._line = line
        self._size = size
        self._patience = 0.0
        self._waited = 0.0

    @property
    def patience(self) -> float:
        """Seconds that it may take; what was once given is not taken back."""
        self._patience = max(self._patience, self._line.patience(self._size))
        return self._patience

    async def wait(self, step: Callable[[], Awaitable[T]]) -> T:
        """Wait for more of it. Raises `TooSlow` when that takes too long in all.

        What whoever asked for the file takes between two steps does not count.
        """
        loop = asyncio.get_running_loop()
        begun, task = loop.time() - self._waited, asyncio.ensure_future(step())
        try:
            while not task.done():
                self._waited = loop.time() - begun
                # Asked again when it is over: others may have come on the way meanwhile.
                if self._waited >= self.patience:
                    raise TooSlow(f"{self._size} bytes were not there in time")
                await asyncio.wait({task}, timeout=self.patience - self._waited)
            return task.result()
        finally:
            self._waited = loop.time() - begun
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
