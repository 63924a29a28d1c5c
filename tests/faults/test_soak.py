"""Many clients for a while: nobody is refused, nothing grows, a bad reader harms nobody else."""

from __future__ import annotations

import asyncio
import json
import resource
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest

from tests.postcard import Guest, Postcard, picture, until

SOCKETS = 1000
CLIENTS = 64
# Counted in calls and not in seconds: what a call would leave behind is as large on any machine.
CALLS = 15_000
WARM_CALLS = 5_000
# A row for each socket on both sides, the clients, and what every process has open anyway.
FILES = 2 * SOCKETS + 4 * CLIENTS + 200
# What 10,000 calls may leave behind: 300 bytes each, and what the allocator keeps.
GROWTH_KIB = 3072
# A client of aiohttp answers the pings of a server when it is read, which it is not meanwhile.
UNHURRIED = {"POSTCARD__HTTP__PING_SECONDS": "600"}
PING = json.dumps({"id": 8, "type": "ping", "subtype": "ping", "data": {}})


@pytest.fixture(scope="module", autouse=True)
def enough_files() -> Iterator[None]:
    """The soft limit of open files, which our children inherit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < FILES:
        if hard != resource.RLIM_INFINITY and hard < FILES:
            pytest.skip(f"needs {FILES} open files, {hard} are allowed")
        resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """As many connections as are asked for."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        yield session


async def call_until(guest: Guest, calls: int, seen: Counter[int]) -> None:
    """Call until all together have had so many answers."""
    asked = [("ping", "ping"), ("token", "doki"), ("info", "get")]
    while seen.total() < calls:
        for type_, subtype in asked:
            seen[(await guest.call(type_, subtype))["status"]] += 1


@pytest.mark.slow
async def test_a_thousand_sockets_and_busy_clients(http: aiohttp.ClientSession) -> None:
    """Every call is answered, memory stays flat, and in the end every socket still lives."""
    postcard = Postcard(UNHURRIED)
    postcard.start()
    seen: Counter[int] = Counter()
    try:
        guest = Guest(postcard, http)
        await guest.sign_up()
        url = f"{postcard.url}/api/ws?token={guest.token}"
        sockets = [await http.ws_connect(url) for _ in range(SOCKETS)]
        await asyncio.gather(*(call_until(guest, WARM_CALLS, seen) for _ in range(CLIENTS)))
        warm = postcard.rss_kib()
        await asyncio.gather(*(call_until(guest, CALLS, seen) for _ in range(CLIENTS)))
        end = postcard.rss_kib()
        for socket in sockets:
            await socket.send_str(PING)
        async with asyncio.timeout(300):
            pongs = Counter([(await socket.receive_json())["message"] for socket in sockets])
        for socket in sockets:
            await socket.close()
        errors = [line for line in postcard.log() if line.get("level") == "error"]
    finally:
        postcard.close()
    print(f"{seen.total()} calls, {warm} KiB, then {end} KiB")

    assert {0} == set(seen)
    assert {"pong": SOCKETS} == pongs
    assert end < warm + GROWTH_KIB
    assert [] == errors


async def test_who_does_not_read_is_cut_off(http: aiohttp.ClientSession) -> None:
    """At http.socket_queue waiting frames; the others do not notice, and that watch is over."""
    postcard = Postcard({"POSTCARD__HTTP__SOCKET_QUEUE": "64"})
    postcard.start()
    try:
        guest = Guest(postcard, http)
        await guest.sign_up()
        work_id = await guest.new_movie([picture()], {"images": ["0.jpg"], "fps": 10})
        watch = {"id": 1, "type": "movie", "subtype": "watch", "data": {"work_id": work_id}}
        url = f"{postcard.url}/api/ws?token={guest.token}"
        good = await http.ws_connect(url)
        await good.send_json(watch)
        await good.receive_json()
        # It reads all the while: a client that does not answers no heartbeat.
        next_frame = asyncio.create_task(good.receive_json())
        writer = await unread_socket(postcard, guest)
        writer.write(frame(json.dumps(watch).encode()))
        before = postcard.rss_kib()
        # Each reply is small: what fills the system's own buffers is their number.
        flood = frame(PING.encode()) * 1000
        cut = False
        async with asyncio.timeout(300):
            while not cut:
                try:
                    writer.write(flood)
                    await asyncio.wait_for(writer.drain(), 1)
                except TimeoutError:
                    # The server has stopped reading us: at most so many answers are under way.
                    continue
                except ConnectionError:
                    cut = True
        grown = postcard.rss_kib() - before
        writer.transport.abort()
        await good.send_str(PING)
        pong = await next_frame
        await guest.call("movie", "start", {"work_id": work_id})
        async with asyncio.timeout(300):
            while (await good.receive_json())["data"]["stage"] != 200:
                pass
        await good.close()
        errors = [line for line in postcard.log() if line.get("level") == "error"]
    finally:
        postcard.close()

    assert "pong" == pong["message"]
    assert grown < 20 * 1024
    assert [] == errors


async def test_who_reads_slowly_gets_everything(http: aiohttp.ClientSession) -> None:
    """A pause shorter than the queue is long loses no frame."""
    postcard = Postcard()
    postcard.start()
    try:
        guest = Guest(postcard, http)
        await guest.sign_up()
        async with http.ws_connect(f"{postcard.url}/api/ws?token={guest.token}") as socket:
            for id_ in range(900):
                ping = {"id": id_, "type": "ping", "subtype": "ping", "data": {}}
                await socket.send_json(ping)
            await until(lambda: len(postcard.log("web.log")) >= 900, what="all are answered")
            replies = [(await socket.receive_json())["id"] for _ in range(900)]
    finally:
        postcard.close()

    assert list(range(900)) == sorted(replies)


def frame(payload: bytes) -> bytes:
    """A masked text frame of a client; the mask is zero."""
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + size.to_bytes(2, "big")
    return b"\x81" + length + b"\0\0\0\0" + payload


async def unread_socket(postcard: Postcard, guest: Guest) -> asyncio.StreamWriter:
    """A WebSocket from which, after the handshake, nobody reads."""
    reader, writer = await asyncio.open_connection("127.0.0.1", postcard.port, limit=1024)
    writer.write(
        (
            f"GET /api/ws?token={guest.token} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        ).encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101")
    return writer
