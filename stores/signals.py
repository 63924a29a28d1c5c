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

log = logging.getLogger(__name__)

Deliver = Callable[[bytes], None]


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
            call(deliver, message)


def call(function: Callable[..., None], *arguments: Any) -> None:
    """Call what a subscriber gave; what it raises is logged."""
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
