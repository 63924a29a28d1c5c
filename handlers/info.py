"""info: what is known of a guest."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints

from handlers.fields import Username
from protocol.registry import Access, Table
from protocol.replies import Nothing
from services.accounts.replies import GuestInfo
from services.accounts.rules import email_of
from services.caller import Caller
from status_codes import InfoGet, InfoUpdate

table = Table("info", url="/api/user/info")

# Tells a field that was left out from one that was sent as null: null empties it.
LEFT_OUT: Any = object()

ShortName = Annotated[str, StringConstraints(max_length=20)]


def _email(value: str) -> str:
    if not value:
        return value
    spelled = email_of(value)
    if spelled is None:
        raise ValueError("no e-mail")
    return spelled


Email = Annotated[str, StringConstraints(max_length=50), AfterValidator(_email)]


@table.on("get", access=Access.USER, local=InfoGet)
async def get(caller: Caller, *, username: Username = LEFT_OUT) -> GuestInfo:
    """The caller's own data, or what they may see of the account of `username`."""
    return await caller.accounts.hotel.info(caller, None if username is LEFT_OUT else username)


@table.on("update", access=Access.USER, local=InfoUpdate, keyed=True)
async def update(
    caller: Caller,
    *,
    username: Username = LEFT_OUT,
    phone: Username = LEFT_OUT,
    name: ShortName | None = LEFT_OUT,
    nickname: ShortName | None = LEFT_OUT,
    email: Email | None = LEFT_OUT,
    gender: Any = LEFT_OUT,
) -> Nothing:
    """Write what was sent; of another's account only as an admin. Unknown genders are ignored."""
    values = {"phone": phone, "name": name, "nickname": nickname, "email": email, "gender": gender}
    sent = {key: value for key, value in values.items() if value is not LEFT_OUT}
    target = None if username is LEFT_OUT else username
    await caller.accounts.hotel.update(caller, target, sent)
    return {}
