"""Temporary files of this process, in one folder of this machine."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

T = TypeVar("T")


class StorageError(Exception):
    """Raised when media cannot be read or written."""


async def on_disk(work: Callable[[], T]) -> T:
    """Do what touches the disk in a thread. Raises `StorageError`."""
    try:
        return await asyncio.to_thread(work)
    except OSError as error:
        raise StorageError(str(error)) from error


class ScratchFolder:
    def __init__(self, folder: Path) -> None:
        self._scratch = folder
        folder.mkdir(parents=True, exist_ok=True)

    def scratch(self, name: str = "") -> Path:
        """A place for a temporary file or folder; a new one if unnamed."""
        return self._scratch / (name or uuid4().hex)

    async def scratch_names(self, seconds: float = 0) -> list[str]:
        """The names of what lies in scratch and was not changed for so long."""

        def work() -> list[str]:
            found, before = [], time.time() - seconds
            with os.scandir(self._scratch) as entries:
                for entry in entries:
                    with suppress(FileNotFoundError):
                        if entry.stat(follow_symlinks=False).st_mtime <= before:
                            found.append(entry.name)
            return found

        return await on_disk(work)

    async def drop_scratch(self, name: str) -> None:
        """Remove a temporary file or folder; gone already is well."""
        path = self.scratch(name)

        def work() -> None:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

        await on_disk(work)
