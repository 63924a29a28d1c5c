"""What admins did, as rows: each is there before it is done, and says afterwards how it ended."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import and_, bindparam, insert, update

from stores.browsing import BrowsableTable
from stores.sql import Database
from stores.tables import audit


class AuditedAction(NamedTuple):
    """What somebody sets out to do. admin_id 0: nobody who is signed in."""

    admin_id: int
    name: str
    action: str
    target: str
    target_id: int
    note: str
    address: str
    trace: str


class AuditEntry(NamedTuple):
    """A row of the log; `ended` is empty when the process died before the end."""

    id: int
    created_ms: int
    admin_id: int
    name: str
    action: str
    target: str
    target_id: int
    note: str
    ended: str
    address: str
    trace: str


_ADD = insert(audit).values(
    {name: bindparam(f"new_{name}") for name in (*AuditedAction._fields, "created_ms")}
)
_END = update(audit).where(audit.c.id == bindparam("entry_id")).values(ended=bindparam("new_ended"))

ENTRIES: BrowsableTable[AuditEntry] = BrowsableTable(
    table=audit,
    row=AuditEntry._make,
    columns=tuple(audit.c[name] for name in AuditEntry._fields),
    joined=lambda page: page.join(audit, audit.c.id == page.c.id),
    filters={
        "by": audit.c.admin_id == bindparam("by"),
        "action": audit.c.action == bindparam("action"),
        "target": and_(
            audit.c.target == bindparam("target"), audit.c.target_id == bindparam("target_id")
        ),
    },
)


class AuditRows:
    """Rows of `audit`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, deed: AuditedAction, now: int) -> int:
        new = {f"new_{name}": value for name, value in deed._asdict().items()}
        return (await self._database.run(_ADD, **new, new_created_ms=now)).id

    async def end(self, entry_id: int, ended: str) -> None:
        await self._database.run(_END, entry_id=entry_id, new_ended=ended)
