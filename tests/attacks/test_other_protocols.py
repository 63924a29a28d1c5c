"""Whoever speaks something else than HTTP/1 to our port is refused, or not answered at all.

The parser takes some of it for HTTP. What a proxy before us takes for something else must not run
an endpoint here.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any, Final

import orjson
import pytest

from status_codes import Global, RestOnly
from tests.attacks.spoken import Heard, speak
from tests.postcard import Guest, Postcard

# No storage answers any of it.
pytestmark = pytest.mark.one_way

PING: Final = b'{"id":1,"type":"ping","subtype":"ping","data":{}}'
LENGTH: Final = b"Host: a\r\nContent-Length: %d\r\n\r\n" % len(PING) + PING
PREFACE: Final = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
SETTINGS: Final = b"\0\0\0\4\0\0\0\0\0"
MALFORMED: Final = {
    "id": -1,
    "status": Global.JSON_KEY.code,
    "message": Global.JSON_KEY.message,
    "data": {},
}


def taken_for_http(path: bytes) -> dict[str, bytes]:
    """What llhttp understands."""
    return {
        "0.9": b"GET " + path + b"\r\n\r\n",
        "0.9 with a body": b"POST " + path + b"\r\n" + LENGTH,
        "0.9 that says so": b"POST " + path + b" HTTP/0.9\r\n" + LENGTH,
        "2.0": b"POST " + path + b" HTTP/2.0\r\n" + LENGTH,
        "RTSP": b"POST " + path + b" RTSP/1.0\r\n" + LENGTH,
        "RTSP 1.1": b"GET " + path + b" RTSP/1.1\r\nHost: a\r\n\r\n",
        "RTSP's own": b"DESCRIBE " + path + b" RTSP/1.0\r\nHost: a\r\n\r\n",
        "ICE": b"SOURCE " + path + b" ICE/1.0\r\nHost: a\r\n\r\n",
        "a line before it": b"\r\nPOST " + path + b" RTSP/1.0\r\n" + LENGTH,
        "3.0": b"POST " + path + b" HTTP/3.0\r\n" + LENGTH,
        "1.2": b"POST " + path + b" HTTP/1.2\r\n" + LENGTH,
        "letters": b"POST " + path + b" http/1.1\r\n" + LENGTH,
    }


# Without a path of ours.
OTHERS: Final = {
    "HTTP/2": PREFACE,
    "HTTP/2 with its settings": PREFACE + SETTINGS,
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(64)),
    "TLS of old": b"\x80\x2e\x01\x00\x02" + bytes(41),
    "SSH": b"SSH-2.0-OpenSSH_9.2\r\n",
    "SIP": b"OPTIONS sip:a@b SIP/2.0\r\n\r\n",
    "Redis": b"*1\r\n$4\r\nPING\r\n",
    "SOCKS": b"\x05\x01\x00",
    "SMTP": b"EHLO a\r\n",
    "a proxy's line": b"PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nGET /api HTTP/1.1\r\nHost: a\r\n\r\n",
    "a proxy's bytes": b"\r\n\r\n\0\r\nQUIT\n!\x11\0\x0c" + bytes(12),
}


def body_of(heard: Heard) -> Any:
    return orjson.loads(heard.raw.partition(b"\r\n\r\n")[2])


@pytest.mark.parametrize("path", [b"/api/ping", b"/api", b"/api/user/login/", b"/api/ws"])
async def test_no_envelope_is_answered(postcard: Postcard, path: bytes) -> None:
    """As a malformed request: -1, and the connection ends."""
    heard = {name: await speak(postcard, sent) for name, sent in taken_for_http(path).items()}

    assert dict.fromkeys(heard, ([200], MALFORMED)) == {
        name: (one.statuses, body_of(one)) for name, one in heard.items()
    }


@pytest.mark.parametrize(
    "path", [b"/api/color", b"/user/info", b"/static/none.css", b"/admin/", b"/api/health/live"]
)
async def test_no_path_is_answered(postcard: Postcard, path: bytes) -> None:
    """400 and the same in the body, also to who asks whether we live."""
    heard = {name: await speak(postcard, sent) for name, sent in taken_for_http(path).items()}
    said = {"code": 400, "msg": RestOnly.MALFORMED.msg}

    assert dict.fromkeys(heard, ([400], said)) == {
        name: (one.statuses, body_of(one)) for name, one in heard.items()
    }


@pytest.mark.parametrize("name", OTHERS)
async def test_without_a_path(postcard: Postcard, name: str) -> None:
    """The envelope face says that it is malformed, once, and the connection ends."""
    heard = await speak(postcard, OTHERS[name])

    assert ([200], MALFORMED) == (heard.statuses, body_of(heard))


@pytest.mark.parametrize("line", [b"GET /api/ping", b"GET /api/ping HTTP/2.0"])
@pytest.mark.parametrize("before", [0, 1, 2])
async def test_behind_another_request(postcard: Postcard, line: bytes, before: int) -> None:
    """In one segment with good ones, or while they are answered: it is refused all the same."""
    good = b"POST /api/ping HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"

    heard = await speak(postcard, good * before + line + b"\r\nHost: a\r\n\r\n")

    assert not re.search(rb"HTTP/(0\.9|2\.0)|\r\n\r\npong", heard.raw)
    assert [200] * (before + 1) == heard.statuses
    assert heard.raw.endswith(orjson.dumps(MALFORMED))


@pytest.mark.parametrize("sent", [b"POST /api/ping RTSP/1.0\r\n", b"GET /api/ping HTTP/2.0\r\n"])
async def test_in_pieces(postcard: Postcard, sent: bytes) -> None:
    """A byte at a time, and after a good request on the same connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", postcard.port)
    writer.write(b"POST /api/ping HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
    first = await asyncio.wait_for(reader.readuntil(b"}}"), 30)
    for byte in sent + b"Host: a\r\n\r\n":
        writer.write(bytes([byte]))
        await asyncio.sleep(0.001)
    second = await asyncio.wait_for(reader.read(), 30)
    writer.transport.abort()

    assert b"pong" in first
    assert second.endswith(orjson.dumps(MALFORMED))


async def test_what_is_http_is_answered(postcard: Postcard) -> None:
    """HTTP/1.0, a line before the request, one that comes in pieces, and an offer of HTTP/2."""
    offer = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"
    close = b"Connection: close\r\n"
    heard = [
        await speak(postcard, sent)
        for sent in (
            b"POST /api HTTP/1.0\r\n" + LENGTH,
            b"\r\n\r\nPOST /api HTTP/1.1\r\n" + close + LENGTH,
            b"POST http://a/api HTTP/1.1\r\n" + close + LENGTH,
            b"POST /api?x=RTSP/1.0 HTTP/1.1\r\n" + close + LENGTH,
            b"POST /api?" + b"x" * 4000 + b" HTTP/1.1\r\n" + close + LENGTH,
        )
    ]
    reader, writer = await asyncio.open_connection("127.0.0.1", postcard.port)
    writer.write(b"POST /api HTTP/1.1\r\n" + offer + LENGTH)
    offered = await asyncio.wait_for(reader.readuntil(b"}}"), 30)
    writer.transport.abort()

    assert [([200], "pong")] * 5 == [(one.statuses, body_of(one)["message"]) for one in heard]
    assert offered.startswith(b"HTTP/1.1 200 ")
    assert b"pong" in offered


async def test_a_long_line_in_pieces(guest: Guest) -> None:
    """Of which not all is kept: it is answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", guest.postcard.port)
    for piece in (b"POST /api?" + b"x" * 3000, b"x" * 3000, b" HTTP/1.1\r\n" + LENGTH):
        writer.write(piece)
        await asyncio.sleep(0.05)
    heard = await asyncio.wait_for(reader.readuntil(b"}}"), 30)
    writer.transport.abort()

    assert b"pong" in heard
