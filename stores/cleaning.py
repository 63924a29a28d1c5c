"""Removing rows that nobody needs any more: a few at a time, by their keys, in ascending order.

So nobody waits for long, no gap is locked, and two who clean at once do not lock each other out.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Select, bindparam, delete, or_, select
from sqlalchemy.sql.dml import Delete

from stores.sql import Database
from stores.tables import jobs, request_keys, turns, workers

# What a job can be that nobody will touch again.
ENDED: Final = ("done", "failed", "cancelled", "unknown")
BATCH: Final = 200
# The rest of what is found waits for the next cleaning.
MOST_BATCHES: Final = 100

_OF_QUEUE = (
    select(jobs.c.id)
    .where(jobs.c.queue == bindparam("queue"), jobs.c.created_ms < bindparam("before"))
    .limit(BATCH)
)
_DROP = delete(jobs).where(jobs.c.id == bindparam("job_id"))
_OVER = (
    select(jobs.c.id)
    .where(jobs.c.state == bindparam("state"), jobs.c.updated_ms < bindparam("before"))
    .limit(BATCH)
)
# An ended job never begins again; seen so once more, for whoever knows better.
_DROP_OVER = _DROP.where(or_(*(jobs.c.state == state for state in ENDED)))
_SILENT = select(workers.c.name).where(workers.c.seen_ms < bindparam("before")).limit(BATCH)
_DROP_SILENT = delete(workers).where(
    workers.c.name == bindparam("worker"), workers.c.seen_ms < bindparam("before")
)
_SERVED = (
    select(turns.c.queue, turns.c.guest).where(turns.c.served_ms < bindparam("before")).limit(BATCH)
)
_DROP_SERVED = delete(turns).where(
    turns.c.queue == bindparam("of_queue"),
    turns.c.guest == bindparam("of_guest"),
    turns.c.served_ms < bindparam("before"),
)
_OLD_KEYS = (
    select(request_keys.c.id).where(request_keys.c.created_ms < bindparam("before")).limit(BATCH)
)
_DROP_OLD_KEY = delete(request_keys).where(
    request_keys.c.id == bindparam("key_id"), request_keys.c.created_ms < bindparam("before")
)


async def forget_queue(database: Database, queue: str, before: int) -> int:
    """Remove the jobs of a queue that are older, whatever became of them; how many."""
    return await _remove(database, _OF_QUEUE, _DROP, ("job_id",), queue=queue, before=before)


async def forget_ended(database: Database, before: int) -> int:
    """Remove the jobs of all queues that ended before; how many."""
    removed = 0
    for state in ENDED:
        removed += await _remove(
            database, _OVER, _DROP_OVER, ("job_id",), state=state, before=before
        )
    return removed


async def forget_workers(database: Database, before: int) -> int:
    """Remove the heartbeats of workers that were last seen before; how many."""
    return await _remove(database, _SILENT, _DROP_SILENT, ("worker",), before=before)


async def forget_turns(database: Database, before: int) -> int:
    """Remove the turns of guests who were last served before; how many."""
    return await _remove(database, _SERVED, _DROP_SERVED, ("of_queue", "of_guest"), before=before)


async def forget_keys(database: Database, before: int) -> int:
    """Remove what requests with a key were answered before; how many."""
    return await _remove(database, _OLD_KEYS, _DROP_OLD_KEY, ("key_id",), before=before)


async def _remove(
    database: Database, find: Select[Any], drop: Delete, key: tuple[str, ...], **values: Any
) -> int:
    removed = 0
    for _ in range(MOST_BATCHES):
        found = sorted(await database.all(find, **values))
        if found:
            async with database.transaction() as session:
                for row in found:
                    done = await session.run(drop, **dict(zip(key, row, strict=True)), **values)
                    removed += done.rows
        if len(found) < BATCH:
            break
    return removed
