"""`python server.py media move`: its progress and its end, at a terminal."""

from __future__ import annotations

import sys
from typing import Final

from config import Config, ConfigError
from services.running.moving import CopyProgress, MediaMover
from services.running.storage import etags, open_bucket, open_folder
from stores.media import StorageError

PLACES: Final = ("s3", "folder")
MIB: Final = 1 << 20


async def move(config: Config, to: str, *, delete: bool) -> None:
    """Copy all media to that place. Raises `ConfigError` where they cannot be."""
    if not config.storage.bucket:
        raise ConfigError("storage.bucket: name the bucket to move to or from (docs/storage.md)")
    folder, bucket = open_folder(config), open_bucket(config)
    source, target = (folder, bucket) if to == "s3" else (bucket, folder)
    try:
        moved = await MediaMover(source, target, etags, _tell).move(delete=delete)
    except StorageError as error:
        raise ConfigError(f"media move: {error}; begun again, it goes on from here") from None
    print(f"{_said(moved)}; " + ("removed there" if delete else "kept there as well"))


def _tell(moved: CopyProgress) -> None:
    if sys.stderr.isatty():
        print(f"\r{_said(moved)}", end="", file=sys.stderr, flush=True)


def _said(moved: CopyProgress) -> str:
    size = moved.bytes / MIB
    return f"{moved.copied} files copied ({size:.1f} MiB), {moved.skipped} were there already"
