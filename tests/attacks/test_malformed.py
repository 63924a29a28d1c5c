"""What the HTTP parser refuses before a face has seen it: said in that face's form, told in one
short line, and no log holds a word of it."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any, Final

import pytest

from status_codes import Global, RestOnly
from tests.attacks.spoken import Heard, speak
from tests.postcard import Guest, Postcard
from tests.special import eventually

SECRET: Final = "0123456789abcdef0123456789abcdef"
QUERY: Final = f"?token={SECRET}"
PING: Final = b'{"id":1,"type":"ping","subtype":"ping","data":{}}'
LINE_MOST: Final = 400


def request(
    line: str, *headers: str, body: bytes = b"", host: tuple[str, ...] = ("Host: a",)
) -> bytes:
    lines = [line, *host, "Connection: close", *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def packed(path: str, coding: str) -> bytes:
    """A body that is not in the coding that it names."""
    headers = f"Content-Encoding: {coding}", "Content-Length: 36"
    return request(f"POST {path}{QUERY} HTTP/1.1", *headers, body=SECRET.encode() + b"body")


def chunked(path: str, body: str) -> bytes:
    line = f"POST {path}{QUERY} HTTP/1.1"
    return request(line, "Transfer-Encoding: chunked", body=body.encode())


def malformed(path: str) -> dict[str, bytes]:
    """Every kind that no face sees, with a secret wherever one may stand."""
    at = path + QUERY
    get = f"GET {at} HTTP/1.1"
    return {
        "version": request(f"POST {at} HTTP/9.x"),
        "line": request(f"POST {at} x HTTP/1.1"),
        "lines": request(get).replace(b"\r\n", b"\n"),
        "method": request(f"FROB {at} HTTP/1.1"),
        "letters": request(f"GET {at}&\xff\xfe HTTP/1.1"),
        "brotli": packed(path, "br"),
        "zstandard": packed(path, "zstd"),
        "chunk": chunked(path, f"zz{SECRET}\r\nabc\r\n0\r\n\r\n"),
        "second chunk": chunked(path, f"3\r\nabc\r\nzz{SECRET}\r\n0\r\n\r\n"),
        "trailer": chunked(path, f"0\r\nbad trailer {SECRET}\r\n\r\n"),
        "two lengths": request(
            f"POST {at} HTTP/1.1", "Content-Length: 3", "Content-Length: 4", body=b"abcd"
        ),
        "no host": request(f"POST {at} HTTP/1.1", host=()),
        "two hosts": request(get, "Host: b"),
        "cookie": request(get, f"Cookie: session={SECRET}\x01"),
        "header": request(get, f"X {SECRET}: 1"),
        "no colon": request(get, f"Cookie {SECRET}"),
        "old socket": request(get, f"Sec-WebSocket-Key1: {SECRET}"),
        "authority": request(f"GET http://[::1{at} HTTP/1.1"),
        "port": request(f"GET http://a:99999{at} HTTP/1.1"),
    }


def oversized(path: str) -> dict[str, bytes]:
    at = path + QUERY
    return {
        "value": request(f"GET {at} HTTP/1.1", "X: " + SECRET * 625),
        "name": request(f"GET {at} HTTP/1.1", SECRET * 625 + ": x"),
        "address": request(f"GET {at}&x={SECRET * 625} HTTP/1.1"),
        "many": request(f"GET {at} HTTP/1.1", *(f"X-{n}: {SECRET}" for n in range(300))),
    }


# Where no path is, it is nobody's but the envelope face's.
NOWHERE: Final = {
    "star": request("OPTIONS * HTTP/1.1", f"Authorization: Bearer {SECRET}"),
    "zeros": b"\0" * 64 + SECRET.encode(),
    "tls": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + SECRET.encode(),
}
TUNNELS: Final = {
    "host": request(f"CONNECT {SECRET}.example:80 HTTP/1.1"),
    "path": request(f"CONNECT /api/ping{QUERY} HTTP/1.1"),
    "no host": request(f"CONNECT /api/ping{QUERY} HTTP/1.1", host=()),
}

ENVELOPES: Final = ("/api/ping", "/api", "/api/user/login/", "/api/ws", "/api/nothing", "/%61pi")
PATHS: Final = ("/user/info", "/api/color", "/media/movies/1/a.jpg", "/static/a.css", "/admin/")


def body_of(heard: Heard) -> Any:
    return json.loads(heard.raw.partition(b"\r\n\r\n")[2])


def is_bare(heard: Heard) -> bool:
    """Whether the answer is JSON, ends the connection, and tells no version."""
    head = heard.headers.lower()
    return (
        b"\r\ncontent-type: application/json" in head
        and b"aiohttp" not in head
        and b"python" not in head
        and SECRET.encode() not in heard.raw
    )


def envelope(row: Global) -> dict[str, Any]:
    return {"id": -1, "status": row.code, "message": row.message, "data": {}}


async def logged(postcard: Postcard) -> str:
    """Everything that any log of it has, after what was said now."""
    await asyncio.sleep(1.0)
    texts = [path.read_text() for path in (postcard.folder / "log").glob("*.log*")]
    return "".join([*texts, postcard.output()])


@pytest.mark.parametrize("path", ENVELOPES)
async def test_on_the_envelope_faces(postcard: Postcard, path: str) -> None:
    """HTTP 200 and an envelope, -1 or -413."""
    heard = {name: await speak(postcard, bytes_) for name, bytes_ in malformed(path).items()}
    large = {name: await speak(postcard, bytes_) for name, bytes_ in oversized(path).items()}

    assert {name: ([200], True) for name in heard} == {
        name: (one.statuses, is_bare(one)) for name, one in heard.items()
    }
    assert {name: envelope(Global.JSON_KEY) for name in heard} == {
        name: body_of(one) for name, one in heard.items()
    }
    assert {name: envelope(Global.TOO_LARGE) for name in large} == {
        name: body_of(one) for name, one in large.items()
    }
    assert all(is_bare(one) and [200] == one.statuses for one in large.values())


@pytest.mark.parametrize("path", PATHS)
async def test_on_the_rest_face(postcard: Postcard, path: str) -> None:
    """The number of HTTP, and the same in the body: 400 or 413."""
    heard = {name: await speak(postcard, bytes_) for name, bytes_ in malformed(path).items()}
    large = {name: await speak(postcard, bytes_) for name, bytes_ in oversized(path).items()}
    said = {"code": 400, "msg": RestOnly.MALFORMED.msg}

    assert {name: ([400], True, said) for name in heard} == {
        name: (one.statuses, is_bare(one), body_of(one)) for name, one in heard.items()
    }
    assert {name: ([413], True, 413) for name in large} == {
        name: (one.statuses, is_bare(one), body_of(one)["code"]) for name, one in large.items()
    }


async def test_where_no_path_is(postcard: Postcard) -> None:
    """An envelope, as on /api."""
    heard = {name: await speak(postcard, bytes_) for name, bytes_ in NOWHERE.items()}

    assert {name: ([200], True, -1) for name in heard} == {
        name: (one.statuses, is_bare(one), body_of(one)["id"]) for name, one in heard.items()
    }


async def test_no_tunnel(postcard: Postcard) -> None:
    """HTTP 200 would say that one stands."""
    heard = {name: await speak(postcard, bytes_) for name, bytes_ in TUNNELS.items()}
    seen = {name: (one.statuses[0] >= 400, is_bare(one)) for name, one in heard.items()}

    assert dict.fromkeys(TUNNELS, (True, True)) == seen


async def test_a_header_in_pieces(postcard: Postcard) -> None:
    """The path is known also when it came in a packet before the one that is wrong."""
    reader, writer = await asyncio.open_connection("127.0.0.1", postcard.port)
    writer.write(b"GET /user/info HTTP/1.1\r\nHost: a\r\n")
    await asyncio.sleep(0.1)
    writer.write(b"X y: z\r\n\r\n")
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)
    writer.transport.abort()

    assert b" 400 " in head.partition(b"\r\n")[0]


@pytest.mark.parametrize("path", ["/api/health/ready", "/api/ready", "/api/health/live"])
async def test_no_balancer_is_told_that_all_is_well(postcard: Postcard, path: str) -> None:
    """A look at our health that is malformed sees no HTTP 200."""
    assert [400] == (await speak(postcard, request(f"GET {path} HTTP/1.1", host=()))).statuses


@pytest.mark.parametrize("path", ["/api", "/api/user/login", "/user/info", "/admin/"])
async def test_what_is_expected_is_not_looked_at(postcard: Postcard, path: str) -> None:
    """An expectation that nobody knows is none: the answer is that of the face."""
    headers = f"Expect: {SECRET}", f"Content-Length: {len(PING)}"
    heard = await speak(postcard, request(f"POST {path}{QUERY} HTTP/1.1", *headers, body=PING))

    assert heard.statuses != [417]
    assert SECRET.encode() not in heard.raw


async def test_a_file_of_the_admin_pages_that_is_not_there(postcard: Postcard) -> None:
    """No text of aiohttp's own."""
    heard = await speak(postcard, request("GET /admin/static/nothing.css HTTP/1.1"))

    assert [404] == heard.statuses
    assert is_bare(heard)


@pytest.mark.one_machine("it reads the logs")
async def test_no_log_holds_a_word_of_it(postcard: Postcard) -> None:
    """One short line each, without path, query, header or body."""
    kinds = [
        bytes_
        for path in ("/api", "/user/info", "/media/movies/1/a.jpg")
        for bytes_ in (*malformed(path).values(), *oversized(path).values(), packed(path, "gzip"))
    ]
    # So many lines a second are written, and other tests have had theirs.
    await asyncio.sleep(1.1)
    before = len(postcard.log("web.log"))
    for bytes_ in (*kinds, *NOWHERE.values(), *TUNNELS.values()):
        await speak(postcard, bytes_)
    protocols = f"Sec-WebSocket-Protocol: {SECRET}", "Sec-WebSocket-Version: 13"
    upgrade = "Upgrade: websocket", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    hello = request(f"GET /api/ws{QUERY} HTTP/1.1", *protocols, *upgrade)
    await speak(
        postcard, hello.replace(b"Connection: close", b"Connection: upgrade") + b"\x88\x80abcd"
    )
    text = await logged(postcard)
    lines = postcard.log("web.log")[before:]

    assert SECRET not in text
    assert [] == [line for line in lines if LINE_MOST < len(json.dumps(line))]
    assert [] == [line for line in lines if line.get("level") == "error"]
    assert len(lines) <= len(kinds) + len(NOWHERE) + len(TUNNELS) + 1
    assert {"malformed request"} <= {line["event"] for line in lines}


@pytest.mark.one_machine("it reads the logs")
async def test_a_flood_of_it_is_counted(postcard: Postcard) -> None:
    """So many lines a second, and how many more there were."""
    flood = request("GET /user/info HTTP/1.1", host=())
    before = len(postcard.log("web.log"))
    sent = 0
    for _ in range(10):
        await asyncio.gather(*(speak(postcard, flood) for _ in range(20)))
        sent += 20
    await asyncio.sleep(1.1)
    await speak(postcard, flood)
    told = await eventually(lambda: _malformed(postcard, before, sent + 1))

    assert len(told) < sent / 2


def _malformed(postcard: Postcard, before: int, all_: int) -> list[dict[str, Any]]:
    """The lines about them, once all are accounted for."""
    lines = [
        line for line in postcard.log("web.log")[before:] if line["event"] == "malformed request"
    ]
    return lines if sum(1 + line.get("more", 0) for line in lines) >= all_ else []


async def test_no_answer_tells_our_versions(guest: Guest) -> None:
    """Nor does any that a face gives: files, pages, sockets, REST, envelopes."""
    paths = ("/api/ping", "/api", "/user/info", "/static/none", "/admin/", "/api/ws", "/nothing")
    for method in ("GET", "HEAD", "OPTIONS", "POST"):
        for path in paths:
            heard = await speak(guest.postcard, request(f"{method} {path} HTTP/1.1"))
            assert not re.search(rb"(?i)\r\nserver:", heard.headers), (method, path)
