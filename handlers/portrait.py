"""portrait: a guest's picture, as later editions of the hotel document send it."""

from __future__ import annotations

from typing import Any

from handlers.fields import AnyBase64
from protocol.registry import Access, Table
from services.accounts.replies import NewPicture
from services.caller import Caller
from status_codes import PortraitUpload

table = Table("portrait", url="/api/user/portrait")


@table.on("upload", access=Access.USER, local=PortraitUpload, keyed=True)
async def upload(
    caller: Caller,
    *,
    base64: AnyBase64,
    type_: Any = None,  # noqa: ARG001  (apps send it)
    if_local: Any = None,  # noqa: ARG001  (apps send it)
) -> NewPicture:
    """Take a picture as that of the caller; what it is, and where to keep it, is found out."""
    return {"url": await caller.accounts.portraits.upload(caller, base64)}
