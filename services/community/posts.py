"""The forum: posts by the page, one with its comments, new, edited and deleted ones."""

from __future__ import annotations

from config import Limits as LimitSettings
from services import views
from services.community.comments import Comments
from services.community.paging import Part
from services.community.replies import ListedPost, WholePost
from services.running.clock import now_ms
from services.running.limits import Limits
from status_codes import ApiError, Global, PostEdit, PostFind
from stores import posts
from stores.sql import Database, Duplicate
from stores.targets import POST, Change, Targets

HOUR = 3_600


class Posts:
    """The rules about posts. `viewer` is 0 for a stranger."""

    def __init__(
        self,
        database: Database,
        rows: posts.Posts,
        targets: Targets,
        comments: Comments,
        limits: Limits,
        settings: LimitSettings,
    ) -> None:
        self._database = database
        self._rows = rows
        self._targets = targets
        self._comments = comments
        self._limits = limits
        self._settings = settings

    async def page(self, viewer: int, part: Part) -> tuple[int, list[ListedPost]]:
        """How many posts the viewer sees, and a part of them."""
        total = await self._rows.total(viewer)
        if part.offset >= total:
            return total, []
        found = await self._rows.page(viewer, part.before, part.limit, part.offset)
        return total, [views.post(post) for post in found]

    async def get(self, viewer: int, post_id: int, part: Part) -> WholePost:
        """A whole post and a part of its comments."""
        found = await self._rows.get(post_id, viewer)
        if found is None:
            raise ApiError(PostFind.NOT_FOUND)
        post, comment_num = found
        comments = await self._comments.page(viewer, POST, post_id, comment_num, part)
        return {**views.post(post), **comments}

    async def new(self, user_id: int, title: str, type_: int, text: str) -> int:
        """A new post; its id."""
        per_hour = self._settings.posts_per_user_hour
        await self._limits.spend(f"post:{user_id}", per_hour, HOUR)
        try:
            return await self._add(user_id, title, type_, text)
        except Duplicate:
            # Two first posts at once have both begun the total; now it is there.
            try:
                return await self._add(user_id, title, type_, text)
            except Duplicate:
                raise ApiError(Global.USER_GONE) from None

    async def _add(self, user_id: int, title: str, type_: int, text: str) -> int:
        async with self._database.transaction() as session:
            return await self._rows.add(session, user_id, title, type_, text, now_ms())

    async def edit(
        self, user_id: int, post_id: int, title: str, text: str, version: int | None
    ) -> int:
        """Write the caller's post anew; its new version. Another edit since `version` refuses it.

        Without a `version` the edit is made from what is there when it arrives.
        """
        found = await self._rows.edited(post_id)
        if found is None:
            raise ApiError(PostEdit.NOT_FOUND)
        if found.author != user_id:
            raise ApiError(PostEdit.NOT_AUTHOR)
        was = found.version if version is None else version
        if not await self._rows.edit(post_id, was, title, text, now_ms()):
            raise ApiError(PostEdit.CHANGED)
        return was + 1

    async def delete(self, user_id: int, post_id: int) -> None:
        """Take away a post: its author's, or any as an admin."""
        found = await self._targets.find(POST, post_id, user_id)
        if found is None or not (found.owner == user_id or found.admin):
            raise ApiError(PostFind.NOT_FOUND)
        await self._change(post_id, Change.DELETE)

    async def restore(self, post_id: int) -> None:
        """Bring back a deleted post."""
        await self._change(post_id, Change.RESTORE)

    async def _change(self, post_id: int, change: Change) -> None:
        async with self._database.transaction() as session:
            if not await self._targets.change(session, POST, post_id, change, now_ms()):
                raise ApiError(PostFind.NOT_FOUND)
