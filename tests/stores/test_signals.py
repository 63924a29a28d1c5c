"""One contract for signals within a process and through Redis, and what an outage does to them."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import struct
import threading
import time
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvloop
from redis.asyncio.connection import Connection

import stores.signals_redis
from stores.signals import EmbeddedSignals, Signals
from stores.signals_redis import RedisSignals
from tests.servers import RedisServer


@pytest.fixture(params=["embedded", "redis"])
async def signals(request: pytest.FixtureRequest) -> AsyncIterator[Signals]:
    if request.param == "embedded":
        async with EmbeddedSignals() as signals:
            yield signals
        return
    async with RedisSignals(request.getfixturevalue("redis_server").url) as signals:
        yield signals


async def until(condition: Callable[[], object], seconds: float = 60.0) -> object:
    """Whether `condition` came true before `seconds` were over."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        await asyncio.sleep(0.005)
    return condition()


async def publish_until(signals: Signals, heard: list[bytes]) -> None:
    """Publish until something is heard: one who publishes has a link of their own to get back."""
    for _ in range(200):
        await signals.publish("work:1", b"heard")
        if await until(lambda: heard, 0.3):
            break


def reset_some(gate: socket.socket) -> None:
    """Break some connections as soon as they are there."""
    with gate:
        for _ in range(3):
            taken, _ = gate.accept()
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            taken.close()


class TestContract:
    async def test_every_subscriber_gets_every_message_in_order(self, signals: Signals) -> None:
        """
        Three listeners of one channel each get 200 messages, in the order they were sent.
        """
        heard: list[list[bytes]] = [[], [], []]
        for mine in heard:
            signals.subscribe("work:1", mine.append)
        sent = [b"\r\n\0%d" % n for n in range(200)]

        for message in sent:
            await signals.publish("work:1", message)

        assert await until(lambda: all(len(mine) == 200 for mine in heard))
        assert [sent] * 3 == heard

    async def test_other_channels_are_not_heard(self, signals: Signals) -> None:
        """
        A listener hears its own channel only, also where one name begins like another.
        """
        heard: list[bytes] = []
        signals.subscribe("work:1", heard.append)

        await signals.publish("work:11", b"no")
        await signals.publish("工:1", b"no")
        await signals.publish("work:1", b"yes")

        assert await until(lambda: heard)
        assert [b"yes"] == heard

    async def test_who_unsubscribed_hears_nothing(self, signals: Signals) -> None:
        """
        One listener leaves, twice even; the other of the same channel stays.
        """
        gone: list[bytes] = []
        here: list[bytes] = []
        leave = signals.subscribe("work:1", gone.append)
        signals.subscribe("work:1", here.append)
        leave()
        leave()

        await signals.publish("work:1", b"1")

        assert await until(lambda: here)
        assert [] == gone

    async def test_the_last_who_leaves_leaves_nothing(self, signals: Signals) -> None:
        """
        A channel without listeners takes no memory.
        """
        for n in range(10):
            signals.subscribe(f"work:{n}", print)()

        assert isinstance(signals, EmbeddedSignals | RedisSignals)
        assert {} == signals._subscribers._channels

    async def test_a_failing_subscriber_hurts_nobody_else(
        self, signals: Signals, caplog: pytest.LogCaptureFixture
    ) -> None:
        """
        An exception in one listener is logged and the next one gets the message.
        """

        def fail(_: bytes) -> None:
            raise ZeroDivisionError

        heard: list[bytes] = []
        signals.subscribe("work:1", fail)
        signals.subscribe("work:1", heard.append)

        await signals.publish("work:1", b"1")

        assert await until(lambda: heard)
        assert "ZeroDivisionError" in caplog.text

    async def test_delivery_is_on_the_subscribers_loop(self, signals: Signals) -> None:
        """
        A listener of another thread's loop is called in that thread.
        """
        heard, listening = [], threading.Event()

        async def listen() -> None:
            signals.subscribe("work:1", lambda _: heard.append(threading.get_ident()))
            listening.set()
            await until(lambda: heard)

        thread = threading.Thread(target=asyncio.run, args=[listen()])
        thread.start()
        await asyncio.to_thread(listening.wait)

        await signals.publish("work:1", b"1")
        await asyncio.to_thread(thread.join)
        # The other loop is closed now; this message finds nobody.
        await signals.publish("work:1", b"2")

        assert [thread.ident] == heard

    async def test_no_gap_without_an_outage(self, signals: Signals) -> None:
        """
        Nobody is told of a gap while nothing was lost.
        """
        gaps = []
        signals.on_gap(lambda: gaps.append(1))
        await signals.publish("work:1", b"1")
        await asyncio.sleep(0.05)

        assert [] == gaps

    async def test_a_hundred_changes_a_second_reach_a_thousand_subscribers(
        self, signals: Signals
    ) -> None:
        """
        Every change is delivered to every one, in the order in which they came.
        """
        heard: list[list[bytes]] = [[] for _ in range(1000)]
        for n, mine in enumerate(heard):
            signals.subscribe(f"work:{n % 4}", mine.append)
        for n in range(48):
            await signals.publish(f"work:{n % 4}", b"%d" % n)
            await asyncio.sleep(0.01)

        assert await until(lambda: sum(map(len, heard)) == 12_000)
        for n, mine in enumerate(heard):
            assert [b"%d" % change for change in range(n % 4, 48, 4)] == mine


class TestEmbedded:
    async def test_publishing_from_another_thread(self) -> None:
        """
        A worker's thread with its own loop reaches a listener on ours.
        """
        heard: list[bytes] = []
        async with EmbeddedSignals() as signals:
            signals.subscribe("work:1", heard.append)

            await asyncio.to_thread(lambda: asyncio.run(signals.publish("work:1", b"1")))

            assert await until(lambda: heard == [b"1"])


class TestRedis:
    async def test_processes_hear_each_other(self, redis_server: RedisServer) -> None:
        """
        What one publishes the other hears; another database of the same Redis does not.
        """
        here: list[bytes] = []
        elsewhere: list[bytes] = []
        foreign = redis_server.url.removesuffix("/0") + "/1"
        async with (
            RedisSignals(redis_server.url) as web,
            RedisSignals(redis_server.url) as worker,
            RedisSignals(foreign) as stranger,
        ):
            web.subscribe("work:1", here.append)
            stranger.subscribe("work:1", elsewhere.append)

            await worker.publish("work:1", b"1")

            assert await until(lambda: here == [b"1"])
            assert [] == elsewhere

    async def test_an_outage_is_a_gap(
        self, own_server: RedisServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        """
        While Redis is away nothing raises; when it is back a gap is told and signals flow.
        """
        heard: list[bytes] = []
        gaps: list[int] = []
        async with RedisSignals(own_server.url) as signals:
            signals.subscribe("work:1", heard.append)
            signals.on_gap(lambda: gaps.append(1))
            own_server.kill()
            for _ in range(20):
                await signals.publish("work:1", b"lost")
                await asyncio.sleep(0.01)
            own_server.start()

            assert await until(lambda: gaps == [1])
            await publish_until(signals, heard)

            assert {b"heard"} == set(heard)
            assert 1 == caplog.text.count("signals are not sent")
            assert 1 == caplog.text.count("signals are not heard")

    @pytest.mark.parametrize("run", [asyncio.run, uvloop.run], ids=["asyncio", "uvloop"])
    def test_a_connection_that_is_reset_at_once(
        self,
        own_server: RedisServer,
        run: Callable[[Any], Any],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """
        As by a balancer with no Redis behind it: signals flow when there is one, on both loops.
        """
        own_server.stop()
        heard: list[bytes] = []

        async def connect(self: Connection) -> None:
            await connected(self)  # type: ignore[no-untyped-call]
            # Until the loop knows of the reset, which comes before the first command then.
            await asyncio.sleep(0.1)

        connected = Connection._connect
        monkeypatch.setattr(Connection, "_connect", connect)
        gate = socket.create_server(("127.0.0.1", urlsplit(own_server.url).port or 0))

        async def listen() -> None:
            resetting = threading.Thread(target=reset_some, args=[gate], daemon=True)
            resetting.start()
            async with RedisSignals(own_server.url) as signals:
                assert await until(lambda: not resetting.is_alive())
                own_server.start()
                signals.subscribe("work:1", heard.append)
                await publish_until(signals, heard)

        run(listen())

        assert heard

    async def test_starting_without_redis(self, own_server: RedisServer) -> None:
        """
        Opened while Redis is away, signals flow when it comes, and the time before is a gap.
        """
        own_server.stop()
        heard: list[bytes] = []
        gaps: list[int] = []
        async with RedisSignals(own_server.url) as signals:
            signals.subscribe("work:1", heard.append)
            signals.on_gap(lambda: gaps.append(1))
            own_server.start()

            assert await until(lambda: gaps == [1])
            await publish_until(signals, heard)

            assert {b"heard"} == set(heard)

    async def test_a_silent_link_is_dropped(
        self, own_server: RedisServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A link over which nothing comes any more, not even an answer, is made anew.
        """
        monkeypatch.setattr(stores.signals_redis, "SILENCE_SECONDS", 1.0)
        gaps = []
        async with RedisSignals(own_server.url) as signals:
            signals.on_gap(lambda: gaps.append(1))
            # Longer than a link may be silent that is not asked.
            await asyncio.sleep(3.5)
            healthy = list(gaps)
            os.kill(own_server.pid, signal.SIGSTOP)
            lost = await until(lambda: signals._listening_lost)
            os.kill(own_server.pid, signal.SIGCONT)

            assert [] == healthy
            assert lost
            assert await until(lambda: gaps == [1])
