"""An answer of JSON bytes with HTTP 200, header and body written to the socket at once.

web.Response makes a header map for each answer, fills it and turns it into bytes, which costs
more than all else that is done for a small envelope. Here all but the length is fixed bytes.
"""

from __future__ import annotations

import time
from email.utils import formatdate
from typing import Final

from aiohttp import HttpVersion11, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.web_request import BaseRequest

HEADERS: Final = {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
_FIXED: Final = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())


class _Head:
    """The header up to the length; its date changes once a second."""

    def __init__(self) -> None:
        self._second = 0
        self._bytes = b""

    def bytes(self) -> bytes:
        second = int(time.time())
        if second != self._second:
            self._second = second
            date = formatdate(second, usegmt=True)
            text = f"HTTP/1.1 200 OK\r\n{_FIXED}Date: {date}\r\nContent-Length: "
            self._bytes = text.encode("ascii")
        return self._bytes


_head: Final = _Head()


class Whole(web.Response):
    """`web.Response` in full is made only for clients that speak HTTP/1.0, close, or ask HEAD."""

    # What aiohttp reads of an answer that was sent; no __init__ of its own parents has run.
    _keep_alive = True
    _full: web.Response | None = None

    def __init__(self, body: bytes) -> None:
        self._whole = body

    @property
    def keep_alive(self) -> bool | None:
        return self._keep_alive if self._full is None else self._full.keep_alive

    async def prepare(self, request: BaseRequest) -> AbstractStreamWriter | None:
        """Send everything; what `write_eof` has left to do is nothing."""
        if request.version == HttpVersion11 and request.keep_alive and request.method != "HEAD":
            body = self._whole
            await request.writer.write(b"%b%d\r\n\r\n%b" % (_head.bytes(), len(body), body))
            return request.writer
        self._full = web.Response(body=self._whole, headers=HEADERS)
        return await self._full.prepare(request)

    async def write_eof(self, data: bytes = b"") -> None:
        if self._full is not None:
            await self._full.write_eof()
