"""Signals through Redis: one subscription for all channels, renewed when its link is lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from stores.kv import KVError
from stores.kv_redis import RedisCommands
from stores.signals import Deliver, Subscribers, call

log = logging.getLogger(__name__)

# Seconds between tries to get a lost link back.
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 1.0
# A link that is silent for so long is asked for a sign of life, and dropped after as long again.
SILENCE_SECONDS = 5.0
# How long opening waits for the first link; the service starts without Redis too.
FIRST_LINK_SECONDS = 1.0
# A signal that Redis has not taken by then is lost.
PUBLISH_SECONDS = 2.0


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
        self._commands = RedisCommands(url, PUBLISH_SECONDS)
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
            except (RedisError, OSError, RuntimeError) as error:
                # RuntimeError: so says uvloop of writing to what was reset since.
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
            call(notice)

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
