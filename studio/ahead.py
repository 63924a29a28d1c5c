"""Rule: whoever is ahead waits; a failure is raised where its result is missed."""

from __future__ import annotations

from collections.abc import Iterator
from queue import Queue
from threading import Thread
from typing import Generic, NamedTuple, Self, TypeVar

T = TypeVar("T")


class _Failed(NamedTuple):
    error: BaseException


class _End:
    """Nothing follows."""


class Ahead(Generic[T]):
    """An iterator that runs in a thread of its own, at most `most` items ahead.

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
        try:
            for item in self._items:
                if self._stopped:
                    return
                self._ready.put(item)
            self._ready.put(_End())
        except BaseException as error:  # It is raised again in the other thread.
            self._ready.put(_Failed(error))
