"""The services of the admin pages, put together: who may, what is read, what is done, the log."""

from __future__ import annotations

from dataclasses import dataclass

from config import Config
from services.accounts.accounts import Accounts
from services.accounts.passwords import Passwords
from services.accounts.recovery import Recovery
from services.accounts.tokens import Tokens
from services.admin.actions import Actions
from services.admin.admins import Admins
from services.admin.audit import Log
from services.admin.lists import Lists
from services.admin.today import Today
from services.community.community import Community
from services.works.works import Albums
from stores.audit import AuditRows
from stores.kv import KV
from stores.sql import Database
from stores.targets import TargetRows
from stores.users import UserRows


@dataclass(frozen=True, slots=True)
class Administration:
    """What the admin pages and the command line may use."""

    admins: Admins
    actions: Actions
    lists: Lists
    today: Today


def make_administration(
    database: Database,
    kv: KV,
    users: UserRows,
    accounts: Accounts,
    passwords: Passwords,
    tokens: Tokens,
    recovery: Recovery,
    community: Community,
    albums: Albums,
    config: Config,
) -> Administration:
    log, targets = Log(AuditRows(database)), TargetRows(database)
    return Administration(
        admins=Admins(database, users, accounts, passwords, tokens, kv, log, config.admin),
        actions=Actions(
            database, log, accounts, tokens, recovery, targets, community.reports, albums
        ),
        lists=Lists(database),
        today=Today(database, config.admin),
    )
