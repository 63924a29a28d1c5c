"""Jobs of the queues of messages: once "sending", a row is never queued again but by its sender.

So what a lost worker may have sent is not sent a second time. `lost` finds such rows, and no
statement of `stores.jobs` touches them.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import orjson
from sqlalchemy import bindparam, or_, select, update

from stores.jobs import Claim, Job, QueuedJob
from stores.sql import Database, Session
from stores.tables import jobs

QUEUED: Final = "queued"
SENDING: Final = "sending"
KINDS: Final = (Job.MESSAGE, Job.HANDED_OVER)
# Later than any lease.
EVER: Final = 1 << 62


class MessageState(NamedTuple):
    """Where a message is: after how many attempts, and what its row carries."""

    state: str
    attempts: int
    args: list[int | str]


_id = jobs.c.id == bindparam("job_id")
_message = or_(*(jobs.c.queue == job.queue for job in KINDS))
_TAKE = (
    update(jobs)
    .where(_id, _message, jobs.c.state == QUEUED)
    .values(
        state=SENDING,
        attempts=jobs.c.attempts + 1,
        claimed_by=bindparam("worker"),
        lease_until_ms=bindparam("until"),
        updated_ms=bindparam("now"),
    )
)
_TAKEN = select(jobs.c.attempts, jobs.c.args, jobs.c.trace).where(_id)
_END = (
    update(jobs)
    .where(_id, jobs.c.state == SENDING, jobs.c.attempts == bindparam("attempt"))
    .values(
        state=bindparam("ended"),
        args=bindparam("args"),
        error=bindparam("error"),
        sent_ms=bindparam("due"),
        updated_ms=bindparam("now"),
    )
)
_WITHDRAW = (
    update(jobs)
    .where(_id, jobs.c.state == QUEUED, jobs.c.attempts == 0)
    .values(state="cancelled", args="[]", updated_ms=bindparam("now"))
)
_LOOK = select(jobs.c.state, jobs.c.attempts, jobs.c.args).where(_id)
_LOST = (
    select(jobs.c.id, jobs.c.attempts, jobs.c.args, jobs.c.trace)
    .where(
        jobs.c.state == SENDING,
        jobs.c.lease_until_ms < bindparam("before"),
        _message,
    )
    .limit(100)
)
_WAITING = (
    select(jobs.c.id, jobs.c.actor, jobs.c.queue)
    .where(
        _message,
        jobs.c.state == QUEUED,
        jobs.c.sent_ms < bindparam("before"),
    )
    .order_by(jobs.c.id)
    .limit(500)
)
_RETRIED = (
    select(jobs.c.args).where(_message, jobs.c.state == QUEUED, jobs.c.attempts > 0).limit(100)
)


class MessageRows:
    """Rows of messages, each write fenced by (job, attempt)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(
        self, session: Session, job_id: int, worker: str, *, now: int, until: int
    ) -> Claim | None:
        """Mark a queued message as being sent; None when it is another's or over."""
        done = await session.run(_TAKE, job_id=job_id, worker=worker, now=now, until=until)
        if done.rows != 1:
            return None
        row = await session.one(_TAKEN, job_id=job_id)
        assert row is not None
        return Claim(job_id, row[0], orjson.loads(row[1]), row[2])

    async def end(
        self,
        session: Session,
        claim: Claim,
        *,
        state: str,
        args: list[int | str],
        error: str,
        now: int,
        due: int = 0,
    ) -> bool:
        """Finish a message, or queue it again to be sent when it is `due`; False when not mine."""
        done = await session.run(
            _END,
            job_id=claim.job_id,
            attempt=claim.attempt,
            ended=state,
            args=orjson.dumps(args).decode(),
            error=error[:500],
            due=due,
            now=now,
        )
        return done.rows == 1

    async def withdraw(self, job_id: int, now: int) -> None:
        """Give up what no worker has touched yet."""
        await self._database.run(_WITHDRAW, job_id=job_id, now=now)

    async def look(self, job_id: int) -> MessageState:
        """Where the message is; one that is not there any more was cancelled."""
        row = await self._database.one(_LOOK, job_id=job_id)
        if row is None:
            return MessageState("cancelled", 0, [])
        return MessageState(row[0], row[1], orjson.loads(row[2]))

    async def waiting(self, before: int) -> list[QueuedJob]:
        """What was to be sent before that time, and that nobody has taken."""
        rows = await self._database.all(_WAITING, before=before)
        return [QueuedJob._make(row) for row in rows]

    async def retried(self) -> list[list[int | str]]:
        """The arguments of messages that did not leave yet, a hundred of them at most."""
        return [orjson.loads(row[0]) for row in await self._database.all(_RETRIED)]

    async def lost(self, before: int) -> list[Claim]:
        """What was being sent when its lease ran out before that time."""
        rows = await self._database.all(_LOST, before=before)
        return [Claim(row[0], row[1], orjson.loads(row[2]), row[3]) for row in rows]
