"""register: a new account."""

from __future__ import annotations

from handlers.fields import Hash, Password, Phone
from protocol.registry import Table
from protocol.replies import Nothing
from services.caller import Caller
from status_codes import RegisterPhone

table = Table("register", url="/api/user/register")


@table.on("phone", local=RegisterPhone, keyed=True)
async def phone(caller: Caller, *, username: Phone, hash_: Hash, pass_: Password) -> Nothing:
    """Make an account for a phone whose SMS code (command_type 1) the caller knows."""
    await caller.accounts.hotel.register(caller, username, hash_, pass_)
    return {}
