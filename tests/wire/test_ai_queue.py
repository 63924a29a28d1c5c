"""The queue of models: whatever becomes of workers and callers, nobody waits for ever."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest

from stores.jobs import Job
from tests.postcard import Guest, Postcard, is_alive, picture, until
from tests.replies import client_session
from tests.special import serving, set_up

WAIT, WAITING = 10.0, 4
SETTINGS = {
    "POSTCARD__MODELS__WAIT_SECONDS": str(WAIT),
    "POSTCARD__MODELS__WAITING": str(WAITING),
}


# A Postcard whose callers wait for ten seconds at most.
way = set_up(SETTINGS)


@pytest.fixture
async def caller(way: Postcard) -> AsyncIterator[Guest]:
    """Somebody who has had one answer, so that the process for models runs."""
    connector = aiohttp.TCPConnector(limit=0)
    async with client_session(connector=connector) as http:
        guest = Guest(way, http)
        # On a busy machine the first calls wait longer for it than these callers may.
        async with asyncio.timeout(120):
            while (await color(guest))["code"] != 200:
                pass
        yield guest


async def color(guest: Guest, seed: int = 0) -> dict[str, Any]:
    form = aiohttp.FormData()
    form.add_field("image", picture(80, 60, seed), filename="a.jpg")
    return await guest.rest("POST", "/api/color", data=form)


def jobs(postcard: Postcard) -> list[str]:
    """The states of all jobs, oldest first."""
    return [
        row[0]
        for row in postcard.rows(
            f"select state from jobs where queue = '{Job.MODEL.queue}' order by id"
        )
    ]


@contextlib.contextmanager
def stopped(postcard: Postcard) -> Iterator[int]:
    """The process for models, which does nothing inside the block."""
    (pid,) = postcard.thinkers()
    os.kill(pid, signal.SIGSTOP)
    try:
        yield pid
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


async def test_a_killed_process_is_replaced(way: Postcard, caller: Guest) -> None:
    """SIGKILL in the middle of a call: a new process answers it, within the caller's time."""
    with stopped(way) as pid:
        asked = asyncio.create_task(color(caller))
        await until(lambda: jobs(way)[-1] == "running", what="the job runs")
        os.kill(pid, signal.SIGKILL)
        reply = await asked

    assert 200 == reply["code"]
    assert [pid] != way.thinkers()
    assert "done" == jobs(way)[-1]
    assert [] == way.scratch()


async def test_a_process_that_hangs_is_given_up(way: Postcard, caller: Guest) -> None:
    """504 处理超时 when the time is over; the process is killed, the next call has a new one."""
    with stopped(way) as pid:
        started = time.monotonic()
        reply = await color(caller)
        seconds = time.monotonic() - started
        await until(lambda: not is_alive(pid), what="the process is gone")

    assert (504, "处理超时") == (reply["code"], reply["msg"])
    assert WAIT <= seconds
    assert "cancelled" == jobs(way)[-1]
    assert [] == way.scratch()
    assert 200 == (await color(caller))["code"]


async def test_a_caller_who_leaves_gives_up_his_job(way: Postcard, caller: Guest) -> None:
    """Their connection is gone: the job is cancelled long before its time, nothing stays behind."""
    with stopped(way):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.7):
                await color(caller)
        await until(lambda: jobs(way)[-1] == "cancelled", WAIT / 2, what="the job is cancelled")
        await until(lambda: way.scratch() == [], what="the picture is removed")

    assert 200 == (await color(caller))["code"]


async def test_too_many_waiting(way: Postcard, caller: Guest) -> None:
    """Beyond models.waiting a call is refused at once: 503 服务器繁忙."""
    before = len(jobs(way))
    with stopped(way):
        asked = [asyncio.create_task(color(caller, seed)) for seed in range(WAITING)]
        await until(lambda: len(jobs(way)) == before + WAITING, what="all wait")
        started = time.monotonic()
        refused = await color(caller)
        seconds = time.monotonic() - started
    replies = await asyncio.gather(*asked)

    assert (503, "服务器繁忙") == (refused["code"], refused["msg"])
    assert seconds < WAIT
    assert [200] * WAITING == [reply["code"] for reply in replies]


async def test_calls_that_wait_together_go_together(way: Postcard, caller: Guest) -> None:
    """Of three pictures that wait each gets its own colours; a broken one is refused alone."""
    before = len(jobs(way))
    broken = aiohttp.FormData()
    broken.add_field("image", picture()[:3000], filename="a.jpg")
    with stopped(way):
        first = asyncio.create_task(color(caller, 0))
        await until(lambda: jobs(way)[-1] == "running", what="the first runs")
        others = [asyncio.create_task(color(caller, seed)) for seed in (1, 2)]
        bad = asyncio.create_task(caller.rest("POST", "/api/color", data=broken))
        await until(lambda: len(jobs(way)) == before + 4, what="all wait")
    replies = await asyncio.gather(first, *others)
    alone = [await color(caller, seed) for seed in (0, 1, 2)]

    assert [reply["data"] for reply in alone] == [reply["data"] for reply in replies]
    assert (403, "图片已损坏") == ((await bad)["code"], (await bad)["msg"])
    assert 1 == len(way.thinkers())


async def test_rendering_keeps_nobody_waiting(way: Postcard, caller: Guest) -> None:
    """While a film is rendered, which holds the renderers' threads, models answer."""
    await caller.sign_up()
    # At sixty frames a second it is not done before the model has answered.
    info = {"images": [f"{n}.jpg" for n in range(4)], "fps": 60}
    work_id = await caller.new_movie([picture(seed=n) for n in range(4)], info)
    await caller.rest("GET", f"/movie/{work_id}/start")
    await until(way.renderers, what="a renderer")

    reply = await color(caller)
    status = (await caller.call("movie", "status", {"work_id": work_id}))["data"]

    assert 200 == reply["code"]
    assert 2 == status["status"]
    await caller.call("movie", "cancel", {"work_id": work_id})


async def test_what_nobody_waits_for_is_not_done_later(
    request: pytest.FixtureRequest, http: aiohttp.ClientSession
) -> None:
    """No worker is there: 504 in time. One that comes later leaves the old job alone."""
    with serving("production", request, SETTINGS) as postcard:
        guest = Guest(postcard, http)
        started = time.monotonic()
        reply = await color(guest)
        seconds = time.monotonic() - started
        orphan = asyncio.create_task(color(guest))
        await until(lambda: len(jobs(postcard)) == 2, what="the second waits")
        postcard.kill_server()
        with pytest.raises(aiohttp.ClientError):
            await orphan
        await asyncio.sleep(WAIT)
        postcard.start()
        later = await color(guest)
        await until(lambda: "queued" not in jobs(postcard), what="no job waits")
        states = jobs(postcard)

    assert 504 == reply["code"] and WAIT <= seconds
    assert 200 == later["code"]
    assert ["cancelled", "cancelled", "done"] == states
