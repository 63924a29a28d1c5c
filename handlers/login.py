"""login: a token for a password."""

from __future__ import annotations

from handlers.fields import Enduring, Password, Username
from protocol.registry import Table
from services.accounts.replies import NewToken
from services.caller import Caller
from status_codes import LoginPass

table = Table("login", url="/api/user/login")


@table.on("pass", local=LoginPass, keyed=True)
async def pass_(
    caller: Caller, *, username: Username, pass_: Password, enduring: Enduring = 0
) -> NewToken:
    """Sign in. `enduring` 1: the token never expires."""
    token = await caller.accounts.hotel.login(caller, username, pass_, enduring == 1)
    return {"token": token}
