"""Rule: a child process takes orders on stdin and gives events on stdout, one JSON per line.

An event may be a question; the next line on stdin is its answer. The child ends when its parent
does: the parent's death closes stdin.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO, Protocol

import orjson

from workers.sandbox import confine, is_worn

# A key of a last event: the process is not fit for another order.
SPENT = "spent"
NICE = 15
# Of work that somebody waits for, as nobody does for a film: behind the server, before renders.
AWAITED = 10
AUTOGROUP = Path("/proc/self/autogroup")


# The words on the command line before the folders that a child may read, and those it may write.
READ, WRITE = "--read", "--write"


def arguments(read: Iterable[Path], write: Iterable[Path]) -> list[str]:
    """What a child is started with, to be let into these folders and no others."""
    return [READ, *map(str, read), WRITE, *map(str, write)]


def folders(words: list[str]) -> tuple[list[Path], list[Path]]:
    """Those of `arguments`."""
    if words[:1] != [READ] or WRITE not in words:
        return [], []
    at = words.index(WRITE)
    return [Path(word) for word in words[1:at]], [Path(word) for word in words[at + 1 :]]


class Parent(Protocol):
    """Who gave the order."""

    def tell(self, event: dict[str, Any]) -> None: ...

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """Tell an event that the parent answers, and wait for the answer."""


def serve_orders(
    do: Callable[[dict[str, Any], Parent], dict[str, Any]], *, nice: int = NICE
) -> None:
    """Do orders until stdin closes; `do` may tell events on the way, its result is the last."""
    _step_back(nice)
    confine(*folders(sys.argv[1:]))
    # What libraries print must not mix with our events: stdout becomes stderr for them.
    parent = _Parent(os.fdopen(os.dup(1), "wb", buffering=0))
    os.dup2(2, 1)
    while True:
        end = do(parent.next(), parent)
        parent.tell(end | {SPENT: True} if is_worn() else end)


class _Parent:
    """The two pipes to the process that started us."""

    def __init__(self, events: BinaryIO) -> None:
        self._events = events
        self._lines: SimpleQueue[bytes] = SimpleQueue()
        threading.Thread(target=_read, args=(self._lines,), daemon=True).start()

    def next(self) -> dict[str, Any]:
        """The next line that the parent writes; waits for it."""
        line: dict[str, Any] = orjson.loads(self._lines.get())
        return line

    def tell(self, event: dict[str, Any]) -> None:
        self._events.write(orjson.dumps(event, default=str) + b"\n")

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        self.tell(question)
        return self.next()


def _step_back(nice: int) -> None:
    """Let whatever else wants the cores go first."""
    with contextlib.suppress(OSError):
        os.nice(nice)
    # A session of its own is, on Linux, a scheduling group of its own (autogroup): niceness
    # counts only among its own threads there, unless the group is nice as a whole.
    with contextlib.suppress(OSError):
        AUTOGROUP.write_text(str(nice))


def _read(lines: SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        lines.put(line)
    # The parent is gone, and with it whoever wanted this work.
    os._exit(0)
