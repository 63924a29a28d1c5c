"""Media files below one folder, addressed by keys such as `movies/12/result.mp4`.

A key never leaves the folder, and a file that can be fetched is whole: it is written beside
and renamed into place.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from uuid import uuid4


class StorageError(Exception):
    """Raised when media cannot be read or written."""


class Media(Protocol):
    """Where media lie. Every method raises `StorageError` when the place is away or full."""

    async def make_folder(self, folder: str) -> None: ...

    async def has_folder(self, folder: str) -> bool: ...

    async def publish(self, source: Path, key: str) -> None: ...

    async def remove(self, key: str) -> None: ...

    async def remove_folder(self, folder: str) -> None: ...

    async def ping(self) -> None: ...

    def path(self, key: str) -> Path | None: ...

    def scratch(self, name: str = "") -> Path: ...

    async def scratch_names(self, seconds: float = 0) -> list[str]: ...

    async def drop_scratch(self, name: str) -> None: ...


class FolderMedia:
    """Media in a folder of this machine, or one that several machines share."""

    def __init__(self, root: Path, scratch: Path) -> None:
        self._root = root.resolve()
        self._scratch = scratch
        for folder in (self._root, scratch):
            folder.mkdir(parents=True, exist_ok=True)

    def path(self, key: str) -> Path | None:
        """The file of `key`, or None when there is none or the key leads elsewhere."""
        if "\0" in key:
            return None
        path = (self._root / key).resolve()
        if not path.is_relative_to(self._root) or not path.is_file():
            return None
        return path

    def scratch(self, name: str = "") -> Path:
        """A place for a temporary file or folder on the same file system; a new one if unnamed."""
        return self._scratch / (name or uuid4().hex)

    async def scratch_names(self, seconds: float = 0) -> list[str]:
        """The names of what lies in scratch and was not changed for so long."""
        found: list[str] = []

        def work() -> None:
            before = time.time() - seconds
            with os.scandir(self._scratch) as entries:
                for entry in entries:
                    with suppress(FileNotFoundError):
                        if entry.stat(follow_symlinks=False).st_mtime <= before:
                            found.append(entry.name)

        await self._do(work)
        return found

    async def drop_scratch(self, name: str) -> None:
        """Remove a temporary file or folder; gone already is well."""
        path = self.scratch(name)

        def work() -> None:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

        await self._do(work)

    async def make_folder(self, folder: str) -> None:
        await self._do(lambda: (self._root / folder).mkdir(parents=True, exist_ok=True))

    async def has_folder(self, folder: str) -> bool:
        return await asyncio.to_thread((self._root / folder).is_dir)

    async def publish(self, source: Path, key: str) -> None:
        """Move `source` to `key` in one step. The folder of the key must exist."""
        await self._do(lambda: os.replace(source, self._root / key))

    async def remove(self, key: str) -> None:
        """Remove a file; gone already is well."""
        await self._do(lambda: (self._root / key).unlink(missing_ok=True))

    async def remove_folder(self, folder: str) -> None:
        """Remove a folder with all that is in it; gone already is well."""
        path = self._root / folder
        # Renamed away first: nobody sees half a folder, and a crash leaves only scratch.
        trash = self.scratch()

        def work() -> None:
            if path.exists():
                path.rename(trash)
                shutil.rmtree(trash, ignore_errors=True)

        await self._do(work)

    async def ping(self) -> None:
        probe = self.scratch()

        def work() -> None:
            probe.write_bytes(b"ok")
            probe.unlink()

        await self._do(work)

    async def _do(self, work: Callable[[], object]) -> None:
        try:
            await asyncio.to_thread(work)
        except OSError as error:
            raise StorageError(str(error)) from error
