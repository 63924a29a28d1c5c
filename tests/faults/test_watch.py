"""movie/watch: the state at once, then every change in order, until the film is there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from status_codes import WorkFind, WorkWatch
from tests.postcard import Backing, Guest, Postcard, picture, until

PHOTOS = [picture(seed=seed) for seed in range(3)]
FILM = {"images": ["0.jpg", "1.jpg", "2.jpg"], "size": "640x360", "fps": 25, "seed": 7}
# Seconds of work on any machine: Redis is gone before it is there.
LONG = FILM | {"fps": 20}


@asynccontextmanager
async def socket(guest: Guest) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    url = f"{guest.postcard.url}/api/ws"
    async with guest.http.ws_connect(url, params={"token": guest.token}) as ws:
        yield ws


async def watch(ws: aiohttp.ClientWebSocketResponse, work_id: int, id_: int = 5) -> None:
    data = {"work_id": work_id}
    await ws.send_json({"id": id_, "type": "movie", "subtype": "watch", "data": data})


async def changes(
    ws: aiohttp.ClientWebSocketResponse, seconds: float = 300
) -> list[dict[str, Any]]:
    """Every frame until the one that says the film is there."""
    found: list[dict[str, Any]] = []
    async with asyncio.timeout(seconds):
        while not found or found[-1]["data"]["stage"] != 200:
            found.append(await ws.receive_json())
    return found


async def test_every_change_until_the_film_is_there(member: Guest) -> None:
    """The first frame is the state now; later ones never go back, and the last says 200."""
    work_id = await member.new_movie(PHOTOS, FILM)
    async with socket(member) as ws:
        await watch(ws, work_id)
        first = await ws.receive_json()
        await member.call("movie", "start", {"work_id": work_id})
        frames = await changes(ws)
    data = [frame["data"] for frame in frames]

    assert (5, 0, "successful") == tuple(first[key] for key in ("id", "status", "message"))
    assert (work_id, 0, 0) == tuple(first["data"][key] for key in ("work_id", "status", "stage"))
    assert {(5, 0, "successful")} == {(f["id"], f["status"], f["message"]) for f in frames}
    assert all(set(first) == set(frame) for frame in frames)
    assert [d["progress"] for d in data] == sorted(d["progress"] for d in data)
    assert [d["stage"] for d in data] == sorted(d["stage"] for d in data)
    assert [d["update_ms"] for d in data] == sorted({d["update_ms"] for d in data})
    assert {100, 101, 105, 200} <= {d["stage"] for d in data}
    assert len({d["progress"] for d in data}) > 3
    assert f"/media/movies/{work_id}/result.mp4" == data[-1]["info"]


async def test_many_watchers_of_one_work(member: Guest) -> None:
    """Each socket is told; one that watches from the middle begins with the state of then."""
    work_id = await member.new_movie(PHOTOS, FILM)
    async with socket(member) as one, socket(member) as two, socket(member) as late:
        await watch(one, work_id, 1)
        await watch(two, work_id, 2)
        await one.receive_json()
        await two.receive_json()
        await member.call("movie", "start", {"work_id": work_id})
        for _ in range(4):
            await one.receive_json()
        await watch(late, work_id, 3)
        ends = await asyncio.gather(changes(one), changes(two), changes(late))
    late_progress = [frame["data"]["progress"] for frame in ends[2]]

    assert [1, 2, 3] == [frames[-1]["id"] for frames in ends]
    assert {100} == {frames[-1]["data"]["progress"] for frames in ends}
    assert late_progress == sorted(late_progress)


async def test_watch_needs_a_socket(member: Guest) -> None:
    """Over HTTP there is no later; the answer says where to go."""
    work_id = await member.new_movie([])

    reply = await member.call("movie", "watch", {"work_id": work_id})

    assert WorkWatch.NEEDS_SOCKET.code == reply["status"]


async def test_a_work_of_somebody_else(
    member: Guest, postcard: Postcard, http: aiohttp.ClientSession
) -> None:
    """It is not found, and no change of it is heard."""
    work_id = await member.new_movie(PHOTOS[:1], FILM | {"images": ["0.jpg"], "fps": 10})
    stranger = Guest(postcard, http)
    await stranger.sign_up()
    async with socket(stranger) as ws:
        await watch(ws, work_id)
        reply = await ws.receive_json()
        await member.call("movie", "start", {"work_id": work_id})
        await member.finished(work_id)
        await ws.send_json({"id": 9, "type": "ping", "subtype": "ping", "data": {}})
        after = await ws.receive_json()

    assert WorkFind.NOT_FOUND.code == reply["status"]
    assert (9, "pong") == (after["id"], after["message"])


async def test_closed_sockets_leave_nothing_behind(member: Guest) -> None:
    """Sockets that vanish while they watch disturb neither the film nor those who stay."""
    work_id = await member.new_movie(PHOTOS, FILM)
    async with socket(member) as stays:
        await watch(stays, work_id)
        await stays.receive_json()
        for _ in range(20):
            async with socket(member) as goes:
                await watch(goes, work_id)
                await goes.receive_json()
        vanished = await member.http.ws_connect(
            f"{member.postcard.url}/api/ws", params={"token": member.token}
        )
        await watch(vanished, work_id)
        await vanished.receive_json()
        vanished._response.connection.transport.abort()  # type: ignore[union-attr]
        await member.call("movie", "start", {"work_id": work_id})
        frames = await changes(stays)
    odd = [x for x in member.postcard.log() if x.get("level") == "error"]

    assert 200 == frames[-1]["data"]["stage"]
    assert [] == odd


@pytest.mark.slow
async def test_what_was_missed_while_redis_was_away(http: aiohttp.ClientSession) -> None:
    """A film that ends while no signal can be sent is told when Redis is back."""
    own = Backing()
    # The socket is not read while the film ends, so that its client answers no ping.
    postcard = Postcard(own.env() | {"POSTCARD__HTTP__PING_SECONDS": "600"})
    try:
        postcard.start()
        guest = Guest(postcard, http)
        await guest.sign_up()
        work_id = await guest.new_movie(PHOTOS, LONG)
        async with socket(guest) as ws:
            await watch(ws, work_id)
            await ws.receive_json()
            await guest.call("movie", "start", {"work_id": work_id})
            while (await ws.receive_json())["data"]["stage"] != 105:
                pass
            await asyncio.to_thread(own.redis.stop)
            await until(
                lambda: postcard.rows(f"select state from works where id = {work_id}")[0][0] == 3,
                what="the film is there",
            )
            await asyncio.to_thread(own.redis.start)
            frames = await changes(ws)
    finally:
        postcard.close()
        own.close()
    progress = [frame["data"]["progress"] for frame in frames]

    assert 100 == progress[-1]
    assert progress == sorted(progress)
    assert f"/media/movies/{work_id}/result.mp4" == frames[-1]["data"]["info"]
