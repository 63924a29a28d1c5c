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
7. A server is called for the protocol of each connection; it keeps what those are made with in
   `_kwargs`, and makes each request by its `request_factory`.
8. What the parser refuses is put among the `_messages` of its connection as an `_ErrInfo`, by
   `data_received`, and answered by `handle_error`, as is what a request function raises; what
   fails later is told by `log_exception`. `_waiter` is there while no request is in the works;
   `_request_count` is 0 before the first.
9. Every response but `JsonResponse` asks its request's `_prepare_hook` before it sends a header.
10. The parser in C takes HTTP/0.9, HTTP/2.0, RTSP and ICE for HTTP, and only of the first two does
   a message tell it; until its turn comes another may be put in its place among `_messages`.
11. A connection is told to resume reading for each request, twice; only where `_reading_paused` or
   `_buffer_paused` is true has it something to resume.
12. Before Python 3.12 a connection has `loop.create_task` make a task of `_handle_request(…)` for
   each request, and does nothing but await it, in its own task, which the request has as `task`.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from functools import partial
from typing import Any, Final, Protocol

from aiohttp import HttpVersion10, HttpVersion11, http_parser, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http_exceptions import BadHttpMessage
from aiohttp.streams import EMPTY_PAYLOAD
from aiohttp.web_protocol import RequestHandler, _ErrInfo
from aiohttp.web_request import BaseRequest

from transport.answer_room import SMALL, AnswerRoom, CountedResponse, cut

HEADERS: Final = {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
_FIXED: Final = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())

# Under this name a request keeps what its answer's header has besides.
MORE_HEADERS: Final = "more_headers"

Answer = Awaitable[web.StreamResponse]
# What aiohttp calls with each request.
RequestFunction = Callable[[Any], Answer]
# So much of a header is kept while it is not whole: its first line says where it goes.
HEAD_MOST: Final = 2048
SPOKEN: Final = (HttpVersion11, HttpVersion10)
# How the line of a request ends that is one of HTTP.
PLAIN: Final = b"HTTP/1.1\r"
ENDS: Final = (PLAIN, b"HTTP/1.0\r")


class Refusals(Protocol):
    """What answers where no face does."""

    def trace(self) -> str:
        """A name for a request that no face has named."""

    def refuse(self, head: bytes, error: BaseException | None) -> web.Response:
        """The answer to what the parser did not understand, of which `head` is the beginning."""

    def fail(self, request: BaseRequest, status: int, error: BaseException | None) -> web.Response:
        """The answer where a request function raised."""

    def break_off(self, error: BaseException | None) -> None:
        """Take note of what nobody can be told."""


class Request(web.Request):
    """One whose answers say which request they answer, and not what we are made of."""

    _protocol: _Connection

    async def _prepare_hook(self, response: web.StreamResponse) -> None:
        await super()._prepare_hook(response)
        response.headers.pop("Server", None)
        if "Trace" not in response.headers:
            response.headers["Trace"] = self.get("trace") or self._protocol.refusals.trace()
        if more := self.get(MORE_HEADERS):
            response.headers.extend(more)


class _Connection(RequestHandler):
    """One that answers in the form of the faces, and logs nothing itself."""

    __slots__ = ("_head", "_refused", "refusals")

    def __init__(self, manager: web.Server, refusals: Refusals, **settings: Any) -> None:
        super().__init__(manager, **settings)
        self.refusals = refusals
        self._head = b""
        self._refused = b""

    def resume_reading(self, resume_parser: bool = True) -> None:
        """Only what was paused: aiohttp says so twice for each request."""
        if self._reading_paused or self._buffer_paused:
            super().resume_reading(resume_parser)

    def data_received(self, data: bytes) -> None:
        messages = self._messages
        begins = not messages and (self._waiter is not None or not self._request_count)
        super().data_received(data)
        if messages:
            last = messages[-1][0]
            # Most come alone and in one piece, and say what they speak.
            if begins and not self._head and len(messages) == 1 and type(last) is not _ErrInfo:
                end = data.find(b"\n") - len(PLAIN)
                if end > 0 and data.startswith(PLAIN, end):
                    return
            if isinstance(last, _ErrInfo):
                self._refused = (self._head + data)[:HEAD_MOST]
                self._end_body()
            elif begins and not _is_http(self._head, data):
                self._refuse(0)
            elif last.version is not HttpVersion11 or len(messages) > 1:
                self._refuse_versions()
            self._head = b""
        elif len(self._head) < HEAD_MOST and (self._waiter is not None or not self._request_count):
            self._head += data[:HEAD_MOST]

    def _refuse_versions(self) -> None:
        for place, (message, _) in enumerate(self._messages):
            if not isinstance(message, _ErrInfo) and message.version not in SPOKEN:
                return self._refuse(place)

    def _refuse(self, place: int) -> None:
        """Have this one of the waiting requests answered as malformed."""
        message: Any = self._messages[place][0]
        line = f"{message.method} {message.path} "
        self._refused = line.encode("utf-8", "surrogateescape")[:HEAD_MOST]
        error = BadHttpMessage("another protocol")
        self._messages[place] = (_ErrInfo(400, error, error.message), EMPTY_PAYLOAD)

    def _end_body(self) -> None:
        """Nothing more of it comes: whoever reads it need not wait for that."""
        request = self._current_request
        if request is not None and not request.content.is_eof():
            request.content.set_exception(web.RequestPayloadError())

    def handle_error(
        self,
        request: BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - it repeats what was sent
    ) -> web.StreamResponse:
        if request.writer.output_size > 0:
            self.refusals.break_off(exc)
            raise ConnectionError("a part of the answer is sent")
        if status == 400:
            answer = self.refusals.refuse(self._refused, exc)
        else:
            answer = self.refusals.fail(request, status, exc)
        answer.force_close()
        return answer

    def log_exception(self, *_: Any, **kw: Any) -> None:
        self.refusals.break_off(kw.get("exc_info"))


def _is_http(head: bytes, data: bytes) -> bool:
    """Whether `data`, after the `head` that came before it, begins with a request of HTTP/1."""
    begun = head + data if head else data
    if begun[:1] in b"\r\n":
        begun = begun.lstrip(b"\r\n")
    end = begun.find(b"\n")
    # Of a long line that came in pieces not all was kept.
    return len(head) >= HEAD_MOST or end < 0 or begun.startswith(ENDS, end - 9)


class _Server(web.Server):
    """A server of such connections."""

    refusals: Refusals

    def __call__(self) -> RequestHandler:
        return _Connection(self, self.refusals, loop=self._loop, **self._kwargs)


_HANDLES_REQUEST: Final = RequestHandler._handle_request.__code__


def _make_task(loop: Any, coroutine: Any, context: Any = None) -> Any:
    """A task, but of a request the coroutine itself, which the connection's task goes on with.

    A task of its own begins in the next pass of the loop only, after all that is done in this one.
    Python 3.12 can begin it at once, and aiohttp has it do so.
    """
    if getattr(coroutine, "cr_code", None) is _HANDLES_REQUEST:
        return coroutine
    return asyncio.Task(coroutine, loop=loop, context=context)


def task_of(request: BaseRequest) -> asyncio.Task[Any] | None:
    """The task that answers the request, where it need not be asked for: that is a system call."""
    return request.task if sys.version_info < (3, 12) else None


class Runner(web.AppRunner):
    """An AppRunner whose every answer is one of ours."""

    __slots__ = ("_refusals",)

    def __init__(self, app: web.Application, refusals: Refusals, **settings: Any) -> None:
        super().__init__(app, **settings)
        self._refusals = refusals

    async def _make_server(self) -> web.Server:
        plain = await super()._make_server()
        loop = asyncio.get_running_loop()
        made: Any = partial(Request, loop=loop)
        if sys.version_info < (3, 12):
            loop.set_task_factory(_make_task)
        server = _Server(plain.request_handler, request_factory=made, loop=loop, **plain._kwargs)
        server.refusals = self._refusals
        return server


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


# Of a large answer, written at once.
PIECE: Final = 1 << 18


class JsonResponse(web.Response):
    """An answer of JSON bytes with HTTP 200, header and body written to the socket at once.

    web.Response makes a header map for each answer, fills it and turns it into bytes, which costs
    more than all else that is done for a small envelope. Here all but the length is fixed bytes; a
    `web.Response` in full is made only for clients that speak HTTP/1.0, close, or ask HEAD.
    """

    _keep_alive = True
    _full: web.Response | None = None

    def __init__(self, body: bytes, trace: str, room: AnswerRoom | None = None) -> None:
        """`room` counts a body that is not small while it is sent."""
        self._json = body
        self._trace = trace
        self._room = room if len(body) > SMALL else None

    def in_full(self) -> web.Response:
        """The same as one that takes more headers."""
        headers = HEADERS | {"Trace": self._trace}
        if self._room is None:
            return web.Response(body=self._json, headers=headers)
        return CountedResponse(self._room, body=self._json, headers=headers)

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
            head = b"%b%d\r\nTrace: %b\r\n\r\n" % (_head.bytes(), len(body), self._trace.encode())
            if len(body) <= PIECE:
                await request.writer.write(head + body)
                return request.writer
            await request.writer.write(head)
            # Ten megabytes at once hold the loop for some milliseconds.
            for start in range(0, len(body), PIECE):
                await request.writer.write(memoryview(body)[start : start + PIECE])
                await asyncio.sleep(0)
            return request.writer
        self._full = web.Response(body=self._json, headers=HEADERS | {"Trace": self._trace})
        return await self._full.prepare(request)

    async def write_eof(self, data: bytes = b"") -> None:
        if self._full is not None:
            await self._full.write_eof(data)
