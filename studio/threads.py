"""Rule: whoever is ahead waits and gives way; a failure is raised where its result is missed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from queue import Queue
from threading import Thread
from typing import Generic, NamedTuple, Self, TypeVar

T = TypeVar("T")


def lowest_priority() -> None:
    """Let this thread run only when nothing else wants to; for pools of CPU work."""
    # Niceness is per thread on Linux alone; elsewhere it would slow the whole process.
    if hasattr(os, "sched_setaffinity"):
        with contextlib.suppress(OSError):
            # 0: whoever asks. A confined process may name no other, and threads have numbers too.
            os.setpriority(os.PRIO_PROCESS, 0, 19)


class _Failed(NamedTuple):
    error: BaseException


class _End:
    """Nothing follows."""


class Prefetched(Generic[T]):
    """An iterator that runs in a thread of its own, at most `most` items ahead.

    It gives way to whoever takes them: as long as something is ready, nobody waits for it.
    While item n + most + 2 is made, whoever takes them is done with item n.
    """

    def __init__(self, items: Iterator[T], most: int, name: str) -> None:
        self._items = items
        self._ready: Queue[T | _Failed | _End] = Queue(most)
        self._stopped = False
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the thread, also in the middle: it may not be left to wait on a full queue."""
        self._stopped = True
        while self._thread.is_alive():
            while not self._ready.empty():
                self._ready.get_nowait()
            self._thread.join(0.05)

    def __iter__(self) -> Iterator[T]:
        while not isinstance(item := self._ready.get(), _End):
            if isinstance(item, _Failed):
                raise item.error
            yield item

    def _run(self) -> None:
        lowest_priority()
        try:
            for item in self._items:
                if self._stopped:
                    return
                self._ready.put(item)
            self._ready.put(_End())
        except BaseException as error:  # It is raised again in the other thread.
            self._ready.put(_Failed(error))
