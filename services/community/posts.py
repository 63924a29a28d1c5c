"""The forum: posts by the page, one with its comments, new, edited and deleted ones."""

from __future__ import annotations

from config import LimitsSettings
from protocol.caller import Caller
from services.community import views
from services.community.comments import Comments
from services.community.replies import ListedPost, WholePost
from services.community.rules import PageQuery
from services.running.clock import now_ms
from services.running.limits import RateLimits
from services.running.rules import HOUR
from status_codes import ApiError, Global, PostEdit, PostFind
from stores import posts
from stores.sql import Database, Duplicate
from stores.targets import POST, TargetRows, VisibilityChange


class Posts:
    """The rules about posts."""

    def __init__(
        self,
        database: Database,
        rows: posts.PostRows,
        targets: TargetRows,
        comments: Comments,
        limits: RateLimits,
        settings: LimitsSettings,
    ) -> None:
        self._database = database
        self._rows = rows
        self._targets = targets
        self._comments = comments
        self._limits = limits
        self._settings = settings

    async def page(self, caller: Caller, part: PageQuery) -> tuple[int, list[ListedPost]]:
        """How many posts the caller sees, and a part of them."""
        total = await self._rows.total(caller.user_id)
        if part.offset >= total:
            return total, []
        found = await self._rows.page(caller.user_id, part.before, part.limit, part.offset)
        return total, [views.post(post) for post in found]

    async def get(self, caller: Caller, post_id: int, part: PageQuery) -> WholePost:
        """A whole post and a part of its comments."""
        found = await self._rows.get(post_id, caller.user_id)
        if found is None:
            raise ApiError(PostFind.NOT_FOUND)
        post, comment_num = found
        comments = await self._comments.page(caller, POST, post_id, comment_num, part)
        return {**views.post(post), **comments}

    async def new(self, caller: Caller, title: str, type_: int, text: str) -> int:
        """A new post; its id."""
        per_hour = self._settings.posts_per_user_hour
        await self._limits.spend(f"post:{caller.user_id}", per_hour, HOUR)
        try:
            return await self._add(caller, title, type_, text)
        except Duplicate:
            # Two first posts at once have both begun the total; now it is there.
            try:
                return await self._add(caller, title, type_, text)
            except Duplicate:
                raise ApiError(Global.USER_GONE) from None

    async def _add(self, caller: Caller, title: str, type_: int, text: str) -> int:
        async with self._database.transaction() as session:
            return await self._rows.add(session, caller.user_id, title, type_, text, now_ms())

    async def edit(
        self, caller: Caller, post_id: int, title: str, text: str, version: int | None
    ) -> int:
        """Write the caller's post anew; its new version. Another edit since `version` refuses it.

        Without a `version` the edit is made from what is there when it arrives.
        """
        found = await self._rows.edited(post_id)
        if found is None:
            raise ApiError(PostEdit.NOT_FOUND)
        if found.author != caller.user_id:
            raise ApiError(PostEdit.NOT_AUTHOR)
        was = found.version if version is None else version
        if not await self._rows.edit(post_id, was, title, text, now_ms()):
            raise ApiError(PostEdit.CHANGED)
        return was + 1

    async def delete(self, caller: Caller, post_id: int) -> None:
        """Take away a post: its author's, or any as an admin."""
        found = await self._targets.find(POST, post_id, caller.user_id)
        if found is None or not (found.owner == caller.user_id or found.admin):
            raise ApiError(PostFind.NOT_FOUND)
        await self._change(post_id, VisibilityChange.DELETE)

    async def restore(self, post_id: int) -> None:
        """Bring back a deleted post."""
        await self._change(post_id, VisibilityChange.RESTORE)

    async def _change(self, post_id: int, change: VisibilityChange) -> None:
        async with self._database.transaction() as session:
            if not await self._targets.change(session, POST, post_id, change, now_ms()):
                raise ApiError(PostFind.NOT_FOUND)
