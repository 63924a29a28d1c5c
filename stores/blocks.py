"""Who has blocked whom, as rows."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, insert, select

from stores.sql import Database
from stores.tables import blocks, users
from stores.visibility import AUTHOR, Author


class BlockedUser(NamedTuple):
    """A user who was blocked, and since when."""

    user: Author
    created_ms: int


_mine = blocks.c.user_id == bindparam("user_id")
_EXISTS = select(users.c.id).where(users.c.id == bindparam("user_id"))
_ADD = insert(blocks).values(
    user_id=bindparam("user_id"), blocked_id=bindparam("blocked_id"), created_ms=bindparam("now")
)
_REMOVE = delete(blocks).where(_mine, blocks.c.blocked_id == bindparam("blocked_id"))
_COUNT = select(func.count()).where(_mine)
_LIST = (
    select(*AUTHOR, blocks.c.created_ms)
    .select_from(blocks.join(users, users.c.id == blocks.c.blocked_id))
    .where(_mine)
    .order_by(blocks.c.created_ms.desc(), blocks.c.blocked_id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)


class BlockRows:
    """Rows of `blocks`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def has_account(self, user_id: int) -> bool:
        return await self._database.one(_EXISTS, user_id=user_id) is not None

    async def add(self, user_id: int, blocked_id: int, now: int) -> None:
        """Raises `Duplicate` when it is there, or one of the two is not."""
        await self._database.run(_ADD, user_id=user_id, blocked_id=blocked_id, now=now)

    async def remove(self, user_id: int, blocked_id: int) -> bool:
        """False when there was none."""
        done = await self._database.run(_REMOVE, user_id=user_id, blocked_id=blocked_id)
        return done.rows == 1

    async def count(self, user_id: int) -> int:
        row = await self._database.one(_COUNT, user_id=user_id)
        return int(row[0]) if row else 0

    async def of(self, user_id: int, limit: int, offset: int) -> list[BlockedUser]:
        """Whom the user has blocked, the last one first."""
        rows = await self._database.all(_LIST, user_id=user_id, limit=limit, offset=offset)
        return [BlockedUser(Author._make(row[:-1]), row[-1]) for row in rows]
