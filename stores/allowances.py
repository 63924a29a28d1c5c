"""What a guest may still make and keep: their works of a day, and the bytes of all of them.

Each work knows its own bytes. They are written with the rows that say so, in their transactions:
a process that dies loses nothing and leaves nothing over.
"""

from __future__ import annotations

from sqlalchemy import bindparam, func, insert, literal, select, update

from stores.sql import Database, Session
from stores.tables import uploads, users, works

# Read by the statement that adds: whoever holds the owner's row is counted by the next one.
_made_since = (
    select(func.count())
    .select_from(works)
    .where(works.c.user_id == bindparam("user_id"), works.c.created_ms >= bindparam("since"))
    .scalar_subquery()
)
_ADD_WORK = insert(works).from_select(
    ["kind", "user_id", "warnings", "created_ms", "updated_ms"],
    select(bindparam("kind"), users.c.id, literal("[]"), bindparam("now"), bindparam("now")).where(
        users.c.id == bindparam("user_id"), _made_since < bindparam("most")
    ),
)
_id = works.c.id == bindparam("work_id")
_OWNER = select(users.c.id).where(users.c.id == bindparam("user_id")).with_for_update()
_USED = select(
    func.coalesce(func.sum(works.c.upload_bytes + works.c.info_bytes + works.c.result_bytes), 0)
).where(works.c.user_id == bindparam("user_id"))
# From the rows themselves: what a server of the version before has added is counted as well.
_UPLOADED = (
    update(works)
    .where(_id)
    .values(
        upload_bytes=select(func.coalesce(func.sum(uploads.c.bytes), 0))
        .where(uploads.c.work_id == bindparam("work_id"))
        .scalar_subquery()
    )
)
_INFORMED = update(works).where(_id).values(info_bytes=bindparam("new_bytes"))


async def hold_owner(session: Session, user_id: int) -> bool:
    """Let nobody else count or add for this guest until the transaction ends; False when the
    account is gone. To be taken after the rows of works and jobs.
    """
    return await session.one(_OWNER, user_id=user_id) is not None


async def add_work(
    session: Session, kind: str, user_id: int, *, most: int, since: int, now: int
) -> int | None:
    """A new work of a guest whose row is held; None when they have made `most` since then."""
    done = await session.run(_ADD_WORK, kind=kind, user_id=user_id, most=most, since=since, now=now)
    return done.id if done.rows == 1 else None


async def used(database: Database | Session, user_id: int) -> int:
    """How many bytes are kept for the guest."""
    row = await database.one(_USED, user_id=user_id)
    return int(row[0]) if row else 0


async def count_uploads(session: Session, work_id: int) -> None:
    """Write down how much the work's uploads are together."""
    await session.run(_UPLOADED, work_id=work_id)


async def count_info(session: Session, work_id: int, bytes_: int) -> None:
    """Write down how large the work's info.json is."""
    await session.run(_INFORMED, work_id=work_id, new_bytes=bytes_)
