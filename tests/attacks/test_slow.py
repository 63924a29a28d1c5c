"""Clients that take their time: none keeps a connection by it, and others are served meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import io
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
from PIL import Image

from tests.postcard import Guest, Postcard, until
from tests.replies import client_session
from tests.special import guest_of, serving

MANY = 100
MIB = 1 << 20


@pytest.fixture(scope="module")
def hasty(request: pytest.FixtureRequest) -> Iterator[Postcard]:
    """One whose times are short."""
    times = {"IDLE_SECONDS": "1", "STALL_SECONDS": "1", "READ_SECONDS": "1"}
    env = {f"POSTCARD__HTTP__{name}": value for name, value in times.items()}
    with serving("embedded", request, env) as postcard:
        yield postcard


async def _trickle(postcard: Postcard, begun: bytes) -> None:
    """Begin, and send one more byte now and then, until the server has enough of it."""
    _, writer = await asyncio.open_connection("127.0.0.1", postcard.port)
    try:
        with contextlib.suppress(ConnectionError):
            writer.write(begun)
            while True:
                await asyncio.sleep(0.2)
                writer.write(b" ")
                await writer.drain()
    finally:
        writer.transport.abort()


@pytest.mark.parametrize(
    "begun",
    [
        b"GET /api/ping HTTP/1.1\r\nHost: a\r\nX-A: a",
        b"POST /api/ping HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n{",
    ],
    ids=["header", "body"],
)
async def test_slow_loris(hasty: Postcard, begun: bytes) -> None:
    """A hundred who send a byte at a time are all cut off; a guest is answered among them."""
    slow = [asyncio.create_task(_trickle(hasty, begun)) for _ in range(MANY)]
    async with guest_of(hasty) as guest:
        meanwhile = await guest.call("ping", "ping")
        done, pending = await asyncio.wait(slow, timeout=60)
    for task in pending:
        task.cancel()

    assert 0 == meanwhile["status"]
    assert (MANY, 0) == (len(done), len(pending))


async def test_a_connection_without_a_request(hasty: Postcard) -> None:
    """Nobody keeps a place by opening a connection and saying nothing."""
    reader, writer = await asyncio.open_connection("127.0.0.1", hasty.port)
    try:
        assert b"" == await asyncio.wait_for(reader.read(), 30)
    finally:
        writer.transport.abort()


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
async def test_slow_read(hasty: Postcard) -> None:
    """Who asks for a large file and takes none of it is cut off, and its file is closed."""
    assert hasty.server is not None
    opened = Path(f"/proc/{hasty.server.pid}/fd")
    # A connection for each request: those between two of them end quickly here.
    connector = aiohttp.TCPConnector(force_close=True)
    async with client_session(connector=connector) as http:
        guest = Guest(hasty, http)
        await guest.sign_up()
        url = await _large_file(guest)
        before = _links(opened)
        stalled = [_stalled(hasty, url, guest.token) for _ in range(8)]
        try:
            await until(lambda: _links(opened) > before, what="they are let in")
            await until(lambda: _links(opened) <= before, 60, what="they are cut off")
            meanwhile = await guest.call("ping", "ping")
        finally:
            for link in stalled:
                link.close()

    assert 0 == meanwhile["status"]


async def _large_file(guest: Guest) -> str:
    """The address of a picture of some MiB."""
    noise = Image.effect_noise((2600, 2600), 200)
    file = io.BytesIO()
    noise.save(file, "PNG", compress_level=0)
    assert 6 * MIB < len(file.getvalue())
    work_id = await guest.new_movie([])
    reply = await guest.upload(work_id, "a.png", file.getvalue())
    assert 200 == reply["code"], reply
    return str(reply["data"]["url"])


def _stalled(postcard: Postcard, url: str, token: str) -> socket.socket:
    link = socket.socket()
    # Little of the answer fits into what the system holds for a reader.
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    link.connect(("127.0.0.1", postcard.port))
    link.sendall(f"GET {url}?token={token} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
    return link


def _links(opened: Path) -> int:
    """How many sockets a process holds."""
    count = 0
    for entry in opened.iterdir():
        with contextlib.suppress(OSError):
            count += entry.readlink().name.startswith("socket:")
    return count
