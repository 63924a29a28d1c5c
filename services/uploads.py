"""Files that come with a request, as files on our disk."""

from __future__ import annotations

import asyncio
from pathlib import Path

from protocol.upload import FilePart
from stores.media import Media, StorageError


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
