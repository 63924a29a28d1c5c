"""The wing of the admins: who may, what is read, what is done, and the log of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from services.accounts import Accounts
from services.admin.actions import Actions
from services.admin.admins import Admins
from services.admin.audit import AuditLog
from services.admin.lists import Lists
from services.admin.today import Today
from services.community import Community
from services.running import Running
from services.works import Works
from stores.audit import AuditRows
from stores.users import UserRows


@dataclass(frozen=True, slots=True)
class Admin:
    """What the admin pages and the command line may use."""

    admins: Admins
    actions: Actions
    lists: Lists
    today: Today


@asynccontextmanager
async def open(
    running: Running, accounts: Accounts, works: Works, community: Community
) -> AsyncIterator[Admin]:
    """Put the parts together; there is nothing to close."""
    database, settings = running.database, running.config.admin
    log = AuditLog(AuditRows(database), settings.addresses)
    yield Admin(
        admins=Admins(
            database,
            UserRows(database),
            accounts.credentials,
            accounts.passwords,
            accounts.tokens,
            running.kv,
            running.limits,
            log,
            settings,
        ),
        actions=Actions(database, log, accounts, community.reports, works.owned),
        lists=Lists(database),
        today=Today(database, settings),
    )
