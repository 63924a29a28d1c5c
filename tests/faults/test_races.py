"""Many at once: one work has one job, one upload one name, and an end is an end."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

import aiohttp
import dramatiq
import orjson
import pytest
from dramatiq.brokers.redis import RedisBroker

from status_codes import WorkCancel, WorkFind, WorkStart, WorkUpload
from tests.postcard import Backing, Guest, Postcard, picture, until

PHOTOS = [picture(seed=seed) for seed in range(3)]
SHORT = {"images": ["0.jpg", "1.jpg", "2.jpg"], "size": "640x360", "fps": 10, "seed": 7}
# At 60 frames a second it takes seconds: time enough to do something to it.
LONG = SHORT | {"fps": 60, "size": "1920x1080"}


async def running(guest: Guest, work_id: int, progress: int = 12) -> None:
    """Start a work and wait until it is being rendered."""
    reply = await guest.call("movie", "start", {"work_id": work_id})
    assert 0 == reply["status"], reply
    end = time.monotonic() + 60
    while time.monotonic() < end:
        state = (await guest.call("movie", "status", {"work_id": work_id}))["data"]
        if state["status"] == 2 and state["progress"] > progress:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"does not run: {state}")


async def test_parallel_starts_make_one_job(member: Guest) -> None:
    """Of twenty starts at once one queues the work, the others are told so."""
    work_id = await member.new_movie(PHOTOS, SHORT)

    replies = await asyncio.gather(
        *(member.call("movie", "start", {"work_id": work_id}) for _ in range(20))
    )
    end = await member.finished(work_id)
    jobs = member.postcard.rows(f"select count(*) from jobs where args = '[{work_id}]'")

    assert {0: 1, WorkStart.ALREADY.code: 19} == Counter(reply["status"] for reply in replies)
    assert (3, 200) == (end["status"], end["stage"])
    assert ((1,),) == tuple(jobs)


async def test_cancel_stops_a_running_work(member: Guest) -> None:
    """Its renderer is gone long before the film would be made; the work can be started again."""
    work_id = await member.new_movie(PHOTOS, LONG)
    await running(member, work_id)
    renderers = set(member.postcard.renderers())

    reply = await member.call("movie", "cancel", {"work_id": work_id})
    state = (await member.call("movie", "status", {"work_id": work_id}))["data"]
    await until(lambda: renderers - set(member.postcard.renderers()), what="one less")
    await until(lambda: member.postcard.scratch() == [], what="nothing in scratch")
    again = await member.call("movie", "cancel", {"work_id": work_id})
    await member.upload(work_id, "info.json", orjson.dumps(SHORT))
    started = await member.rest("GET", f"/movie/{work_id}/start")
    end = await member.finished(work_id)

    assert 0 == reply["status"]
    assert (0, 0, 0, "已取消") == tuple(
        state[key] for key in ("status", "stage", "progress", "result_msg")
    )
    assert WorkCancel.NOT_RUNNING.code == again["status"]
    assert (200, "操作成功") == (started["code"], started["msg"])
    assert (3, 200) == (end["status"], end["stage"])


async def test_delete_stops_a_running_work(member: Guest) -> None:
    """Its files are gone at once and for good, and its row says so."""
    work_id = await member.new_movie(PHOTOS, LONG)
    await running(member, work_id)
    renderers = set(member.postcard.renderers())

    reply = await member.call("movie", "delete", {"work_id": work_id})
    state = (await member.call("movie", "status", {"work_id": work_id}))["data"]
    await until(lambda: renderers - set(member.postcard.renderers()), what="one less")
    await until(lambda: member.postcard.scratch() == [], what="nothing in scratch")
    started = await member.call("movie", "start", {"work_id": work_id})
    uploaded = await member.upload(work_id, "0.jpg", PHOTOS[0])
    twice = await member.call("movie", "delete", {"work_id": work_id})
    left = [name for name in member.postcard.media() if name.startswith(f"movies/{work_id}/")]

    assert 0 == reply["status"]
    assert -2 == state["status"]
    assert WorkStart.EXPIRED.code == started["status"]
    assert 403 == uploaded["code"]
    assert 0 == twice["status"]
    assert [] == left


async def test_no_upload_while_it_runs(member: Guest) -> None:
    """A work that was started takes neither pictures nor another info.json."""
    work_id = await member.new_movie(PHOTOS, LONG)
    await running(member, work_id)
    before = member.postcard.media()

    replies = [
        await member.upload(work_id, "3.jpg", picture(seed=3)),
        await member.upload(work_id, "info.json", orjson.dumps(SHORT)),
    ]
    state = (await member.call("movie", "status", {"work_id": work_id}))["data"]
    after = member.postcard.media()
    await member.call("movie", "delete", {"work_id": work_id})

    assert [(403, WorkUpload.STARTED.msg)] * 2 == [(r["code"], r["msg"]) for r in replies]
    assert 3 == state["image_num"]
    assert before == after


async def test_parallel_uploads_keep_every_picture(member: Guest) -> None:
    """Thirty pictures that come together get thirty names, and each keeps its own content."""
    work_id = await member.new_movie([])
    pictures = [picture(64 + seed, 48, seed) for seed in range(30)]

    replies = await asyncio.gather(
        *(member.upload(work_id, f"{n}.jpg", content) for n, content in enumerate(pictures))
    )
    names = [reply["data"]["filename"] for reply in replies]
    rows = member.postcard.rows(f"select filename, width from uploads where work_id = {work_id}")
    folder = member.postcard.folder / "media" / "movies" / str(work_id)

    assert 30 == len(set(names))
    assert pictures == [(folder / name).read_bytes() for name in names]
    assert {name: 64 + n for n, name in enumerate(names)} == dict(rows)


async def test_cancels_and_starts_at_once(member: Guest) -> None:
    """Whatever comes first, nobody is told of a failed database and the work is whole after it."""
    work_id = await member.new_movie(PHOTOS[:1], SHORT | {"images": ["0.jpg"]})
    known = {0, WorkStart.ALREADY.code, WorkCancel.NOT_RUNNING.code, WorkStart.DONE.code}

    statuses: set[int] = set()
    for _ in range(10):
        replies = await asyncio.gather(
            *(
                member.call("movie", subtype, {"work_id": work_id})
                for subtype in ("start", "cancel", "start", "cancel")
            )
        )
        statuses |= {reply["status"] for reply in replies}
    await member.call("movie", "start", {"work_id": work_id})
    end = await member.finished(work_id)
    jobs = member.postcard.rows(
        f"select state, count(*) from jobs where args = '[{work_id}]' group by state"
    )

    assert statuses <= known
    assert (3, 200) == (end["status"], end["stage"])
    assert {"done", "cancelled"} >= {state for state, _ in jobs}
    assert 1 == dict(jobs)["done"]


async def test_works_of_others_are_not_found(
    member: Guest, postcard: Postcard, http: aiohttp.ClientSession
) -> None:
    """Nobody starts, cancels, deletes or sees what is somebody else's."""
    work_id = await member.new_movie(PHOTOS[:1])
    stranger = Guest(postcard, http)
    await stranger.sign_up()

    replies = [
        await stranger.call("movie", subtype, {"work_id": work_id})
        for subtype in ("start", "status", "cancel", "delete")
    ]
    uploaded = await stranger.upload(work_id, "0.jpg", PHOTOS[0])
    state = (await member.call("movie", "status", {"work_id": work_id}))["data"]

    assert [WorkFind.NOT_FOUND.code] * 4 == [reply["status"] for reply in replies]
    assert 403 == uploaded["code"]
    assert (0, 1) == (state["status"], state["image_num"])


@pytest.mark.slow
async def test_two_workers_never_do_a_job_twice(
    backing: Backing, http: aiohttp.ClientSession
) -> None:
    """Two workers and every message sent ten times: each film is begun once and done once."""
    postcard = Postcard(backing.env())
    postcard.start()
    first = postcard.worker
    postcard.start_worker()
    second, postcard.worker = postcard.worker, first
    broker = RedisBroker(url=postcard.env["POSTCARD__REDIS__URL"])
    works: list[int] = []
    try:
        guest = Guest(postcard, http)
        await guest.sign_up()
        # Who takes what is chance: more films, until both workers have made some.
        while len(works) < 20 and len(postcard.rows("select distinct claimed_by from jobs")) < 2:
            more = [await guest.new_movie(PHOTOS, SHORT) for _ in range(4)]
            works += more
            for work_id in more:
                reply = await guest.call("movie", "start", {"work_id": work_id})
                send(broker, int(reply["data"]["info"]), 10)
            ends = [await guest.finished(work_id) for work_id in works]
        jobs = postcard.rows("select state, attempts, claimed_by from jobs")
        # Late messages, of jobs that are over.
        send(broker, int(ends[0]["work_id"]), 10)
        await until(lambda: broker.client.llen("dramatiq:media") == 0, what="queue is empty")

        def counted(event: str) -> Counter[int]:
            return Counter(x["work_id"] for x in postcard.log() if x["event"] == event)

        await until(lambda: len(counted("render done")) == len(works), what="logged")
        begun, done = counted("render begins"), counted("render done")
    finally:
        broker.close()
        postcard.close()
        postcard.worker = second
        postcard.kill_worker()

    assert [(3, 200)] * len(works) == [(end["status"], end["stage"]) for end in ends]
    assert [("done", 1)] * len(works) == [row[:2] for row in jobs]
    assert 2 == len({row[2] for row in jobs})
    assert dict.fromkeys(works, 1) == begun == done


def send(broker: dramatiq.Broker, job_id: int, times: int) -> None:
    """Wake whoever listens, so many times, for one job."""
    broker.declare_queue("media")
    for _ in range(times):
        broker.enqueue(
            dramatiq.Message(
                queue_name="media", actor_name="render", args=(job_id,), kwargs={}, options={}
            )
        )
