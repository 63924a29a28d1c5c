"""One body of a mebibyte, of whatever is dearest to read, must not hold the loop that all share.

What it costs is asked of the kernel, of the server's main thread alone, and held against what a
plain text of that size costs on the same server: a busy machine changes neither.
"""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pytest

from handlers import TABLES
from protocol.registry import Registry
from services.accounts.rules import PASSWORD_MOST
from tests.admin import desk_of
from tests.postcard import Guest, Postcard
from tests.special import each_way, serving

MIB = 1 << 20
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
# A plain text of a mebibyte is read in two to three milliseconds where this was written.
TIMES = 8
TRIES = 4
MARKS = "\u0300\u0316"
# Compared with two words and not kept; a document whose own reader bounds it.
UNREAD = {
    "info/update gender",
    "movie/render storyboard",
    # A picture, as long as a body.
    *(f"{type_}/upload base64" for type_ in ("pic", "portrait")),
    # Nobody looks at these.
    *(f"pic/upload {name}" for name in ("content", "if_local", "type")),
    *(f"portrait/upload {name}" for name in ("if_local", "type")),
    "sms/generate hash",
}

linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no schedstat")


class Body(NamedTuple):
    path: str
    content: bytes
    kind: str = JSON


def envelope(type_: str, subtype: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"id": 1, "type": type_, "subtype": subtype, "data": data}


def told(type_: str, subtype: str, data: dict[str, Any]) -> Body:
    return Body("/api", orjson.dumps(envelope(type_, subtype, data)))


def many(part: bytes, start: bytes = b"[", end: bytes = b"]") -> bytes:
    return start + part * ((MIB - 200) // len(part)) + b"0" + end


IN_DATA = b'{"id":1,"type":"ping","subtype":"ping","data":{"a":['
PLAIN = told("ping", "ping", {"a": "a" * (MIB - 200)})
# No longer: where its length is not looked at first, the time grows with the square of it.
LONG = MARKS * 10_000
WORST = {
    "lists": Body("/api", many(b"[],")),
    "objects": Body("/api", many(b"{},")),
    "small objects": Body("/api", many(b'{"a":0},')),
    "numbers": Body("/api", many(b"0,")),
    "floats": Body("/api", many(b"1e9,")),
    "lists in data": Body("/api", many(b"[],", IN_DATA, b"]}}")),
    "lists in a documented address": Body("/api/user/login", many(b"[],", IN_DATA, b"]}}")),
    "deep lists": Body("/api", b"[" * 60 + b"],[" * 300_000 + b"]" * 60),
    "lists nowhere": Body("/api/nowhere", many(b"[],")),
    "keys": told("user", "login", {f"{n:06x}": 0 for n in range(59_000)}),
    "brackets in a text": told("ping", "ping", {"a": "[" * (MIB - 200)}),
    "quotes in a text": told("ping", "ping", {"a": '["\\' * ((MIB - 200) // 5)}),
    "texts of a bracket": Body("/api", many(b'"[",')),
    "a uname": told("user", "login", {"uname": LONG, "password": "a"}),
    "a user": told("user", "login", {"user": "a" + LONG, "password": "a"}),
    "a new uname": told("user", "register", {"uname": LONG, "phone": "1", "password": "a"}),
    "a new e-mail": told("user", "register", {"uname": "a", "email": f"{LONG}@a.b"}),
    "a domain": told("user", "register", {"uname": "a", "email": "a@" + "\u0661." * 5_000}),
    "an e-mail to reset": told("user", "reset", {"email": f"{LONG}@a.b"}),
    "an e-mail of a guest": told("info", "update", {"email": f"{LONG}@a.b"}),
    "a phone": told("sms", "generate", {"phone": "1" * (MIB - 200)}),
    "types": told("ai", "img2poem", {"types": "a," * (MIB // 2 - 100) + "a"}),
    "places": told(
        "ai", "location_list", {"longitude": "1," * (MIB // 2 - 100) + "1", "latitude": "1"}
    ),
    "a hundred": Body(
        "/api",
        orjson.dumps([envelope("user", "register", {"uname": MARKS * 1_000, "phone": "1"})] * 100),
    ),
    "a REST uname": Body("/user/login", orjson.dumps({"uname": LONG, "password": "a"})),
    "an admin form": Body("/admin/sign-in", b"name=" + b"%41" * (MIB // 3 - 10), FORM),
}


def spent(postcard: Postcard) -> int:
    """Nanoseconds that the main thread of the server has run for."""
    assert postcard.server is not None
    pid = postcard.server.pid
    return int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text().split()[0])


async def cost(guest: Guest, body: Body) -> int:
    """Nanoseconds of the main thread, the least of some tries: others may ask beside."""
    costs = []
    for _ in range(TRIES):
        before = spent(guest.postcard)
        headers = {"Content-Type": body.kind}
        url = guest.postcard.url + body.path
        async with guest.http.post(
            url, data=body.content, headers=headers, allow_redirects=False
        ) as answer:
            await answer.read()
        costs.append(spent(guest.postcard) - before)
    return min(costs)


@pytest.fixture
async def plain(guest: Guest) -> AsyncIterator[int]:
    """What a text without anything in it costs."""
    yield await cost(guest, PLAIN)


@linux
@pytest.mark.parametrize("name", WORST)
async def test_what_is_dear_to_read(guest: Guest, plain: int, name: str) -> None:
    """Refused, or read, within some times of what its size alone costs."""
    assert len(WORST[name].content) <= MIB

    assert await cost(guest, WORST[name]) <= TIMES * plain


@linux
@pytest.mark.parametrize("name", ["lists in data", "a new uname"])
async def test_what_is_dear_to_read_over_a_socket(guest: Guest, plain: int, name: str) -> None:
    """The same of a frame."""
    async with guest.http.ws_connect(f"{guest.postcard.url}/api/ws") as ws:
        costs = []
        for _ in range(TRIES):
            before = spent(guest.postcard)
            await ws.send_str(WORST[name].content.decode())
            await ws.receive_json()
            costs.append(spent(guest.postcard) - before)

    assert min(costs) <= TIMES * plain


@linux
async def test_a_name_that_is_too_long_is_not_read(guest: Guest) -> None:
    """A hundred of them cost as much as a hundred whose other text is as long."""

    def hundred(uname: str, captcha: str) -> Body:
        account = {"uname": uname, "phone": guest.new_phone(), "password": "a", "captcha": captcha}
        return Body("/api", orjson.dumps([envelope("user", "register", account)] * 100))

    length = PASSWORD_MOST + 1
    elsewhere = await cost(guest, hundred("1", "a" * length))

    assert await cost(guest, hundred("a" * length, "")) <= 2 * elsewhere


@linux
@each_way
async def test_an_admins_name_that_is_too_long(way: str, request: pytest.FixtureRequest) -> None:
    """A sign-in to the pages and one to the logs, of marks to be sorted: refused, not read."""
    with serving(way, request, {}) as postcard:
        async with desk_of(postcard) as desk:
            guest = Guest(postcard, desk.http)

            async def sign_in(name: str) -> int:
                costs = []
                for _ in range(TRIES):
                    before = spent(postcard)
                    refused = await desk.sign_in(name, "x")
                    costs.append(spent(postcard) - before)
                    assert 303 != refused.status
                return min(costs)

            async def ask(name: str) -> int:
                costs = []
                headers = {"Authorization": f"Basic {b64encode(f'{name}:x'.encode()).decode()}"}
                for _ in range(TRIES):
                    before = spent(postcard)
                    async with guest.http.get(
                        f"{postcard.url}/media/log.txt", headers=headers
                    ) as a:
                        assert 401 == a.status
                    costs.append(spent(postcard) - before)
                return min(costs)

            # As many bytes, and nothing to sort.
            pages = [await sign_in(each * 2_500) for each in ("éé", MARKS)]
            logs = [await ask(each * 1_200) for each in ("éé", MARKS)]

    assert pages[1] <= 2 * pages[0]
    assert logs[1] <= 2 * logs[0]


def without_length(schema: Any, at: str) -> list[str]:
    """Where a schema takes a text of any length."""
    if not isinstance(schema, dict):
        return []
    if not schema.keys() & {"type", "anyOf", "enum", "const", "$ref", "allOf"}:
        return [at]
    kind, found = schema.get("type"), []
    if kind == "string" and not schema.keys() & {"maxLength", "enum", "const", "contentEncoding"}:
        found.append(at)
    if kind == "object" and schema.get("additionalProperties") is True:
        found.append(at)
    inner = [*schema.get("anyOf", ()), *schema.get("allOf", ())]
    inner += [schema["items"]] if "items" in schema else []
    return found + [where for each in inner for where in without_length(each, at)]


def test_every_text_field_has_a_length() -> None:
    """Of every endpoint; what has none is looked at by a rule that is told here."""
    found = {
        where
        for endpoint in Registry(TABLES)
        for name, schema in endpoint.binder.schema().get("properties", {}).items()
        for where in without_length(schema, f"{endpoint.name} {name}")
    }

    assert UNREAD == found
