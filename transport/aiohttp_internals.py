"""Everything here that leans on what aiohttp does not promise to keep.

Read in aiohttp 3.14.5, whose version is pinned. tests/test_seams.py has a test of each line, so
that an upgrade which breaks one says which:

1. Every request of a connection is given to the `request_handler` that its server had when the
   connection was made; the connection keeps it as `_request_handler` and looks there each time.
2. A server's `connection_made(handler, transport)` is called once for each connection.
3. `BaseRequest._message` is a named tuple; its `should_close` decides whether the answer ends the
   connection and says so.
4. `RequestHandler._request_in_progress` is true from the handler's beginning to the last byte of
   its answer, and `_messages` holds the requests that came meanwhile.
5. Of a response whose `prepare` has sent everything, aiohttp only calls `write_eof()` and reads
   `keep_alive`; neither needs `Response.__init__`.
6. `http_parser.HttpRequestParser` is `HttpRequestParserPy` where the parser in C was not built.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from functools import partial
from typing import Any, Final

from aiohttp import HttpVersion11, http_parser, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.web_protocol import RequestHandler
from aiohttp.web_request import BaseRequest

from transport.answer_room import SMALL, AnswerRoom, cut

HEADERS: Final = {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
_FIXED: Final = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())

Answer = Awaitable[web.StreamResponse]
# What aiohttp calls with each request.
RequestFunction = Callable[[Any], Answer]


def has_fast_parser() -> bool:
    """Whether requests are parsed in C."""
    return http_parser.HttpRequestParser is not http_parser.HttpRequestParserPy


def wrap_requests(server: web.Server, wrap: Callable[[RequestFunction], RequestFunction]) -> None:
    """Have each request answered by what `wrap` makes of the function that answers now."""
    wrapped: Any = wrap(server.request_handler)
    server.request_handler = wrapped
    for connection in server.connections:
        connection._request_handler = wrapped


def on_connection(server: web.Server, look: Callable[[asyncio.Transport], None]) -> None:
    """Have `look` see every connection that is made from now on."""
    made = server.connection_made

    def connection_made(handler: RequestHandler, transport: asyncio.Transport) -> None:
        look(transport)
        made(handler, transport)

    server.connection_made = connection_made  # type: ignore[method-assign]


def close_after_answer(request: BaseRequest) -> None:
    """Tell the client with its answer that the connection ends there, and end it."""
    request._message = request._message._replace(should_close=True)


def is_busy(connection: RequestHandler) -> bool:
    """Whether it has a request that is not answered, or an answer that is not sent."""
    if connection._request_in_progress or connection._messages:
        return True
    transport: Any = connection.transport
    return transport is not None and transport.get_write_buffer_size() > 0


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


class JsonResponse(web.Response):
    """An answer of JSON bytes with HTTP 200, header and body written to the socket at once.

    web.Response makes a header map for each answer, fills it and turns it into bytes, which costs
    more than all else that is done for a small envelope. Here all but the length is fixed bytes; a
    `web.Response` in full is made only for clients that speak HTTP/1.0, close, or ask HEAD.
    """

    _keep_alive = True
    _full: web.Response | None = None

    def __init__(self, body: bytes, room: AnswerRoom | None = None) -> None:
        """`room` counts a body that is not small while it is sent."""
        self._json = body
        self._room = room if len(body) > SMALL else None

    @property
    def keep_alive(self) -> bool | None:
        return self._keep_alive if self._full is None else self._full.keep_alive

    async def prepare(self, request: BaseRequest) -> AbstractStreamWriter | None:
        """Send everything; what `write_eof` has left to do is nothing."""
        if self._room is not None:
            room, self._room = self._room, None
            with room.sending(len(self._json), partial(cut, request)):
                return await self.prepare(request)
        if request.version == HttpVersion11 and request.keep_alive and request.method != "HEAD":
            body = self._json
            await request.writer.write(b"%b%d\r\n\r\n%b" % (_head.bytes(), len(body), body))
            return request.writer
        self._full = web.Response(body=self._json, headers=HEADERS)
        return await self._full.prepare(request)

    async def write_eof(self, data: bytes = b"") -> None:
        if self._full is not None:
            await self._full.write_eof(data)
