"""A rolling restart: servers leave without cutting a request short, workers hand back jobs."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.cluster.balancer import Balancer
from tests.postcard import WITHOUT_MODELS, Backing, Guest, Postcard, picture, until
from tests.replies import client_session
from tests.servers import free_port
from tests.special import eventually, execute

GRACE = {"POSTCARD__HTTP__GRACE_SECONDS": "8", "POSTCARD__HTTP__TRUSTED_PROXIES": "1"}
CALLERS = 8
PING = {"id": 1, "type": "ping", "subtype": "ping", "data": {}}


@pytest.fixture(scope="module")
def pair(backing: Backing, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Postcard]]:
    """Two servers and two workers over one database, one Redis and one folder."""
    folder = tmp_path_factory.mktemp("pair")
    env = backing.env() | GRACE | WITHOUT_MODELS
    both = [Postcard(env, folder=folder), Postcard(env, folder=folder)]
    for one in both:
        one.start()
    yield both
    for one in both:
        one.close()


@asynccontextmanager
async def balanced(pair: list[Postcard], folder: Path) -> AsyncIterator[str]:
    """The address of a balancer before both."""
    port = free_port()
    balancer = Balancer(
        folder, port, [(f"web{n}", "127.0.0.1", p.port) for n, p in enumerate(pair)]
    )
    await balancer.open()
    async with client_session() as http:

        async def answers() -> bool:
            try:
                async with http.get(f"http://127.0.0.1:{port}/api/health/ready") as answer:
                    return answer.status == 200
            except aiohttp.ClientError:
                return False

        await eventually(answers, 30)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await balancer.close()


async def answers_from(http: aiohttp.ClientSession, url: str, server: str) -> bool:
    """Whether the next answer of the balancer is from this server; it asks them in turn."""
    async with http.get(f"{url}/api/health/ready") as answer:
        return answer.headers.get("Served-By") == server


async def restart(postcard: Postcard) -> None:
    """SIGTERM to the server, another one in its place when the old one is gone."""
    assert postcard.server is not None
    postcard.server.send_signal(signal.SIGTERM)
    status = await asyncio.to_thread(postcard.server.wait, 120)
    assert 0 == status, postcard.output()[-3000:]
    postcard.start_server()
    await asyncio.to_thread(postcard.wait_ready)


class Load:
    """Guests who ask all the while and never ask again; what went wrong."""

    def __init__(self, url: str, token: str, work_id: int) -> None:
        self._url = url
        self._token = token
        self._work_id = work_id
        self._photo = picture(2000, 1500)
        self.stopped = False
        self.answered = 0
        self.wrong: list[str] = []

    async def run(self, number: int) -> None:
        """Every other one keeps their connection."""
        connector = aiohttp.TCPConnector(force_close=number % 2 == 0)
        async with client_session(connector=connector) as http:
            while not self.stopped:
                ask = (self._ping, self._batch, self._upload, self._info)[number % 4]
                try:
                    await ask(http)
                    self.answered += 1
                except (aiohttp.ClientError, AssertionError, ValueError, OSError) as error:
                    self.wrong.append(f"{ask.__name__}: {error!r}")

    async def _post(self, http: aiohttp.ClientSession, body: Any) -> Any:
        async with http.post(
            f"{self._url}/api", json=body, params={"token": self._token}
        ) as answer:
            assert 200 == answer.status, await answer.text()
            return json.loads(await answer.text())

    async def _ping(self, http: aiohttp.ClientSession) -> None:
        reply = await self._post(http, PING)
        assert (1, 0) == (reply["id"], reply["status"])

    async def _batch(self, http: aiohttp.ClientSession) -> None:
        batch = [PING | {"id": n} for n in range(50)]
        replies = await self._post(http, batch)
        assert [0] * 50 == [reply["status"] for reply in replies]

    async def _info(self, http: aiohttp.ClientSession) -> None:
        reply = await self._post(http, {"id": 1, "type": "info", "subtype": "get", "data": {}})
        assert 0 == reply["status"]

    async def _upload(self, http: aiohttp.ClientSession) -> None:
        async with http.post(
            f"{self._url}/movie/{self._work_id}/upload",
            data=slow_form(self._photo),
            headers={"Authorization": f"Bearer {self._token}"},
        ) as answer:
            reply = json.loads(await answer.text())
        # The work is full at some time: that is an answer as well.
        assert answer.status in (200, 403), reply


def slow_form(photo: bytes, seconds: float = 0.3) -> aiohttp.FormData:
    """A form whose file comes in ten pieces, as over a phone's link."""

    async def pieces() -> AsyncIterator[bytes]:
        step = len(photo) // 10 + 1
        for begin in range(0, len(photo), step):
            yield photo[begin : begin + step]
            await asyncio.sleep(seconds / 10)

    form = aiohttp.FormData(quote_fields=False)
    form.add_field("file", pieces(), filename="photo.jpg", content_type="image/jpeg")
    return form


@asynccontextmanager
async def member_of(postcard: Postcard) -> AsyncIterator[Guest]:
    async with client_session() as http:
        guest = Guest(postcard, http)
        await guest.sign_up()
        yield guest


async def test_a_rolling_restart_loses_no_request(pair: list[Postcard], tmp_path: Path) -> None:
    """Both servers are replaced one after the other, under load: no client sees an error."""
    async with balanced(pair, tmp_path) as url, member_of(pair[0]) as guest:
        await guest.login(enduring=1)
        load = Load(url, guest.token, await guest.new_movie([]))
        callers = [asyncio.create_task(load.run(number)) for number in range(CALLERS)]
        for number, postcard in enumerate(pair):
            before = load.answered
            await restart(postcard)
            await until(lambda: load.answered > before + 50)  # noqa: B023
            # Only when the balancer has seen that this one is back may the other leave.
            async with client_session() as http:
                await eventually(partial(answers_from, http, url, f"web{number}"), 60)
        load.stopped = True
        await asyncio.gather(*callers)

    assert [] == load.wrong
    assert 100 < load.answered


async def test_a_busy_moment_of_the_one_that_stays_is_no_error(
    pair: list[Postcard], tmp_path: Path
) -> None:
    """It answers nothing for longer than the balancer's interval: it is waited for, not left."""
    staying, leaving = pair
    assert staying.server is not None and leaving.server is not None
    async with balanced(pair, tmp_path) as url, client_session() as http:
        leaving.server.send_signal(signal.SIGTERM)
        await asyncio.to_thread(leaving.server.wait, 120)
        leaving.server = None
        staying.server.send_signal(signal.SIGSTOP)
        asked = asyncio.create_task(_status(http, f"{url}/api/ping"))
        await asyncio.sleep(2)
        asked_late = asyncio.create_task(_status(http, f"{url}/api/ping"))
        await asyncio.sleep(0.2)
        staying.server.send_signal(signal.SIGCONT)
        statuses = [await asked, await asked_late]
    leaving.start()

    assert [200, 200] == statuses


async def _status(http: aiohttp.ClientSession, url: str) -> int:
    async with http.post(url, data=b"") as answer:
        return answer.status


async def test_a_server_that_leaves_is_not_ready_and_still_answers(pair: list[Postcard]) -> None:
    """At once: 503 to who asks whether it is ready, and answers that close their connections."""
    leaving = pair[0]
    assert leaving.server is not None
    async with client_session() as http:

        async def ready() -> tuple[int, str]:
            async with http.get(f"{leaving.url}/api/health/ready") as answer:
                return answer.status, (await answer.json())["status"]

        before = await ready()
        leaving.server.send_signal(signal.SIGTERM)
        await eventually(lambda: _is(ready, (503, "leaving")))
        async with http.post(f"{leaving.url}/api/ping", data=b"") as answer:
            reply, connection = await answer.json(), answer.headers.get("Connection")
        async with http.get(f"{leaving.url}/api/health/live") as answer:
            live = answer.status, (await answer.json())["status"]
    status = await asyncio.to_thread(leaving.server.wait, 120)
    leaving.server = None
    leaving.start()

    assert (200, "up") == before
    assert (0, "close") == (reply["status"], connection)
    assert (200, "leaving") == live
    assert 0 == status


async def _is(ask: Callable[[], Awaitable[object]], expected: object) -> bool:
    return expected == await ask()


async def test_what_is_under_way_is_answered_and_sockets_are_told(pair: list[Postcard]) -> None:
    """An upload that began before SIGTERM ends after it; a WebSocket is closed with 1001."""
    leaving = pair[0]
    assert leaving.server is not None
    async with member_of(leaving) as guest:
        work_id = await guest.new_movie([])
        ws = await guest.http.ws_connect(f"{leaving.url}/api/ws?token={guest.token}")
        upload = asyncio.create_task(
            guest.rest(
                "POST", f"/movie/{work_id}/upload", data=slow_form(picture(2000, 1500), seconds=5)
            )
        )
        await eventually(leaving.scratch, 30)
        leaving.server.send_signal(signal.SIGTERM)
        await ws.send_json(PING | {"id": 7})
        said = await ws.receive_json(timeout=30)
        closed = await ws.receive(timeout=30)
        reply = await upload
    status = await asyncio.to_thread(leaving.server.wait, 120)
    leaving.server = None
    leaving.start()

    assert (7, 0) == (said["id"], said["status"])
    assert (aiohttp.WSMsgType.CLOSE, 1001) == (closed.type, closed.data)
    assert 200 == reply["code"]
    assert 0 == status


async def test_a_render_is_handed_back_to_another_worker(pair: list[Postcard]) -> None:
    """The worker that renders is stopped: the film is made by the other one, once; no crash."""
    photos = [picture(seed=seed) for seed in range(4)]
    info = {"images": [f"{n}.jpg" for n in range(4)], "size": "1280x720", "fps": 15}
    async with member_of(pair[0]) as guest:
        work_id = await guest.new_movie(photos, info)
        await guest.call("movie", "start", {"work_id": work_id})
        await eventually(lambda: any(one.renderers() for one in pair), 60)
        await eventually(lambda: _stage(pair[0], work_id) in (104, 105), 60)
        busy = next(one for one in pair if _is_rendering(one, work_id))
        assert busy.worker is not None
        busy.worker.send_signal(signal.SIGTERM)
        status = await asyncio.to_thread(busy.worker.wait, 120)
        busy.worker = None
        end = await guest.finished(work_id)
    busy.start_worker()

    job = f"SELECT attempts, handed_back, state FROM jobs WHERE args = '[{work_id}]'"
    await eventually(lambda: _said(pair[0], work_id, "render done"))
    assert 0 == status
    assert 3 == end["status"]
    assert [(2, 1, "done")] == execute(pair[0], job)
    assert (1, 1) == tuple(
        len(_said(pair[0], work_id, event)) for event in ("render handed back", "render done")
    )


def _said(postcard: Postcard, work_id: int, event: str) -> list[dict[str, Any]]:
    lines = [line for line in postcard.log("worker.log") if line["event"] == event]
    return [line for line in lines if line["work_id"] == work_id]


def _stage(postcard: Postcard, work_id: int) -> int:
    return int(execute(postcard, "SELECT stage FROM works WHERE id = ?", work_id)[0][0])


def _is_rendering(postcard: Postcard, work_id: int) -> bool:
    sql = "SELECT claimed_by FROM jobs WHERE state = 'running' AND args = ?"
    claimed = execute(postcard, sql, f"[{work_id}]")
    pids = {pid for pid in postcard.workers()}
    return bool(claimed) and int(claimed[0][0].rpartition(":")[2]) in pids


async def test_a_future_column_and_table_disturb_nobody(pair: list[Postcard]) -> None:
    """What a next version adds, nullable, this one reads and writes past."""
    execute(pair[0], "ALTER TABLE users ADD COLUMN of_the_future VARCHAR(20) NULL")
    execute(pair[0], "ALTER TABLE jobs ADD COLUMN of_the_future BIGINT NULL")
    execute(pair[0], "CREATE TABLE of_the_future (id BIGINT PRIMARY KEY)")
    info = {"images": ["0.jpg"], "size": "360x640", "fps": 10}
    async with member_of(pair[1]) as guest:
        reply = await guest.call("info", "get")
        work_id = await guest.new_movie([picture()], info)
        await guest.call("movie", "start", {"work_id": work_id})
        end = await guest.finished(work_id)

    assert (0, guest.phone) == (reply["status"], reply["data"]["phone"])
    assert 3 == end["status"]


async def test_ctrl_c_ends_it_within_seconds(tmp_path: Path) -> None:
    """Of the embedded default with its grace: nobody at a terminal waits for a balancer."""
    env = {"POSTCARD__HTTP__GRACE_SECONDS": "600"}
    postcard = Postcard(env, folder=tmp_path)
    postcard.start()
    assert postcard.server is not None

    postcard.server.send_signal(signal.SIGINT)
    # Less than the grace: it was not waited for.
    status = await asyncio.to_thread(postcard.server.wait, 120)

    postcard.server = None
    postcard.close()
    assert 0 == status
