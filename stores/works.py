"""Films and long pictures as rows, one shape for both kinds; the rows are the truth."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from sqlalchemy import bindparam, case, delete, func, insert, or_, select, update

from stores.allowances import count_uploads
from stores.sql import Database, Session
from stores.tables import uploads, works


class WorkState(IntEnum):
    """The documented status numbers of /status."""

    NEW = 0
    QUEUED = 1
    RUNNING = 2
    DONE = 3
    FAILED = -1
    GONE = -2


class Work(NamedTuple):
    """A row of `works`."""

    id: int
    kind: str
    user_id: int
    state: int
    stage: int
    progress: int
    job_id: int | None
    attempt: int
    seed: int
    title: str
    description: str
    tag: int
    share: int
    cover: str
    cover_width: int
    cover_height: int
    width: int
    height: int
    result: str
    error: str
    warnings: str
    extras: str | None
    created_ms: int
    updated_ms: int
    like_num: int
    comment_num: int
    hidden: int


class Upload(NamedTuple):
    """One uploaded picture: our name for it, the client's, and its size."""

    filename: str
    original: str
    bytes: int
    width: int
    height: int


class RenderResult(NamedTuple):
    """What a render made; names are relative to the work's folder."""

    result: str
    cover: str
    cover_width: int
    cover_height: int
    width: int
    height: int
    warnings: str
    extras: str


class StartedWork(NamedTuple):
    """What info.json says about the work, written down when it is started.

    share: None leaves what the owner has said before; warnings: a JSON list of what was wrong.
    """

    title: str
    description: str
    tag: int
    share: int | None
    seed: int
    warnings: str


_ALL = [works.c[name] for name in Work._fields]
_id = works.c.id == bindparam("work_id")
_started = works.c.state.between(int(WorkState.QUEUED), int(WorkState.RUNNING))
_fenced = (
    _id,
    works.c.state == int(WorkState.RUNNING),
    works.c.job_id == bindparam("job_id"),
    works.c.attempt == bindparam("attempt"),
)
# Later than the change before, also within one millisecond or by another machine's slow clock:
# watchers tell by it which of two states is the newer.
_later = case(
    (works.c.updated_ms >= bindparam("now"), works.c.updated_ms + 1), else_=bindparam("now")
)
_ADD = insert(works).values(
    kind=bindparam("kind"),
    user_id=bindparam("user_id"),
    warnings="[]",
    created_ms=bindparam("now"),
    updated_ms=bindparam("now"),
)
_GET = select(*_ALL).where(_id)
_START = (
    update(works)
    .where(_id, works.c.state == bindparam("was"))
    .values(
        state=int(WorkState.QUEUED),
        stage=100,
        progress=0,
        error="",
        warnings=bindparam("warnings"),
        title=bindparam("title"),
        description=bindparam("description"),
        tag=bindparam("tag"),
        share=func.coalesce(bindparam("share"), works.c.share),
        seed=bindparam("seed"),
        storyboard=None,
        updated_ms=_later,
    )
)
# Of what is finished nothing is lost: until the new result is there the old one stays, and with it
# what was said of it.
_RENDER_AGAIN = (
    update(works)
    .where(_id, works.c.state == int(WorkState.DONE))
    .values(
        state=int(WorkState.QUEUED),
        stage=100,
        progress=0,
        error="",
        storyboard=bindparam("new_storyboard"),
        updated_ms=_later,
    )
)
_STORYBOARD = select(works.c.storyboard).where(_id)
# A work that was finished before is so still when it could not be rendered again.
_has_result = works.c.result != ""
_SET_JOB = update(works).where(_id).values(job_id=bindparam("job_id"))
_CLAIM = (
    update(works)
    .where(_id, works.c.job_id == bindparam("job_id"), _started)
    .values(state=int(WorkState.RUNNING), attempt=bindparam("new_attempt"), updated_ms=_later)
)
_PROGRESS = (
    update(works)
    .where(*_fenced)
    .values(stage=bindparam("stage"), progress=bindparam("progress"), updated_ms=_later)
)
_DONE = (
    update(works)
    .where(*_fenced)
    .values(
        state=int(WorkState.DONE),
        stage=200,
        progress=100,
        storyboard=None,
        updated_ms=_later,
        result_bytes=bindparam("result_bytes"),
        **{name: bindparam(f"new_{name}") for name in RenderResult._fields},
    )
)
_FAIL = (
    update(works)
    .where(*_fenced)
    .values(
        state=case((_has_result, int(WorkState.DONE)), else_=int(WorkState.FAILED)),
        stage=case((_has_result, 200), else_=works.c.stage),
        progress=case((_has_result, 100), else_=works.c.progress),
        storyboard=None,
        error=bindparam("error"),
        updated_ms=_later,
    )
)
_REQUEUE = (
    update(works)
    .where(*_fenced)
    .values(state=int(WorkState.QUEUED), stage=100, progress=0, updated_ms=_later)
)
_CANCEL = (
    update(works)
    .where(_id, _started)
    .values(
        state=case((_has_result, int(WorkState.DONE)), else_=int(WorkState.NEW)),
        stage=case((_has_result, 200), else_=0),
        progress=case((_has_result, 100), else_=0),
        job_id=None,
        storyboard=None,
        error=case((_has_result, ""), else_=bindparam("error")),
        updated_ms=_later,
    )
)
_GONE = (
    update(works)
    .where(_id, works.c.state != int(WorkState.GONE))
    .values(
        state=int(WorkState.GONE),
        stage=0,
        progress=0,
        job_id=None,
        result="",
        cover="",
        extras=None,
        storyboard=None,
        upload_bytes=0,
        info_bytes=0,
        result_bytes=0,
        updated_ms=_later,
    )
)
_STALE = (
    select(works.c.id, works.c.kind)
    .where(
        or_(works.c.state == int(WorkState.NEW), works.c.state == int(WorkState.FAILED)),
        works.c.updated_ms < bindparam("before"),
    )
    .limit(100)
)
# The folder of a work goes after its row says so; a crash between the two leaves it to this list.
_GONE_SINCE = select(works.c.id, works.c.kind).where(
    works.c.state == int(WorkState.GONE), works.c.updated_ms >= bindparam("since")
)
_TOUCH = (
    update(works)
    .where(_id, or_(works.c.state == int(WorkState.NEW), works.c.state == int(WorkState.FAILED)))
    .values(updated_ms=_later)
)
_ADD_UPLOAD = insert(uploads).values(
    work_id=bindparam("work_id"),
    filename=bindparam("filename"),
    original=bindparam("original"),
    bytes=bindparam("bytes"),
    width=bindparam("width"),
    height=bindparam("height"),
    created_ms=bindparam("now"),
)
_UPLOADS = (
    select(*[uploads.c[name] for name in Upload._fields])
    .where(uploads.c.work_id == bindparam("work_id"))
    .order_by(uploads.c.id)
)
_COUNT_UPLOADS = select(func.count()).where(uploads.c.work_id == bindparam("work_id"))
_DROP_UPLOADS = delete(uploads).where(uploads.c.work_id == bindparam("work_id"))
_RESEND = (
    update(works)
    .where(_id, _started, func.coalesce(works.c.job_id, 0) == bindparam("old_job"))
    .values(state=int(WorkState.QUEUED), stage=100, progress=0, error="", updated_ms=_later)
)


class WorkRows:
    """Rows of `works` and `uploads`. Methods with a `session` are steps of a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, kind: str, user_id: int, now: int) -> int:
        return (await self._database.run(_ADD, kind=kind, user_id=user_id, now=now)).id

    async def get(self, work_id: int) -> Work | None:
        row = await self._database.one(_GET, work_id=work_id)
        return Work._make(row) if row else None

    async def start(
        self, session: Session, work_id: int, was: int, settings: StartedWork, now: int
    ) -> bool:
        """Queue the work if it is still in state `was`."""
        done = await session.run(
            _START, work_id=work_id, was=int(was), now=now, **settings._asdict()
        )
        return done.rows == 1

    async def render_again(self, session: Session, work_id: int, storyboard: str, now: int) -> bool:
        """Queue a finished work, to be made by an edited storyboard; False when it is not done."""
        done = await session.run(_RENDER_AGAIN, work_id=work_id, new_storyboard=storyboard, now=now)
        return done.rows == 1

    async def storyboard(self, work_id: int) -> str | None:
        """What the render of the work is to follow, if its owner has edited it."""
        row = await self._database.one(_STORYBOARD, work_id=work_id)
        return row[0] if row else None

    async def resend(self, session: Session, work_id: int, old_job: int | None, now: int) -> bool:
        """Queue again a work whose job died without a word."""
        done = await session.run(_RESEND, work_id=work_id, old_job=old_job or 0, now=now)
        return done.rows == 1

    async def set_job(self, session: Session, work_id: int, job_id: int) -> None:
        await session.run(_SET_JOB, work_id=work_id, job_id=job_id)

    async def claim(
        self, session: Session, work_id: int, job_id: int, attempt: int, now: int
    ) -> bool:
        done = await session.run(
            _CLAIM, work_id=work_id, job_id=job_id, new_attempt=attempt, now=now
        )
        return done.rows == 1

    async def progress(
        self, work_id: int, job_id: int, attempt: int, *, stage: int, progress: int, now: int
    ) -> bool:
        """Note how far the render is; False when the work is no longer the renderer's."""
        done = await self._database.run(
            _PROGRESS,
            work_id=work_id,
            job_id=job_id,
            attempt=attempt,
            stage=stage,
            progress=progress,
            now=now,
        )
        return done.rows == 1

    async def done(
        self,
        session: Session,
        work_id: int,
        job_id: int,
        attempt: int,
        result: RenderResult,
        now: int,
        *,
        result_bytes: int = 0,
    ) -> bool:
        """Write what was made; False when the work is no longer the renderer's."""
        new = {f"new_{name}": value for name, value in result._asdict().items()}
        done = await session.run(
            _DONE,
            work_id=work_id,
            job_id=job_id,
            attempt=attempt,
            result_bytes=result_bytes,
            now=now,
            **new,
        )
        return done.rows == 1

    async def fail(
        self, session: Session, work_id: int, job_id: int, attempt: int, error: str, now: int
    ) -> bool:
        done = await session.run(
            _FAIL, work_id=work_id, job_id=job_id, attempt=attempt, error=error[:500], now=now
        )
        return done.rows == 1

    async def requeue(
        self, session: Session, work_id: int, job_id: int, attempt: int, now: int
    ) -> bool:
        done = await session.run(_REQUEUE, work_id=work_id, job_id=job_id, attempt=attempt, now=now)
        return done.rows == 1

    async def cancel(self, session: Session, work_id: int, error: str, now: int) -> bool:
        return (await session.run(_CANCEL, work_id=work_id, error=error, now=now)).rows == 1

    async def gone(self, session: Session, work_id: int, now: int) -> bool:
        """Mark the work as cleaned and forget its uploads; False when it was already."""
        done = await session.run(_GONE, work_id=work_id, now=now)
        await session.run(_DROP_UPLOADS, work_id=work_id)
        return done.rows == 1

    async def stale(self, before: int) -> list[tuple[int, str]]:
        """(id, kind) of works never started, or failed, and untouched since then."""
        rows = await self._database.all(_STALE, before=before)
        return [(row[0], row[1]) for row in rows]

    async def gone_since(self, since: int) -> list[tuple[int, str]]:
        """(id, kind) of works whose files were to be removed then or later."""
        rows = await self._database.all(_GONE_SINCE, since=since)
        return [(row[0], row[1]) for row in rows]

    async def hold_open(self, session: Session, work_id: int, now: int) -> bool:
        """Lock the row for the rest of the transaction; False when files are no longer taken."""
        return (await session.run(_TOUCH, work_id=work_id, now=now)).rows == 1

    async def add_upload(self, session: Session, work_id: int, upload: Upload, now: int) -> None:
        await session.run(_ADD_UPLOAD, work_id=work_id, now=now, **upload._asdict())
        await count_uploads(session, work_id)

    async def uploads(self, work_id: int, session: Session | None = None) -> list[Upload]:
        """The pictures of a work, in the order of arrival."""
        rows = await (session or self._database).all(_UPLOADS, work_id=work_id)
        return [Upload._make(row) for row in rows]

    async def count_uploads(self, work_id: int) -> int:
        row = await self._database.one(_COUNT_UPLOADS, work_id=work_id)
        return int(row[0]) if row else 0
