"""Reports of what somebody finds wrong, as rows: one per user and target, by the table's key."""

from __future__ import annotations

from enum import IntEnum
from typing import Final, NamedTuple

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from stores.sql import Database, Session
from stores.tables import comments, posts, reports, users, works
from stores.targets import COMMENT, POST
from stores.visibility import AUTHOR, Author

# So much of a text is shown to whoever reviews it.
EXCERPT: Final = 500


class ReportState(IntEnum):
    """What became of a report."""

    OPEN = 0
    HIDDEN = 1
    DISMISSED = 2
    RESTORED = 3


class Report(NamedTuple):
    """A report, who made it, and what it is about: whose it is, and its words as they are now."""

    reporter: Author
    id: int
    target: str
    target_id: int
    reason: str
    state: int
    created_ms: int
    updated_ms: int
    reviewed_by: int | None
    owner: int | None
    title: str
    text: str
    hidden: int


class ReportSubject(NamedTuple):
    """What a report is about; `holder` is what a comment is on."""

    target: str
    target_id: int
    holder: str | None


_ADD = insert(reports).values(
    target=bindparam("target"),
    target_id=bindparam("target_id"),
    user_id=bindparam("user_id"),
    reason=bindparam("reason"),
    created_ms=bindparam("now"),
    updated_ms=bindparam("now"),
)
ON_COMMENT = and_(reports.c.target == COMMENT, comments.c.id == reports.c.target_id)
ON_POST = and_(reports.c.target == POST, posts.c.id == reports.c.target_id)
ON_WORK = and_(works.c.kind == reports.c.target, works.c.id == reports.c.target_id)
# What a report is about: its owner, its words, and whether it is hidden.
SUBJECT_COLUMNS = (
    func.coalesce(posts.c.user_id, comments.c.user_id, works.c.user_id),
    func.coalesce(posts.c.title, works.c.title, ""),
    func.substr(func.coalesce(posts.c.text, comments.c.text, works.c.description, ""), 1, EXCERPT),
    func.coalesce(posts.c.hidden, comments.c.hidden, works.c.hidden, 0),
)
_in_state = reports.c.state == bindparam("state")
_COUNT = select(func.count()).where(_in_state)
_LIST = (
    select(
        *AUTHOR,
        *(reports.c[name] for name in Report._fields[1:9]),
        *SUBJECT_COLUMNS,
    )
    .select_from(
        reports.join(users, users.c.id == reports.c.user_id)
        .outerjoin(posts, ON_POST)
        .outerjoin(comments, ON_COMMENT)
        .outerjoin(works, ON_WORK)
    )
    .where(_in_state, reports.c.id < bindparam("before"))
    .order_by(reports.c.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_SUBJECT = (
    select(reports.c.target, reports.c.target_id, comments.c.target)
    .select_from(reports.outerjoin(comments, ON_COMMENT))
    .where(reports.c.id == bindparam("report_id"))
)
_CLOSE = (
    update(reports)
    .where(
        reports.c.target == bindparam("of_target"),
        reports.c.target_id == bindparam("of_id"),
        or_(reports.c.state == int(ReportState.OPEN), reports.c.id == bindparam("report_id")),
    )
    .values(state=bindparam("new"), reviewed_by=bindparam("admin"), updated_ms=bindparam("now"))
)


class ReportRows:
    """Rows of `reports`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, target: str, target_id: int, user_id: int, reason: str, now: int) -> int:
        """Raises `Duplicate` when the user has reported it before."""
        done = await self._database.run(
            _ADD, target=target, target_id=target_id, user_id=user_id, reason=reason, now=now
        )
        return done.id

    async def count(self, state: ReportState) -> int:
        row = await self._database.one(_COUNT, state=int(state))
        return int(row[0]) if row else 0

    async def page(
        self, state: ReportState, *, before: int, limit: int, offset: int
    ) -> list[Report]:
        """The newest `limit` reports in that state with an id below `before`, after so many."""
        rows = await self._database.all(
            _LIST, state=int(state), before=before, limit=limit, offset=offset
        )
        width = len(Author._fields)
        return [Report(Author._make(row[:width]), *row[width:]) for row in rows]

    async def subject(self, report_id: int) -> ReportSubject | None:
        row = await self._database.one(_SUBJECT, report_id=report_id)
        return ReportSubject._make(row) if row else None

    async def close(
        self,
        session: Session,
        report_id: int,
        subject: ReportSubject,
        state: ReportState,
        admin: int,
        now: int,
    ) -> None:
        """Write what became of this report and of every open one about the same thing."""
        await session.run(
            _CLOSE,
            report_id=report_id,
            of_target=subject.target,
            of_id=subject.target_id,
            new=int(state),
            admin=admin,
            now=now,
        )
