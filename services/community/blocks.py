"""Blocking: who is blocked is not seen any more, and can no longer answer who has blocked them."""

from __future__ import annotations

from protocol.caller import Caller
from services.accounts.lookups import Lookups
from services.community import views
from services.community.replies import BlockedUsers
from services.community.rules import PageQuery
from services.running.clock import now_ms
from status_codes import ApiError, BlockAdd, BlockRemove, Global
from stores import blocks
from stores.sql import Duplicate


class Blocks:
    """The rules about blocking."""

    def __init__(self, rows: blocks.BlockRows, lookups: Lookups) -> None:
        self._rows = rows
        self._lookups = lookups

    async def add(self, caller: Caller, blocked_id: int) -> None:
        """Block a user; doing it again changes nothing."""
        if blocked_id == caller.user_id:
            raise ApiError(BlockAdd.ONESELF)
        # The list of the blocked tells who they are.
        await self._lookups.count(caller)
        try:
            await self._rows.add(caller.user_id, blocked_id, now_ms())
        except Duplicate:
            if not await self._rows.has_account(blocked_id):
                raise ApiError(BlockAdd.NO_SUCH_USER) from None
            if not await self._rows.has_account(caller.user_id):
                raise ApiError(Global.USER_GONE) from None

    async def remove(self, caller: Caller, blocked_id: int) -> None:
        if not await self._rows.remove(caller.user_id, blocked_id):
            raise ApiError(BlockRemove.NOT_BLOCKED)

    async def page(self, caller: Caller, part: PageQuery) -> BlockedUsers:
        """How many the user has blocked, and a part of them, the last one first."""
        total = await self._rows.count(caller.user_id)
        found = await self._rows.of(caller.user_id, part.limit, part.offset)
        return {"block_num": total, "users": [views.blocked(row) for row in found]}
