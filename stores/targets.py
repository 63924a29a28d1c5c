"""What can be liked, commented on and reported: posts, films, long pictures, and comments.

Who changes more than one row takes them in this order, so that two never wait for each other:
comment, then post or work, then the total; a like comes after what it counts for.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, Table, Update, and_, bindparam, or_, select, update

from stores.post_total import count_posts
from stores.sql import Database, Session
from stores.tables import comments, posts, users, works
from stores.visibility import Column, blocks_between, comments_seen, viewer
from stores.works import WorkState

COMMENT: Final = "comment"
POST: Final = "post"
# A work's kind is its name as a target.
_TABLES: Final[dict[str, Table]] = {
    POST: posts,
    "movie": works,
    "photo": works,
    COMMENT: comments,
}
# What somebody may comment on, and so what holds comments.
HOLDERS: Final = (POST, "movie", "photo")


class VisibilityChange(Enum):
    """What can happen to something that is shown, and be undone: (conditions, new values, step)."""

    DELETE = {"shown": 1}, {"shown": 0}, -1
    RESTORE = {"shown": 0, "hidden": 0}, {"shown": 1, "deleted_ms": 0}, 1
    HIDE = {"shown": 1}, {"shown": 0, "hidden": 1}, -1
    UNHIDE = {"shown": 0, "hidden": 1}, {"shown": 1, "hidden": 0}, 1

    def __init__(self, was: dict[str, int], new: dict[str, int], step: int) -> None:
        self.was = was
        self.new = new
        self.step = step


class Target(NamedTuple):
    """How something stands to one viewer.

    here: it was neither deleted nor hidden; open: everybody may see it; refused: its owner has
    blocked the viewer; avoided: the viewer has blocked its owner; admin: None without an account.
    """

    id: int
    owner: int
    here: int
    open: int
    comment_num: int
    refused: int
    avoided: int
    admin: int | None


class TargetComment(NamedTuple):
    """A shown comment, and how it and what it hangs on stand to one viewer."""

    id: int
    author: int
    version: int
    refused: int
    avoided: int
    on: Target


def _here(table: Table) -> Column:
    return table.c.state != int(WorkState.GONE) if table is works else table.c.shown == 1


def _open(table: Table) -> Column:
    if table is not works:
        return table.c.shown == 1
    # One that is rendered again has its old result until then.
    made = or_(works.c.state == int(WorkState.DONE), works.c.result != "")
    return and_(works.c.share == 1, made, works.c.hidden == 0)


def _standing(target: str) -> list[Column]:
    table = _TABLES[target]
    admin = select(users.c.admin).where(users.c.id == viewer)
    return [
        table.c.id,
        table.c.user_id,
        _here(table),
        _open(table),
        comments_seen(target, table.c.id, table.c.comment_num),
        blocks_between(table.c.user_id, viewer),
        blocks_between(viewer, table.c.user_id),
        admin.scalar_subquery(),
    ]


def _of_kind(target: str) -> list[Column]:
    return [works.c.kind == target] if _TABLES[target] is works else []


def _find(target: str) -> Select[Any]:
    id_ = _TABLES[target].c.id
    return select(*_standing(target)).where(id_ == bindparam("target_id"), *_of_kind(target))


def _find_comment(target: str) -> Select[Any]:
    table = _TABLES[target]
    return (
        select(
            comments.c.id,
            comments.c.user_id,
            comments.c.version,
            blocks_between(comments.c.user_id, viewer),
            blocks_between(viewer, comments.c.user_id),
            *_standing(target),
        )
        .select_from(comments.join(table, table.c.id == comments.c.target_id))
        .where(
            comments.c.id == bindparam("comment_id"),
            comments.c.target == target,
            comments.c.shown == 1,
        )
    )


def _count(target: str, column: str) -> Update:
    table = _TABLES[target]
    return (
        update(table)
        .where(table.c.id == bindparam("target_id"), _here(table))
        .values({column: table.c[column] + bindparam("step")})
    )


def _count_comment(holder: str) -> Update:
    table = _TABLES[holder]
    of = select(comments.c.target_id).where(*_comment_of(holder))
    return (
        update(table)
        .where(table.c.id == of.scalar_subquery())
        .values(comment_num=table.c.comment_num + bindparam("step"))
    )


def _comment_of(holder: str) -> list[Column]:
    return [comments.c.id == bindparam("target_id"), comments.c.target == holder]


def _change(change: VisibilityChange, table: Table, *which: Column) -> Update:
    was = [table.c[name] == value for name, value in change.was.items()]
    new: dict[str, Any] = dict(change.new)
    if change is VisibilityChange.DELETE:
        new["deleted_ms"] = bindparam("now")
    return update(table).where(*which, *was).values(new)


def _hide_work(hidden: int) -> Update:
    return (
        update(works)
        .where(works.c.id == bindparam("target_id"), works.c.hidden == 1 - hidden)
        .values(hidden=hidden)
    )


_FIND = {target: _find(target) for target in HOLDERS}
_FIND_COMMENT = {target: _find_comment(target) for target in HOLDERS}
_LIKE_NUM = {target: _count(target, "like_num") for target in _TABLES}
_COMMENT_NUM = {target: _count(target, "comment_num") for target in HOLDERS}
_COMMENT_NUM_OF = {holder: _count_comment(holder) for holder in HOLDERS}
_HOLDER = select(comments.c.target).where(
    comments.c.id == bindparam("comment_id"), comments.c.shown == 1
)
_CHANGE_POST = {
    c: _change(c, posts, posts.c.id == bindparam("target_id")) for c in VisibilityChange
}
_CHANGE_COMMENT = {
    (h, c): _change(c, comments, *_comment_of(h)) for h in HOLDERS for c in VisibilityChange
}
_CHANGE_WORK = {VisibilityChange.HIDE: _hide_work(1), VisibilityChange.UNHIDE: _hide_work(0)}


class TargetRows:
    """Rows of `posts`, `works` and `comments` as targets. A `session` is that of a transaction.

    `holder` is the target that a comment is on.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, target: str, target_id: int, viewer_id: int) -> Target | None:
        """A post or a work of that kind, deleted and hidden ones too."""
        row = await self._database.one(_FIND[target], target_id=target_id, viewer=viewer_id)
        return Target._make(row) if row else None

    async def find_comment(
        self, holder: str, comment_id: int, viewer_id: int
    ) -> TargetComment | None:
        """A shown comment on such a thing."""
        row = await self._database.one(
            _FIND_COMMENT[holder], comment_id=comment_id, viewer=viewer_id
        )
        return TargetComment._make((*row[:5], Target._make(row[5:]))) if row else None

    async def holder_of(self, comment_id: int) -> str | None:
        """What a shown comment is on."""
        row = await self._database.one(_HOLDER, comment_id=comment_id)
        return row[0] if row else None

    async def count_like(self, session: Session, target: str, target_id: int, step: int) -> bool:
        """Add `step` to its likes and hold its row; False when it is no longer there."""
        done = await session.run(_LIKE_NUM[target], target_id=target_id, step=step)
        return done.rows == 1

    async def count_comment(self, session: Session, target: str, target_id: int) -> bool:
        """Count one comment more and hold the row; False when it is no longer there."""
        done = await session.run(_COMMENT_NUM[target], target_id=target_id, step=1)
        return done.rows == 1

    async def change(
        self, session: Session, target: str, target_id: int, change: VisibilityChange, now: int
    ) -> bool:
        """Change a post, or hide a work or show it again; False when it is not in that state."""
        if target != POST:
            done = await session.run(_CHANGE_WORK[change], target_id=target_id)
            return done.rows == 1
        if (await session.run(_CHANGE_POST[change], target_id=target_id, now=now)).rows != 1:
            return False
        await count_posts(session, change.step)
        return True

    async def change_comment(
        self, session: Session, holder: str, comment_id: int, change: VisibilityChange, now: int
    ) -> bool:
        """Change a comment and the count of what it is on; False when it is not in that state."""
        statement = _CHANGE_COMMENT[holder, change]
        if (await session.run(statement, target_id=comment_id, now=now)).rows != 1:
            return False
        await session.run(_COMMENT_NUM_OF[holder], target_id=comment_id, step=change.step)
        return True
