"""How a server leaves: unready at once, listening for a while, then no request is cut short.

Balancers look whether we are ready before they choose another server, so what they still send
meanwhile is answered. aiohttp's own end drops the rest of a body that is still on its way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from config import HttpSettings

POLL_SECONDS: Final = 0.02
# Of somebody at a terminal, or of a second signal: he does not wait for the slow ones.
HURRY_SECONDS: Final = 2.0

Goodbye = Callable[[], Awaitable[None]]


class Leaving:
    """Whether this server leaves; `goodbyes` end what would go on for ever."""

    def __init__(self, *goodbyes: Goodbye) -> None:
        self.begun = False
        self._goodbyes = goodbyes
        self._hurry = asyncio.Event()

    def hurry(self) -> None:
        """Leave within `HURRY_SECONDS`."""
        self._hurry.set()

    async def leave(self, runner: web.AppRunner, settings: HttpSettings) -> None:
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
        await asyncio.gather(*(goodbye() for goodbye in self._goodbyes))
        while any(_is_busy(connection) for connection in server.connections):
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


LEAVING: Final = web.AppKey("leaving", Leaving)


def _close_after_answers(server: web.Server) -> None:
    """Tell every client with its next answer that the connection ends there."""
    handler: Any = server.request_handler

    def last(request: Any) -> Any:
        request._message = request._message._replace(should_close=True)
        return handler(request)

    server.request_handler = last
    for connection in server.connections:
        connection._request_handler = last


def _is_busy(connection: RequestHandler) -> bool:
    """Whether it has a request that is not answered, or an answer that is not sent."""
    if connection._request_in_progress or connection._messages:
        return True
    transport: Any = connection.transport
    return transport is not None and transport.get_write_buffer_size() > 0
