"""A bucket at the end of a slow line: films and photos arrive, and guests see that they move."""

from __future__ import annotations

import asyncio
import base64
import json
import os
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest

from services.works.renders import TOO_SLOW, TOO_SLOW_IN
from services.works.sending import LEAVING
from status_codes import Global
from tests.faults.test_albums import album, ended
from tests.postcard import WITHOUT_MODELS, Guest, Postcard, picture
from tests.servers import S3Server
from tests.slow_line import SlowLine, slow_line

SETTINGS = WITHOUT_MODELS | {
    "POSTCARD__STORAGE__SECONDS": "1",
    "POSTCARD__WORKS__STALL_SECONDS": "6",
    "POSTCARD__HTTP__HANDLER_SECONDS": "5",
}
# What a film is called at the other end, and what the pictures that it is made of are.
FILM = b"/result.mp4?"
RATE = 200_000


@pytest.fixture(scope="module")
def line(s3: S3Server) -> Iterator[SlowLine]:
    with slow_line(s3.port) as opened:
        yield opened


@pytest.fixture(scope="module")
def postcard(s3: S3Server, line: SlowLine) -> Iterator[Postcard]:
    """One that bears a line of a fifth of `RATE`, and waits a few seconds for most other things."""
    bucket = s3.env() | {"POSTCARD__STORAGE__ENDPOINT": f"http://127.0.0.1:{line.port}"}
    opened = Postcard(SETTINGS | bucket | {"POSTCARD__STORAGE__SLOWEST_KBIT": "40"})
    opened.start()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def strict(s3: S3Server, line: SlowLine) -> Iterator[Postcard]:
    """One that gives a file up soon."""
    bucket = s3.env() | {"POSTCARD__STORAGE__ENDPOINT": f"http://127.0.0.1:{line.port}"}
    opened = Postcard(SETTINGS | bucket | {"POSTCARD__STORAGE__SLOWEST_KBIT": "100000"})
    opened.start()
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def quick(line: SlowLine) -> Iterator[None]:
    """After each test the line is as good as any."""
    yield
    line.rate, line.slow = 0, b""


async def signed_up(postcard: Postcard, http: aiohttp.ClientSession) -> Guest:
    guest = Guest(postcard, http)
    await guest.sign_up()
    return guest


async def test_a_film_is_seen_to_move(
    postcard: Postcard, line: SlowLine, http: aiohttp.ClientSession
) -> None:
    """While it is sent, for longer than a render may stand still, its percent rises to the end."""
    guest = await signed_up(postcard, http)
    work_id = await album(guest, "movie", {f"{n}.jpg": picture(seed=n) for n in range(4)})
    line.rate, line.slow = RATE, FILM
    ending = asyncio.create_task(ended(guest, "movie", work_id))
    seen, on_its_way = [], []
    while not ending.done():
        leaves = any(FILM in one for one in line.asked)
        status = (await guest.call("movie", "status", {"work_id": work_id}))["data"]
        if status["status"] == 2:
            seen.append(status["progress"])
            on_its_way += [status["progress"]] if leaves else []
        await asyncio.sleep(0.1)
    end = ending.result()

    assert (3, 200, 100) == (end["status"], end["stage"], end["progress"])
    assert sorted(seen) == seen, seen
    assert len({one for one in on_its_way if one >= LEAVING}) > 2, on_its_way
    assert 1 == len([one for one in line.asked if FILM in one and one.startswith(b"PUT")])


@pytest.mark.parametrize(
    ("slow", "text"), [(FILM, TOO_SLOW), (b".jpg ", TOO_SLOW_IN)], ids=["the film", "a photo"]
)
async def test_what_is_too_slow_too_often_has_failed(
    strict: Postcard, line: SlowLine, http: aiohttp.ClientSession, slow: bytes, text: str
) -> None:
    """The third time its owner is told why; on a better line it is made when they start it."""
    guest = await signed_up(strict, http)
    work_id = await album(guest, "movie", {"a.jpg": picture()})
    before = len(line.asked)
    line.rate, line.slow = 32_000, slow

    failed = await ended(guest, "movie", work_id)
    tries = [one for one in line.asked[before:] if slow in one and one[:3] in (b"PUT", b"GET")]
    line.rate = 0
    made = await ended(guest, "movie", work_id)

    assert (-1, text) == (failed["status"], failed["result_msg"])
    assert 3 == len(tries), tries
    assert 3 == made["status"]


def large() -> bytes:
    """Longer on its way than a handler may take; as base64 it still fits into an envelope."""
    content = picture(64, 48)
    # Behind a JPEG's first two bytes as many comments as are wanted.
    comment = b"\xff\xfe" + (60_002).to_bytes(2, "big") + os.urandom(60_000)
    return content[:2] + comment * 4 + content[2:]


async def sent(guest: Guest, work_id: int, way: str) -> int:
    """The status of an upload over a face."""
    if way == "REST":
        return int((await guest.upload(work_id, "a.jpg", large()))["code"])
    data: dict[str, Any] = {"work_id": work_id}
    if way == "base64":
        data |= {"filename": "a.jpg", "file": base64.b64encode(large()).decode()}
        return int((await guest.call("movie", "upload", data))["status"])
    envelope = {"id": 1, "type": "movie", "subtype": "upload", "data": data}
    form = aiohttp.FormData()
    form.add_field("envelope", json.dumps(envelope))
    form.add_field("file", large(), filename="a.jpg")
    url = f"{guest.postcard.url}/api"
    async with guest.http.post(url, params={"token": guest.token}, data=form) as answer:
        return int(json.loads(await answer.text())["status"])


@pytest.mark.parametrize("way", ["REST", "envelope", "base64"])
async def test_a_large_photo_arrives(
    postcard: Postcard, line: SlowLine, http: aiohttp.ClientSession, way: str
) -> None:
    """It is given the time that its bytes take, on each face, and lies there whole."""
    guest = await signed_up(postcard, http)
    work_id = await guest.new_movie([])
    line.rate, line.slow = RATE, b"/scratch/"

    told = await sent(guest, work_id, way)
    line.rate = 0
    status = (await guest.call("movie", "status", {"work_id": work_id}))["data"]
    (url,) = status["image_urls"]
    async with http.get(guest.postcard.url + url, params={"token": guest.token}) as answer:
        content = await answer.read()

    assert told == (200 if way == "REST" else 0)
    assert large()[:2] == content[:2]
    assert len(large()) == len(content)


@pytest.mark.parametrize("way", ["REST", "base64"])
async def test_a_photo_that_does_not_arrive(
    strict: Postcard, line: SlowLine, http: aiohttp.ClientSession, way: str
) -> None:
    """Nobody is told that the storage is away, which answers all the time: it took too long."""
    guest = await signed_up(strict, http)
    work_id = await guest.new_movie([])
    line.rate, line.slow = 32_000, b"/scratch/"

    told = await sent(guest, work_id, way)
    line.rate = 0
    again = await sent(guest, work_id, way)

    timed_out = Global.TIMEOUT
    assert (timed_out.http, 200) == (told, again) or (timed_out.code, 0) == (told, again)
