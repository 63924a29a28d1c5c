"""What an upload is: a picture that can be decoded, or a short clip; anything else is refused."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import NamedTuple

from config import WorksSettings
from services.running.looker import Looker
from services.running.refusals import megabytes, too_large
from services.running.uploads import most_bytes
from services.works.rules import EXTENSIONS
from status_codes import ApiError, Global, WorkUpload
from studio.look.sniffing import (
    HEAD,
    BrokenPicture,
    NotAPicture,
    PictureTooLarge,
    UnsupportedCodec,
)


class Accepted(NamedTuple):
    """What our name for the file ends with, and its size upright."""

    extension: str
    width: int
    height: int


class Accepting:
    def __init__(self, looker: Looker, settings: WorksSettings) -> None:
        self._looker = looker
        self._settings = settings

    async def look(self, guest: str, path: Path) -> Accepted:
        """What the file is. Raises -413, -503, -504 and the statuses of uploads."""
        await asyncio.to_thread(_refuse_large, path, self._settings)
        try:
            found = await self._looker.look(
                guest,
                {
                    "do": "accept",
                    "path": path,
                    "max_pixels": self._settings.picture_pixels,
                    "max_seconds": self._settings.clip_seconds,
                    "clip_pixels": self._settings.clip_pixels,
                },
            )
        except UnsupportedCodec as error:
            raise ApiError(WorkUpload.CODEC, codec=error.codec) from None
        except NotAPicture:
            raise ApiError(WorkUpload.FORMAT) from None
        except BrokenPicture:
            raise ApiError(WorkUpload.BROKEN) from None
        except PictureTooLarge as error:
            raise too_large(error) from None
        return Accepted(EXTENSIONS[found["format"]], found["width"], found["height"])


def _refuse_large(path: Path, settings: WorksSettings) -> None:
    with path.open("rb") as file:
        most = most_bytes(file.read(HEAD), settings)
    if path.stat().st_size > most:
        raise ApiError(Global.FILE_TOO_LARGE, limit=megabytes(most))
