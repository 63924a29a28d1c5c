"""Files that come with a request: how large they may be, and how they get onto our disk."""

from __future__ import annotations

import asyncio
from pathlib import Path

from config import WorksSettings
from protocol.upload import FilePart
from stores.media import Media, StorageError
from studio.look.sniffing import is_clip


def most_bytes(head: bytes, settings: WorksSettings) -> int:
    """How large a file that begins like this may be."""
    return settings.clip_bytes if is_clip(head) else settings.picture_bytes


async def on_disk(media: Media, file: FilePart) -> Path:
    """A scratch file that holds it, for the caller to remove. Raises `StorageError`."""
    if file.path is not None:
        return file.path
    path = media.scratch()
    try:
        await asyncio.to_thread(path.write_bytes, file.content or b"")
    except OSError as error:
        raise StorageError(str(error)) from error
    return path
