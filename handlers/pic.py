"""pic: the same picture, as the latest edition of the hotel document sends it."""

from __future__ import annotations

from typing import Any

from handlers.fields import AnyBase64, NotEmpty
from protocol.registry import Access, Table
from services.accounts.replies import NewPicture
from services.caller import Caller
from status_codes import PicUpload, PortraitUpload

table = Table("pic", url="/api/pic")


@table.on("upload", access=Access.USER, local=(PortraitUpload, PicUpload), keyed=True)
async def upload(
    caller: Caller,
    *,
    name: NotEmpty,
    upload_to: NotEmpty,
    base64: AnyBase64,
    content: Any = None,  # noqa: ARG001  (apps send it)
    type_: Any = None,  # noqa: ARG001  (apps send it)
    if_local: Any = None,  # noqa: ARG001  (apps send it)
) -> NewPicture:
    """Take a picture as that of the caller: to `users`, under their own username."""
    return {"url": await caller.accounts.portraits.upload_to(caller, upload_to, name, base64)}
