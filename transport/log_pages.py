"""/media/log.txt, celery.txt, worker.txt: the logs, to admins who sign in by HTTP Basic."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from protocol.dispatch import Dispatcher
from services import Services
from services.admin.admins import Known
from services.caller import Caller
from services.running.logs import LEVELS
from services.running.reading_logs import Wanted, follow, last
from status_codes import ApiError, Global
from stores.sql import SqlError
from transport.callers import CallerFactory

# celery.txt is the document's name, of the worker of its time.
LOGS: Final = {"log": "web.log", "celery": "worker.log", "worker": "worker.log"}
HEADERS: Final = {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
CHALLENGE: Final = {"WWW-Authenticate": 'Basic realm="Postcard", charset="UTF-8"'}
# Each follower looks at its file four times a second.
FOLLOWERS: Final = 16
# After so many looks it is asked whether the reader is still an admin.
MAY_POLLS: Final = 8


class _Query(BaseModel):
    model_config = ConfigDict(extra="ignore")

    lines: int = Field(default=1000, ge=1, le=100_000)
    level: str = Field(default="debug", pattern=f"^({'|'.join(LEVELS)})$")
    work_id: int | None = None
    trace: str = ""
    follow: bool = False


class LogPages:
    def __init__(self, services: Services, dispatcher: Dispatcher, callers: CallerFactory) -> None:
        self._admins = services.admin.admins
        self._folder: Path = services.running.config.data / "log"
        self._dispatcher = dispatcher
        self._callers = callers
        self._followers: set[asyncio.Task[None]] = set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The last lines that are wanted, the oldest first; with `?follow=1` new ones too."""
        caller = self._callers.visitor(request).caller
        try:
            known = await self._known(request, caller)
            if self._callers.is_misled(request) or known is None:
                return web.Response(status=401, text="unauthorized\n", headers=CHALLENGE)
            query = _Query.model_validate(dict(request.query))
        except ValidationError as error:
            names = ", ".join(str(one["loc"][0]) for one in error.errors())
            return web.Response(status=400, text=f"not understood: {names}\n", headers=HEADERS)
        except Exception as error:  # a part that is away, or too many wrong passwords
            outcome = self._dispatcher.failure(error, request.path, caller).outcome
            return web.Response(status=outcome.http, text=f"{outcome.message}\n", headers=HEADERS)
        path = self._folder / LOGS[request.match_info["name"]]
        wanted = Wanted(query.lines, query.level, query.work_id, query.trace)
        if query.follow and request.method != "HEAD":
            return await self._follow(request, path, wanted, known)
        lines = await asyncio.to_thread(last, path, wanted)
        return web.Response(body=_text(lines), headers=HEADERS)

    async def _known(self, request: web.Request, caller: Caller) -> Known | None:
        scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
        try:
            given = base64.b64decode(encoded, validate=True).decode()
        except ValueError:
            return None
        name, colon, password = given.partition(":")
        if scheme.lower() != "basic" or not colon:
            return None
        try:
            return await self._admins.identify(caller, name, password)
        except ApiError as error:
            if error.outcome in (Global.TOO_MANY, Global.BUSY):
                raise
            return None

    async def _follow(
        self, request: web.Request, path: Path, wanted: Wanted, known: Known
    ) -> web.StreamResponse:
        if len(self._followers) >= FOLLOWERS:
            return web.Response(status=503, text="too many follow\n", headers=HEADERS)
        response = web.StreamResponse(headers=HEADERS | {"X-Accel-Buffering": "no"})
        await response.prepare(request)
        mark = await self._admins.mark(known)

        async def may() -> bool:
            # A database that is away says nothing against them, and they may be looking for why.
            with suppress(SqlError):
                return bool(mark) and mark == await self._admins.mark(known)
            return True

        task = asyncio.create_task(_send(request, response, path, wanted, may))
        self._followers.add(task)
        task.add_done_callback(self._followers.discard)
        # The reader goes, or the server: neither is a failure.
        await asyncio.wait({task})
        return response

    async def close(self) -> None:
        """End every follower: nothing else would, and a server that stops waits for them."""
        for task in self._followers:
            task.cancel()
        await asyncio.gather(*self._followers, return_exceptions=True)


async def _send(
    request: web.Request,
    response: web.StreamResponse,
    path: Path,
    wanted: Wanted,
    may: Callable[[], Awaitable[bool]],
) -> None:
    polls = 0
    with suppress(ConnectionError):
        async for lines in follow(path, wanted):
            if polls % MAY_POLLS == 0 and not await may():
                return
            polls += 1
            if request.transport is None or request.transport.is_closing():
                return
            if lines:
                await response.write(_text(lines))


def _text(lines: list[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)
