"""Redis or MariaDB goes away for a while: the answers say so, and all is well when it is back."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from config import load_config
from services import open_services
from services.admin.audit import Actor
from status_codes import Global, LoginPass
from tests.postcard import WITHOUT_MODELS, Backing, Guest, Postcard, picture, until
from workers.broker import make_broker

AWAY_SECONDS = 12
# Long enough for Postcard to notice; from then on every answer must be the one of an outage.
NOTICE_SECONDS = 4.0
BACK_SECONDS = 180
WAIT_SECONDS = 120
# At once, while Redis hangs.
CALLS = 200
FILM = {"images": ["0.jpg", "1.jpg", "2.jpg"], "size": "640x360", "fps": 25, "seed": 7}


@pytest.fixture(scope="module")
def production(own: Backing) -> Iterator[Postcard]:
    opened = Postcard(own.env() | WITHOUT_MODELS | {"POSTCARD__WORKER__RECONCILE_SECONDS": "1"})
    opened.start()
    yield opened
    opened.close()


@pytest.fixture
async def somebody(production: Postcard, http: aiohttp.ClientSession) -> Guest:
    guest = Guest(production, http)
    await guest.sign_up()
    return guest


class Clients:
    """What each of several clients in a loop was answered, and when."""

    def __init__(self, guest: Guest, work_id: int) -> None:
        login = {"username": guest.phone, "pass": guest.password, "enduring": 0}
        self._guest = guest
        self._calls: dict[str, tuple[str, str, dict[str, Any]]] = {
            "ping": ("ping", "ping", {}),
            "doki": ("token", "doki", {}),
            "info": ("info", "get", {}),
            "login": ("login", "pass", login),
            "status": ("movie", "status", {"work_id": work_id}),
        }
        self.answers: dict[str, list[tuple[float, int]]] = defaultdict(list)

    @asynccontextmanager
    async def calling(self) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(self._call(name)) for name in self._calls]
        yield
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(end, asyncio.CancelledError) for end in ended), ended

    async def _call(self, name: str) -> None:
        while True:
            # One that waited for the part would be answered -504, by http.handler_seconds.
            reply = await self._guest.call(*self._calls[name])
            self.answers[name].append((time.monotonic(), reply["status"]))
            await asyncio.sleep(0.05)

    def between(self, start: float, end: float) -> dict[str, set[int]]:
        """The statuses of each client in that time."""
        return {
            name: {status for when, status in answers if start < when < end}
            for name, answers in self.answers.items()
        }

    def well(self) -> bool:
        """Whether everybody was last answered with success."""
        return all(answers[-1][1] == 0 for answers in self.answers.values())


def readiness(postcard: Postcard) -> tuple[int, set[str]]:
    """The HTTP status of health/ready, and the parts that it says are down."""
    try:
        with urllib.request.urlopen(f"{postcard.url}/api/health/ready", timeout=10) as answer:
            status, body = answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        status, body = error.code, json.load(error)
    return status, {name for name, part in body["parts"].items() if not part["up"]}


async def live_through(
    own: Backing, part: str, guest: Guest, work_id: int
) -> tuple[dict[str, set[int]], Clients, tuple[int, set[str]], float]:
    """Take a part away and give it back, with clients calling and a film being made."""
    server = getattr(own, part)
    clients = Clients(guest, work_id)
    async with clients.calling():
        await until(lambda: len(clients.answers) == 5 and clients.well(), what="all answered")
        reply = await guest.call("movie", "start", {"work_id": work_id})
        assert 0 == reply["status"], reply
        await asyncio.to_thread(server.stop)
        gone = time.monotonic()
        await asyncio.sleep(AWAY_SECONDS)
        ready = await asyncio.to_thread(readiness, guest.postcard)
        back = time.monotonic()
        await asyncio.to_thread(server.start)
        started = time.monotonic()
        later = {name: len(answers) for name, answers in clients.answers.items()}
        await until(
            lambda: (
                clients.well()
                and all(len(clients.answers[name]) > count for name, count in later.items())
            ),
            BACK_SECONDS,
            what="all is well again",
        )
        well = time.monotonic() - started
    return clients.between(gone + NOTICE_SECONDS, back), clients, ready, well


@pytest.mark.slow
async def test_redis_goes_away_and_comes_back(own: Backing, somebody: Guest) -> None:
    """Without Redis what needs it answers -404 and ping 0; back, all is well by itself."""
    enduring = await somebody.login(enduring=1)
    await somebody.login()
    work_id = await somebody.new_movie([picture(seed=n) for n in range(3)], FILM)

    away, clients, ready, _ = await live_through(own, "redis", somebody, work_id)
    end = await somebody.finished(work_id)
    doki = await somebody.call("token", "doki", token=enduring)

    redis, login = {Global.REDIS.code}, {LoginPass.TOKEN_FAILED.code}
    assert {
        "ping": {0},
        "doki": redis,
        "info": redis,
        "login": login,
        "status": redis,
    } == away
    every = {status for answers in clients.answers.values() for _, status in answers}
    assert {0} | redis | login == every
    assert (503, {"redis"}) == ready
    assert (3, 200) == (end["status"], end["stage"])
    assert 0 == doki["status"]


@pytest.mark.slow
async def test_mariadb_goes_away_and_comes_back(own: Backing, somebody: Guest) -> None:
    """Without MariaDB what needs it answers -200, doki 0; a film that ends meanwhile is kept."""
    work_id = await somebody.new_movie([picture(seed=n) for n in range(3)], FILM)

    away, clients, ready, _ = await live_through(own, "maria", somebody, work_id)
    end = await somebody.finished(work_id)
    jobs = somebody.postcard.rows(
        f"select count(*), min(j.state) from jobs j where j.args = '[{work_id}]'"
    )

    database = {Global.DATABASE.code}
    assert {
        "ping": {0},
        "doki": {0},
        "info": database,
        "login": database,
        "status": database,
    } == away
    every = {status for answers in clients.answers.values() for _, status in answers}
    # A login may have been past its password when the database went.
    assert {0} | database == every - {LoginPass.TOKEN_FAILED.code}
    assert 503 == ready[0]
    assert {"sql"} <= ready[1] <= {"sql", "workers"}
    assert (3, 200) == (end["status"], end["stage"])
    assert ((1, "done"),) == tuple(jobs)


async def test_a_start_whose_message_is_lost_is_made(
    own: Backing, somebody: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When Redis goes away between the token and the message, the row still brings the film."""
    work_id = await somebody.new_movie([picture()], FILM | {"images": ["0.jpg"], "fps": 10})
    user_id = somebody.postcard.rows(f"select user_id from works where id = {work_id}")[0][0]
    for name, value in somebody.postcard.env.items():
        if name.startswith("POSTCARD__"):
            monkeypatch.setenv(name, value)
    config = load_config()

    await asyncio.to_thread(own.redis.stop)
    try:
        broker = make_broker(config)
        owner = Actor(user_id, "", "127.0.0.1", "trace", "zh")
        async with open_services(config, broker) as services:
            async with asyncio.timeout(WAIT_SECONDS):
                answer = await services.works.owned.start(owner, "movie", work_id)
        broker.close()
    finally:
        await asyncio.to_thread(own.redis.start)
    await until(lambda: readiness(somebody.postcard)[0] == 200, what="ready again")
    end = await somebody.finished(work_id)

    assert 0 == answer.outcome.code
    assert (3, 200) == (end["status"], end["stage"])


async def test_redis_that_does_not_answer(own: Backing, somebody: Guest) -> None:
    """A Redis that hangs is as good as one that is away, within redis.command_seconds."""
    os.kill(own.redis.pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        replies = await asyncio.gather(*(somebody.call("token", "doki") for _ in range(CALLS)))
        took = time.monotonic() - began
        ping = await somebody.call("ping", "ping")
        next_one = await somebody.call("token", "doki")
    finally:
        os.kill(own.redis.pid, signal.SIGCONT)
    await until(lambda: readiness(somebody.postcard)[0] == 200, what="ready again")
    after = await somebody.call("token", "doki")

    assert {Global.REDIS.code} == {reply["status"] for reply in replies}
    # One after another they would take twice as long.
    assert took < CALLS
    assert 0 == ping["status"]
    assert Global.REDIS.code == next_one["status"]
    assert 0 == after["status"]


async def test_redis_comes_back_empty(own: Backing, somebody: Guest) -> None:
    """With all of Redis forgotten, an enduring token still lives, one of ten minutes does not."""
    enduring = await somebody.login(enduring=1)
    short = await somebody.login()
    process = await asyncio.create_subprocess_exec(
        "redis-cli", "-p", str(own.redis.port), "flushall", stdout=asyncio.subprocess.DEVNULL
    )
    await process.wait()

    replies = [await somebody.call("token", "doki", token=t) for t in (enduring, short)]

    assert [0, Global.TOKEN_WRONG.code] == [reply["status"] for reply in replies]


async def test_files_during_an_outage(own: Backing, somebody: Guest) -> None:
    """Uploads and downloads say that a part is away, in the form of their face."""
    work_id = await somebody.new_movie([picture()])
    name = somebody.postcard.rows(f"select filename from uploads where work_id = {work_id}")[0][0]
    link = f"/media/movies/{work_id}/{name}"
    rest: dict[str, list[int]] = {}
    for part in ("redis", "maria"):
        server = getattr(own, part)
        await asyncio.to_thread(server.stop)
        try:
            rest[part] = [
                (await somebody.upload(work_id, "1.jpg", picture(seed=1)))["code"],
                (await somebody.rest("GET", link))["code"],
                (await somebody.rest("GET", f"/movie/{work_id}/status"))["code"],
            ]
        finally:
            await asyncio.to_thread(server.start)
        await until(lambda: readiness(somebody.postcard)[0] == 200, what="ready again")
    after = await somebody.upload(work_id, "1.jpg", picture(seed=1))

    assert {"redis": [500] * 3, "maria": [500] * 3} == rest
    assert 200 == after["code"]
    assert [] == somebody.postcard.scratch()
