"""What an upload is: a picture that can be decoded, or a short clip; anything else is refused.

Clips are read by PyAV, which takes 30 MB. It is loaded when the first one comes, and a process
that is never sent one stays small.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from config import WorksSettings
from services.running.uploads import most_bytes
from services.works.rules import EXTENSIONS, GRACE_SECONDS
from status_codes import ApiError, Global, WorkUpload
from studio.look.intake import HEAD, BrokenPicture, NotAPicture, PictureTooLarge, inspect, is_clip
from studio.threads import lowest_priority

QUICKTIME: Final = b"qt  "


class Accepted(NamedTuple):
    """What our name for the file ends with, and its size upright."""

    extension: str
    width: int
    height: int


class Accepting:
    def __init__(self, settings: WorksSettings) -> None:
        self._settings = settings
        # Proving that a file decodes is CPU work: few at once, behind everything else.
        self._threads = ThreadPoolExecutor(2, "intake", initializer=lowest_priority)

    def close(self) -> None:
        self._threads.shutdown(cancel_futures=True)

    async def look(self, path: Path) -> Accepted:
        """What the file is. Raises -413 and the statuses of uploads."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(_look, path, self._settings))


def _look(path: Path, settings: WorksSettings) -> Accepted:
    with path.open("rb") as file:
        head = file.read(HEAD)
    most = most_bytes(head, settings)
    if path.stat().st_size > most:
        raise ApiError(Global.FILE_TOO_LARGE, limit=f"{most} bytes")
    try:
        return _clip(path, head, settings) if is_clip(head) else _picture(path, settings)
    except NotAPicture:
        raise ApiError(WorkUpload.FORMAT) from None
    except BrokenPicture:
        raise ApiError(WorkUpload.BROKEN) from None
    except PictureTooLarge as error:
        raise ApiError(Global.FILE_TOO_LARGE, limit=error.limit) from None


def _picture(path: Path, settings: WorksSettings) -> Accepted:
    picture = inspect(path, max_pixels=settings.picture_pixels)
    return Accepted(EXTENSIONS[picture.format], picture.width, picture.height)


def _clip(path: Path, head: bytes, settings: WorksSettings) -> Accepted:
    from studio.look.clips import inspect as inspect_clip

    clip = inspect_clip(path, max_seconds=settings.clip_seconds + GRACE_SECONDS)
    return Accepted("mov" if QUICKTIME in head[8:12] else "mp4", clip.width, clip.height)
