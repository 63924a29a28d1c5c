"""Whose turn it is: guests whose jobs wait are served one job each, round after round.

A job stands where its guest began to wait for it: when they asked, or when their last job was
begun, whichever is later. So whoever has many waits, after each, for all who came meanwhile; and
nobody waits for more than one job of each guest who was there before, so nobody waits for ever.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from sqlalchemy import and_, bindparam, case, func, insert, or_, select, update

from stores.sql import Database, Session
from stores.tables import jobs, turns

# Of a job that goes before all others: its guest's turn was taken already, by no fault of theirs.
AT_ONCE: Final = 0
# So many waiting jobs are looked at to tell a place: in a longer line a place is at least that far.
MOST_COUNTED: Final = 2000


class Head(NamedTuple):
    """The job whose turn it is, as it was seen: whoever takes it must still find it so."""

    job_id: int
    guest: int
    turn_ms: int
    served_ms: int | None


def _standing(of: Any) -> Any:
    """Since when a guest has waited for a job; the least is served first."""
    return case(
        (of.c.turn_ms == AT_ONCE, AT_ONCE),
        (turns.c.served_ms > of.c.turn_ms, turns.c.served_ms),
        else_=of.c.turn_ms,
    )


def _with_turns(rows: Any, of: Any) -> Any:
    return rows.outerjoin(turns, and_(turns.c.queue == of.c.queue, turns.c.guest == of.c.guest))


_own, _mine = jobs.alias("own"), jobs.alias("mine")
_in_line = (
    jobs.c.queue == bindparam("queue"),
    jobs.c.actor == bindparam("actor"),
    jobs.c.state == "queued",
)
_HEAD = (
    select(jobs.c.id, jobs.c.guest, jobs.c.turn_ms, turns.c.served_ms)
    .select_from(_with_turns(jobs, jobs))
    .where(*_in_line)
    .order_by(_standing(jobs), jobs.c.id)
    .limit(1)
)
# Later than the turn before, also within one millisecond or by another machine's slow clock: by it
# whoever comes with an older head learns that they come too late.
_later = case(
    (turns.c.served_ms >= bindparam("now"), turns.c.served_ms + 1), else_=bindparam("now")
)
_SERVE = (
    update(turns)
    .where(
        turns.c.queue == bindparam("of_queue"),
        turns.c.guest == bindparam("of_guest"),
        turns.c.served_ms == bindparam("seen"),
    )
    .values(served_ms=_later)
)
_SERVE_FIRST = insert(turns).values(
    queue=bindparam("of_queue"), guest=bindparam("of_guest"), served_ms=bindparam("now")
)
_before_mine = or_(
    _standing(_own) < _standing(_mine),
    and_(_standing(_own) == _standing(_mine), _own.c.id < _mine.c.id),
)
# Of a waiting job: its guest, how many of theirs are before it, where their first one stands.
_OF_GUEST = (
    select(
        _mine.c.guest,
        func.sum(case((_before_mine, 1), else_=0)),
        func.min(_standing(_own)),
        func.min(_own.c.id),
    )
    .select_from(
        _with_turns(
            _mine.join(
                _own,
                and_(
                    _own.c.queue == _mine.c.queue,
                    _own.c.state == "queued",
                    _own.c.guest == _mine.c.guest,
                    _own.c.actor == _mine.c.actor,
                ),
            ),
            _mine,
        )
    )
    .where(_mine.c.id == bindparam("job_id"), _mine.c.state == "queued")
    .group_by(_mine.c.guest)
)
_line = (
    select(jobs.c.guest, jobs.c.id, _standing(jobs).label("standing"))
    .select_from(_with_turns(jobs, jobs))
    .where(*_in_line, jobs.c.guest != bindparam("guest"))
    .order_by(jobs.c.id)
    .limit(MOST_COUNTED)
    .subquery("line")
)
_guests = (
    select(
        func.count().label("jobs"),
        func.min(_line.c.standing).label("standing"),
        func.min(_line.c.id).label("first"),
    )
    .group_by(_line.c.guest)
    .subquery("guests")
)
# Each other guest is served once in every round before, and in this one if they stand before.
_served: Any = bindparam("rounds") + case(
    (_guests.c.standing < bindparam("standing"), 1),
    (
        and_(_guests.c.standing == bindparam("standing"), _guests.c.first < bindparam("first")),
        1,
    ),
    else_=0,
)
_OTHERS = select(
    func.coalesce(func.sum(case((_guests.c.jobs < _served, _guests.c.jobs), else_=_served)), 0)
)


async def head(database: Database, queue: str, actor: str) -> Head | None:
    """The job whose turn it is; None when none waits."""
    row = await database.one(_HEAD, queue=queue, actor=actor)
    return Head._make(row) if row else None


async def serve(session: Session, queue: str, found: Head, now: int) -> bool:
    """Note that the guest is served now; False when they were since the head was seen.

    Raises `Duplicate`, at the end of the transaction, when that was for the first time.
    """
    key = {"of_queue": queue, "of_guest": found.guest, "now": now}
    if found.served_ms is None:
        return (await session.run(_SERVE_FIRST, **key)).rows == 1
    return (await session.run(_SERVE, seen=found.served_ms, **key)).rows == 1


async def place(database: Database, queue: str, actor: str, job_id: int) -> int:
    """How many jobs are begun until this one is, itself among them, if nobody else comes; 0 when
    it does not wait.
    """
    row = await database.one(_OF_GUEST, job_id=job_id)
    if row is None:
        return 0
    guest, rounds, standing, first = (int(value) for value in row)
    others = await database.one(
        _OTHERS,
        queue=queue,
        actor=actor,
        guest=guest,
        rounds=rounds,
        standing=standing,
        first=first,
    )
    assert others is not None
    return rounds + 1 + int(others[0])
