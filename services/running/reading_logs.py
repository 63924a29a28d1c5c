"""Rule: a log is read from its end, block by block, and a rotation loses no line."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

import orjson

from services.running.logs import LEVELS

BLOCK: Final = 1 << 16
POLL_SECONDS: Final = 0.25
# A process that has not noticed a rotation yet writes its next lines to the old file.
LATE_POLLS: Final = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: the last `lines` of those that are at least of `level`, and of that work and
    that request where they are named."""

    lines: int = 1000
    level: str = "debug"
    work_id: int | None = None
    trace: str = ""

    def takes(self, line: bytes) -> bool:
        """Whether a line is wanted; one that is no JSON object is, where nothing is asked of it."""
        if self.level == "debug" and self.work_id is None and not self.trace:
            return bool(line)
        said = fields(line)
        return (
            LEVELS.get(said.get("level", "info"), 20) >= LEVELS[self.level]
            and (self.work_id is None or said.get("work_id") == self.work_id)
            and (not self.trace or said.get("trace") == self.trace)
        )


def fields(line: bytes) -> dict[str, Any]:
    """What a line says; nothing, where it is no JSON object."""
    try:
        said = orjson.loads(line)
    except orjson.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) else {}


class Mark(NamedTuple):
    """A place in a file that may be renamed."""

    inode: int
    position: int


def last(path: Path, wanted: Wanted, before: Mark | None = None) -> list[bytes]:
    """The wanted lines of the log at `path` and of its older files, the oldest first."""
    found = list(islice(filter(wanted.takes, _backwards_through(path, before)), wanted.lines))
    return found[::-1]


def _backwards_through(path: Path, before: Mark | None) -> Iterator[bytes]:
    with ExitStack() as stack:
        # All are opened before the first is read: a rotation meanwhile renames none of them twice.
        files = [stack.enter_context(file) for file in _open_all(path)]
        inodes = [_inode(file) for file in files]
        first = inodes.index(before.inode) if before and before.inode in inodes else 0
        for file in files[first:]:
            at_mark = before is not None and file is files[first]
            yield from _backwards(file, before.position if before and at_mark else None)


def _inode(file: IO[bytes]) -> int:
    return os.fstat(file.fileno()).st_ino


def _open_all(path: Path) -> Iterator[IO[bytes]]:
    """The log and its older files, the newest first."""
    number = 0
    while True:
        try:
            yield path.with_name(f"{path.name}.{number}" if number else path.name).open("rb")
        except FileNotFoundError:
            if number:
                return
        number += 1


def _backwards(file: IO[bytes], end: int | None) -> Iterator[bytes]:
    """The lines of a file, the last one first. What no newline ends yet is left out."""
    at = file.seek(0, os.SEEK_END) if end is None else end
    rest = b""
    ended = False
    while at:
        size = min(BLOCK, at)
        at -= size
        file.seek(at)
        block = file.read(size) + rest
        if not ended:
            whole, newline, _ = block.rpartition(b"\n")
            if not newline:
                rest = block
                continue
            block, ended = whole, True
        rest, *lines = block.split(b"\n")
        yield from reversed(lines)
    if ended:
        yield rest


class _Growing:
    """A file that others append to: whole lines as they come."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._rest = b""

    @property
    def mark(self) -> Mark:
        return Mark(_inode(self._file), self._file.tell())

    def more(self) -> list[bytes]:
        *lines, self._rest = (self._rest + self._file.read()).split(b"\n")
        return lines

    def close(self) -> None:
        self._file.close()


class Follower:
    """The lines of a log that are written from now on, through every rotation."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._late: list[tuple[_Growing, int]] = []
        self._now: _Growing | None = None
        newest = next(_open_all(path), None)
        if newest is not None:
            newest.seek(0, os.SEEK_END)
            self._now = _Growing(newest)

    def more(self) -> list[bytes]:
        """What came since the last call, in the order of the files it was written to."""
        lines = [line for file, _ in self._late for line in file.more()]
        self._late = [(file, polls - 1) for file, polls in self._late]
        while self._late and self._late[0][1] < 0:
            self._late.pop(0)[0].close()
        lines += self._now.more() if self._now else []
        for file in self._newer():
            if self._now:
                self._late.append((self._now, LATE_POLLS))
            self._now = _Growing(file)
            lines += self._now.more()
        return lines

    def _newer(self) -> list[IO[bytes]]:
        """The files begun since the one that is read now, the oldest first, opened."""
        found: list[IO[bytes]] = []
        for file in _open_all(self._path):
            if self._now and _inode(file) == self._now.mark.inode:
                file.close()
                return found[::-1]
            found.append(file)
        # Ours is gone: of what is there nothing is known, so the newest alone is taken up.
        for file in found[1:]:
            file.close()
        return found[:1]

    @property
    def mark(self) -> Mark | None:
        """Where it reads on."""
        return self._now.mark if self._now else None

    def close(self) -> None:
        for file in [self._now, *(file for file, _ in self._late)]:
            if file:
                file.close()


async def follow(path: Path, wanted: Wanted) -> AsyncIterator[list[bytes]]:
    """The last wanted lines, and then new ones as they come; an empty list when none came.

    Ends only with its caller.
    """
    follower = Follower(path)
    try:
        yield await asyncio.to_thread(last, path, wanted, follower.mark)
        while True:
            await asyncio.sleep(POLL_SECONDS)
            yield [line for line in follower.more() if wanted.takes(line)]
    finally:
        follower.close()
