"""Rows are removed in batches; what lives, or is young, stays."""

from __future__ import annotations

import asyncio

import pytest

from stores.cleaning import BATCH, ENDED
from stores.jobs import Job, JobRows
from stores.sql import Database

LIVE = ("running", "sending", "queued")


@pytest.fixture
def jobs(database: Database) -> JobRows:
    return JobRows(database)


async def ended(database: Database, jobs: JobRows, state: str, now: int, guest: int = 1) -> int:
    async with database.transaction() as session:
        job_id = await jobs.add(session, Job.RENDER, [1], trace="", now=now, guest=guest)
    async with jobs.claimed(Job.RENDER, "w", now=now, until=now) as taken:
        assert taken is not None
        await jobs.end(taken[0], taken[1], state=state, now=now)
    return job_id


async def test_ended_jobs_go(database: Database, jobs: JobRows) -> None:
    """In every state that is an end; none that waits, runs or is being sent, however old."""
    young = [await ended(database, jobs, state, 900) for state in ENDED]
    # What waits comes last: each of the others is the one that is claimed.
    old = {state: await ended(database, jobs, state, 100) for state in (*ENDED, *LIVE)}

    removed = await jobs.clean(500, 0)

    assert len(ENDED) == removed
    there = {state: (await jobs.look(job_id)).state for state, job_id in old.items()}
    assert dict.fromkeys(ENDED, "cancelled") | {state: state for state in LIVE} == there
    assert [*ENDED] == [(await jobs.look(job_id)).state for job_id in young]


async def test_more_than_a_batch(database: Database, jobs: JobRows) -> None:
    """By two who clean at the same moment: each row is removed by one of them."""
    async with database.transaction() as session:
        for _ in range(BATCH * 2 + 3):
            job_id = await jobs.add(session, Job.MODEL, [], trace="", now=1)
            await jobs.cancel(session, job_id, now=1)

    removed = await asyncio.gather(jobs.clean(500, 0), jobs.clean(500, 0))

    assert BATCH * 2 + 3 == sum(removed)


async def test_workers_and_turns_go(database: Database, jobs: JobRows) -> None:
    """Those last heard of before the time given."""
    await jobs.seen("old", 100)
    await jobs.seen("young", 900)
    await ended(database, jobs, "done", 100, guest=1)
    await ended(database, jobs, "done", 900, guest=2)

    removed = await jobs.clean(0, 500)

    assert 2 == removed
    assert 1 == await jobs.workers_since(0)
    assert 1 == await jobs.clean(0, 1000) - 1
