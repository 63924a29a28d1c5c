"""Comments on posts, films and long pictures; `holder` is which of them."""

from __future__ import annotations

from config import LimitsSettings
from protocol.caller import Caller
from services.community import views
from services.community.replies import CommentPage
from services.community.rules import NOT_FOUND, PageQuery
from services.community.visibility import Visibility
from services.running.clock import now_ms
from services.running.limits import RateLimits
from services.running.rules import MINUTE
from status_codes import ApiError, CommentEdit, CommentFind
from stores import comments
from stores.sql import Database
from stores.targets import TargetRows, VisibilityChange


class Comments:
    """The rules about comments."""

    def __init__(
        self,
        database: Database,
        rows: comments.CommentRows,
        targets: TargetRows,
        visibility: Visibility,
        limits: RateLimits,
        settings: LimitsSettings,
    ) -> None:
        self._database = database
        self._rows = rows
        self._targets = targets
        self._visibility = visibility
        self._limits = limits
        self._settings = settings

    async def of(self, caller: Caller, holder: str, target_id: int, part: PageQuery) -> CommentPage:
        """How many comments the caller sees there, and a part of them."""
        found = await self._visibility.see(caller, holder, target_id)
        return await self.page(caller, holder, target_id, found.comment_num, part)

    async def page(
        self, caller: Caller, holder: str, target_id: int, comment_num: int, part: PageQuery
    ) -> CommentPage:
        """A part of the comments on something that has `comment_num` of them."""
        found = []
        if part.offset < comment_num:
            found = await self._rows.page(
                holder,
                target_id,
                caller.user_id,
                before=part.before,
                limit=part.limit,
                offset=part.offset,
            )
        return {"comment_num": comment_num, "comments": [views.comment(row) for row in found]}

    async def new(self, caller: Caller, holder: str, target_id: int, text: str) -> int:
        """A new comment; its id."""
        per_minute = self._settings.comments_per_user_minute
        await self._limits.spend(f"comment:{caller.user_id}", per_minute, MINUTE)
        await self._visibility.answer(caller, holder, target_id)
        async with self._database.transaction() as session:
            if not await self._targets.count_comment(session, holder, target_id):
                raise ApiError(NOT_FOUND[holder])
            return await self._rows.add(session, holder, target_id, caller.user_id, text, now_ms())

    async def edit(
        self, caller: Caller, holder: str, comment_id: int, text: str, version: int | None
    ) -> int:
        """Write the caller's comment anew; its new version. As with posts, `version` guards it."""
        found = await self._visibility.reach_comment(caller, holder, comment_id)
        if found.author != caller.user_id:
            raise ApiError(CommentFind.NOT_FOUND)
        was = found.version if version is None else version
        if not await self._rows.edit(comment_id, was, text, now_ms()):
            raise ApiError(CommentEdit.CHANGED)
        return was + 1

    async def delete(self, caller: Caller, holder: str, comment_id: int) -> None:
        """Take away a comment: its author's, or any as an admin."""
        found = await self._visibility.reach_comment(caller, holder, comment_id)
        if not (found.author == caller.user_id or found.on.admin):
            raise ApiError(CommentFind.NOT_FOUND)
        await self._change(holder, comment_id, VisibilityChange.DELETE)

    async def restore(self, holder: str, comment_id: int) -> None:
        """Bring back a deleted comment."""
        await self._change(holder, comment_id, VisibilityChange.RESTORE)

    async def _change(self, holder: str, comment_id: int, change: VisibilityChange) -> None:
        async with self._database.transaction() as session:
            if not await self._targets.change_comment(
                session, holder, comment_id, change, now_ms()
            ):
                raise ApiError(CommentFind.NOT_FOUND)
