"""An id comes back as it was sent on every face, also where a reader of JSON finds that hard."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from protocol.sent_ids import LONGEST
from status_codes import Global
from tests.postcard import Guest
from tests.rows import same_rows

# At the ends of 64 bits and beyond them.
WIDE = (2**64 - 1, 2**64, 2**64 + 1, -(2**63), -(2**63) - 1, 10**30 + 7, -(10**300))
PAIR = b'"\\ud83d\\ude42"'
HALVES = (b'"\\ud83d"', b'"\\ude42"', b'"\\uD800 and more"', b'"\\udc00\\ud800"')

Ask = Callable[[Guest, bytes], Awaitable[dict[str, Any]]]


async def at_its_address(guest: Guest, body: bytes) -> dict[str, Any]:
    return await guest.post("/api/ping", body)


async def at_the_generic_one(guest: Guest, body: bytes) -> dict[str, Any]:
    return await guest.post("/api", body)


async def beside_another(guest: Guest, body: bytes) -> dict[str, Any]:
    """In a batch, whose first item has an id that everybody reads."""
    first = b'{"id":1,"type":"ping","subtype":"ping","data":{}}'
    replies: Any = await guest.post("/api", b"[%b,%b]" % (first, body))
    assert 1 == replies[0]["id"]
    found: dict[str, Any] = replies[1]
    return found


async def over_a_socket(guest: Guest, body: bytes) -> dict[str, Any]:
    async with guest.http.ws_connect(guest.postcard.url + "/api/ws") as ws:
        await ws.send_bytes(body)
        found: dict[str, Any] = json.loads((await ws.receive()).data)
        return found


async def with_a_form(guest: Guest, body: bytes) -> dict[str, Any]:
    form = aiohttp.FormData(default_to_multipart=True)
    form.add_field("envelope", body.decode())
    async with guest.http.post(guest.postcard.url + "/api", data=form) as answer:
        found: dict[str, Any] = await answer.json()
        return found


ONES: dict[str, Ask] = {
    "address": at_its_address,
    "generic": at_the_generic_one,
    "socket": over_a_socket,
    "form": with_a_form,
}


def ping(id_: int, more: bytes = PAIR) -> bytes:
    head = b'{"more":%b,"id":%d' % (more, id_)
    return head + b',"type":"ping","subtype":"ping","data":{}}'


@pytest.mark.one_way
async def test_an_id_beyond_64_bits(guest: Guest) -> None:
    """It is answered as any other, with every digit of it."""
    asked = ONES | {"batch": beside_another}

    seen = {
        f"{face}: {str(id_)[:25]}": (reply := await ask(guest, ping(id_)))["id"] == id_
        and reply["status"] == 0
        for face, ask in asked.items()
        for id_ in WIDE
    }

    same_rows(dict.fromkeys(seen, True), seen)


@pytest.mark.one_way
async def test_a_refusal_of_an_id_beyond_64_bits(guest: Guest) -> None:
    """What is wrong beside it is said under that id."""
    asked = ONES | {"batch": beside_another}
    faults = {
        "no type": (b'{"id":%d,"subtype":"ping","data":{}}', Global.JSON_KEY),
        "data": (b'{"id":%d,"type":"ping","subtype":"ping","data":1}', Global.JSON_VALUE),
        "nobody": (b'{"id":%d,"type":"nobody","subtype":"ping","data":{}}', Global.JSON_VALUE),
        "key": (b'{"id":%d,"type":"ping","subtype":"ping","data":{"a":1}}', Global.DATA_KEY),
    }
    rows = {
        f"{face}: {fault}": (ask, body, row)
        for face, ask in asked.items()
        for fault, (body, row) in faults.items()
        # There a body without a type is a ping.
        if (face, fault) != ("address", "no type")
    }

    replies = {row: await ask(guest, body % 2**70) for row, (ask, body, _) in rows.items()}

    same_rows(
        {row: (2**70, outcome.code) for row, (*_, outcome) in rows.items()},
        {row: (reply["id"], reply["status"]) for row, reply in replies.items()},
    )


@pytest.mark.one_way
async def test_the_id_of_a_body_that_cannot_be_read(guest: Guest) -> None:
    """Half a pair beside it, a number without end, bytes of another spelling: -1, and the id."""
    bodies = {
        **{f"{half!r}": ping(77, half) for half in HALVES},
        **{f"{half!r} beside a wide one": ping(2**70, half) for half in HALVES},
        "a number without end": ping(77, b"9" * 400),
        "not a number": ping(77, b"NaN"),
        "too deep": ping(77, b"[" * 70 + b"]" * 70),
        "much too deep": ping(77, b"[" * 500 + b"]" * 500),
        "too deep beside a wide one": ping(2**70, b"[" * 70 + b"]" * 70),
    }
    wide = {name for name in bodies if name.endswith("beside a wide one")}

    seen = {
        f"{face}: {name}": ((reply := await ask(guest, body))["id"], reply["status"])
        for face, ask in ONES.items()
        for name, body in bodies.items()
    }
    in_gbk = await guest.post("/api", '{"id":77,"type":"旅人"}'.encode("gbk"))
    nowhere = await guest.post("/api/nothing", ping(2**70, HALVES[0]))

    expected = {name: (2**70 if name in wide else 77, Global.JSON_KEY.code) for name in bodies}
    same_rows({row: expected[row.partition(": ")[2]] for row in seen}, seen)
    assert (77, Global.JSON_KEY.code) == (in_gbk["id"], in_gbk["status"])
    assert (2**70, Global.JSON_VALUE.code) == (nowhere["id"], nowhere["status"])


@pytest.mark.one_way
async def test_what_is_no_id(guest: Guest) -> None:
    """A fraction, a text, an int of a thousand digits, and what is no JSON at all: -1."""
    ids = (b"1e30", b"-1e300", b"18446744073709551616.0", b'"18446744073709551616"', b"9" * 1000)
    bodies = [b'{"id":%b,"type":"ping","subtype":"ping","data":{}}' % id_ for id_ in ids]
    bodies += [b'{"id":77,"more":"\\ud83d"', b'[{"id":77,"more":"\\ud83d"}]', b"\\ud83d", b"77 77"]

    seen = {str(body[:40]): (await guest.post("/api", body))["id"] for body in bodies}

    same_rows(dict.fromkeys(seen, -1), seen)


async def test_a_watch_under_an_id_beyond_64_bits(member: Guest) -> None:
    """Every further reply has it too."""
    work_id = await member.new_movie([])
    data = b'{"work_id":%d}' % work_id
    body = b'{"id":%d,"type":"movie","subtype":"watch","data":%b}' % (2**70, data)
    async with member.http.ws_connect(f"{member.postcard.url}/api/ws?token={member.token}") as ws:
        await ws.send_bytes(body)
        first = json.loads((await ws.receive()).data)
        assert (2**70, 0) == (first["id"], first["status"])
        await member.call("movie", "delete", {"work_id": work_id})
        second = json.loads((await ws.receive()).data)

    assert (2**70, 0) == (second["id"], second["status"])


@pytest.mark.one_way
async def test_a_large_body_is_not_read_twice_for_its_id(guest: Guest) -> None:
    """Python's reader would hold everybody for milliseconds: what it alone can tell is not told."""
    largest = b'"%b"' % (b"a" * (LONGEST - 100))
    larger = b'"%b"' % (b"a" * LONGEST)
    bodies = {
        "a wide one": (ping(2**70, largest), 2**70, 0),
        "half a pair": (ping(77, largest)[:-1] + b',"half":"\\ud83d"}', 77, -1),
        "a wide one in a large body": (ping(2**70, larger), -1, -2),
        "half a pair in a large body": (ping(77, larger)[:-1] + b',"half":"\\ud83d"}', -1, -1),
        "any in a large body": (ping(77, larger), 77, 0),
    }

    seen = {
        f"{face}: {name}": ((reply := await ask(guest, body))["id"], reply["status"])
        for face, ask in ONES.items()
        for name, (body, *_) in bodies.items()
    }

    same_rows(
        {f"{face}: {name}": tuple(told) for face in ONES for name, (_, *told) in bodies.items()},
        seen,
    )
