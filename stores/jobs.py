"""The table `jobs` is the truth about work to be done; a queue message only wakes a worker.

Which job a worker takes then is said by stores/turns.py, not by the message.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum
from typing import Final, NamedTuple

import orjson
from sqlalchemy import bindparam, case, func, insert, literal, or_, select, update

from stores.cleaning import forget_ended, forget_queue, forget_turns, forget_workers
from stores.sql import Database, Duplicate, Session
from stores.tables import jobs, workers
from stores.turns import AT_ONCE, Head, head, place, serve

# Above every id.
ANY: Final = 1 << 62


class Job(Enum):
    """One row per job: the actor that does it, and the queue it waits in."""

    RENDER = "render", "media"
    MODEL = "model", "models"
    BIG_MODEL = "big_model", "big_models"
    MESSAGE = "message", "messages"
    # Nobody waits for it, and it holds more: workers of a version before do not know how to read
    # it, and leave alone what stands in a queue that they do not know.
    HANDED_OVER = "handed_over", "handed_over"

    def __init__(self, actor: str, queue: str) -> None:
        self.actor = actor
        self.queue = queue


class _Outrun(Exception):
    """Raised within a claim when another worker was quicker: nothing of it stays."""


class Claim(NamedTuple):
    """A job taken: `attempt` fences off every earlier taker; so many `crashes` were before it."""

    job_id: int
    attempt: int
    args: list[int | str]
    trace: str
    crashes: int = 0


class JobEnd(NamedTuple):
    """Where a job is, and with what it failed if it did."""

    state: str
    error: str

    @property
    def live(self) -> bool:
        """Whether it waits or runs."""
        return self.state in ("queued", "running")


class QueuedJob(NamedTuple):
    """A queued job, to be sent (again)."""

    job_id: int
    actor: str
    queue: str


class QueueDepth(NamedTuple):
    """How many jobs of a queue are in a state, and when the oldest was asked for."""

    queue: str
    state: str
    jobs: int
    oldest_ms: int


_id = jobs.c.id == bindparam("job_id")
_mine = (_id, jobs.c.state == "running", jobs.c.attempts == bindparam("attempt"))
_ADD = insert(jobs).values(
    actor=bindparam("actor"),
    queue=bindparam("queue"),
    args=bindparam("args"),
    trace=bindparam("trace"),
    state="queued",
    guest=bindparam("guest"),
    cost=bindparam("cost"),
    turn_ms=bindparam("now"),
    sent_ms=bindparam("now"),
    created_ms=bindparam("now"),
    updated_ms=bindparam("now"),
)
_CLAIM = (
    update(jobs)
    .where(_id, jobs.c.state == "queued", jobs.c.turn_ms == bindparam("turn"))
    .values(
        state="running",
        attempts=jobs.c.attempts + 1,
        claimed_by=bindparam("worker"),
        lease_until_ms=bindparam("until"),
        updated_ms=bindparam("now"),
    )
)
_CLAIMED = select(jobs.c.attempts, jobs.c.args, jobs.c.trace, jobs.c.handed_back).where(_id)
_RENEW = update(jobs).where(*_mine).values(lease_until_ms=bindparam("until"))
_STILL_MINE = select(literal(1)).where(*_mine)
_END = (
    update(jobs)
    .where(*_mine)
    .values(state=bindparam("ended"), error=bindparam("error"), updated_ms=bindparam("now"))
)
_HAND_BACK = (
    update(jobs)
    .where(*_mine)
    .values(
        state="queued",
        handed_back=jobs.c.handed_back + 1,
        turn_ms=AT_ONCE,
        updated_ms=bindparam("now"),
    )
)
# Once it may have been chance, and costs no turn. What ends its worker again and again must not
# stand before everybody.
_turn_lost = case((jobs.c.attempts - jobs.c.handed_back > 1, bindparam("now")), else_=AT_ONCE)
_LOST = {"state": "queued", "turn_ms": _turn_lost, "updated_ms": bindparam("now")}
_CRASHED = update(jobs).where(*_mine).values(**_LOST)
_CANCEL = (
    update(jobs)
    .where(_id, or_(jobs.c.state == "queued", jobs.c.state == "running"))
    .values(state="cancelled", updated_ms=bindparam("now"))
)
_LOOK = select(jobs.c.state, jobs.c.error).where(_id)
_LIVE_SINCE = select(func.count(), func.coalesce(func.sum(jobs.c.cost), 0)).where(
    jobs.c.queue == bindparam("queue"),
    or_(jobs.c.state == "queued", jobs.c.state == "running"),
    jobs.c.created_ms >= bindparam("since"),
    jobs.c.id < bindparam("before"),
)
_RUNNING = select(jobs.c.id, jobs.c.attempts).where(jobs.c.state == "running")
_DEPTHS = (
    select(jobs.c.queue, jobs.c.state, func.count(), func.min(jobs.c.created_ms))
    .where(or_(jobs.c.state == "queued", jobs.c.state == "running", jobs.c.state == "sending"))
    .group_by(jobs.c.queue, jobs.c.state)
)
_FREE_EXPIRED = (
    update(jobs)
    .where(jobs.c.state == "running", jobs.c.lease_until_ms < bindparam("now"))
    .values(sent_ms=0, **_LOST)
)
_FREE_ALL = update(jobs).where(jobs.c.state == "running").values(sent_ms=0, **_LOST)
_UNSENT = (
    select(jobs.c.id, jobs.c.actor, jobs.c.queue)
    .where(jobs.c.state == "queued", jobs.c.sent_ms < bindparam("before"))
    .order_by(jobs.c.id)
    .limit(500)
)
_SENT = update(jobs).where(_id, jobs.c.state == "queued").values(sent_ms=bindparam("now"))
_SEEN = (
    update(workers).where(workers.c.name == bindparam("worker")).values(seen_ms=bindparam("now"))
)
_FIRST_SEEN = insert(workers).values(name=bindparam("worker"), seen_ms=bindparam("now"))
_SEEN_SINCE = select(
    func.coalesce(func.sum(case((workers.c.seen_ms >= bindparam("since"), 1), else_=0)), 0)
)


class JobRows:
    """Rows of `jobs`, and the heartbeats of those who work on them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        session: Session,
        job: Job,
        args: list[int | str],
        *,
        trace: str,
        now: int,
        guest: int = 0,
        cost: int = 0,
    ) -> int:
        """Ask for work within the caller's transaction; send its message after the commit.

        guest: the number of whoever takes turns with others for it. cost: how much work it is.
        """
        text = orjson.dumps(args).decode()
        done = await session.run(
            _ADD,
            actor=job.actor,
            queue=job.queue,
            args=text,
            trace=trace,
            guest=guest,
            cost=cost,
            now=now,
        )
        return done.id

    @asynccontextmanager
    async def claimed(
        self, job: Job, worker: str, *, now: int, until: int
    ) -> AsyncIterator[tuple[Session, Claim] | None]:
        """Take the waiting job whose turn it is, for the block, which is its transaction; None
        when none waits.
        """
        while (found := await head(self._database, job.queue, job.actor)) is not None:
            begun = False
            try:
                async with self._database.transaction() as session:
                    claim = await self._take(session, found, worker, now, until)
                    if found.turn_ms != AT_ONCE:
                        if not await serve(session, job.queue, found, now):
                            raise _Outrun
                    begun = True
                    yield session, claim
                    return
            except (_Outrun, Duplicate):
                # Another worker took it, or another job of that guest: whose turn is it now?
                if begun:
                    raise
        yield None

    async def _take(
        self, session: Session, found: Head, worker: str, now: int, until: int
    ) -> Claim:
        job_id = found.job_id
        done = await session.run(
            _CLAIM, job_id=job_id, turn=found.turn_ms, worker=worker, now=now, until=until
        )
        if done.rows != 1:
            raise _Outrun
        row = await session.one(_CLAIMED, job_id=job_id)
        assert row is not None
        return Claim(job_id, row[0], orjson.loads(row[1]), row[2], row[0] - 1 - row[3])

    async def renew(self, claim: Claim, until: int) -> bool:
        """Lengthen the lease; False when the job is no longer the claimer's."""
        done = await self._database.run(
            _RENEW, job_id=claim.job_id, attempt=claim.attempt, until=until
        )
        return done.rows == 1

    async def still_mine(self, claim: Claim) -> bool:
        row = await self._database.one(_STILL_MINE, job_id=claim.job_id, attempt=claim.attempt)
        return row is not None

    async def end(
        self, session: Session, claim: Claim, *, state: str, now: int, error: str = ""
    ) -> bool:
        """Finish a claimed job ('done', 'failed', 'cancelled'); False when not mine."""
        done = await session.run(
            _END, job_id=claim.job_id, attempt=claim.attempt, ended=state, error=error, now=now
        )
        return done.rows == 1

    async def hand_back(self, session: Session, claim: Claim, now: int) -> bool:
        """Queue a claimed job that nothing was wrong with; False when not mine."""
        done = await session.run(_HAND_BACK, job_id=claim.job_id, attempt=claim.attempt, now=now)
        return done.rows == 1

    async def crashed(self, session: Session, claim: Claim, now: int) -> bool:
        """Queue a claimed job again that ended its process; False when not mine."""
        done = await session.run(_CRASHED, job_id=claim.job_id, attempt=claim.attempt, now=now)
        return done.rows == 1

    async def cancel(self, session: Session, job_id: int, now: int) -> None:
        await session.run(_CANCEL, job_id=job_id, now=now)

    async def is_live(self, job_id: int) -> bool:
        """Whether the job waits or runs."""
        return (await self.look(job_id)).live

    async def look(self, job_id: int) -> JobEnd:
        """Where the job is; one that is not there any more was cancelled."""
        row = await self._database.one(_LOOK, job_id=job_id)
        return JobEnd("cancelled", "") if row is None else JobEnd(row[0], row[1])

    async def depths(self) -> list[QueueDepth]:
        """What waits and what runs, by queue."""
        return [QueueDepth(*row) for row in await self._database.all(_DEPTHS)]

    async def live_since(self, queue: str, since: int, before: int = ANY) -> tuple[int, int]:
        """How many jobs of `queue`, asked for since then, wait or run, and their cost together;
        of those with an id below `before` alone.
        """
        row = await self._database.one(_LIVE_SINCE, queue=queue, since=since, before=before)
        return (int(row[0]), int(row[1])) if row else (0, 0)

    async def forget(self, queue: str, before: int) -> int:
        """Remove the rows of `queue` that are older, whatever became of them; how many."""
        return await forget_queue(self._database, queue, before)

    async def clean(self, before: int, silent: int) -> int:
        """Remove jobs that ended `before`, and workers and guests' turns last heard of before
        `silent`; how many rows.
        """
        ended = await forget_ended(self._database, before)
        gone = await forget_workers(self._database, silent)
        return ended + gone + await forget_turns(self._database, silent)

    async def running(self) -> set[tuple[int, int]]:
        """(job id, attempt) of every job that somebody has claimed."""
        return {(row[0], row[1]) for row in await self._database.all(_RUNNING)}

    async def place(self, job: Job, job_id: int) -> int:
        """Its place in the line, 1 is next; 0 when it does not wait."""
        return await place(self._database, job.queue, job.actor, job_id)

    async def free(self, now: int, *, all_: bool = False) -> int:
        """Queue again what lost its lease; with `all_`, whatever runs (nobody else is there)."""
        return (await self._database.run(_FREE_ALL if all_ else _FREE_EXPIRED, now=now)).rows

    async def unsent(self, before: int) -> list[QueuedJob]:
        """Queued jobs whose message was last sent before that time, oldest first."""
        rows = await self._database.all(_UNSENT, before=before)
        return [QueuedJob._make(row) for row in rows]

    async def sent(self, job_id: int, now: int) -> None:
        await self._database.run(_SENT, job_id=job_id, now=now)

    async def seen(self, worker: str, now: int) -> None:
        """A worker's heartbeat."""
        if (await self._database.run(_SEEN, worker=worker, now=now)).rows == 0:
            await self._database.run(_FIRST_SEEN, worker=worker, now=now)

    async def workers_since(self, since: int) -> int:
        """How many workers gave a heartbeat since then."""
        row = await self._database.one(_SEEN_SINCE, since=since)
        return int(row[0]) if row else 0
