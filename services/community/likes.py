"""Likes of posts, films, long pictures and comments: one per user, and counts that are true."""

from __future__ import annotations

from config import LimitsSettings
from protocol.caller import Caller
from services.community.rules import NOT_FOUND
from services.community.visibility import Visibility
from services.running.clock import now_ms
from services.running.limits import RateLimits
from services.running.rules import MINUTE
from status_codes import ApiError, Like, Unlike
from stores.likes import add_like, remove_like
from stores.sql import Database, Duplicate
from stores.targets import COMMENT, TargetRows


class Likes:
    """The rules about likes; `holder` is what a comment is on."""

    def __init__(
        self,
        database: Database,
        targets: TargetRows,
        visibility: Visibility,
        limits: RateLimits,
        settings: LimitsSettings,
    ) -> None:
        self._database = database
        self._targets = targets
        self._visibility = visibility
        self._limits = limits
        self._settings = settings

    async def like(self, caller: Caller, target: str, target_id: int) -> None:
        await self._spend(caller)
        await self._visibility.answer(caller, target, target_id)
        await self._add(caller, target, target_id)

    async def like_comment(self, caller: Caller, holder: str, comment_id: int) -> None:
        await self._spend(caller)
        await self._visibility.answer_comment(caller, holder, comment_id)
        await self._add(caller, COMMENT, comment_id)

    async def unlike(self, caller: Caller, target: str, target_id: int) -> None:
        await self._visibility.reach(caller, target, target_id)
        await self._remove(caller, target, target_id)

    async def unlike_comment(self, caller: Caller, holder: str, comment_id: int) -> None:
        await self._visibility.reach_comment(caller, holder, comment_id)
        await self._remove(caller, COMMENT, comment_id)

    async def _spend(self, caller: Caller) -> None:
        per_minute = self._settings.likes_per_user_minute
        await self._limits.spend(f"like:{caller.user_id}", per_minute, MINUTE)

    async def _add(self, caller: Caller, target: str, target_id: int) -> None:
        try:
            async with self._database.transaction() as session:
                # The count first, here and in `_remove`: who holds it decides alone.
                if not await self._targets.count_like(session, target, target_id, 1):
                    raise ApiError(NOT_FOUND[target])
                await add_like(session, target, target_id, caller.user_id, now_ms())
        except Duplicate:
            raise ApiError(Like.ALREADY) from None

    async def _remove(self, caller: Caller, target: str, target_id: int) -> None:
        async with self._database.transaction() as session:
            if not await self._targets.count_like(session, target, target_id, -1):
                raise ApiError(NOT_FOUND[target])
            if not await remove_like(session, target, target_id, caller.user_id):
                raise ApiError(Unlike.NOT_LIKED)
