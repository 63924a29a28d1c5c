"""What our own code takes for granted of libraries that do not promise it, one test a line.

The lists stand in transport/aiohttp_internals.py and workers/dramatiq_internals.py, those of the
drivers of MySQL are in tests/test_seams_sql.py; where one is broken by an upgrade, all that leans
on it is there.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import dramatiq
import pytest
from aiohttp import http_parser, web
from aiohttp.web_protocol import RequestHandler, _ErrInfo
from aiohttp.web_request import BaseRequest
from dramatiq.asyncio import set_event_loop_thread
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import TimeLimit, TimeLimitExceeded

from workers.dramatiq_internals import run_on_loop, use_running_loop

Handler = Callable[[BaseRequest], Any]


# aiohttp


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[tuple[web.Server, str]]:
    """aiohttp's own server, nothing of ours in it, and its address."""
    server = web.Server(handler)
    runner = web.ServerRunner(server)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        yield server, f"http://{host}:{port}/"
    finally:
        await runner.cleanup()


async def hello(_: BaseRequest) -> web.StreamResponse:
    return web.Response(text="hello")


async def other(_: BaseRequest) -> web.StreamResponse:
    return web.Response(text="other")


async def text_of(client: aiohttp.ClientSession, url: str) -> str:
    async with client.get(url) as answer:
        return await answer.text()


async def test_aiohttp_1_a_connection_keeps_the_handler_of_its_server() -> None:
    """Open connections have one of their own, looked up for each request; new ones the server's."""
    async with serving(hello) as (server, url), aiohttp.ClientSession() as client:
        first = await text_of(client, url)
        server.request_handler = other
        kept = await text_of(client, url)
        (connection,) = server.connections
        connection._request_handler = other
        changed = await text_of(client, url)
        async with aiohttp.ClientSession() as another:
            new = await text_of(another, url)

    assert ["hello", "hello", "other", "other"] == [first, kept, changed, new]


async def test_aiohttp_2_a_server_is_told_of_each_connection_once() -> None:
    """`connection_made` is looked up at the server, and given the handler and the transport."""
    made: list[tuple[type, bool]] = []
    async with serving(hello) as (server, url):
        was = server.connection_made

        def count(handler: RequestHandler, transport: asyncio.Transport) -> None:
            made.append((type(handler), transport.get_extra_info("socket") is not None))
            was(handler, transport)

        server.connection_made = count  # type: ignore[method-assign]
        for _ in range(2):
            async with aiohttp.ClientSession() as client:
                await text_of(client, url)
                await text_of(client, url)

    assert [(RequestHandler, True)] * 2 == made


async def test_aiohttp_3_a_request_may_be_told_to_be_the_last() -> None:
    """`should_close` of its message ends the connection after the answer, which says so."""

    async def last(request: BaseRequest) -> web.StreamResponse:
        request._message = request._message._replace(should_close=True)
        return web.Response(text="last")

    async with serving(last) as (server, url), aiohttp.ClientSession() as client:
        async with client.get(url) as answer:
            said = answer.headers["Connection"]
            await answer.read()
        async with asyncio.timeout(60):
            while server.connections:
                await asyncio.sleep(0.01)

    assert "close" == said


async def test_aiohttp_4_a_connection_knows_whether_it_is_busy() -> None:
    """In progress from the handler's beginning to its end; what comes meanwhile is counted."""
    entered, go = asyncio.Event(), asyncio.Event()

    async def slow(_: BaseRequest) -> web.StreamResponse:
        entered.set()
        await go.wait()
        return web.Response(text="slow")

    async with serving(slow) as (server, url):
        host, port = url[len("http://") : -1].split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 2)
        await entered.wait()
        (connection,) = server.connections
        async with asyncio.timeout(60):
            while not connection._messages:
                await asyncio.sleep(0.01)
        busy = connection._request_in_progress, len(connection._messages)
        go.set()
        for _ in range(2):
            await reader.readuntil(b"slow")
        async with asyncio.timeout(60):
            while connection._request_in_progress or connection._messages:
                await asyncio.sleep(0.01)
        writer.close()
        await writer.wait_closed()

    assert (True, 1) == busy


async def test_aiohttp_5_a_response_that_sends_itself() -> None:
    """Nothing is asked of it but `prepare`, `write_eof` and `keep_alive`."""
    asked: list[str] = []

    class Watched(web.Response):
        def __init__(self) -> None:
            asked.append("made")

        def __getattribute__(self, name: str) -> Any:
            if name not in ("__class__", "__http_exception__", "_send"):
                asked.append(name)
            return super().__getattribute__(name)

        @property
        def keep_alive(self) -> bool | None:
            return True

        async def prepare(self, request: BaseRequest) -> Any:
            await request.writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            return request.writer

        async def write_eof(self, data: bytes = b"") -> None:
            assert not data

    async def answer(_: BaseRequest) -> web.StreamResponse:
        return Watched()

    async with serving(answer) as (_, url), aiohttp.ClientSession() as client:
        said = [await text_of(client, url) for _ in range(2)]

    assert ["ok", "ok"] == said
    assert {"made", "prepare", "write_eof", "keep_alive"} == set(asked)


def test_aiohttp_6_the_parser_in_c_is_told_by_its_name() -> None:
    """Where there is one it is the parser; the other goes by a name of its own."""
    assert http_parser.HttpRequestParser is not http_parser.HttpRequestParserPy


async def test_aiohttp_7_a_server_is_called_for_the_protocol_of_a_connection() -> None:
    """It keeps how those are made, and makes each request itself."""
    async with serving(hello) as (server, url), aiohttp.ClientSession() as client:
        await text_of(client, url)
        connection = server()

    assert isinstance(connection, RequestHandler)
    assert isinstance(server._kwargs, dict)
    assert callable(server.request_factory)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_aiohttp_8_what_the_parser_refuses_is_a_message_that_handle_error_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`data_received` puts it there; no request function is asked."""
    asked: list[tuple[int, str]] = []
    refused: list[bool] = []
    receive = RequestHandler.data_received

    def data_received(self: RequestHandler, data: bytes) -> None:
        receive(self, data)
        refused.append(isinstance(self._messages[-1][0], _ErrInfo))

    def handle_error(
        _: RequestHandler, __: BaseRequest, status: int, error: Exception, ___: str
    ) -> web.StreamResponse:
        asked.append((status, type(error).__name__))
        answer = web.Response(text="refused")
        answer.force_close()
        return answer

    monkeypatch.setattr(RequestHandler, "data_received", data_received)
    monkeypatch.setattr(RequestHandler, "handle_error", handle_error)
    async with serving(hello) as (server, url):
        port = int(url.rstrip("/").rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\n\r\n")
        heard = await reader.read()
        writer.close()

    assert heard.endswith(b"refused")
    assert ([(400, "BadHttpMessage")], [True]) == (asked, refused)
    assert 0 == len(server.connections)


async def test_aiohttp_9_a_request_is_asked_before_a_header_is_sent() -> None:
    """By each response, whatever its kind."""

    class Marked(web.Request):
        async def _prepare_hook(self, response: web.StreamResponse) -> None:
            response.headers["Mark"] = response.headers.pop("Server")[:6]

    made: Any = Marked
    async with serving(hello) as (server, url), aiohttp.ClientSession() as client:
        loop = asyncio.get_running_loop()
        server.request_factory = lambda *parts: made(*parts, loop)
        async with client.get(url) as answer:
            headers = answer.headers

    assert ("Python", None) == (headers.get("Mark"), headers.get("Server"))


async def test_aiohttp_10_the_parser_takes_other_protocols_for_http(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What it says of them, and that what stands among `_messages` is what is answered."""
    lines = ["GET /", "GET / HTTP/2.0", "GET / RTSP/1.0", "SOURCE / ICE/1.0", "GET / HTTP/1.1"]
    versions: list[tuple[int, int]] = []
    receive = RequestHandler.data_received

    def data_received(self: RequestHandler, data: bytes) -> None:
        receive(self, data)
        message: Any = self._messages[0][0]
        versions.append(tuple(message.version))
        self._messages[0] = (message._replace(path="/another"), self._messages[0][1])

    async def path(request: BaseRequest) -> web.StreamResponse:
        return web.Response(text=request._message.path)

    monkeypatch.setattr(RequestHandler, "data_received", data_received)
    async with serving(path) as (_, url):
        for line in lines:
            port = int(url.rstrip("/").rpartition(":")[2])
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(line.encode() + b"\r\nHost: a\r\nConnection: close\r\n\r\n")
            heard = await reader.read()
            writer.close()
            assert heard.endswith(b"/another"), line

    assert [(0, 9), (2, 0), (1, 0), (1, 0), (1, 1)] == versions


async def test_aiohttp_11_what_was_not_paused_need_not_be_resumed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A long body and a long line of requests come through where only the other calls count."""
    resume = RequestHandler.resume_reading
    calls: Counter[bool] = Counter()

    def resume_reading(self: RequestHandler, resume_parser: bool = True) -> None:
        paused = self._reading_paused or self._buffer_paused
        calls[paused] += 1
        if paused:
            resume(self, resume_parser)

    async def length(request: BaseRequest) -> web.StreamResponse:
        await asyncio.sleep(0.01)
        return web.Response(text=str(len(await request.read())))

    monkeypatch.setattr(RequestHandler, "resume_reading", resume_reading)
    async with serving(length) as (_, url), aiohttp.ClientSession() as client:
        async with client.post(url, data=b"a" * (1 << 20)) as answer:
            long = await answer.text()
        host, port = url[len("http://") : -1].split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        one = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
        writer.write(one * 99 + one.replace(b"Host: a", b"Host: a\r\nConnection: close"))
        async with asyncio.timeout(30):
            heard = await reader.read()
        writer.close()

    assert "1048576" == long
    assert 100 == heard.count(b"HTTP/1.1 200 OK")
    assert {True, False} == set(calls)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="there the task begins at once")
async def test_aiohttp_12_the_task_of_a_request_is_only_awaited() -> None:
    """So its coroutine may be awaited instead, in the connection's task; failures end the same."""
    loop = asyncio.get_running_loop()
    made: list[str] = []

    def make_task(loop: Any, coroutine: Any, context: Any = None) -> Any:
        made.append(coroutine.cr_code.co_qualname)
        if coroutine.cr_code is RequestHandler._handle_request.__code__:
            return coroutine
        return asyncio.Task(coroutine, loop=loop, context=context)

    async def where(request: BaseRequest) -> web.StreamResponse:
        if request.path == "/fail":
            raise ValueError
        return web.Response(text=str(asyncio.current_task() is request.task))

    loop.set_task_factory(make_task)
    try:
        async with serving(where) as (_, url), aiohttp.ClientSession() as client:
            found = [await text_of(client, url) for _ in range(3)]
            async with client.get(url + "fail") as answer:
                failed = answer.status
            again = await text_of(client, url)
    finally:
        loop.set_task_factory(None)

    assert ["True"] * 4 == [*found, again]
    assert 500 == failed
    assert 5 == made.count("RequestHandler._handle_request")


# Dramatiq


async def test_dramatiq_1_a_loop_thread_runs_on_the_loop_that_it_is_given() -> None:
    """Though it was never started, and from whatever thread it is asked."""

    async def where() -> int:
        return threading.get_ident()

    use_running_loop()
    try:
        found = await asyncio.to_thread(lambda: run_on_loop(where()))
    finally:
        set_event_loop_thread(None)

    assert threading.get_ident() == found


def test_dramatiq_2_a_stub_broker_looks_for_its_queues_by_name() -> None:
    """Each time that a message is put in or taken out."""
    one, two = StubBroker(middleware=[]), StubBroker(middleware=[])
    for broker in (one, two):
        broker.declare_queue("a")
    two.queues["a"] = one.queues["a"]
    one.enqueue(dramatiq.Message("a", "act", (), {}, {}))
    taken = next(two.consume("a", timeout=1000))

    assert taken is not None
    assert "act" == taken.actor_name


def test_dramatiq_3_a_stopped_thread_takes_no_further_message() -> None:
    """The others in the queue stay there."""
    broker = StubBroker(middleware=[])
    done: list[int] = []
    begun, go = threading.Event(), threading.Event()

    def act(number: int) -> None:
        begun.set()
        go.wait(5)
        done.append(number)

    actor = dramatiq.actor(broker=broker, queue_name="a")(act)
    for number in range(3):
        actor.send(number)
    worker = dramatiq.Worker(broker, worker_threads=1, worker_timeout=100)
    worker.start()
    begun.wait(5)
    for thread in worker.workers:
        thread.stop()
    go.set()
    for thread in worker.workers:
        thread.join(5)
    worker.stop(1000)

    assert [0] == done


@pytest.mark.parametrize("booted", [False, True])
def test_dramatiq_4_time_limits_begin_when_the_process_has_booted(booted: bool) -> None:
    """Without that signal they do nothing; should that end, we need not give it."""
    limit = TimeLimit(interval=50)
    broker = StubBroker(middleware=[limit])
    ends: list[str] = []
    over = threading.Event()

    def act() -> None:
        try:
            for _ in range(30):
                time.sleep(0.05)
            ends.append("done")
        except TimeLimitExceeded:
            ends.append("stopped")
        over.set()

    actor = dramatiq.actor(broker=broker, queue_name="a", time_limit=300)(act)
    if booted:
        broker.emit_after("process_boot")
    worker = dramatiq.Worker(broker, worker_threads=1, worker_timeout=100)
    worker.start()
    actor.send()
    over.wait(10)
    worker.stop(1000)

    assert ["stopped" if booted else "done"] == ends
