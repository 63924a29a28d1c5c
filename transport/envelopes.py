"""The envelope face: documented URLs, and /api for one envelope or a batch.

Whatever is sent, the answer is HTTP 200 with an envelope.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

import orjson
from aiohttp import web

from protocol.batch import answer_batch
from protocol.dispatch import Dispatcher
from protocol.envelope import NO_ID, Envelope, Malformed, Reply, dump, id_of, load, read, wire
from protocol.registry import Registry
from services.caller import Caller
from status_codes import Global
from transport.asking import Asking
from transport.bodies import Bodies, is_multipart
from transport.journal import Journal
from transport.whole import Whole

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

NO_NAME: Final = ("", "")
# What a bodiless request to these URLs means; with POST they take any body, and echo its id.
BARE: Final = {"/api/ping": ("ping", "ping"), "/api/user/doki": ("token", "doki")}
BY_GET: Final = BARE | {"/api/user/info": ("info", "get")}


class Envelopes:
    def __init__(
        self, dispatcher: Dispatcher, asking: Asking, bodies: Bodies, journal: Journal
    ) -> None:
        self._dispatcher = dispatcher
        self._asking = asking
        self._bodies = bodies
        self._journal = journal

    def routes(self, registry: Registry) -> list[web.RouteDef]:
        """Every documented URL in both slash spellings, /api, and what is left below /api/."""
        handlers = {url: self._at(url) for url in sorted(registry.urls())}
        found: list[web.RouteDef] = []
        for url, handler in (handlers | {"/api": self.generic}).items():
            for path in (url, url + "/"):
                # Just before its neighbour: aiohttp then keeps one entry for the path, not two.
                if url == "/api/ping":
                    found.append(web.get(path, self.pong))
                found.append(web.route("*", path, handler))
        return found

    async def pong(self, request: web.Request) -> web.Response:
        """GET /api/ping is the one documented answer that is no envelope."""
        return web.Response(text="pong", content_type="text/html")

    def _at(self, url: str) -> Handler:
        bare = BARE.get(url)
        by_get = BY_GET.get(url)

        async def handle(request: web.Request) -> web.StreamResponse:
            started = time.perf_counter()
            caller = self._asking.caller(request)
            name = NO_NAME
            try:
                if by_get is not None and request.method in ("GET", "HEAD"):
                    envelope = Envelope(NO_ID, *by_get, {})
                else:
                    envelope = _envelope(await self._bodies.read(request), bare)
                name = (envelope.type, envelope.subtype)
                reply = await self._dispatcher.answer(envelope, caller, url=url)
            except Malformed as error:
                reply = error.reply
            self._journal.request("envelope", name, caller, reply, started)
            return Whole(dump(reply))

        return handle

    async def generic(self, request: web.Request) -> web.StreamResponse:
        """POST /api: one envelope, a list of them, or multipart with files."""
        try:
            if is_multipart(request):
                return await self._with_files(request)
            value = load(await self._bodies.read(request))
        except Malformed as error:
            return await self._refuse(request, error)
        if isinstance(value, list):
            replies = await answer_batch(value, lambda envelope: self._one(request, envelope))
            if isinstance(replies, Reply):
                return Whole(dump(replies))
            return Whole(orjson.dumps([wire(r) for r in replies]))
        return await self._single(request, value)

    async def _with_files(self, request: web.Request) -> web.StreamResponse:
        async with self._bodies.form(request) as form:
            text = form.fields.pop("envelope", "")
            value = load(text.encode() if isinstance(text, str) else b"")
            if isinstance(value, dict) and isinstance(value.get("data"), dict):
                value["data"] |= form.fields
            return await self._single(request, value)

    async def _single(self, request: web.Request, value: Any) -> web.StreamResponse:
        try:
            reply = await self._one(request, read(value))
        except Malformed as error:
            return await self._refuse(request, error)
        return Whole(dump(reply))

    async def _one(self, request: web.Request, envelope: Envelope) -> Reply:
        started = time.perf_counter()
        caller = self._asking.caller(request)
        reply = await self._dispatcher.answer(envelope, caller)
        name = (envelope.type, envelope.subtype)
        self._journal.request("api", name, caller, reply, started)
        return reply

    async def _refuse(self, request: web.Request, error: Malformed) -> web.StreamResponse:
        caller: Caller = self._asking.caller(request)
        self._journal.request("api", NO_NAME, caller, error.reply, time.perf_counter())
        return Whole(dump(error.reply))

    async def nowhere(self, request: web.Request) -> web.StreamResponse:
        """Any other address below /api/: an envelope says that nothing is there."""
        try:
            id_ = id_of(load(await self._bodies.read(request)))
        except Malformed as error:
            id_ = error.reply.id
        return Whole(dump(Reply(id_, Global.JSON_VALUE, {})))


def _envelope(body: bytes, bare: tuple[str, str] | None) -> Envelope:
    if bare is None:
        return read(load(body))
    if not body:
        return Envelope(NO_ID, *bare, {})
    value = load(body)
    if isinstance(value, dict) and "type" not in value:
        return Envelope(id_of(value), *bare, {})
    return read(value)
