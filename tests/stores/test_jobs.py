"""The job table: claimed once, fenced by attempt, freed when its worker is silent."""

from __future__ import annotations

import asyncio

import pytest

from stores.jobs import Claim, Job, JobRows
from stores.sql import Database


@pytest.fixture
def jobs(database: Database) -> JobRows:
    return JobRows(database)


async def add(database: Database, jobs: JobRows, now: int = 1000) -> int:
    async with database.transaction() as session:
        return await jobs.add(session, Job.RENDER, [7], trace="t", now=now)


async def claim(
    jobs: JobRows, worker: str = "w", until: int = 2000, job: Job = Job.RENDER
) -> Claim | None:
    async with jobs.claimed(job, worker, now=1000, until=until) as taken:
        return taken[1] if taken else None


async def end(database: Database, jobs: JobRows, claimed: Claim, state: str = "done") -> bool:
    async with database.transaction() as session:
        return await jobs.end(session, claimed, state=state, now=1500)


async def test_one_of_many_claims_wins(database: Database, jobs: JobRows) -> None:
    """Twenty workers who hear of one job at once: one has it."""
    job_id = await add(database, jobs)
    claims = await asyncio.gather(*(claim(jobs, f"w{n}") for n in range(20)))

    assert [Claim(job_id, 1, [7], "t")] == [c for c in claims if c is not None]


async def test_a_lost_lease_frees_the_job(database: Database, jobs: JobRows) -> None:
    """After its lease the job waits again; the silent worker can neither renew nor end it."""
    await add(database, jobs)
    first = await claim(jobs, until=2000)
    assert first is not None
    freed = [await jobs.free(1999), await jobs.free(2001)]
    second = await claim(jobs, until=5000)
    assert second is not None

    assert [0, 1] == freed
    assert 2 == second.attempt
    assert [False, False, False] == [
        await jobs.renew(first, 9000),
        await jobs.still_mine(first),
        await end(database, jobs, first),
    ]
    assert [True, True] == [await jobs.still_mine(second), await end(database, jobs, second)]


async def test_a_renewed_lease_is_kept(database: Database, jobs: JobRows) -> None:
    """Who renews in time is left alone."""
    await add(database, jobs)
    claimed = await claim(jobs, until=2000)
    assert claimed is not None
    renewed = await jobs.renew(claimed, 9000)

    assert (True, 0) == (renewed, await jobs.free(3000))


async def test_a_job_that_is_over_is_not_taken(database: Database, jobs: JobRows) -> None:
    """Done and cancelled jobs cannot be claimed, and are not live."""
    done, cancelled = await add(database, jobs), await add(database, jobs)
    claimed = await claim(jobs)
    assert claimed is not None
    await end(database, jobs, claimed)
    async with database.transaction() as session:
        await jobs.cancel(session, cancelled, now=1500)

    assert None is await claim(jobs)
    for job_id in (done, cancelled):
        assert not await jobs.is_live(job_id)


async def test_waiting_jobs_are_listed_until_sent(database: Database, jobs: JobRows) -> None:
    """What was sent lately is left out; the oldest comes first."""
    first, second = await add(database, jobs, now=1000), await add(database, jobs, now=1001)
    listed = [waiting.job_id for waiting in await jobs.unsent(2000)]
    await jobs.sent(first, 3000)

    assert [first, second] == listed
    assert [second] == [waiting.job_id for waiting in await jobs.unsent(2000)]
    assert 2 == await jobs.place(Job.RENDER, second)


async def test_heartbeats_are_counted(jobs: JobRows) -> None:
    """Workers seen since a time; a second beat is not a second worker."""
    await jobs.seen("a", 1000)
    await jobs.seen("a", 2000)
    await jobs.seen("b", 1500)

    assert [2, 1, 0] == [await jobs.workers_since(since) for since in (1500, 1501, 2001)]


async def test_a_look_at_a_job(database: Database, jobs: JobRows) -> None:
    """Its state, the error that it failed with; one that is gone was cancelled."""
    job_id = await add(database, jobs)
    waiting = await jobs.look(job_id)
    claimed = await claim(jobs)
    assert claimed is not None
    running = await jobs.look(job_id)
    async with database.transaction() as session:
        await jobs.end(session, claimed, state="failed", now=1500, error="absent")
    failed, gone = await jobs.look(job_id), await jobs.look(job_id + 1)

    assert [("queued", True), ("running", True)] == [(x.state, x.live) for x in (waiting, running)]
    assert ("failed", "absent", False) == (*failed, failed.live)
    assert ("cancelled", "", False) == (*gone, gone.live)


async def test_live_jobs_of_a_queue_are_counted(database: Database, jobs: JobRows) -> None:
    """Waiting and running ones, asked for since a time; not those of other queues, nor ended."""
    async with database.transaction() as session:
        for now in (1000, 1000, 1000, 500):
            await jobs.add(session, Job.MODEL, ["m"], trace="t", now=now)
    await add(database, jobs)
    await claim(jobs, job=Job.MODEL)
    ended = await claim(jobs, job=Job.MODEL)
    assert ended is not None
    await end(database, jobs, ended)

    counts = [(await jobs.live_since("models", since))[0] for since in (400, 1000, 1001)]

    assert [3, 2, 0] == counts


async def test_old_jobs_of_a_queue_are_forgotten(database: Database, jobs: JobRows) -> None:
    """Whatever became of them; younger ones and other queues stay."""
    async with database.transaction() as session:
        old = await jobs.add(session, Job.MODEL, [], trace="t", now=100)
        young = await jobs.add(session, Job.MODEL, [], trace="t", now=900)
        other = await jobs.add(session, Job.RENDER, [], trace="t", now=100)

    forgotten = await jobs.forget("models", 500)

    assert 1 == forgotten
    assert [False, True, True] == [await jobs.is_live(n) for n in (old, young, other)]
