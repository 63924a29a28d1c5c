"""Telling every web process that a work changed: to whoever listens now, nothing is kept.

A signal can be lost with the link that carries it. So it only says "look again", and after a
lost link came back `on_gap` says that anything may have changed meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol, Self
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from stores.kv import KVError
from stores.kv_redis import Commands

log = logging.getLogger(__name__)

Deliver = Callable[[bytes], None]

# Seconds between tries to get a lost link back.
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 1.0
# A link that is silent for so long is asked for a sign of life, and dropped after as long again.
SILENCE_SECONDS = 5.0
# How long opening waits for the first link; the service starts without Redis too.
FIRST_LINK_SECONDS = 1.0
# A signal that Redis has not taken by then is lost.
PUBLISH_SECONDS = 2.0


class Signals(Protocol):
    """Messages to all subscribers of a channel, in every process; each gets them in order."""

    async def publish(self, channel: str, message: bytes) -> None:
        """Best effort: what cannot be sent is logged, not raised."""

    def subscribe(self, channel: str, deliver: Deliver) -> Callable[[], None]:
        """Have `deliver` called on this loop for each message, until the result is called.

        `deliver` must be cheap: all subscribers of the loop wait for it.
        """

    def on_gap(self, notice: Callable[[], None]) -> None:
        """Have `notice` called each time after messages may have been lost."""


class Subscribers:
    """Who listens in this process: channel → loop → deliver functions, in order of coming."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._channels: defaultdict[str, dict[asyncio.AbstractEventLoop, dict[object, Deliver]]] = (
            defaultdict(dict)
        )

    def add(self, channel: str, deliver: Deliver) -> Callable[[], None]:
        loop = asyncio.get_running_loop()
        ticket = object()
        with self._lock:
            self._channels[channel].setdefault(loop, {})[ticket] = deliver
        return lambda: self._remove(channel, loop, ticket)

    def _remove(self, channel: str, loop: asyncio.AbstractEventLoop, ticket: object) -> None:
        with self._lock:
            loops = self._channels.get(channel, {})
            loops.get(loop, {}).pop(ticket, None)
            if loops.get(loop) == {}:
                del loops[loop]
            if loops == {}:
                self._channels.pop(channel, None)

    def hand_out(self, channel: str, message: bytes) -> None:
        """Wake each listening loop once, however many of its subscribers listen."""
        with self._lock:
            loops = list(self._channels.get(channel, ()))
        for loop in loops:
            # RuntimeError: the loop was closed, and its subscribers with it.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._deliver, loop, channel, message)

    def _deliver(self, loop: asyncio.AbstractEventLoop, channel: str, message: bytes) -> None:
        with self._lock:
            delivers = list(self._channels.get(channel, {}).get(loop, {}).values())
        for deliver in delivers:
            _call(deliver, message)


def _call(function: Callable[..., None], *arguments: Any) -> None:
    try:
        function(*arguments)
    except Exception:  # one subscriber's fault must not keep the message from the others
        log.exception("a subscriber failed")


class EmbeddedSignals:
    """`Signals` within this process; publishers may be on any thread or loop."""

    def __init__(self) -> None:
        self._subscribers = Subscribers()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        """Nothing to close: subscribers end with their loops."""

    async def publish(self, channel: str, message: bytes) -> None:
        self._subscribers.hand_out(channel, message)

    def subscribe(self, channel: str, deliver: Deliver) -> Callable[[], None]:
        return self._subscribers.add(channel, deliver)

    def on_gap(self, notice: Callable[[], None]) -> None:
        """Never called: there is no link that could be lost."""


class RedisSignals:
    """`Signals` through Redis; publishes and listens on the loop that entered it.

    One subscription per process, to all channels at once: a channel that begins to interest
    someone needs no round trip, during which its messages would be lost.
    """

    def __init__(self, url: str) -> None:
        # Redis's channels know no database numbers; our names do, so that two installations
        # on one server stay apart.
        database = urlsplit(url).path.strip("/") or "0"
        self._prefix = f"postcard:{database}:"
        self._subscribers = Subscribers()
        self._notices: list[Callable[[], None]] = []
        self._reader: asyncio.Task[None]
        # Set after the first try to listen, whatever came of it.
        self._tried = asyncio.Event()
        self._listening_lost = False
        self._publishing_lost = False
        self._commands = Commands(url, PUBLISH_SECONDS)
        # No silent retries: a link that redis-py renews unseen would be a gap unseen.
        self._redis = Redis.from_url(
            url,
            retry=Retry(NoBackoff(), 0),
            socket_timeout=FIRST_LINK_SECONDS,
            socket_connect_timeout=FIRST_LINK_SECONDS,
            socket_keepalive=True,
        )

    async def __aenter__(self) -> Self:
        self._reader = asyncio.create_task(self._listen())
        with suppress(TimeoutError):
            async with asyncio.timeout(FIRST_LINK_SECONDS):
                await self._tried.wait()
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._reader.cancel()
        await asyncio.wait([self._reader])
        await self._commands.close()
        await self._redis.aclose()

    async def publish(self, channel: str, message: bytes) -> None:
        try:
            await self._commands.ask("PUBLISH", self._prefix + channel, message)
        except KVError as error:
            if not self._publishing_lost:
                log.warning("signals are not sent: %s", error)
            self._publishing_lost = True
        else:
            self._publishing_lost = False

    def subscribe(self, channel: str, deliver: Deliver) -> Callable[[], None]:
        return self._subscribers.add(channel, deliver)

    def on_gap(self, notice: Callable[[], None]) -> None:
        self._notices.append(notice)

    async def _listen(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                async with self._redis.pubsub() as link:
                    await link.psubscribe(self._prefix + "*")
                    if await link.get_message(timeout=SILENCE_SECONDS) is None:
                        raise TimeoutError("no answer")
                    self._link_is_up()
                    pause = FIRST_PAUSE
                    await self._hand_out_all(link)
            except (RedisError, OSError) as error:
                self._link_is_down(error)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _link_is_up(self) -> None:
        self._tried.set()
        if not self._listening_lost:
            return
        self._listening_lost = False
        log.info("signals are heard again")
        for notice in self._notices:
            _call(notice)

    def _link_is_down(self, error: Exception) -> None:
        self._tried.set()
        if not self._listening_lost:
            log.warning("signals are not heard: %s", error)
        self._listening_lost = True

    async def _hand_out_all(self, link: PubSub) -> None:
        """Hand out what comes; raises when the link is lost or has fallen silent."""
        asked = False
        while True:
            item = await link.get_message(timeout=SILENCE_SECONDS)
            if item is None:
                if asked:
                    raise TimeoutError("no sign of life")
                await link.ping()
                asked = True
                continue
            asked = False
            if item["type"] == "pmessage":
                channel = item["channel"].decode().removeprefix(self._prefix)
                self._subscribers.hand_out(channel, item["data"])
