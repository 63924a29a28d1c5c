"""Small questions with large answers, and readers who do not read: what waits is bounded."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiohttp
import pytest

from protocol.batch import MAX_ITEMS, SHORT
from status_codes import Global
from tests.postcard import Guest, Postcard, until
from tests.special import eventually, guest_of, set_up

BATCH_BYTES = 500_000
SOCKET_BYTES = 200_000
ANSWERS_BYTES = 2_000_000
# 60 KB as JSON.
TEXT = "字" * 20_000
ENV = {
    "POSTCARD__HTTP__BATCH_BYTES": str(BATCH_BYTES),
    "POSTCARD__HTTP__SOCKET_BYTES": str(SOCKET_BYTES),
    "POSTCARD__HTTP__ANSWERS_BYTES": str(ANSWERS_BYTES),
    "POSTCARD__HTTP__SOCKETS": "12",
    "POSTCARD__HTTP__SOCKETS_PER_ADDRESS": "3",
    "POSTCARD__HTTP__SOCKET_WATCHES": "3",
    "POSTCARD__HTTP__TRUSTED_PROXIES": "1",
}


bounded = set_up(ENV, whole=False)


@pytest.fixture
async def member(bounded: Postcard) -> AsyncIterator[Guest]:
    async with guest_of(bounded) as guest:
        await guest.sign_up()
        yield guest


async def long_post(member: Guest) -> dict[str, Any]:
    """An envelope that asks for a long post."""
    data = {"title": "题", "type": 1, "text": TEXT}
    made = await member.call("forum", "post_new", data)
    pid = made["data"]["post_id"]
    return {"id": 1, "type": "forum", "subtype": "post", "data": {"pid": pid}}


async def test_a_batch_of_large_answers(member: Guest) -> None:
    """Of a hundred as many are answered as the batch has room for; the others are told so."""
    asked = await long_post(member)
    items = [asked | {"id": number} for number in range(MAX_ITEMS)]

    async with member.http.post(f"{member.postcard.url}/api", json=items) as answer:
        body = await answer.read()
    replies = json.loads(body)
    statuses = [reply["status"] for reply in replies]

    assert list(range(MAX_ITEMS)) == [reply["id"] for reply in replies]
    assert {0, Global.TOO_LARGE.code} == set(statuses)
    assert len(body) < BATCH_BYTES + MAX_ITEMS * SHORT
    assert TEXT == replies[0]["data"]["text"]


async def test_a_full_batch_of_what_is_no_envelope(member: Guest) -> None:
    """What is left is told so whatever it is, and a name that is no endpoint's stands in no log."""
    asked = await long_post(member)
    items = [*([asked] * 90), None, 5, {"id": 9}, asked | {"type": "hunter2"}]

    async with member.http.post(f"{member.postcard.url}/api", json=items) as answer:
        replies = json.loads(await answer.read())
    (line,) = await eventually(
        lambda: [one for one in member.postcard.log("web.log") if one.get("items") == len(items)]
    )

    assert [-1, -1, 9, 1] == [reply["id"] for reply in replies[-4:]]
    assert [Global.TOO_LARGE.code] * 4 == [reply["status"] for reply in replies[-4:]]
    assert 4 == line["answers"]["?/? -413"]
    assert {"forum/post 0", "forum/post -413", "?/? -413"} == set(line["answers"])


def answered(postcard: Postcard) -> int:
    """How many envelopes of sockets were answered."""
    return sum(line.get("face") == "socket" for line in postcard.log("web.log"))


@asynccontextmanager
async def deaf(postcard: Postcard, address: str) -> AsyncIterator[asyncio.StreamWriter]:
    """A socket from `address` whose owner takes nothing of what comes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", postcard.port, limit=4096)
    try:
        writer.write(
            f"GET /api/ws HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: {address}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        await reader.readuntil(b"\r\n\r\n")
        yield writer
    finally:
        writer.transport.abort()


def frame(envelope: dict[str, Any]) -> bytes:
    """A masked text frame of RFC 6455 (with a mask of zeros), of 126 to 65,535 bytes."""
    body = json.dumps(envelope).ljust(126).encode()
    return b"\x81" + (0x80 | 126).to_bytes(1) + len(body).to_bytes(2) + bytes(4) + body


async def test_a_reader_who_does_not_read(member: Guest, bounded: Postcard) -> None:
    """Is asked about no more than fits its queue; others are answered meanwhile."""
    asked, before = await long_post(member), answered(bounded)
    many = 2_000
    async with deaf(bounded, "192.0.2.1") as writer:
        for number in range(many):
            writer.write(frame(asked | {"id": number}))
        await until(lambda: answered(bounded) > before)
        # Whatever is read is answered at once: when nothing more is, nothing more is read.
        last = -1
        while last != (last := answered(bounded)):
            await asyncio.sleep(0.5)
        reply = await member.call("ping", "ping")

    assert 0 == reply["status"]
    # What the system's own buffers take is a few megabytes, and the program's are bounded.
    assert last - before < many / 4


def is_cut(writer: asyncio.StreamWriter) -> bool:
    """Whether the server has ended the connection: who does not read learns it by writing."""
    writer.write(frame({"id": 1}))
    return writer.is_closing()


async def test_the_largest_that_waits_is_cut_off(member: Guest, bounded: Postcard) -> None:
    """When the process has no more room for answers: not the one that asks next."""
    asked = await long_post(member)
    async with deaf(bounded, "192.0.2.2") as one, deaf(bounded, "192.0.2.9") as two:
        for number in range(1_000):
            one.write(frame(asked | {"id": number}))
            two.write(frame(asked | {"id": number}))
        # The two of them have asked for more than there is room for.
        await until(lambda: is_cut(one) or is_cut(two))
        replies = [await member.post("/api", asked) for _ in range(20)]

    assert [0] * 20 == [reply["status"] for reply in replies]


async def test_watches_of_a_socket(member: Guest) -> None:
    """One more than a socket may have is refused, and told so; the others go on."""
    numbers = [await member.new_movie([]) for _ in range(4)]
    url = f"{member.postcard.url}/api/ws?token={member.token}"
    async with member.http.ws_connect(url) as socket:
        replies = []
        for number in numbers:
            data = {"work_id": number}
            await socket.send_json({"id": 1, "type": "movie", "subtype": "watch", "data": data})
            replies.append(await socket.receive_json(timeout=60))
        await member.call("movie", "delete", {"work_id": numbers[0]})
        told = await socket.receive_json(timeout=60)

    assert [0, 0, 0, Global.TOO_MANY.code] == [reply["status"] for reply in replies]
    assert replies[3]["data"]["retry_after"] > 0
    assert (numbers[0], -2) == (told["data"]["work_id"], told["data"]["status"])


async def test_sockets_of_an_address(bounded: Postcard) -> None:
    """One more than an address may have gets an envelope; one that closes makes room."""
    url = f"{bounded.url}/api/ws"
    async with guest_of(bounded, "192.0.2.3") as guest, guest_of(bounded, "192.0.2.4") as other:
        sockets = [await guest.http.ws_connect(url) for _ in range(3)]
        refused = await no_socket(guest)
        async with other.http.ws_connect(url) as socket:
            await socket.send_json({"id": 1, "type": "ping", "subtype": "ping", "data": {}})
            pong = await socket.receive_json(timeout=60)
        await sockets.pop().close()
        sockets.append(await eventually(lambda: connected(guest)))
        for socket in sockets:
            await socket.close()

    assert Global.TOO_MANY.code == refused["status"]
    assert refused["data"]["retry_after"] > 0
    assert 0 == pong["status"]


async def connected(guest: Guest) -> aiohttp.ClientWebSocketResponse | None:
    """A socket, where there is a place for it: the server forgets one soon after it has closed."""
    try:
        return await guest.http.ws_connect(f"{guest.postcard.url}/api/ws")
    except aiohttp.WSServerHandshakeError:
        return None


async def test_sockets_of_a_process(bounded: Postcard) -> None:
    """From however many addresses: one more than the process has places for is -503."""
    url = f"{bounded.url}/api/ws"
    async with AsyncExitStack() as stack:
        guests = [
            await stack.enter_async_context(guest_of(bounded, f"192.0.2.{100 + number}"))
            for number in range(13)
        ]
        for guest in guests[:12]:
            await stack.enter_async_context(guest.http.ws_connect(url))
        refused = await no_socket(guests[12])

    assert Global.BUSY.code == refused["status"]


async def no_socket(guest: Guest) -> dict[str, Any]:
    """The envelope that is answered in place of a socket."""
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    async with guest.http.get(f"{guest.postcard.url}/api/ws", headers=upgrade) as answer:
        assert 200 == answer.status
        reply: dict[str, Any] = await answer.json()
        return reply


async def test_nothing_is_compressed(bounded: Postcard) -> None:
    """What a client offers to pack is sent plain: packing would cost each socket 100 KB."""
    async with guest_of(bounded, "192.0.2.5") as guest:
        async with guest.http.ws_connect(f"{bounded.url}/api/ws", compress=15) as socket:
            packed = socket.compress
            await socket.send_json({"id": 1, "type": "ping", "subtype": "ping", "data": {}})
            reply = await socket.receive_json(timeout=60)

    assert (0, "pong") == (packed, reply["message"])
