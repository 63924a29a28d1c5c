"""How a statement sees the community through one viewer's eyes: `viewer`, 0 for a stranger."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Exists, bindparam, func, literal_column, select

from stores.tables import blocks, comments, likes, users

Column = ColumnElement[Any]

viewer: Final[BindParameter[int]] = bindparam("viewer")
_one: Final[ColumnElement[int]] = literal_column("1")


class Author(NamedTuple):
    """Who wrote something, as everybody may know them."""

    id: int
    uname: str | None
    nickname: str
    gender: int
    avatar: str


AUTHOR = tuple(users.c[name] for name in Author._fields)


def unblocked(author: Column) -> Column:
    """Whether the viewer has not blocked `author`."""
    # Not correlated, so it is worked out once, not for every row.
    return author.not_in(select(blocks.c.blocked_id).where(blocks.c.user_id == viewer))


def blocks_between(blocker: Column, blocked: Column) -> Exists:
    """Whether the one has blocked the other."""
    found = select(_one).where(blocks.c.user_id == blocker, blocks.c.blocked_id == blocked)
    return found.exists()


def liked(target: Column | str, target_id: Column) -> Exists:
    """Whether the viewer likes it."""
    found = select(_one).where(
        likes.c.target == target, likes.c.target_id == target_id, likes.c.user_id == viewer
    )
    # Else MariaDB first estimates how much the viewer likes in all, in an index that is cold:
    # with a million likes a third of the requests read from the disk for nothing.
    return found.with_hint(likes, "FORCE INDEX (PRIMARY)", "mysql").exists()


def comments_seen(target: Column | str, target_id: Column, comment_num: Column) -> Column:
    """How many comments the viewer sees: all but those of people whom they have blocked."""
    theirs = comments.alias("theirs")
    unseen = (
        select(func.count())
        .select_from(blocks.join(theirs, theirs.c.user_id == blocks.c.blocked_id))
        .where(
            blocks.c.user_id == viewer,
            theirs.c.target == target,
            theirs.c.target_id == target_id,
            theirs.c.shown == 1,
        )
    )
    return comment_num - unseen.scalar_subquery()
