"""kill -9 at any moment of any process loses no film and makes none twice."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest

from tests.films import is_same_film
from tests.postcard import WITHOUT_MODELS, Backing, Guest, Postcard, is_alive, picture, until
from tests.replies import client_session

# Short, so that a killed worker is missed soon; and more attempts than there are kills.
PATIENCE = WITHOUT_MODELS | {
    "POSTCARD__WORKER__LEASE_SECONDS": "3",
    "POSTCARD__WORKER__RECONCILE_SECONDS": "1",
    "POSTCARD__WORKER__RESEND_SECONDS": "2",
    "POSTCARD__WORKS__ATTEMPTS": "30",
}
PHOTOS = [picture(seed=seed) for seed in range(3)]
INFO = {"images": ["0.jpg", "1.jpg", "2.jpg"], "size": "640x360", "fps": 10, "seed": 7}
KILLS = 5


def kill_renderer(postcard: Postcard) -> None:
    for pid in postcard.renderers():
        os.kill(pid, 9)


KILL: dict[str, Callable[[Postcard], None]] = {
    "worker": Postcard.kill_worker,
    "renderer": kill_renderer,
    "tree": Postcard.kill_tree,
}


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """A connection per request: one that is kept would die with the server."""
    async with client_session(connector=aiohttp.TCPConnector(force_close=True)) as session:
        yield session


def moments(case: str) -> list[float]:
    """Parts of a film's time: random, one in each fifth, so that none is never hit."""
    seed = int(os.environ.get("POSTCARD_TEST_SEED", "0")) or random.randrange(1, 10**6)
    print(f"{case}: POSTCARD_TEST_SEED={seed}")
    chance = random.Random(seed)
    return [(part + chance.random()) / KILLS for part in range(KILLS)]


async def film_of(guest: Guest, work_id: int) -> bytes:
    url = f"{guest.postcard.url}/media/movies/{work_id}/result.mp4"
    async with guest.http.get(url, params={"token": guest.token}) as answer:
        assert 200 == answer.status
        return await answer.read()


def times_done(postcard: Postcard, work_id: int) -> int:
    lines = postcard.log()
    return sum(1 for x in lines if x["event"] == "render done" and x["work_id"] == work_id)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("way", "victim"),
    [
        ("embedded", "renderer"),
        ("embedded", "tree"),
        ("production", "worker"),
        ("production", "tree"),
    ],
)
async def test_every_film_is_made_once(
    request: pytest.FixtureRequest, http: aiohttp.ClientSession, way: str, victim: str
) -> None:
    """Five films, a kill during each: all are done, once, whole, and nothing is left over."""
    env = {} if way == "embedded" else request.getfixturevalue("backing").env()
    postcard = Postcard(env | PATIENCE)
    postcard.start()
    try:
        guest = Guest(postcard, http)
        await guest.sign_up()
        works = [await guest.new_movie(PHOTOS, INFO) for _ in range(KILLS + 1)]
        # How long a film takes on this machine now, with processes that have yet to start.
        began = time.monotonic()
        await guest.rest("GET", f"/movie/{works[0]}/start")
        await guest.finished(works[0])
        film_seconds = time.monotonic() - began
        whole = await film_of(guest, works[0])
        for work_id, moment in zip(works[1:], moments(f"{way} {victim}"), strict=True):
            reply = await guest.rest("GET", f"/movie/{work_id}/start")
            assert 200 == reply["code"], reply
            await asyncio.sleep(moment * film_seconds)
            KILL[victim](postcard)
            postcard.start()
        ends = [await guest.finished(work_id) for work_id in works]
        films = [await film_of(guest, work_id) for work_id in works]
        await until(lambda: postcard.scratch() == [], what="nothing left in scratch")
        rows = dict(
            (row[0], row[1:])
            for row in postcard.rows(
                "select w.id, w.state, w.stage, w.attempt, j.attempts, j.state"
                " from works w join jobs j on j.id = w.job_id"
            )
        )
        jobs = postcard.rows("select count(*) from jobs")
        done = [times_done(postcard, work_id) for work_id in works]
        begun = sum(1 for line in postcard.log() if line["event"] == "render begins")
    finally:
        postcard.close()

    assert [(3, 200)] * len(works) == [(end["status"], end["stage"]) for end in ends]
    assert {(3, 200, "done")} == {(row[0], row[1], row[4]) for row in rows.values()}
    assert ((len(works),),) == tuple(jobs)
    # A line may die with its process between the commit and the log; the row then stands for it.
    assert max(done) == 1, done
    assert sum(done) >= len(works) - KILLS, done
    # The claim writes one number into both rows, and some kills must have hit a running film.
    assert all(row[2] == row[3] for row in rows.values()), rows
    assert len(works) < sum(row[3] for row in rows.values())
    assert begun <= sum(row[3] for row in rows.values())
    assert all(is_same_film(whole, film) for film in films)
    assert not [name for name in postcard.media() if name.endswith(".part")]


async def test_an_orphaned_renderer_ends_by_itself(http: aiohttp.ClientSession) -> None:
    """A renderer whose parent is killed while it works does not work on for nobody."""
    postcard = Postcard(PATIENCE)
    postcard.start()
    try:
        guest = Guest(postcard, http)
        await guest.sign_up()
        work_id = await guest.new_movie(PHOTOS, INFO)
        await guest.rest("GET", f"/movie/{work_id}/start")
        await until(postcard.renderers, what="a renderer")
        orphans = postcard.renderers()
        postcard.kill_server()
        await until(lambda: not any(map(is_alive, orphans)), what="the orphan has ended")
        postcard.start()
        end = await guest.finished(work_id)
    finally:
        postcard.close()

    assert (3, 200) == (end["status"], end["stage"])


async def test_a_film_that_always_kills_its_renderer_fails(http: aiohttp.ClientSession) -> None:
    """After works.attempts deaths the work has failed, says so, and can be started again."""
    postcard = Postcard(PATIENCE | {"POSTCARD__WORKS__ATTEMPTS": "2"})
    postcard.start()
    try:
        guest = Guest(postcard, http)
        await guest.sign_up()
        work_id = await guest.new_movie(PHOTOS, INFO)
        await guest.rest("GET", f"/movie/{work_id}/start")
        for _ in range(2):
            await until(postcard.renderers, what="a renderer")
            dead = postcard.renderers()
            kill_renderer(postcard)
            await until(lambda: set(dead).isdisjoint(postcard.renderers()))  # noqa: B023
        failed = await guest.finished(work_id)
        again = await guest.rest("GET", f"/movie/{work_id}/start")
        end = await guest.finished(work_id)
    finally:
        postcard.close()

    assert (-1, "渲染进程多次意外终止") == (failed["status"], failed["result_msg"])
    assert (200, "原执行失败，已重新加入队列") == (again["code"], again["msg"])
    assert (3, 200) == (end["status"], end["stage"])


async def test_what_killed_processes_left_in_scratch() -> None:
    """Renders that no row says are running, and what is an hour old, are removed; uploads stay."""
    postcard = Postcard(PATIENCE)
    scratch = postcard.folder / "scratch"
    (scratch / "render-99-1").mkdir(parents=True)
    (scratch / "render-99-1" / "result.mp4.part").write_bytes(b"half a film")
    (scratch / "old").write_bytes(b"half an upload of yesterday")
    os.utime(scratch / "old", (1, 1))
    (scratch / "new").write_bytes(b"half an upload that goes on")
    postcard.start()
    try:
        await until(lambda: postcard.scratch() == ["new"], what="only the new one is left")
    finally:
        postcard.close()


async def test_a_work_that_broke_while_it_waited(
    backing: Backing, http: aiohttp.ClientSession
) -> None:
    """What start had proved may be gone when a worker comes: the work fails, and says why."""
    postcard = Postcard(backing.env() | PATIENCE)
    postcard.start()
    try:
        guest = Guest(postcard, http)
        await guest.sign_up()
        work_id = await guest.new_movie(PHOTOS, INFO)
        postcard.kill_worker()
        await guest.rest("GET", f"/movie/{work_id}/start")
        note = postcard.folder / "media" / "movies" / str(work_id) / "info.json"
        note.write_bytes(b"{")
        postcard.start()
        end = await guest.finished(work_id)
        jobs = postcard.rows("select state, attempts from jobs")
    finally:
        postcard.close()

    assert (-1, "info.json 读取失败") == (end["status"], end["result_msg"])
    assert [("failed", 1)] == jobs
