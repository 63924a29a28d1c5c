"""The envelope face: documented URLs, and /api for one envelope or a batch.

Whatever is sent, the answer is HTTP 200 with an envelope.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Final

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
            except Exception as error:  # of the body; what a handler meets is answered below
                reply = self._dispatcher.failure(error, url, caller)
            self._journal.request("envelope", name, caller, reply, started)
            return Whole(dump(reply))

        return handle

    async def generic(self, request: web.Request) -> web.StreamResponse:
        """POST /api: one envelope, a list of them, or multipart with files."""
        try:
            if is_multipart(request):
                return await self._with_files(request)
            return await self._of_json(request)
        except Exception as error:  # of the body, or of the token that is asked for before it
            return self._refuse(request, error)

    async def _of_json(self, request: web.Request) -> web.StreamResponse:
        value = load(await self._bodies.read(request))
        if isinstance(value, list):
            callers = self._asking.callers(request)
            replies = await answer_batch(value, lambda envelope: self._one(callers(), envelope))
            if isinstance(replies, Reply):
                return Whole(dump(replies))
            return Whole(orjson.dumps([wire(r) for r in replies]))
        return Whole(dump(await self._one(self._asking.caller(request), read(value))))

    async def _with_files(self, request: web.Request) -> web.StreamResponse:
        caller = self._asking.caller(request)
        async with self._bodies.form(request, caller.authenticate) as form:
            text = form.fields.pop("envelope", "")
            value = load(text.encode() if isinstance(text, str) else b"")
            if isinstance(value, dict) and isinstance(value.get("data"), dict):
                value["data"] |= form.fields
            return Whole(dump(await self._one(caller, read(value))))

    async def _one(self, caller: Caller, envelope: Envelope) -> Reply:
        started = time.perf_counter()
        reply = await self._dispatcher.answer(envelope, caller)
        name = (envelope.type, envelope.subtype)
        self._journal.request("api", name, caller, reply, started)
        return reply

    def _refuse(self, request: web.Request, error: Exception) -> web.StreamResponse:
        caller = self._asking.caller(request)
        reply = self._dispatcher.failure(error, "/api", caller)
        self._journal.request("api", NO_NAME, caller, reply, time.perf_counter())
        return Whole(dump(reply))

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
