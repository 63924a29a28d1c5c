"""Bodies that no client of ours would send: every one is answered 200, with an envelope."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import secrets
import zlib
from typing import Any

import pytest

from protocol.envelope import MAX_DEPTH
from status_codes import Global, Outcome
from tests.conftest import WAYS
from tests.documents import covers
from tests.postcard import Guest
from tests.rows import same_rows
from tests.special import captured, guest_of, serving

MIB = 1 << 20
URLS = ("/api/user/login", "/api/user/doki", "/api/captcha/", "/api")


def ping(extra: str = "", data: str = "{}") -> bytes:
    return f'{{"id":1,"type":"ping","subtype":"ping","data":{data}{extra}}}'.encode()


def refused(outcome: Outcome, id_: int = -1) -> dict[str, Any]:
    return {"id": id_, "status": outcome.code, "message": outcome.message, "data": {}}


def with_length(body: bytes, more: bytes = b"") -> bytes:
    return b"Content-Length: %d\r\n%s\r\n%s" % (len(body), more, body)


def in_chunks(body: bytes) -> bytes:
    pieces = [body[start : start + 65_536] for start in range(0, len(body), 65_536)]
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in [*pieces, b""])
    return b"Transfer-Encoding: chunked\r\n\r\n" + chunks


async def spoken(guest: Guest, rest: bytes) -> dict[str, Any]:
    """The reply to a POST whose bytes the test has laid out, on a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", guest.postcard.port)
    try:
        # Not awaited: the server may answer before it has read everything.
        writer.write(b"POST /api HTTP/1.1\r\nHost: a\r\n" + rest)
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)
        assert head.startswith(b"HTTP/1.1 200 OK")
        # A balancer writes names of headers in small letters.
        length = int(captured(r"(?i)content-length: (\d+)", head.decode()))
        reply: dict[str, Any] = json.loads(await asyncio.wait_for(reader.readexactly(length), 60))
        return reply
    finally:
        writer.transport.abort()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


# What an object in JSON would be, but for one value.
WITH_ID = (
    ping().replace(b"ping", b"p\xffng"),
    b'{"id":1,"type":"\\ud800","subtype":"x","data":{}}',
    ping(data='{"a": NaN}'),
    ping(data='{"a": Infinity}'),
    ping(data='{"a": -Infinity}'),
)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"garbage",
        b"{",
        b"null",
        b"1",
        b'"text"',
        b"NaN",
        b'{"id": 1,}',
        ping()[:-1],
        ping() + b"x",
        ping() + ping(),
        b"\xef\xbb\xbf" + ping(),
        *WITH_ID,
        ping().decode().encode("utf-16"),
        ping(data='{"a": 01}'),
        ping(data="{'a': 1}"),
        b"[" * 10_000,
        b'{"a":' * 10_000,
        b"\x00" * 1000,
    ],
    ids=lambda body: repr(body[:24]),
)
async def test_no_envelope(guest: Guest, body: bytes) -> None:
    """What is not one JSON object is -1, with its id where one is found."""
    id_ = 1 if body in WITH_ID else -1
    for url in URLS:
        if url == "/api/user/doki" and not body:
            continue
        reply = await guest.post(url, body)

        assert refused(Global.JSON_KEY, id_) == reply


def nested(levels: int, open_: str = "[", close: str = "]") -> str:
    return open_ * levels + close * levels


DEEP = [
    ('{"a": ' + nested(MAX_DEPTH - 2) + "}", Global.DATA_KEY),
    ('{"a": ' + nested(MAX_DEPTH - 1) + "}", Global.JSON_KEY),
    ('{"a": ' + "[" * (MAX_DEPTH - 2) + "1" + "]" * (MAX_DEPTH - 2) + "}", Global.DATA_KEY),
    ('{"a": ' + '{"a":' * (MAX_DEPTH - 1) + "1" + "}" * (MAX_DEPTH - 1) + "}", Global.JSON_KEY),
    ('{"a": ' + nested(1000) + "}", Global.JSON_KEY),
    ('{"a": ' + json.dumps("[{" * 1000) + "}", Global.DATA_KEY),
    ('{"a": ' + json.dumps([[]] * 1000) + "}", Global.DATA_KEY),
]


async def test_depth(guest: Guest) -> None:
    """64 levels are read, the 65th is -1 with the request's id; brackets in texts are no levels."""
    seen = {
        f"{len(data)}: {data:.20}": await guest.post("/api", ping(data=data)) for data, _ in DEEP
    }

    same_rows({f"{len(data)}: {data:.20}": refused(status, 1) for data, status in DEEP}, seen)


HUGE = [
    ("9" * 4000, Global.JSON_KEY),
    ("-" + "9" * 400, Global.JSON_KEY),
    ("1e400", Global.JSON_KEY),
    (str(2**64), Global.ARG_VALUE),
    (str(2**64 - 1), Global.ARG_VALUE),
    (str(-(2**63)), Global.ARG_VALUE),
    ("1.0", Global.ARG_TYPE),
    ("1e0", Global.ARG_TYPE),
    ("-0", Global.ARG_VALUE),
]


async def test_huge_numbers(member: Guest) -> None:
    """A number that is too great is out of range or no int, never an error of ours."""
    asked = '{"id":1,"type":"movie","subtype":"status","data":{"work_id":%s}}'

    seen = {
        f"{number:.40}": await member.post("/api", (asked % number).encode()) for number, _ in HUGE
    }

    same_rows(
        {f"{number:.40}": refused(outcome, 1) for number, outcome in HUGE},
        seen,
    )


async def test_duplicate_keys(guest: Guest) -> None:
    """Of two equal keys the later one counts."""
    body = b'{"id":1,"id":2,"type":"x","type":"ping","subtype":"ping","data":{"a":1},"data":{}}'

    reply = await guest.post("/api", body)

    assert (2, 0) == (reply["id"], reply["status"])


@covers("global: -413")
async def test_a_body_over_the_limit(guest: Guest) -> None:
    """A body of 1 MiB is read, one byte more is -413; with or without a length before it."""
    size = MIB - len(ping(',"x":""'))
    whole = ping(',"x":"' + "a" * size + '"')

    bodies = {"full": whole, "over": whole + b" ", "far": whole + b" " * 8 * MIB}
    replies = {
        (name, framing): (await spoken(guest, framing(body)))["status"]
        for name, body in bodies.items()
        for framing in (with_length, in_chunks)
    }

    assert MIB == len(whole)
    assert {"full": {0}, "over": {Global.TOO_LARGE.code}, "far": {Global.TOO_LARGE.code}} == {
        name: {replies[name, framing] for framing in (with_length, in_chunks)} for name in bodies
    }


async def test_compressed_bodies(guest: Guest) -> None:
    """A packed body is unpacked up to the limit; a bomb is -413, a broken one -1."""
    bodies = {
        "good": gzip.compress(ping()),
        "bomb": gzip.compress(b" " * 64 * MIB),
        "broken": b"\x1f\x8b" + b"garbage" * 10,
        "cut": gzip.compress(ping(f',"x":"{secrets.token_hex(50_000)}"'))[:-1000],
        "deflate": zlib.compress(ping()),
    }
    statuses = {}
    for name, body in bodies.items():
        encoding = b"deflate" if name == "deflate" else b"gzip"
        request = with_length(body, b"Content-Encoding: " + encoding + b"\r\n")
        statuses[name] = (await spoken(guest, request))["status"]

    assert {"good": 0, "bomb": -413, "broken": -1, "cut": -1, "deflate": 0} == statuses


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/x-www-form-urlencoded", "nonsense", "a/b; c=;"]
)
async def test_any_content_type(guest: Guest, content_type: str) -> None:
    """Old clients send all sorts of types with their JSON."""
    url = f"{guest.postcard.url}/api/ping"
    async with guest.http.post(url, data=ping(), headers={"Content-Type": content_type}) as answer:
        reply = await answer.json()

    assert (1, 0) == (reply["id"], reply["status"])


@pytest.mark.parametrize(
    "head",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x",
        "multipart/form-data; boundary=" + "x" * 200,
        "multipart/mixed; boundary=x",
    ],
)
async def test_broken_multipart(guest: Guest, head: str) -> None:
    """A form that is none is -1."""
    for body in (b"", b"garbage", b"--x\r\n", b"--x\r\n\r\n\r\n--x--", b"--x\r\nA: b"):
        url = f"{guest.postcard.url}/api"
        async with guest.http.post(url, data=body, headers={"Content-Type": head}) as answer:
            found = (answer.status, await answer.json())

        assert (200, refused(Global.JSON_KEY)) == found


async def test_strange_tokens(guest: Guest) -> None:
    """Any text may stand where the token should be: it is unknown, and that is all."""
    statuses = set()
    for token in ("a" * 6000, "%00", "%ff%fe", "%F0%9F%8F%94", "'; DROP TABLE users; --", "*", "0"):
        url = f"{guest.postcard.url}/api/user/doki?token={token}"
        async with guest.http.get(url) as answer:
            statuses.add((answer.status, (await answer.json())["status"]))

    assert {(200, Global.TOKEN_WRONG.code)} == statuses


async def test_strange_names(guest: Guest) -> None:
    """Long and odd texts in every field come back as a status, never as an error of ours."""
    for text in ("\x00" * 11, "🏔" * 11, "'" * 11, "\\" * 11, "%s{0}%(a)s_x", "\u202e" * 11):
        for type_, subtype, data in (
            ("login", "pass", {"username": text[:11].ljust(11), "pass": text}),
            ("sms", "generate", {"phone": text}),
            ("img", "validate", {"hash": (text * 32)[:32]}),
            (text, text, {}),
        ):
            reply = await guest.call(type_, subtype, data)

            assert reply["status"] in (100, 1016, -2, -204)


@pytest.mark.parametrize("way", WAYS[:1])
async def test_a_body_that_does_not_come(request: pytest.FixtureRequest, way: str) -> None:
    """A body that stops half way is -1 after http.read_seconds."""
    with serving(way, request, {"POSTCARD__HTTP__READ_SECONDS": "0.3"}) as postcard:
        async with guest_of(postcard) as guest:
            reply = await spoken(guest, with_length(b'{"id": 1}')[:-3])
            after = await guest.call("ping", "ping")
    assert refused(Global.JSON_KEY) == reply
    assert 0 == after["status"]
