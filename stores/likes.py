"""Likes as rows: one per user and target, by the table's key."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert

from stores.sql import Session
from stores.tables import likes

_ADD = insert(likes).values(
    target=bindparam("target"),
    target_id=bindparam("target_id"),
    user_id=bindparam("user_id"),
    created_ms=bindparam("now"),
)
_REMOVE = delete(likes).where(
    likes.c.target == bindparam("target"),
    likes.c.target_id == bindparam("target_id"),
    likes.c.user_id == bindparam("user_id"),
)


async def add_like(session: Session, target: str, target_id: int, user_id: int, now: int) -> None:
    """The transaction ends with `Duplicate` where the user likes it already."""
    await session.run(_ADD, target=target, target_id=target_id, user_id=user_id, now=now)


async def remove_like(session: Session, target: str, target_id: int, user_id: int) -> bool:
    """False when there was none."""
    done = await session.run(_REMOVE, target=target, target_id=target_id, user_id=user_id)
    return done.rows == 1
