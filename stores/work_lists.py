"""Works in lists: a user's own ones, and the shared ones as one viewer sees them."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Select, Subquery, and_, bindparam, func, not_, or_, select, update

from stores.sql import Database, Row
from stores.tables import jobs, users, works
from stores.visibility import AUTHOR, Author, Column, comments_seen, liked, unblocked
from stores.works import Work, WorkState


class SeenWork(NamedTuple):
    """A work, whose it is, and whether the viewer likes it; `comment_num` is as they see it.

    lost: it waits for a job that is not there.
    """

    author: Author
    work: Work
    liked: int
    lost: int


_mine = (works.c.user_id == bindparam("viewer"), works.c.kind == bindparam("kind"))
_shared = (
    works.c.kind == bindparam("kind"),
    works.c.share == 1,
    works.c.state == int(WorkState.DONE),
    works.c.hidden == 0,
    unblocked(works.c.user_id),
)
_tagged = works.c.tag == bindparam("tag")
_has_job = (
    select(jobs.c.id)
    .where(jobs.c.id == works.c.job_id, or_(jobs.c.state == "queued", jobs.c.state == "running"))
    .exists()
)
_lost = and_(works.c.state.between(int(WorkState.QUEUED), int(WorkState.RUNNING)), not_(_has_job))


def _columns() -> list[Column]:
    seen = comments_seen(works.c.kind, works.c.id, works.c.comment_num)
    row = [seen if name == "comment_num" else works.c[name] for name in Work._fields]
    return [*AUTHOR, *row, liked(works.c.kind, works.c.id), _lost]


def _page(*conditions: Column) -> Subquery:
    # Ids first, from the index alone: the rows before a deep page are never read.
    return (
        select(works.c.id)
        .where(*_shared, *conditions, works.c.id < bindparam("before"))
        .order_by(works.c.id.desc())
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
        .subquery("page")
    )


def _list(page: Subquery) -> Select[Any]:
    rows = page.join(works, works.c.id == page.c.id).join(users, users.c.id == works.c.user_id)
    return select(*_columns()).select_from(rows).order_by(page.c.id.desc())


_OWN = (
    select(*_columns())
    .select_from(works.join(users, users.c.id == works.c.user_id))
    .where(*_mine)
    .order_by(works.c.id.desc())
)
_OWN_WELL = _OWN.where(works.c.state >= int(WorkState.NEW))
_ALL = _list(_page())
_OF_TAG = _list(_page(_tagged))
_COUNT = select(func.count()).where(*_shared)
_COUNT_OF_TAG = select(func.count()).where(*_shared, _tagged)
_SHARE = (
    update(works)
    .where(works.c.id == bindparam("work_id"), *_mine, works.c.state != int(WorkState.GONE))
    .values(share=bindparam("new_share"))
)


class WorkListRows:
    """Rows of `works` in lists, newest first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def own(self, user_id: int, kind: str, *, failed: bool) -> list[SeenWork]:
        """All works of a user; with `failed`, also those failed or gone."""
        rows = await self._database.all(_OWN if failed else _OWN_WELL, viewer=user_id, kind=kind)
        return [_listed(row) for row in rows]

    async def count(self, viewer_id: int, kind: str, tag: int | None) -> int:
        """How many shared works the viewer can find, of one tag or of all."""
        statement = _COUNT if tag is None else _COUNT_OF_TAG
        row = await self._database.one(statement, viewer=viewer_id, kind=kind, tag=tag)
        return int(row[0]) if row else 0

    async def page(
        self, viewer_id: int, kind: str, tag: int | None, *, before: int, limit: int, offset: int
    ) -> list[SeenWork]:
        """The newest `limit` of them with an id below `before`, after so many."""
        rows = await self._database.all(
            _ALL if tag is None else _OF_TAG,
            viewer=viewer_id,
            kind=kind,
            tag=tag,
            before=before,
            limit=limit,
            offset=offset,
        )
        return [_listed(row) for row in rows]

    async def share(self, user_id: int, kind: str, work_id: int, share: int) -> bool:
        """Share the user's own work or take it back; False when there is no such work."""
        done = await self._database.run(
            _SHARE, viewer=user_id, kind=kind, work_id=work_id, new_share=share
        )
        return done.rows == 1


def _listed(row: Row) -> SeenWork:
    width = len(Author._fields)
    return SeenWork(Author._make(row[:width]), Work._make(row[width:-2]), row[-2], row[-1])
