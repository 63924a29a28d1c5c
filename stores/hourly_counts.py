"""What happened by the hour, counted from indexes alone."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from stores.sql import Database
from stores.tables import comments, posts, reports, users, works
from stores.works import WorkState

HOUR_MS: Final = 3_600_000


def _by_hour(time: ColumnElement[int], *which: ColumnElement[bool]) -> Select[int, int]:
    hour = ((time - bindparam("since")) // HOUR_MS).label("hour")
    found = select(hour, func.count())
    return found.where(time >= bindparam("since"), *which).group_by("hour")


def _ended(state: WorkState) -> Select[int, int]:
    # A work's last change is its end, unless it is started again.
    return _by_hour(works.c.updated_ms, works.c.state == int(state))


_HAPPENED: Final[dict[str, Select[int, int]]] = {
    "users": _by_hour(users.c.created_ms),
    "posts": _by_hour(posts.c.created_ms),
    "comments": _by_hour(comments.c.created_ms),
    "movies": _by_hour(works.c.created_ms, works.c.kind == "movie"),
    "photos": _by_hour(works.c.created_ms, works.c.kind == "photo"),
    "done": _ended(WorkState.DONE),
    "failed": _ended(WorkState.FAILED),
    "reports": _by_hour(reports.c.created_ms),
}
# In the order in which they are shown.
NAMES: Final = tuple(_HAPPENED)


async def by_hour(database: Database, name: str, since: int, hours: int) -> list[int]:
    """How often it happened in each of so many hours from then on."""
    found = [0] * hours
    for hour, number in await database.all(_HAPPENED[name], since=since):
        if 0 <= int(hour) < hours:
            found[int(hour)] = int(number)
    return found
