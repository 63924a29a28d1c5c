"""The total of shown posts, kept by every change to it: counting them would walk over all."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, func, insert, literal, select, update

from stores.sql import Session
from stores.tables import posts, totals

POSTS: Final = "posts"

_ADD = update(totals).where(totals.c.name == POSTS).values(value=totals.c.value + bindparam("step"))
_FIRST = insert(totals).from_select(
    ["name", "value"],
    select(literal(POSTS), func.count()).select_from(posts).where(posts.c.shown == 1),
)


async def count_posts(session: Session, step: int) -> None:
    """Add `step` to the total, within the transaction that has shown or taken away a post.

    The first one of all counts instead; of two first ones at once the other gets `Duplicate`.
    """
    if (await session.run(_ADD, step=step)).rows == 0:
        await session.run(_FIRST)
