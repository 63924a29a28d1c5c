"""How a server shuts down: unready at once, listening for a while, then no request is cut short.

Balancers look whether we are ready before they choose another server, so what they still send
meanwhile is answered. aiohttp's own end drops the rest of a body that is still on its way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

from aiohttp import web

from config import HttpSettings
from transport.aiohttp_internals import (
    RequestFunction,
    close_after_answer,
    is_busy,
    wrap_requests,
)

POLL_SECONDS: Final = 0.02
# After a second signal, or from a terminal: whoever waits there does not wait for the slow ones.
HURRY_SECONDS: Final = 2.0

Closer = Callable[[], Awaitable[None]]


class Shutdown:
    """Whether this server shuts down; `closers` end what would go on for ever."""

    def __init__(self, *closers: Closer) -> None:
        self.begun = False
        self._closers = closers
        self._hurry = asyncio.Event()

    def hurry(self) -> None:
        """Be done within `HURRY_SECONDS`."""
        self._hurry.set()

    async def drain(self, runner: web.AppRunner, settings: HttpSettings) -> None:
        """Return when every request is answered, or `drain_seconds` after the last was let in."""
        assert runner.server is not None
        self.begun = True
        _close_after_answers(runner.server)
        await self._within(self._hurry.wait(), settings.grace_seconds)
        for site in list(runner.sites):
            await site.stop()
        most = HURRY_SECONDS if self._hurry.is_set() else settings.drain_seconds
        await self._within(self._empty(runner.server), most)

    async def _empty(self, server: web.Server) -> None:
        await asyncio.gather(*(close() for close in self._closers))
        while any(is_busy(connection) for connection in server.connections):
            await asyncio.sleep(POLL_SECONDS)

    async def _within(self, step: Awaitable[Any], seconds: float) -> None:
        """Wait for a step; not longer than that, and from the moment of a hurry not for long."""
        task = asyncio.ensure_future(step)
        hurry = asyncio.create_task(self._hurry.wait())
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await asyncio.wait({task, hurry}, return_when=asyncio.FIRST_COMPLETED)
                await asyncio.wait({task}, timeout=HURRY_SECONDS)
        for one in (task, hurry):
            one.cancel()
        await asyncio.gather(task, hurry, return_exceptions=True)


SHUTDOWN: Final = web.AppKey("shutdown", Shutdown)


def _close_after_answers(server: web.Server) -> None:
    """Tell every client with its next answer that the connection ends there."""

    def wrap(answer: RequestFunction) -> RequestFunction:
        def last(request: web.Request) -> Awaitable[web.StreamResponse]:
            close_after_answer(request)
            return answer(request)

        return last

    wrap_requests(server, wrap)
