"""Media in a folder of this machine, or in one that several machines share.

A file is written in scratch, on the same file system, and renamed into place.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import partial
from pathlib import Path

from stores.media import MediaChanged, StoredFile, Tell, etag, is_key, stored_file
from stores.scratch import ScratchFolder, StorageError, on_disk

CHUNK = 1 << 18


class FolderMedia(ScratchFolder):
    """Scratch lies beside the folder: whoever shares the one shares the other."""

    kind = "folder"
    is_far = False

    def __init__(self, root: Path, scratch: Path) -> None:
        super().__init__(scratch)
        self._root = root.resolve()
        self._root.mkdir(parents=True, exist_ok=True)

    async def ping(self) -> None:
        probe = self.scratch()

        def work() -> None:
            probe.write_bytes(b"ok")
            probe.unlink()
            # A mount that is missing or read-only takes none of what is renamed into it.
            if not self._root.is_dir() or not os.access(self._root, os.W_OK):
                raise OSError(f"{self._root} cannot be written")

        await on_disk(work)

    async def make_folder(self, folder: str) -> None:
        await on_disk(lambda: (self._root / folder).mkdir(parents=True, exist_ok=True))

    async def has_folder(self, folder: str) -> bool:
        if await on_disk((self._root / folder).is_dir):
            return True
        # A shared folder that is not mounted is away, and has not lost everything.
        if not await on_disk(self._root.is_dir):
            raise StorageError(f"no folder {self._root}")
        return False

    async def remove_folder(self, folder: str) -> None:
        path = self._root / folder
        # Renamed away first: nobody sees half a folder, and a crash leaves only scratch.
        trash = self.scratch()

        def work() -> None:
            if path.exists():
                path.rename(trash)
                shutil.rmtree(trash, ignore_errors=True)

        await on_disk(work)

    def _path(self, key: str) -> Path | None:
        if not is_key(key):
            return None
        path = (self._root / key).resolve()
        return path if path.is_relative_to(self._root) else None

    async def look(self, key: str) -> StoredFile | None:
        # Not in a thread: what the system knows by heart it says sooner than a thread begins.
        path = self._path(key)
        if path is None or not path.is_file():
            return None
        return stored_file(key, path)

    async def open(self, stored: StoredFile, first: int, count: int) -> AsyncIterator[bytes]:
        path = self._root / stored.key
        file = await on_disk(lambda: path.open("rb"))
        if etag(os.fstat(file.fileno())) != stored.etag:
            file.close()
            raise MediaChanged(stored.key)
        file.seek(first)

        async def chunks() -> AsyncIterator[bytes]:
            left = count
            with file:
                while left and (chunk := await on_disk(partial(file.read, min(CHUNK, left)))):
                    left -= len(chunk)
                    yield chunk

        return chunks()

    async def read(self, key: str) -> bytes | None:
        path = self._path(key)
        if path is None or not path.is_file():
            return None
        return await on_disk(path.read_bytes)

    async def fetch(self, key: str, _into: Path, /) -> Path | None:
        stored = await self.look(key)
        return stored.path if stored else None

    async def link(self, _stored: StoredFile, /) -> str:
        return ""

    def staged(self, _source: Path, _suffix: str, /) -> AbstractAsyncContextManager[None]:
        return nullcontext()

    async def publish(self, source: Path, key: str, _tell: Tell | None = None) -> None:
        await on_disk(lambda: os.replace(source, self._root / key))

    async def remove(self, key: str) -> None:
        await on_disk(lambda: (self._root / key).unlink(missing_ok=True))

    async def walk(self) -> AsyncIterator[StoredFile]:
        async for folder, _, names in self._folders():
            for name in sorted(names):
                stored = await self.look(f"{folder}/{name}" if folder else name)
                if stored is not None:
                    yield stored

    async def folders(self) -> AsyncIterator[str]:
        async for folder, below, names in self._folders():
            if folder and (names or not below):
                yield folder

    async def _folders(self) -> AsyncIterator[tuple[str, list[str], list[str]]]:
        """Each with the folders and the files in it."""
        found = os.walk(self._root)
        while (entry := await on_disk(lambda: next(found, None))) is not None:
            folder = Path(entry[0]).relative_to(self._root).as_posix()
            yield "" if folder == "." else folder, entry[1], entry[2]

    async def share(self, name: str) -> None:
        """Who shares the folder has it."""

    async def shared(self, name: str) -> Path | None:
        return self.scratch(name)

    async def release(self, name: str) -> None:
        """It is the very file that was shared."""

    async def unshare(self, name: str) -> None:
        await self.drop_scratch(name)

    async def sweep_shared(self, seconds: float) -> None:
        """It lies in scratch, which is swept."""
