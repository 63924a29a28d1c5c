"""The tables that admins look through: accounts, posts, comments, works, reports, jobs."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from sqlalchemy import Table, and_, bindparam, func, literal, select

from stores.browsing import BrowsableTable, Column, searching
from stores.reports import ON_COMMENT, ON_POST, ON_WORK, SUBJECT_COLUMNS
from stores.sql import Database
from stores.tables import comments, jobs, posts, reports, tokens, users, workers, works

# So much of a text is shown in a list.
EXCERPT: Final = 200


class BrowsedAccount(NamedTuple):
    id: int
    phone: str | None
    uname: str | None
    email: str | None
    nickname: str
    avatar: str
    admin: int
    suspended: int
    created_ms: int


class BrowsedContribution(NamedTuple):
    """A post or a comment; `target` is "post", "movie" or "photo" where it is a comment on one."""

    id: int
    author: int
    uname: str | None
    nickname: str
    target: str
    target_id: int
    title: str
    text: str
    like_num: int
    comment_num: int
    shown: int
    hidden: int
    created_ms: int


class BrowsedWork(NamedTuple):
    """A film or a long picture."""

    id: int
    author: int
    uname: str | None
    nickname: str
    kind: str
    state: int
    stage: int
    progress: int
    job_id: int | None
    title: str
    cover: str
    result: str
    error: str
    share: int
    hidden: int
    like_num: int
    comment_num: int
    created_ms: int
    updated_ms: int


class BrowsedReport(NamedTuple):
    """A report, who made it, and what it is about: whose it is, and its words as they are now.

    holder: what a comment is on.
    """

    id: int
    author: int
    uname: str | None
    nickname: str
    target: str
    target_id: int
    reason: str
    state: int
    reviewed_by: int | None
    created_ms: int
    updated_ms: int
    owner: int | None
    title: str
    text: str
    hidden: int
    holder: str | None


class BrowsedJob(NamedTuple):
    """A job; `attempts` is how often it was begun. `updated_ms`: since when it is as it is."""

    id: int
    actor: str
    queue: str
    args: str
    trace: str
    state: str
    attempts: int
    claimed_by: str
    error: str
    created_ms: int
    updated_ms: int


class QueueState(NamedTuple):
    """One queue: how many jobs wait, since when the first of them does, how many run."""

    queue: str
    waiting: int
    since_ms: int | None
    running: int


class BrowsedWorker(NamedTuple):
    name: str
    seen_ms: int


def _by(table: Table) -> list[Column]:
    return [table.c.id, table.c.user_id, users.c.uname, users.c.nickname]


def _with_author(table: Table) -> Any:
    def joined(page: Any) -> Any:
        rows = page.join(table, table.c.id == page.c.id)
        return rows.join(users, users.c.id == table.c.user_id)

    return joined


def _of_author(table: Table) -> dict[str, Column]:
    return {"author": table.c.user_id == bindparam("author"), "id": table.c.id == bindparam("id")}


def _as_shown(table: Table) -> dict[str, Column]:
    return {
        "shown": and_(table.c.shown == 1, table.c.hidden == 0),
        "hidden": and_(table.c.shown == 0, table.c.hidden == 1),
        "deleted": and_(table.c.shown == 0, table.c.hidden == 0),
    }


def _about(table: Table) -> Column:
    """What has that number among those of one kind."""
    return and_(table.c.target == bindparam("target"), table.c.target_id == bindparam("target_id"))


ACCOUNTS: Final[BrowsableTable[BrowsedAccount]] = BrowsableTable(
    table=users,
    row=BrowsedAccount._make,
    columns=tuple(users.c[name] for name in BrowsedAccount._fields),
    joined=lambda page: page.join(users, users.c.id == page.c.id),
    filters={
        "id": users.c.id == bindparam("id"),
        "admin": users.c.admin == 1,
        "suspended": users.c.suspended == 1,
    },
    names={name: users.c[name] for name in ("uname", "nickname", "phone", "email")},
)
POSTS: Final[BrowsableTable[BrowsedContribution]] = BrowsableTable(
    table=posts,
    row=BrowsedContribution._make,
    columns=(
        *_by(posts),
        literal("post"),
        posts.c.id,
        posts.c.title,
        func.substr(posts.c.text, 1, EXCERPT),
        *(posts.c[name] for name in ("like_num", "comment_num", "shown", "hidden", "created_ms")),
    ),
    joined=_with_author(posts),
    filters=_of_author(posts)
    | _as_shown(posts)
    | searching(posts.c.id, posts.c.title, posts.c.text),
    numbers={"likes": posts.c.like_num, "comments": posts.c.comment_num},
)
COMMENTS: Final[BrowsableTable[BrowsedContribution]] = BrowsableTable(
    table=comments,
    row=BrowsedContribution._make,
    columns=(
        *_by(comments),
        comments.c.target,
        comments.c.target_id,
        literal(""),
        func.substr(comments.c.text, 1, EXCERPT),
        comments.c.like_num,
        literal(0),
        *(comments.c[name] for name in ("shown", "hidden", "created_ms")),
    ),
    joined=_with_author(comments),
    filters=_of_author(comments)
    | _as_shown(comments)
    | {
        "target": comments.c.target == bindparam("target"),
        "target_id": _about(comments),
    }
    | searching(comments.c.id, comments.c.text),
    numbers={"likes": comments.c.like_num},
)
WORKS: Final[BrowsableTable[BrowsedWork]] = BrowsableTable(
    table=works,
    row=BrowsedWork._make,
    columns=(*_by(works), *(works.c[name] for name in BrowsedWork._fields[4:])),
    joined=_with_author(works),
    filters=_of_author(works)
    | {
        "kind": works.c.kind == bindparam("kind"),
        "state": works.c.state == bindparam("state"),
        "hidden": works.c.hidden == 1,
    }
    | searching(works.c.id, works.c.title, works.c.description),
    numbers={"likes": works.c.like_num, "comments": works.c.comment_num},
)
REPORTS: Final[BrowsableTable[BrowsedReport]] = BrowsableTable(
    table=reports,
    row=BrowsedReport._make,
    columns=(
        *_by(reports),
        *(reports.c[name] for name in BrowsedReport._fields[4:11]),
        *SUBJECT_COLUMNS,
        comments.c.target,
    ),
    joined=lambda page: (
        page.join(reports, reports.c.id == page.c.id)
        .join(users, users.c.id == reports.c.user_id)
        .outerjoin(posts, ON_POST)
        .outerjoin(comments, ON_COMMENT)
        .outerjoin(works, ON_WORK)
    ),
    filters=_of_author(reports)
    | {
        "state": reports.c.state == bindparam("state"),
        "target": reports.c.target == bindparam("target"),
        "target_id": _about(reports),
    }
    | searching(reports.c.id, reports.c.reason),
)
# Always of one queue and one state: so the index gives them in order.
JOBS: Final[BrowsableTable[BrowsedJob]] = BrowsableTable(
    table=jobs,
    row=BrowsedJob._make,
    columns=tuple(jobs.c[name] for name in BrowsedJob._fields),
    joined=lambda page: page.join(jobs, jobs.c.id == page.c.id),
    filters={
        "state": and_(jobs.c.queue == bindparam("queue"), jobs.c.state == bindparam("state")),
        "id": jobs.c.id == bindparam("id"),
    },
)

_TEXT = {
    table.name: select(table.c.text).where(table.c.id == bindparam("id"))
    for table in (posts, comments)
}
_COUNTS = {
    "posts": select(func.count()).where(posts.c.user_id == bindparam("author")),
    "comments": select(func.count()).where(comments.c.user_id == bindparam("author")),
    "works": select(func.count()).where(works.c.user_id == bindparam("author")),
    "tokens": select(func.count()).where(tokens.c.user_id == bindparam("author")),
}
_NEWEST = [select(func.max(table.c.id)) for table in (users, works)]
_IN_LINE = select(func.count(), func.min(jobs.c.id)).where(JOBS.filters["state"])
_CREATED = select(jobs.c.created_ms).where(jobs.c.id == bindparam("id"))
_WORKERS = (
    select(workers.c.name, workers.c.seen_ms)
    .where(workers.c.seen_ms >= bindparam("since"))
    .order_by(workers.c.name)
)


async def whole_text(database: Database, table: str, id_: int) -> str:
    """The text of a post ("posts") or a comment ("comments")."""
    row = await database.one(_TEXT[table], id=id_)
    return str(row[0]) if row else ""


async def counts(database: Database, user_id: int) -> dict[str, int]:
    """How many posts, comments, works and tokens an account has."""
    found = {}
    for name, statement in _COUNTS.items():
        row = await database.one(statement, author=user_id)
        found[name] = int(row[0]) if row else 0
    return found


async def newest(database: Database) -> tuple[int, int]:
    """The highest numbers of users and works: to count millions of rows takes seconds."""
    user, work = [await database.one(statement) for statement in _NEWEST]
    return (user and user[0]) or 0, (work and work[0]) or 0


async def queue_state(database: Database, queue: str) -> QueueState:
    """How a queue stands."""
    waiting = await database.one(_IN_LINE, queue=queue, state="queued")
    running = await database.one(_IN_LINE, queue=queue, state="running")
    assert waiting is not None and running is not None
    first = await database.one(_CREATED, id=waiting[1] or 0)
    return QueueState(queue, int(waiting[0]), first[0] if first else None, int(running[0]))


async def workers_since(database: Database, since: int) -> list[BrowsedWorker]:
    """The workers that gave a heartbeat since then."""
    return [BrowsedWorker._make(row) for row in await database.all(_WORKERS, since=since)]
