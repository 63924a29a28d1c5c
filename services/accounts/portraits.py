"""Portraits: the pictures of guests as later editions of the hotel API send and show them."""

from __future__ import annotations

import base64
import binascii
from typing import Final

from protocol.caller import Caller
from protocol.upload import FilePart
from services.accounts.avatars import Avatars, avatar_of
from services.accounts.credentials import Credentials
from services.accounts.lookups import Lookups
from services.accounts.rules import phone_of
from status_codes import ApiError, PicUpload, PortraitUpload, UserAvatar
from stores.users import UserRows

# Where that edition keeps them, among pictures of any kind.
FOLDER: Final = "users"


class Portraits:
    """shown: whether a portrait is found by its guest's phone, by whoever names that."""

    def __init__(
        self,
        avatars: Avatars,
        users: UserRows,
        credentials: Credentials,
        lookups: Lookups,
        *,
        shown: bool,
    ) -> None:
        self._avatars = avatars
        self._users = users
        self._credentials = credentials
        self._lookups = lookups
        self._shown = shown

    async def upload(self, caller: Caller, text: str) -> str:
        """Take a picture in base64, with or without what a data URL begins with; where it lies."""
        try:
            content = base64.b64decode(text.rpartition(",")[2], validate=True)
            return await self._avatars.change(caller, FilePart("", content=content))
        except (binascii.Error, ValueError):
            raise ApiError(PortraitUpload.WRONG) from None
        except ApiError as error:
            if isinstance(error.outcome, UserAvatar):
                raise ApiError(PortraitUpload.WRONG) from None
            raise

    async def upload_to(self, caller: Caller, folder: str, name: str, text: str) -> str:
        """The same by the name of the caller's own account; there is no other picture to send."""
        user = await self._credentials.own(caller.user_id)
        if folder.strip("/") != FOLDER or name not in (user.phone, user.uname):
            raise ApiError(PicUpload.NOT_ALLOWED)
        return await self.upload(caller, text)

    async def of(self, caller: Caller, phone: str) -> str:
        """Where the portrait of that phone's guest lies; nobody's has that of nobody."""
        if not self._shown:
            return avatar_of("")
        await self._lookups.count(caller)
        user = await self._users.by_phone(phone_of(phone))
        return avatar_of(user.avatar if user is not None else "")
