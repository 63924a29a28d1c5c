"""Likes of posts, films, long pictures and comments: one per user, and counts that are true."""

from __future__ import annotations

from config import Limits as LimitSettings
from services.community.sight import NOT_FOUND, Sight
from services.running.clock import now_ms
from services.running.limits import Limits
from status_codes import ApiError, Like, Unlike
from stores.likes import add_like, remove_like
from stores.sql import Database, Duplicate
from stores.targets import COMMENT, TargetRows

MINUTE = 60


class Likes:
    """The rules about likes; `holder` is what a comment is on."""

    def __init__(
        self,
        database: Database,
        targets: TargetRows,
        sight: Sight,
        limits: Limits,
        settings: LimitSettings,
    ) -> None:
        self._database = database
        self._targets = targets
        self._sight = sight
        self._limits = limits
        self._settings = settings

    async def like(self, user_id: int, target: str, target_id: int) -> None:
        await self._spend(user_id)
        await self._sight.answer(user_id, target, target_id)
        await self._add(user_id, target, target_id)

    async def like_comment(self, user_id: int, holder: str, comment_id: int) -> None:
        await self._spend(user_id)
        await self._sight.answer_comment(user_id, holder, comment_id)
        await self._add(user_id, COMMENT, comment_id)

    async def unlike(self, user_id: int, target: str, target_id: int) -> None:
        await self._sight.reach(user_id, target, target_id)
        await self._remove(user_id, target, target_id)

    async def unlike_comment(self, user_id: int, holder: str, comment_id: int) -> None:
        await self._sight.reach_comment(user_id, holder, comment_id)
        await self._remove(user_id, COMMENT, comment_id)

    async def _spend(self, user_id: int) -> None:
        per_minute = self._settings.likes_per_user_minute
        await self._limits.spend(f"like:{user_id}", per_minute, MINUTE)

    async def _add(self, user_id: int, target: str, target_id: int) -> None:
        try:
            async with self._database.transaction() as session:
                # The count first, here and in `_remove`: who holds it decides alone.
                if not await self._targets.count_like(session, target, target_id, 1):
                    raise ApiError(NOT_FOUND[target])
                await add_like(session, target, target_id, user_id, now_ms())
        except Duplicate:
            raise ApiError(Like.ALREADY) from None

    async def _remove(self, user_id: int, target: str, target_id: int) -> None:
        async with self._database.transaction() as session:
            if not await self._targets.count_like(session, target, target_id, -1):
                raise ApiError(NOT_FOUND[target])
            if not await remove_like(session, target, target_id, user_id):
                raise ApiError(Unlike.NOT_LIKED)
