"""Guests take turns: the database takes jobs as the rule by itself does (tests/line.py)."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import pytest

from stores.jobs import Claim, Job, JobRows
from stores.sql import Database
from tests.line import Line

LATE = 10**9
HEAVY = 1


@pytest.fixture
def jobs(database: Database) -> JobRows:
    return JobRows(database)


async def add(database: Database, jobs: JobRows, guest: int, now: int) -> int:
    async with database.transaction() as session:
        return await jobs.add(session, Job.RENDER, [1], trace="", now=now, guest=guest)


async def take(jobs: JobRows, now: int, worker: str = "w") -> Claim | None:
    async with jobs.claimed(Job.RENDER, worker, now=now, until=LATE) as taken:
        return taken[1] if taken else None


async def all_taken(jobs: JobRows, now: int) -> list[int]:
    """The jobs in the order in which they are begun."""
    found = []
    while (claim := await take(jobs, now := now + 1)) is not None:
        found.append(claim.job_id)
    return found


async def forty_and_twenty(database: Database, jobs: JobRows) -> tuple[list[int], list[int]]:
    """Jobs of one guest of forty works, and behind them those of twenty guests of one."""
    many = [await add(database, jobs, HEAVY, now) for now in range(1, 41)]
    single = [await add(database, jobs, guest, 100 + guest) for guest in range(2, 22)]
    return many, single


async def test_one_guest_of_forty_and_twenty_of_one(database: Database, jobs: JobRows) -> None:
    """One of the forty, then every other guest, then the rest."""
    many, single = await forty_and_twenty(database, jobs)

    taken = await all_taken(jobs, 1000)

    assert [many[0], *single, *many[1:]] == taken


async def test_places_are_true(database: Database, jobs: JobRows) -> None:
    """What each job is told is when it is begun, if nobody else comes; 0 once it is."""
    many, single = await forty_and_twenty(database, jobs)
    told = [await jobs.place(Job.RENDER, job_id) for job_id in many + single]

    taken = await all_taken(jobs, 1000)

    assert [taken.index(job_id) + 1 for job_id in many + single] == told
    assert 0 == await jobs.place(Job.RENDER, many[0])


@pytest.mark.parametrize("seed", range(4))
async def test_as_the_rule_by_itself(database: Database, jobs: JobRows, seed: int) -> None:
    """Whatever comes, goes and is taken in between: the same jobs, and the same places."""
    chance, line = random.Random(seed), Line()
    for _ in range(120):
        what = chance.random()
        if what < 0.5 or not line.asked:
            guest = min(chance.randrange(1, 8), chance.randrange(1, 8))
            line.add(guest, await add(database, jobs, guest, line.time + 1))
        elif what < 0.58:
            job_id = chance.choice([*line.asked])
            line.cancel(job_id)
            async with database.transaction() as session:
                await jobs.cancel(session, job_id, now=line.time)
        elif what < 0.75:
            job_id = chance.choice([*line.asked])
            assert line.place(job_id) == await jobs.place(Job.RENDER, job_id)
        else:
            claim = await take(jobs, line.time + 1)
            assert claim is not None
            assert line.take() == claim.job_id

    assert [line.take() for _ in range(len(line.asked))] == await all_taken(jobs, line.time)


def test_nobody_waits_for_two_of_another() -> None:
    """The rule by itself: while somebody waits, nobody else is served twice."""
    for seed in range(50):
        chance, line, ended = random.Random(seed), Line(), 0
        waiting: dict[int, Counter[int]] = {}
        for job in range(1, 300):
            if chance.random() < 0.55 or not line.asked:
                guest = min(chance.randrange(1, 10), chance.randrange(1, 10))
                line.add(guest, job)
                waiting.setdefault(guest, Counter())
                continue
            of = {job: guest for job, (guest, _) in line.asked.items()}
            guest = of[line.take()]
            ended += 1
            del waiting[guest]
            for seen in waiting.values():
                seen[guest] += 1
                assert seen[guest] <= 1
            if any(left == guest for left, _ in line.asked.values()):
                waiting[guest] = Counter()
        assert ended > 50


async def test_workers_that_come_together(database: Database, jobs: JobRows) -> None:
    """Eight of them: every job is begun once, and all guests before the second of anybody."""
    many, single = await forty_and_twenty(database, jobs)
    taken: list[int] = []

    async def work(name: str) -> None:
        while (claim := await take(jobs, 1000, name)) is not None:
            taken.append(claim.job_id)
            async with database.transaction() as session:
                assert await jobs.end(session, claim, state="done", now=1000)

    await asyncio.gather(*(work(f"w{number}") for number in range(8)))

    assert sorted(many + single) == sorted(taken)
    # What eight have taken at once may be noted in any order.
    assert {*single, many[0]} <= {*taken[: len(single) + 1 + 8]}


async def ask(database: Database, jobs: JobRows, guest: int) -> None:
    """Ten jobs, a third of them cancelled at once."""
    for number in range(10):
        job_id = await add(database, jobs, guest, number + 1)
        if number % 3 == 0:
            async with database.transaction() as session:
                await jobs.cancel(session, job_id, now=number + 1)


async def test_starts_and_cancels_beside_the_workers(database: Database, jobs: JobRows) -> None:
    """While jobs are taken others are added, given back and cancelled: no error, none twice."""
    done: Counter[int] = Counter()

    async def work(name: str) -> None:
        for number in range(60):
            claim = await take(jobs, 1000 + number, name)
            if claim is None:
                await asyncio.sleep(0.001)
                continue
            async with database.transaction() as session:
                if number % 5 == 0:
                    await jobs.hand_back(session, claim, 2000)
                else:
                    done[claim.job_id] += await jobs.end(session, claim, state="done", now=2000)

    asking = [ask(database, jobs, guest) for guest in range(1, 6)]
    await asyncio.gather(*asking, *(work(f"w{number}") for number in range(6)))
    left = await all_taken(jobs, 9000)

    assert {1} >= {*done.values()}
    assert not {*left} & {*done}


async def test_what_is_handed_back_goes_first(database: Database, jobs: JobRows) -> None:
    """Its guest had their turn: a worker that is told to stop costs nobody their place."""
    first, second = [await add(database, jobs, guest, guest) for guest in (1, 2)]
    third = await add(database, jobs, 1, 3)
    claim = await take(jobs, 10)
    assert claim is not None and claim.job_id == first
    async with database.transaction() as session:
        await jobs.hand_back(session, claim, 11)

    place = await jobs.place(Job.RENDER, first)

    assert 1 == place
    assert [first, second, third] == await all_taken(jobs, 20)


async def test_what_ends_its_worker_again_goes_last(database: Database, jobs: JobRows) -> None:
    """Once it may be chance; what crashes for ever must not stand before everybody for ever."""
    bad = await add(database, jobs, 1, 1)
    good = [await add(database, jobs, guest, guest) for guest in range(2, 5)]
    order = []
    for now in range(10, 60, 10):
        claim = await take(jobs, now)
        assert claim is not None
        order.append(claim.job_id)
        async with database.transaction() as session:
            if claim.job_id == bad:
                await jobs.crashed(session, claim, now + 1)
            else:
                await jobs.end(session, claim, state="done", now=now + 1)

    assert [bad, bad, *good] == order


async def test_a_worker_lost_again_and_again(database: Database, jobs: JobRows) -> None:
    """A lost lease is as a crash."""
    bad, good = await add(database, jobs, 1, 1), await add(database, jobs, 2, 2)
    order = []
    for now in (10, 20, 30):
        async with jobs.claimed(Job.RENDER, "w", now=now, until=now + 1) as taken:
            assert taken is not None
            order.append(taken[1].job_id)
        await jobs.free(now + 5)

    assert [bad, bad, good] == order


async def test_a_claim_that_fails_leaves_nothing(database: Database, jobs: JobRows) -> None:
    """What its block raises takes back the claim and the turn."""
    first, second = [await add(database, jobs, 1, now) for now in (1, 2)]
    with pytest.raises(ZeroDivisionError):
        async with jobs.claimed(Job.RENDER, "w", now=5, until=LATE) as taken:
            assert taken is not None
            raise ZeroDivisionError

    assert [first, second] == await all_taken(jobs, 10)
    assert 1 == (await jobs.look(first)).live


async def test_rows_of_the_version_before(database: Database, jobs: JobRows) -> None:
    """Servers that know of no turns add rows beside ours: first, in the order of coming."""
    ours = await add(database, jobs, 1, 5)
    old = []
    for _ in range(2):
        async with database.transaction() as session:
            old.append(await jobs.add(session, Job.RENDER, [1], trace="", now=0))

    assert [*old, ours] == await all_taken(jobs, 10)
