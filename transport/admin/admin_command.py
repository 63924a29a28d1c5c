"""`python server.py admin ...`: who may sign in to the admin pages, asked at a terminal."""

from __future__ import annotations

from getpass import getpass
from typing import Final

from services.admin.admins import Admins
from services.running.clock import written
from status_codes import AdminOnly, ApiError

# What can be done, and whether it needs a name.
VERBS: Final = {
    "create": "make an account with the right",
    "list": "show who has the right",
    "password": "give an admin another password",
    "grant": "give an account that is there the right",
    "remove": "take the right away; the account stays",
}


async def administer(admins: Admins, verb: str, name: str) -> None:
    """Do one of VERBS. Raises `ApiError`."""
    if verb == "list":
        for admin in await admins.all():
            state = "suspended" if admin.suspended else ""
            shown = admin.uname or admin.phone or admin.email or admin.nickname
            print(f"{admin.id:>8}  {shown or '-':32}  since {written(admin.created_ms)} {state}")
    elif verb == "create":
        user_id = await admins.create(name, _asked(name))
        print(f"{name} (number {user_id}) may sign in at /admin/")
    elif verb == "password":
        await admins.set_password(name, _asked(name))
        print(f"{name} has a new password; every session of the account has ended")
    elif verb == "grant":
        await admins.grant(name)
        print(f"{name} may sign in at /admin/")
    else:
        await admins.remove(name)
        print(f"{name} may no longer sign in at /admin/")


def _asked(name: str) -> str:
    password = getpass(f"Password of {name}: ")
    if getpass("The same again: ") != password:
        raise ApiError(AdminOnly.TWICE)
    return password
