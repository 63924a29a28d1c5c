"""login: a token for a password, or for an SMS code."""

from __future__ import annotations

from handlers.fields import Enduring, Hash, Password, Phone, Username
from protocol.profiles import Switch
from protocol.registry import Table
from services.accounts.replies import NewToken, SignedInBySms
from services.caller import Caller
from status_codes import LoginPass, LoginSms

table = Table("login", url="/api/user/login")


@table.on(
    "pass",
    local=LoginPass,
    keyed=True,
    switches=(Switch("login_numbers", off=LoginPass.INCORRECT, on=LoginPass.WRONG),),
)
async def pass_(
    caller: Caller, *, username: Username, pass_: Password, enduring: Enduring = 0
) -> NewToken:
    """Sign in. `enduring` 1: the token never expires.

    With the setting `clients.login_numbers` a wrong password is 102 instead of 100.
    """
    token = await caller.accounts.hotel.login(caller, username, pass_, enduring == 1)
    return {"token": token}


@table.on("sms", local=LoginSms, keyed=True)
async def sms(
    caller: Caller, *, username: Phone, hash_: Hash, enduring: Enduring = 0
) -> SignedInBySms:
    """Sign in by an SMS code (command_type 1); `create` tells that the account is a new one."""
    return await caller.accounts.by_sms.login(caller, username, hash_, enduring == 1)
