"""The generic address, batches and the WebSocket: more ways to the same endpoints."""

from __future__ import annotations

import asyncio
import io
import json
from typing import Any

import aiohttp
import pytest
from aiohttp import WSMsgType

from protocol.batch import MAX_ITEMS
from status_codes import Global, Outcome
from tests.postcard import Guest
from tests.special import batch

MIB = 1 << 20


def ping(id_: int) -> dict[str, Any]:
    return {"id": id_, "type": "ping", "subtype": "ping", "data": {}}


def refused(outcome: Outcome, id_: int = -1) -> dict[str, Any]:
    return {"id": id_, "status": outcome.code, "message": outcome.message, "data": {}}


@pytest.mark.parametrize("path", ["/api", "/api/"])
async def test_the_generic_address(member: Guest, path: str) -> None:
    """Any endpoint answers at /api as at its own address."""
    info = {"id": 2, "type": "info", "subtype": "get", "data": {}}

    generic = await member.post(path, info)
    own = await member.post("/api/user/info/", info)
    login = await member.post(path, ping(1) | {"type": "nobody"})

    assert own == generic
    assert refused(Global.JSON_VALUE, 1) == login


async def test_a_batch(member: Guest) -> None:
    """Replies come in the order of the requests, each with its id, failures among them."""
    items = [
        ping(3),
        {"id": 2, "type": "info", "subtype": "get", "data": {}},
        {"id": 1, "type": "info", "subtype": "get", "data": {"surplus": 1}},
        {"id": 5, "type": "login", "subtype": "nobody", "data": {}},
        {"id": 6, "type": "ping", "subtype": "ping"},
        {"id": "7", "type": "ping", "subtype": "ping", "data": {}},
        [ping(8)],
        None,
        "text",
        {"id": 3, "type": "token", "subtype": "doki", "data": {}},
    ]

    replies = await batch(member, items)

    assert [
        (3, 0),
        (2, 0),
        (1, -3),
        (5, -2),
        (6, -1),
        (-1, -2),
        (-1, -1),
        (-1, -1),
        (-1, -1),
        (3, 0),
    ] == [(reply["id"], reply["status"]) for reply in replies]
    assert member.phone == replies[1]["data"]["username"]


@pytest.mark.parametrize("count", [1, 2, 20, 21, MAX_ITEMS])
async def test_batches_up_to_a_hundred(guest: Guest, count: int) -> None:
    """One to a hundred items are answered in order."""
    replies = await batch(guest, [ping(n) for n in range(count)])

    assert list(range(count)) == [reply["id"] for reply in replies]
    assert {0} == {reply["status"] for reply in replies}


async def test_no_items_and_too_many(guest: Guest) -> None:
    """An empty list, and one of more than a hundred, get one envelope."""
    empty = await guest.post("/api", [])
    many = await guest.post("/api", [ping(n) for n in range(MAX_ITEMS + 1)])

    assert refused(Global.JSON_VALUE) == empty
    assert refused(Global.TOO_LARGE) == many


async def test_a_batch_belongs_to_the_generic_address(guest: Guest) -> None:
    """At an endpoint's own address a list is no envelope."""
    reply = await guest.post("/api/user/login", [ping(1)])

    assert refused(Global.JSON_KEY) == reply


async def test_an_envelope_in_a_form(guest: Guest) -> None:
    """multipart: the part `envelope` is the JSON, other parts go into its data."""
    form = aiohttp.FormData(default_to_multipart=True)
    form.add_field("envelope", json.dumps(ping(4)))
    form.add_field("surplus", "1")
    plain = aiohttp.FormData(default_to_multipart=True)
    plain.add_field("envelope", json.dumps(ping(4)))

    replies = []
    for data in (plain, form):
        async with guest.http.post(f"{guest.postcard.url}/api", data=data) as answer:
            replies.append(await answer.json())

    assert [(4, 0), (4, Global.DATA_KEY.code)] == [(r["id"], r["status"]) for r in replies]


async def test_envelopes_over_a_socket(member: Guest) -> None:
    """Text and binary frames are envelopes; each is answered, failures too, and it stays open."""
    frames: list[str | bytes] = [
        json.dumps(ping(1)),
        json.dumps(ping(2)).encode(),
        "garbage",
        b"\xff\xfe",
        "[]",
        json.dumps({"id": 5, "type": "ping"}),
        json.dumps(ping(6) | {"type": "nobody"}),
        json.dumps({"id": 7, "type": "info", "subtype": "get", "data": {}}),
        json.dumps({"id": 8, "type": "info", "subtype": "get", "data": {"surplus": 1}}),
    ]
    url = f"{member.postcard.url}/api/ws?token={member.token}"
    replies = []
    async with member.http.ws_connect(url) as socket:
        for frame in frames:
            if isinstance(frame, str):
                await socket.send_str(frame)
            else:
                await socket.send_bytes(frame)
            replies.append(await socket.receive_json(timeout=60))

    assert [(1, 0), (2, 0), (-1, -1), (-1, -1), (-1, -1), (5, -1), (6, -2), (7, 0), (8, -3)] == [
        (reply["id"], reply["status"]) for reply in replies
    ]
    assert member.phone == replies[7]["data"]["username"]


async def test_the_token_of_a_socket(member: Guest) -> None:
    """Each envelope is checked with the token of the address: its end is noticed at once."""
    body = json.dumps({"id": 1, "type": "token", "subtype": "doki", "data": {}})
    statuses = []
    for query in ("", "?token=", "?token=x", f"?token={member.token}"):
        async with member.http.ws_connect(f"{member.postcard.url}/api/ws{query}") as socket:
            await socket.send_str(body)
            statuses.append((await socket.receive_json(timeout=60))["status"])
            if query.endswith(member.token):
                await member.call("logout", "token")
                await socket.send_str(body)
                statuses.append((await socket.receive_json(timeout=60))["status"])

    missing, wrong = Global.TOKEN_MISSING.code, Global.TOKEN_WRONG.code
    assert [missing, missing, wrong, 0, wrong] == statuses


async def test_many_envelopes_at_once(guest: Guest) -> None:
    """Hundreds sent without waiting are all answered, in any order."""
    async with guest.http.ws_connect(f"{guest.postcard.url}/api/ws") as socket:
        for n in range(500):
            await socket.send_str(json.dumps(ping(n)))
        replies = [await socket.receive_json(timeout=60) for _ in range(500)]

    assert set(range(500)) == {reply["id"] for reply in replies}


@pytest.mark.parametrize("kind", ["text", "binary"])
async def test_a_frame_as_large_as_a_body_may_be(guest: Guest, kind: str) -> None:
    """1 MiB is answered and a byte more is -413, as over HTTP."""
    whole = json.dumps(ping(1)).encode()
    frames = [whole.ljust(MIB + more) for more in (-1, 0, 1)]
    over_http, over_a_socket = [], []
    async with guest.http.ws_connect(f"{guest.postcard.url}/api/ws") as socket:
        for frame in frames:
            async with guest.http.post(
                f"{guest.postcard.url}/api", data=io.BytesIO(frame)
            ) as answer:
                over_http.append(await answer.json())
            if kind == "text":
                await socket.send_str(frame.decode())
            else:
                await socket.send_bytes(frame)
            over_a_socket.append(await socket.receive_json(timeout=60))

    assert [0, 0, Global.TOO_LARGE.code] == [reply["status"] for reply in over_http]
    assert over_http == over_a_socket


async def test_a_frame_that_is_too_large(guest: Guest) -> None:
    """A frame far over 1 MiB closes the socket; other sockets do not notice."""
    url = f"{guest.postcard.url}/api/ws"
    async with guest.http.ws_connect(url) as other, guest.http.ws_connect(url) as socket:
        await socket.send_str(json.dumps(ping(1) | {"x": "a" * 2 * MIB}))
        closed = await socket.receive(timeout=60)
        await other.send_str(json.dumps(ping(2)))
        reply = await other.receive_json(timeout=60)

    assert WSMsgType.CLOSE == closed.type
    assert aiohttp.WSCloseCode.MESSAGE_TOO_BIG == closed.data
    assert (2, 0) == (reply["id"], reply["status"])


async def test_the_sockets_address_without_a_socket(guest: Guest) -> None:
    """Whoever asks for it like a page gets an envelope."""
    for method in ("GET", "POST", "PUT"):
        async with guest.http.request(method, f"{guest.postcard.url}/api/ws") as answer:
            found = (answer.status, await answer.json())

        assert (200, refused(Global.JSON_VALUE)) == found


async def test_all_faces_at_once(member: Guest) -> None:
    """Hundreds of requests side by side each get their own answer."""
    bodies = [
        ping(n) if n % 2 else {"id": n, "type": "info", "subtype": "get", "data": {}}
        for n in range(200)
    ]

    replies = await asyncio.gather(*(member.post("/api", body) for body in bodies))

    assert list(range(200)) == [reply["id"] for reply in replies]
    assert {0} == {reply["status"] for reply in replies}
    assert {"pong"} == {reply["message"] for reply in replies[1::2]}
