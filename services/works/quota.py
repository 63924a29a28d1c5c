"""How much is kept for one guest: refused is what would be more; results are never lost for it."""

from __future__ import annotations

from status_codes import ApiError, Global
from stores import allowances
from stores.sql import Database, Session


class Quota:
    """The limit limits.bytes_per_user, 0 is none. Raises -413 with what is used, in bytes."""

    def __init__(self, database: Database, most: int) -> None:
        self._database = database
        self._most = most

    async def refuse_full(self, user_id: int, more: int = 0) -> None:
        """Refuse what would add `more`. Others may add meanwhile: for what costs little to undo."""
        if self._most:
            self._judge(await allowances.used(self._database, user_id), more)

    async def settle(self, session: Session, user_id: int, added: int) -> None:
        """Refuse a transaction that has `added` so much, as the last of its steps.

        Until it ends nobody else settles for this guest.
        """
        if self._most:
            await allowances.hold_owner(session, user_id)
            self._judge(await allowances.used(session, user_id) - added, added)

    def _judge(self, used: int, more: int) -> None:
        if used + more > self._most or used >= self._most:
            figures = {"used": used, "limit": self._most}
            raise ApiError(Global.STORAGE_FULL, figures, **figures)
