"""Questions to parts that may hang: one at a time of each, or those who ask use up all threads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")
# Seconds in which a part that is well has answered.
PATIENCE: Final = 2.0


class Probe(Generic[T]):
    """One question. While it is not answered nobody asks it again."""

    def __init__(self, ask: Callable[[], Coroutine[Any, Any, T]]) -> None:
        self._ask = ask
        self._asked: asyncio.Task[T] | None = None

    async def look(self) -> T | None:
        """The answer; None of a part that fails, or that has none in time."""
        task = self._asked
        if task is None or task.done():
            task = self._asked = asyncio.create_task(self._ask())
            # What it fails with, perhaps long after, is nobody's news.
            task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        await asyncio.wait({task}, timeout=PATIENCE)
        if not task.done() or task.cancelled() or task.exception() is not None:
            return None
        return task.result()


def is_up(ping: Callable[[], Coroutine[Any, Any, None]]) -> Probe[bool]:
    """Whether a part answers at all; None is no."""

    async def ask() -> bool:
        await ping()
        return True

    return Probe(ask)
