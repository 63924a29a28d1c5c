"""What every place for media keeps to: a folder and a bucket differ in nothing that is seen here.

Media are addressed by keys such as `movies/12/result.mp4`. A key never leads out of its place, and
what can be fetched is whole: nobody sees half of a file. Every method raises `StorageError` when
the place is away or full.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, Protocol

from stores.scratch import StorageError

__all__ = [
    "TYPES",
    "Media",
    "MediaChanged",
    "StorageError",
    "StoredFile",
    "Tell",
    "TooSlow",
    "etag",
    "is_key",
    "stored_file",
]

# Is told how many bytes of a file have left, from nothing again where it is sent once more.
Tell = Callable[[int], None]

# By suffix, which our own names carry; what is not here is not served.
TYPES: Final = {
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".tif": "image/tiff",
    ".dng": "image/x-adobe-dng",
    ".gif": "image/gif",
    ".json": "application/json",
}


class MediaChanged(StorageError):
    """Raised when something else lies under a key than was found there before."""


class TooSlow(StorageError):
    """Raised when a file did not arrive, or come, though the line was given its time."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What lies under a key: how much, which version of it (an HTTP ETag), since when (s)."""

    key: str
    size: int
    etag: str
    modified: int
    # Where it is a file that this machine can open.
    path: Path | None = None


def is_key(key: str) -> bool:
    """Whether a key can be one of ours; what came with a request may lead anywhere."""
    path = PurePosixPath(key)
    return "\0" not in key and ".." not in path.parts and str(path) == key and key[0] != "/"


def stored_file(key: str, path: Path) -> StoredFile | None:
    """What lies at a path of this machine."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return StoredFile(key, found.st_size, etag(found), int(found.st_mtime), path)


def etag(found: os.stat_result) -> str:
    """What tells this version of a file of ours from another."""
    return f'"{found.st_mtime_ns:x}-{found.st_size:x}"'


class Media(Protocol):
    """Where media lie."""

    @property
    def kind(self) -> str: ...

    @property
    def is_far(self) -> bool:
        """Whether a file takes time on its way there."""

    async def ping(self) -> None: ...

    async def make_folder(self, folder: str) -> None: ...

    async def has_folder(self, folder: str) -> bool: ...

    async def remove_folder(self, folder: str) -> None:
        """Remove a folder with all that is in it; gone already is well."""

    async def look(self, key: str) -> StoredFile | None:
        """What lies under a key; None when nothing does, or the key leads elsewhere."""

    async def open(self, stored: StoredFile, first: int, count: int) -> AsyncIterator[bytes]:
        """So many of its bytes, from the `first`; raises `MediaChanged`."""

    async def read(self, key: str) -> bytes | None:
        """All of what is small."""

    async def fetch(self, key: str, into: Path, /) -> Path | None:
        """A file to read it from: its own where there is one, else a copy at `into`."""

    async def link(self, stored: StoredFile, /) -> str:
        """An address at which anybody can fetch it for a while; empty where there is none."""

    def staged(self, source: Path, suffix: str, /) -> AbstractAsyncContextManager[None]:
        """Within it, publishing `source` under a key of that suffix is quick: for use in a lock."""

    async def publish(self, source: Path, key: str, tell: Tell | None = None) -> None:
        """Move a scratch file to `key` in one step. The folder of the key must exist."""

    async def remove(self, key: str) -> None:
        """Remove a file; gone already is well."""

    def walk(self) -> AsyncIterator[StoredFile]:
        """Every file."""

    def folders(self) -> AsyncIterator[str]:
        """Every folder that was made, without those that hold only folders."""

    def scratch(self, name: str = "") -> Path: ...

    async def scratch_names(self, seconds: float = 0) -> list[str]: ...

    async def drop_scratch(self, name: str) -> None: ...

    async def share(self, name: str) -> None:
        """Let processes on other machines have a scratch file by its name."""

    async def shared(self, name: str) -> Path | None:
        """A scratch file that a process shared; None when it was taken back."""

    async def release(self, name: str) -> None:
        """This machine needs its copy of what another process shared no more."""

    async def unshare(self, name: str) -> None:
        """Remove a shared file everywhere; gone already is well."""

    async def sweep_shared(self, seconds: float) -> None:
        """Remove what was shared so long ago that whoever shared it has been killed."""
