"""HTTP that no client of ours would speak: too large, said twice, or meant for somebody else."""

from __future__ import annotations

import asyncio
import json
import zlib
from typing import Any

import pytest
from aiohttp import WSCloseCode

from tests.attacks.spoken import request, speak
from tests.postcard import Guest, Postcard, until

KIB = 1 << 10
MIB = 1 << 20


@pytest.mark.parametrize(
    "bytes_",
    [
        b"GET /" + b"a" * 64 * KIB + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        request("/api/ping", "X: " + "a" * 64 * KIB),
        request("/api/ping", "a" * 64 * KIB + ": x"),
        request("/api/ping", *(f"X-{n}: a" for n in range(5_000))),
        request("/api/ping", *["Cookie: session=" + "a" * 4 * KIB] * 200),
        request("/api/ping", "Authorization: Bearer " + "a" * 64 * KIB),
        b"GET /api/ping HTTP/1.1\r\n" + b"\0" * 64,
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(512),
    ],
    ids=["line", "value", "name", "number", "cookies", "token", "zeros", "tls"],
)
async def test_headers_that_are_too_large(guest: Guest, bytes_: bytes) -> None:
    """An envelope and the end of the connection, in few words; others are served."""
    heard = await speak(guest.postcard, bytes_)
    after = await guest.call("ping", "ping")

    assert heard.statuses in ([200], [413])
    assert 64 * KIB > len(heard.raw)
    assert b"text/html" not in heard.headers
    assert b"Traceback" not in heard.raw
    assert 0 == after["status"]


PING = b'{"id":1,"type":"ping","subtype":"ping","data":{}}'
HIDDEN = b"GET /api/health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    "headers",
    [
        ("Content-Length: 49", "Transfer-Encoding: chunked"),
        ("Content-Length: 0", "Content-Length: 49"),
        ("Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
        ("Transfer-Encoding: xchunked",),
        ("Content-Length: +49",),
        ("Content-Length: 4_9",),
        ("Content-Length : 49",),
        ("Content-Length: -1",),
    ],
    ids=" ".join,
)
async def test_two_lengths(postcard: Postcard, headers: tuple[str, ...]) -> None:
    """A body whose end can be read in two ways is refused, and what lies in it is no request."""
    bytes_ = request("/api/ping", *headers, method="POST", body=b"0\r\n\r\n" + HIDDEN)
    heard = await speak(postcard, bytes_.replace(b"Connection: close\r\n", b"", 1))

    assert [200] == heard.statuses
    assert b'"status":-1,' in heard.raw


async def test_a_bomb_in_a_frame(guest: Guest) -> None:
    """Nothing is unpacked: a frame that says it is packed is an error, as nobody offered it."""
    packed = zlib.compressobj(wbits=-15)
    body = packed.compress(b" " * 4 * MIB) + packed.flush(zlib.Z_SYNC_FLUSH)
    reader, writer = await asyncio.open_connection("127.0.0.1", guest.postcard.port)
    writer.write(
        b"GET /api/ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        b"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
    )
    offered = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)
    # A text frame with the bit of permessage-deflate (RFC 7692), its mask of zeros.
    writer.write(b"\xc1" + (0x80 | 126).to_bytes(1) + len(body).to_bytes(2) + bytes(4) + body)
    head, _ = await asyncio.wait_for(reader.readexactly(2), 30)
    code = int.from_bytes(await asyncio.wait_for(reader.readexactly(2), 30))
    writer.transport.abort()
    after = await guest.call("ping", "ping")

    assert b"deflate" not in offered
    assert (0x88, WSCloseCode.PROTOCOL_ERROR) == (head, code)
    assert 0 == after["status"]


@pytest.mark.parametrize(
    "form",
    [
        b"--edge\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" * 5_000 + b"--edge--\r\n",
        b"--edge\r\nX: " + b"a" * MIB + b"\r\n\r\n1\r\n--edge--\r\n",
        b"--edge\r\n" + b"X: a\r\n" * 100_000 + b"\r\n1\r\n--edge--\r\n",
        b'--edge\r\nContent-Disposition: form-data; name="file"; filename="' + b"a" * MIB,
        b'--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"a" * 2 * MIB,
    ],
    ids=["parts", "header", "headers", "name", "field"],
)
async def test_forms_that_are_too_large(member: Guest, form: bytes) -> None:
    """Refused, or of no use; the files that were there are all there are."""
    work_id = await member.new_movie([])
    before = member.postcard.media(), member.postcard.scratch()
    type_ = "multipart/form-data; boundary=edge"
    head = request(
        f"/movie/{work_id}/upload",
        f"Content-Type: {type_}",
        f"Content-Length: {len(form)}",
        f"Authorization: Bearer {member.token}",
        method="POST",
    )
    heard = await speak(member.postcard, head + form)

    assert heard.statuses[0] in (400, 403, 413)
    assert before == (member.postcard.media(), member.postcard.scratch())


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80@127.0.0.1", "a b", "<script>"])
@pytest.mark.parametrize(
    "target", ["/admin", "/admin/", "/user/info", "/nothing", "//evil.example/%2e%2e", "/static"]
)
async def test_the_name_of_another_host(postcard: Postcard, target: str, host: str) -> None:
    """No answer repeats it, and none leads there."""
    heard = await speak(postcard, request(target, f"Host: {host}", f"X-Forwarded-Host: {host}"))
    leads = [line for line in heard.headers.split(b"\r\n") if line.lower().startswith(b"location")]

    assert heard.statuses[0] < 500
    assert b"evil" not in heard.raw.replace(b"%2Fevil", b"").lower()
    assert b"<script>" not in heard.raw
    assert all(line.partition(b": ")[2].startswith(b"/admin/") for line in leads)


async def test_other_sites_scripts_read_nothing(member: Guest) -> None:
    """No answer allows another origin to read it, asked before or not."""
    url = f"{member.postcard.url}/user/info"
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for method in ("GET", "POST", "OPTIONS"):
        async with member.http.request(method, url, headers=headers) as answer:
            names = {name.lower() for name in answer.headers}

        assert not [name for name in names if name.startswith("access-control-")]


@pytest.mark.one_machine("it reads the logs")
async def test_lines_of_ones_own_in_the_log(member: Guest) -> None:
    """Whatever a guest writes where, each line of the log is one of ours."""
    forged = '","x":"\r\n{"at":"2026-01-01T00:00:00.000Z","event":"forged","level":"error"}\n'
    escaped = "%0d%0a%7B%22event%22:%22forged%22%7D"
    before = len(member.postcard.log("web.log"))
    await member.call(forged, forged, {forged: forged})
    await member.call("login", "pass", {"username": forged, "pass": forged})
    await member.call("forum", "post_new", {"title": forged[:100], "type": 1, "text": forged})
    await member.rest("GET", f"/{escaped}/{escaped}?{escaped}={escaped}&token={escaped}")
    for header in ("User-Agent", "X-Forwarded-For", "Referer", "Cookie"):
        line = f"{header}: a\x0b\x85\u2028" + json.dumps({"event": "forged"})
        await speak(member.postcard, request("/user/info", line))
    await member.call("token", "doki")

    def written() -> list[dict[str, Any]]:
        return member.postcard.log("web.log")[before:]

    # Lines are written when some have come together, in the order of what they tell.
    await until(lambda: [line for line in written() if line.get("subtype") == "doki"])

    assert not [line for line in written() if line.get("event") == "forged"]
