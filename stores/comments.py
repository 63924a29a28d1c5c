"""Comments as rows, one table for those on posts, films and long pictures."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, insert, select, update

from stores.sql import Database, Row, Session
from stores.tables import comments, users
from stores.targets import COMMENT
from stores.visibility import AUTHOR, Author, liked, unblocked


class Comment(NamedTuple):
    """A shown comment as one viewer sees it."""

    author: Author
    id: int
    text: str
    version: int
    like_num: int
    created_ms: int
    liked: int


_ADD = insert(comments).values(
    target=bindparam("target"),
    target_id=bindparam("target_id"),
    user_id=bindparam("user_id"),
    text=bindparam("text"),
    created_ms=bindparam("now"),
    updated_ms=bindparam("now"),
)
_EDIT = (
    update(comments)
    .where(
        comments.c.id == bindparam("comment_id"),
        comments.c.shown == 1,
        comments.c.version == bindparam("was"),
    )
    .values(text=bindparam("text"), version=comments.c.version + 1, updated_ms=bindparam("now"))
)
_page = (
    select(comments.c.id)
    .where(
        comments.c.target == bindparam("target"),
        comments.c.target_id == bindparam("target_id"),
        comments.c.shown == 1,
        comments.c.id < bindparam("before"),
        unblocked(comments.c.user_id),
    )
    .order_by(comments.c.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
    .subquery("page")
)
_LIST = (
    select(
        *AUTHOR,
        comments.c.id,
        comments.c.text,
        comments.c.version,
        comments.c.like_num,
        comments.c.created_ms,
        liked(COMMENT, comments.c.id),
    )
    .select_from(
        _page.join(comments, comments.c.id == _page.c.id).join(
            users, users.c.id == comments.c.user_id
        )
    )
    .order_by(_page.c.id.desc())
)


class CommentRows:
    """Rows of `comments`; counting and taking away are those of stores/targets.py."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self, session: Session, target: str, target_id: int, user_id: int, text: str, now: int
    ) -> int:
        done = await session.run(
            _ADD, target=target, target_id=target_id, user_id=user_id, text=text, now=now
        )
        return done.id

    async def page(
        self,
        target: str,
        target_id: int,
        viewer_id: int,
        *,
        before: int,
        limit: int,
        offset: int,
    ) -> list[Comment]:
        """The newest `limit` comments with an id below `before`, after so many."""
        rows = await self._database.all(
            _LIST,
            target=target,
            target_id=target_id,
            viewer=viewer_id,
            before=before,
            limit=limit,
            offset=offset,
        )
        return [_comment(row) for row in rows]

    async def edit(self, comment_id: int, was: int, text: str, now: int) -> bool:
        """Write the next version; False when `was` is no longer the version, or it is gone."""
        done = await self._database.run(_EDIT, comment_id=comment_id, was=was, text=text, now=now)
        return done.rows == 1


def _comment(row: Row) -> Comment:
    width = len(Author._fields)
    return Comment(Author._make(row[:width]), *row[width:])
