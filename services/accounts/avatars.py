"""Guests' pictures of themselves, drawn anew from what they sent: no place, no device."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from config import WorksSettings
from protocol.caller import Caller
from protocol.upload import FilePart
from services.running.looker import Looker, LookOrder, lane
from services.running.refusals import too_large
from services.running.uploads import on_disk
from status_codes import ApiError, Global, UserAvatar
from stores.media import Media
from stores.sql import Database
from stores.users import UserRows
from studio.look.sniffing import BrokenPicture, NotAPicture, PictureTooLarge

FOLDER: Final = "avatars"
SIDE: Final = 512
EXTENSIONS: Final = ("jpg", "png")
# Drawn by scripts/drawing/avatar.py.
NOBODY: Final = "/static/avatar.png"


def avatar_of(link: str) -> str:
    """Where the picture of a guest lies who may have none of their own."""
    return link or NOBODY


class Avatars:
    def __init__(
        self,
        database: Database,
        users: UserRows,
        media: Media,
        looker: Looker,
        settings: WorksSettings,
    ) -> None:
        self._database = database
        self._users = users
        self._media = media
        self._settings = settings
        self._looker = looker

    async def change(self, caller: Caller, file: FilePart) -> str:
        """Take a picture as that of the guest; where it lies."""
        path, made = await on_disk(self._media, file), self._media.scratch()
        try:
            extension = await self._drawn(caller, path, made)
            return await self._publish(caller.user_id, made, extension)
        finally:
            path.unlink(missing_ok=True)
            made.unlink(missing_ok=True)

    async def _drawn(self, caller: Caller, path: Path, out: Path) -> str:
        order: LookOrder = {
            "do": "avatar",
            "path": path,
            "out": out,
            "max_pixels": self._settings.picture_pixels,
            "side": SIDE,
        }
        try:
            found = await self._looker.look(lane(caller), order)
        except NotAPicture:
            raise ApiError(UserAvatar.FORMAT) from None
        except BrokenPicture:
            raise ApiError(UserAvatar.BROKEN) from None
        except PictureTooLarge as error:
            raise too_large(error) from None
        extension: str = found["extension"]
        return extension

    async def _publish(self, user_id: int, made: Path, extension: str) -> str:
        link = f"/media/{FOLDER}/{user_id}.{extension}"
        await self._media.make_folder(FOLDER)
        # The row is held while the files change: of two pictures sent at once one stays, whole.
        async with (
            self._media.staged(made, f".{extension}"),
            self._database.transaction() as session,
        ):
            if not await self._users.set_avatar(session, user_id, link):
                raise ApiError(Global.USER_GONE)
            await self._media.publish(made, f"{FOLDER}/{user_id}.{extension}")
            for other in EXTENSIONS:
                if other != extension:
                    await self._media.remove(f"{FOLDER}/{user_id}.{other}")
        return link
