"""Media copied between the folder and the bucket: each file compared after, none copied twice.

It can be ended at any moment and begun again; what has arrived is found by its size and its ETag,
or read back where the server gives ETags of its own.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stores.media import Media, StorageError, StoredFile
from stores.scratch import on_disk

FILES_AT_ONCE: Final = 4
Etags = Callable[[Path], set[str]]


@dataclass(slots=True)
class CopyProgress:
    """How far the copying is."""

    copied: int = 0
    bytes: int = 0
    skipped: int = 0


class MediaMover:
    """One of the two is a folder. `etags` says what the other calls a file of ours."""

    def __init__(
        self, source: Media, target: Media, etags: Etags, tell: Callable[[CopyProgress], None]
    ) -> None:
        self._source = source
        self._target = target
        self._etags = etags
        self._tell = tell
        self._moved = CopyProgress()
        self._made: set[str] = set()

    async def move(self, *, delete: bool) -> CopyProgress:
        """Copy everything, and with `delete` remove what was copied; raises `StorageError`."""
        await self._target.ping()
        async for folder in self._source.folders():
            await self._make(folder)
        files = self._source.walk()
        lock = asyncio.Lock()

        async def work() -> None:
            while (stored := await _next(files, lock)) is not None:
                await self._move(stored, delete)

        ends = await asyncio.gather(*(work() for _ in range(FILES_AT_ONCE)), return_exceptions=True)
        for error in ends:
            if error is not None:
                raise error
        if delete:
            await self._remove_folders()
        return self._moved

    async def _make(self, folder: str) -> None:
        if folder not in self._made:
            await self._target.make_folder(folder)
            self._made.add(folder)

    async def _move(self, stored: StoredFile, delete: bool) -> None:
        there = await self._target.look(stored.key)
        if there is not None and await self._same(stored, there):
            self._moved.skipped += 1
        else:
            await self._copy(stored)
            self._moved.copied += 1
            self._moved.bytes += stored.size
        if delete:
            await self._source.remove(stored.key)
        self._tell(self._moved)

    async def _copy(self, stored: StoredFile) -> None:
        await self._make(stored.key.rpartition("/")[0])
        copy = self._target.scratch()
        try:
            path = await self._source.fetch(stored.key, copy)
            if path is None:
                raise StorageError(f"{stored.key} has gone meanwhile: is a server running?")
            if path != copy:
                await on_disk(lambda: _link(path, copy))
            await self._target.publish(copy, stored.key)
        finally:
            copy.unlink(missing_ok=True)
        there = await self._target.look(stored.key)
        if there is None or not await self._same(stored, there):
            raise StorageError(f"{stored.key} is not the same on both sides")

    async def _same(self, one: StoredFile, other: StoredFile) -> bool:
        if one.size != other.size:
            return False
        near, far = (one, other) if one.path else (other, one)
        path = near.path
        assert path is not None
        if far.etag in await on_disk(lambda: self._etags(path)):
            return True
        place = self._target if far is other else self._source
        return await _equal(path, await place.open(far, 0, far.size))

    async def _remove_folders(self) -> None:
        async for stored in self._source.walk():
            raise StorageError(f"{stored.key} came meanwhile: is a server running? begin again")
        for folder in [folder async for folder in self._source.folders()]:
            await self._source.remove_folder(folder)


async def _next(files: AsyncIterator[StoredFile], lock: asyncio.Lock) -> StoredFile | None:
    async with lock:
        return await anext(files, None)


async def _equal(path: Path, chunks: AsyncIterator[bytes]) -> bool:
    with await on_disk(lambda: path.open("rb")) as file:
        async for chunk in chunks:
            if file.read(len(chunk)) != chunk:
                return False
    return True


def _link(path: Path, copy: Path) -> None:
    """What is published is moved away; a second name for the same bytes costs nothing."""
    try:
        os.link(path, copy)
    except OSError:
        # Not every file system has links.
        shutil.copyfile(path, copy)
