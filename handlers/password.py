"""password: a new one, by the old one or by an SMS code. Ours; the document sends the SMS only."""

from __future__ import annotations

from handlers.fields import Hash, Password, Phone
from protocol.registry import Access, Table
from protocol.replies import Nothing
from services.accounts.credentials import SignInRefusals
from services.accounts.replies import NewToken
from services.caller import Caller
from status_codes import Global, PasswordForget, PasswordUpdate

table = Table("password", url="/api/user/password")


UPDATE = SignInRefusals(Global.USER_GONE, PasswordUpdate.OLD_WRONG)


@table.on("update", access=Access.USER, local=PasswordUpdate, keyed=True)
async def update(caller: Caller, *, old: Password, new: Password) -> Nothing | NewToken:
    """Change the password; every token of the account ends, and the caller goes on with another.

    Where there is none they sign in again.
    """
    credentials = caller.accounts.credentials
    token = await credentials.change_password(caller, caller.token, old, new, UPDATE)
    return {"token": token} if token else {}


@table.on("reset", keyed=True)
async def reset(caller: Caller, *, username: Phone, hash_: Hash, pass_: Password) -> Nothing:
    """Set a password by an SMS code (command_type 2); every token of the account ends."""
    await caller.accounts.hotel.reset_password(caller, username, hash_, pass_)
    return {}


@table.on("forget", local=PasswordForget, keyed=True)
async def forget(caller: Caller, *, username: Phone, hash_: Hash, pass_: Password) -> Nothing:
    """Set a password by an SMS code of either command_type; every token of the account ends."""
    await caller.accounts.by_sms.forget(caller, username, hash_, pass_)
    return {}
