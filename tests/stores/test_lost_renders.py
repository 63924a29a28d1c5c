"""services.works.renders: a renderer whose job was freed meanwhile ends nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import bindparam, insert

from config import Config
from services import WorkerServices, open_worker_services
from services.running.clock import now_ms
from services.works.renders import Lost, Render
from stores.jobs import Job, JobRows
from stores.tables import users, works
from stores.works import Work, WorkRows, WorkState
from workers.broker import make_broker

ADD_USER = insert(users).values(uname=bindparam("uname"), password="x", created_ms=1)
ADD_WORK = insert(works).values(
    kind="movie",
    user_id=bindparam("user_id"),
    state=int(WorkState.QUEUED),
    warnings="[]",
    created_ms=1,
    updated_ms=1,
)
HOUR_MS = 3_600_000


@pytest.fixture
async def services(config: Config) -> AsyncIterator[WorkerServices]:
    """A worker's, over an empty database."""
    async with open_worker_services(config, make_broker(config)) as opened:
        yield opened


@pytest.fixture
async def freed(services: WorkerServices) -> Render:
    """A render whose lease ended, and whose job waits again for somebody to take it."""
    database, jobs = services.running.database, JobRows(services.running.database)
    user_id = (await database.run(ADD_USER, uname="owner")).id
    work_id = (await database.run(ADD_WORK, user_id=user_id)).id
    now = now_ms()
    async with database.transaction() as session:
        job_id = await jobs.add(session, Job.RENDER, [work_id], trace="t", now=now, guest=user_id)
        await WorkRows(database).set_job(session, work_id, job_id)
    taken = await services.works.renders.claim("first")
    assert taken is not None
    assert 1 == await jobs.free(now + HOUR_MS)
    return taken


async def work_of(services: WorkerServices, render: Render) -> Work:
    work = await WorkRows(services.running.database).get(render.work.id)
    assert work is not None
    return work


async def test_it_does_not_fail_the_work(services: WorkerServices, freed: Render) -> None:
    """Its folder may have been swept away under it, which is no fault of the work."""
    with pytest.raises(Lost):
        await services.works.renders.fail(freed, "the folder is gone")

    assert WorkState.FAILED != (await work_of(services, freed)).state
    again = await services.works.renders.claim("second")
    assert again is not None
    assert (freed.work.id, freed.claim.attempt + 1) == (again.work.id, again.claim.attempt)


@pytest.mark.parametrize("crashed", [False, True])
async def test_it_hands_nothing_back(
    services: WorkerServices, freed: Render, crashed: bool
) -> None:
    """Neither before another one took it, nor after."""
    before = await work_of(services, freed)
    await services.works.renders.hand_back(freed, crashed=crashed)
    waiting = await work_of(services, freed)
    again = await services.works.renders.claim("second")
    assert again is not None
    taken = await work_of(services, freed)
    await services.works.renders.hand_back(freed, crashed=crashed)

    assert (before.state, taken.state) == (waiting.state, (await work_of(services, freed)).state)
    await services.works.renders.check(again)
