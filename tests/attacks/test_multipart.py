"""Forms that never end, and parts that nobody asked for: what they leave on the disk is bounded."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from status_codes import Global
from tests.postcard import Postcard, picture, until
from tests.special import captured, guest_of, serving, set_up

MOST = 300_000
ENV = {
    "POSTCARD__HTTP__UPLOAD_BYTES_PER_ADDRESS": str(MOST),
    "POSTCARD__HTTP__TRUSTED_PROXIES": "1",
}
COLOR = json.dumps({"id": 7, "type": "ai", "subtype": "color", "data": {}}).encode()


bounded = set_up(ENV, whole=False)


@pytest.fixture(scope="module")
def hasty(request: pytest.FixtureRequest) -> Iterator[Postcard]:
    """One whose forms must come within a second, and a little more for each byte."""
    with serving("embedded", request, {"POSTCARD__HTTP__READ_SECONDS": "0.1"}) as postcard:
        yield postcard


def part(name: str, content: bytes, filename: str = "") -> bytes:
    named = f'; filename="{filename}"' if filename else ""
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + content + b"\r\n"


class Form:
    """A request whose body comes bit by bit."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def send(self, *parts: bytes) -> None:
        body = b"".join(parts)
        self._writer.write(b"%x\r\n%b\r\n" % (len(body), body))
        await self._writer.drain()

    async def settle(self) -> None:
        """Some more, a little later each: a part has come whole when what follows it is read."""
        for _ in range(5):
            await asyncio.sleep(0.05)
            await self.send(part("k", b"2"))

    async def end(self) -> Any:
        """The JSON that is answered, be it before or after the end."""
        self._writer.write(b"7\r\n--x--\r\n\r\n0\r\n\r\n")
        return await self.answer()

    async def answer(self) -> Any:
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode()
        length = int(captured(r"(?i)content-length: (\d+)", head))
        return json.loads(await self._reader.readexactly(length))


@asynccontextmanager
async def form(postcard: Postcard, path: str, address: str = "192.0.2.1") -> AsyncIterator[Form]:
    reader, writer = await asyncio.open_connection("127.0.0.1", postcard.port)
    try:
        writer.write(
            f"POST {path} HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: {address}\r\n"
            "Content-Type: multipart/form-data; boundary=x\r\n"
            "Transfer-Encoding: chunked\r\n\r\n".encode()
        )
        yield Form(reader, writer)
    finally:
        writer.transport.abort()


def waiting(postcard: Postcard) -> list[int]:
    """The sizes of the files that forms have on the disk, of those that have come whole."""
    sizes = []
    for path in (postcard.folder / "scratch").iterdir():
        try:
            sizes.append(path.stat().st_size)
        except FileNotFoundError:
            continue
    return sizes


@pytest.mark.parametrize("path", ["/api/color", "/api"])
async def test_parts_that_nobody_asked_for(bounded: Postcard, path: str) -> None:
    """Are read past: while the form stays open, of all its files one lies on the disk."""
    async with form(bounded, path) as sent:
        if path == "/api":
            await sent.send(part("envelope", COLOR))
        for number in range(10):
            await sent.send(part(f"f{number}", b"x" * 50_000, "a.jpg"))
        await sent.send(part("image", picture(), "a.jpg"))
        await sent.settle()
        # Its last part comes after all others were read.
        await until(lambda: sum(waiting(bounded)) >= len(picture()))
        there = waiting(bounded)

    assert [len(picture())] == there


async def test_the_later_of_two(bounded: Postcard) -> None:
    """A part that comes twice is on the disk once."""
    large = 60_000
    async with form(bounded, "/api/color") as sent:
        for _ in range(3):
            await sent.send(part("image", b"x" * large, "a.jpg"))
        await sent.send(part("image", b"x" * 9_000, "a.jpg"))
        await sent.settle()
        await until(lambda: waiting(bounded) == [9_000])
    await until(lambda: waiting(bounded) == [])


async def test_what_an_address_sends_at_once(bounded: Postcard) -> None:
    """Beyond so many bytes in flight it is told to wait; another address is not."""
    async with form(bounded, "/api/color") as one, form(bounded, "/api/color") as two:
        await one.send(part("image", b"x" * (MOST - 60_000), "a.jpg"))
        await one.settle()
        await until(lambda: waiting(bounded) == [MOST - 60_000])
        await two.send(part("image", b"x" * 70_000, "a.jpg"))
        refused = await two.end()
        async with form(bounded, "/api/color", "192.0.2.2") as other:
            await other.send(part("image", b"x" * 70_000, "a.jpg"))
            heard = await other.end()
    # What was in flight is not any more, once the server has noticed.
    await until(lambda: waiting(bounded) == [])
    async with form(bounded, "/api/color") as again:
        await again.send(part("image", b"x" * 70_000, "a.jpg"))
        later = await again.end()

    assert (429, True) == (refused["code"], refused["data"]["retry_after"] > 0)
    assert [403, 403] == [heard["code"], later["code"]]


async def test_a_form_that_comes_in_small_pieces(hasty: Postcard) -> None:
    """Each within its time, but all together not: it is ended, and nothing of it stays."""
    async with form(hasty, "/api") as sent:
        await sent.send(part("envelope", COLOR))
        answering = asyncio.create_task(sent.answer())
        for number in range(100):
            await asyncio.sleep(0.2)
            if answering.done():
                break
            await sent.send(part(f"k{number % 5}", b"2"))
        reply = await answering

    assert number < 20
    assert Global.JSON_KEY.code == reply["status"]


async def test_texts_of_a_form(bounded: Postcard) -> None:
    """Together they are no longer than a body may be."""
    async with form(bounded, "/api") as sent:
        for number in range(3):
            await sent.send(part(f"t{number}", b"x" * 400_000))
        reply = await sent.answer()

    assert Global.TOO_LARGE.code == reply["status"]


async def test_an_album_is_taken_in(bounded: Postcard) -> None:
    """What an app sends is kept as before, also where the envelope comes last."""
    async with guest_of(bounded, "192.0.2.3") as guest:
        await guest.sign_up()
        work_id = (await guest.call("movie", "new"))["data"]["work_id"]
        done = await guest.upload(work_id, "a.jpg", picture())
        upload = {"id": 3, "type": "movie", "subtype": "upload", "data": {"work_id": work_id}}
        path = f"/api?token={guest.token}"
        async with form(bounded, path, "192.0.2.3") as sent:
            await sent.send(part("file", picture(seed=2), "b.jpg"))
            await sent.send(part("envelope", json.dumps(upload).encode()))
            last = await sent.end()

    assert 200 == done["code"]
    assert (3, 0) == (last["id"], last["status"])
