"""Whether an account may still be used, for who comes without a token of it."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from stores.sql import Database
from stores.tables import users

_STANDING = select(users.c.id).where(users.c.id == bindparam("user_id"), users.c.suspended == 0)


class StandingRows:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def stands(self, user_id: int) -> bool:
        """Whether there is such an account, and nobody has suspended it."""
        return await self._database.one(_STANDING, user_id=user_id) is not None
