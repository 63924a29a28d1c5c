"""Every answer names its request as the logs do: a guest's report finds its line."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.attacks.spoken import request, speak
from tests.postcard import Guest, Postcard
from tests.special import eventually

TRACE: Final = re.compile(r"[0-9a-f]{16}")
PING: Final = b'{"id":1,"type":"ping","subtype":"ping","data":{}}'
PATHS: Final = (
    "/api/ping",
    "/api/ping/",
    "/api",
    "/api/nothing",
    "/api/ws",
    "/api/health/live",
    "/api/health/ready/",
    "/api/color",
    "/user/info",
    "/nothing",
    "/media/movies/1/a.jpg",
    "/media/avatars/1.jpg",
    "/media/log.txt",
    "/static/none",
    "/admin",
    "/admin/",
    "/admin/sign-in",
    "/admin/static/admin.css",
    "/admin/static/nothing.css",
)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "DELETE"])
async def test_every_answer_has_one(guest: Guest, method: str) -> None:
    """Of every face, right or wrong; no two have the same."""
    seen: list[str] = []
    for path in PATHS:
        url = guest.postcard.url + path
        async with guest.http.request(method, url, allow_redirects=False) as answer:
            seen += answer.headers.getall("Trace", ["none"])

    assert len(PATHS) == len(set(seen))
    assert all(map(TRACE.fullmatch, seen))


async def test_so_has_one_that_is_sent_at_once_and_one_that_closes(postcard: Postcard) -> None:
    """A small envelope is written in two ways, by what the client speaks."""
    length = f"Content-Length: {len(PING)}"
    kept = request("/api/ping", length, method="POST", body=PING).replace(
        b"Connection: close\r\n", b""
    )
    last = request("/api/ping", length, method="POST", body=PING)
    heard = await speak(postcard, kept + last)
    old = await speak(postcard, last.replace(b"HTTP/1.1", b"HTTP/1.0"))

    assert [200, 200] == heard.statuses
    assert 2 == len(set(re.findall(rb"(?i)\r\nTrace: ([0-9a-f]{16})\r\n", heard.raw)))
    assert re.search(rb"(?i)\r\nTrace: [0-9a-f]{16}\r\n", old.headers)


async def test_a_socket_has_one_at_its_handshake(postcard: Postcard) -> None:
    """In the answer that opens it."""
    upgrade = (
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    )
    hello = request("/api/ws", *upgrade).replace(b"Connection: close", b"Connection: upgrade")
    # The frame behind it says goodbye.
    heard = await speak(postcard, hello + b"\x88\x80abcd")

    assert [101] == heard.statuses
    assert re.search(rb"(?i)\r\nTrace: [0-9a-f]{16}\r\n", heard.headers + b"\r\n")


@pytest.mark.one_machine("it reads the logs")
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/ping", PING),
        ("/api", b"[" + PING + b"," + PING + b"]"),
        ("/api", b"garbage"),
        ("/user/login", b"{}"),
        ("/admin/sign-in", b"name=a&password=b"),
    ],
    ids=["envelope", "batch", "garbage", "rest", "page"],
)
async def test_it_is_that_of_the_line(guest: Guest, path: str, body: bytes) -> None:
    """Which `server.py logs --trace` finds."""
    async with guest.http.post(guest.postcard.url + path, data=body) as answer:
        trace = answer.headers["Trace"]

    await eventually(
        lambda: [line for line in guest.postcard.log("web.log") if line.get("trace") == trace]
    )
