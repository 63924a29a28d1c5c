"""The envelope face: documented URLs, and /api for one envelope or a batch.

Whatever is sent, the answer is an envelope, and HTTP 200 but for another method (405).
"""

from __future__ import annotations

import time
from collections.abc import Container
from contextlib import AsyncExitStack
from typing import Any, Final

from aiohttp import web

from protocol.batch import Batch, answer_batch
from protocol.dispatch import Dispatcher
from protocol.envelope import NO_ID, Envelope, Malformed, Reply, dump, id_of, load, read
from protocol.linked_batch import LinkedBatch
from protocol.references import may_refer
from protocol.registry import Access, Endpoint, Registry
from protocol.slices import LARGE, Slices
from services.caller import Caller
from status_codes import Global
from transport.access_log import AccessLog
from transport.aiohttp_internals import HEADERS, JsonResponse, task_of
from transport.answer_room import AnswerRoom, BatchSize
from transport.bodies import Bodies, Form, is_multipart
from transport.callers import CallerFactory
from transport.direct_routes import Handler
from transport.origins import METHODS

NO_NAME: Final = ("", "")
# What a bodiless request to these URLs means; with POST they take any body, and echo its id.
BARE: Final = {"/api/ping": ("ping", "ping"), "/api/user/doki": ("token", "doki")}
BY_GET: Final = BARE | {"/api/user/info": ("info", "get")}
# What asks for nothing else than to read brings no envelope, though a body may come with it.
READING: Final = ("GET", "HEAD")


class Envelopes:
    def __init__(
        self,
        dispatcher: Dispatcher,
        callers: CallerFactory,
        bodies: Bodies,
        access_log: AccessLog,
        room: AnswerRoom,
        slices: Slices,
        *,
        batch_bytes: int,
    ) -> None:
        self._dispatcher = dispatcher
        self._callers = callers
        self._bodies = bodies
        self._access_log = access_log
        self._room = room
        self._slices = slices
        self._any_file = frozenset(
            name for endpoint in dispatcher.registry for name in endpoint.binder.files
        )
        self._batch_bytes = batch_bytes

    def handlers(self, registry: Registry) -> dict[str, Handler]:
        """What answers at every documented URL and at /api, in both slash spellings."""
        handlers: dict[str, Handler] = {url: self._at(url) for url in sorted(registry.urls())}
        handlers["/api"] = self.generic
        return {url + slash: found for url, found in handlers.items() for slash in ("", "/")}

    def routes(self, handlers: dict[str, Handler]) -> list[web.RouteDef]:
        """The same for aiohttp's router, any method."""
        found: list[web.RouteDef] = []
        for path, handler in handlers.items():
            # Just before its neighbour: aiohttp then keeps one entry for the path, not two.
            if path.rstrip("/") == "/api/ping":
                found.append(web.get(path, self.pong))
            found.append(web.route("*", path, handler))
        return found

    async def pong(self, _: web.Request) -> web.Response:
        """GET /api/ping is the one documented answer that is no envelope."""
        return web.Response(text="pong", content_type="text/html")

    def _at(self, url: str) -> Handler:
        bare = BARE.get(url)
        by_get = BY_GET.get(url)

        async def handle(request: web.Request) -> web.StreamResponse:
            started = time.perf_counter()
            caller = self._callers.caller(request)
            name = NO_NAME
            try:
                if (method := request.method) != "POST":
                    if method not in READING:
                        return self._wrong_method(url, caller, started)
                    if by_get is None:
                        raise Malformed(NO_ID, Global.JSON_KEY)
                    envelope = Envelope(NO_ID, *by_get, {})
                else:
                    body = await self._bodies.read(request)
                    # Most are small: what waits for nothing asks nobody.
                    if body or bare is None:
                        small = len(body) <= LARGE
                        value = load(body) if small else await self._slices.load(body)
                        envelope = _envelope(value, body, bare)
                    else:
                        envelope = Envelope(NO_ID, *bare, {})
                name = (envelope.type, envelope.subtype)
                reply = await self._dispatcher.answer(
                    envelope, caller, url=url, task=task_of(request)
                )
            except Exception as error:  # of the body; what a handler meets is answered below
                reply = self._dispatcher.failure(error, url, caller)
            self._access_log.request("envelope", name, caller, reply, started)
            return JsonResponse(dump(reply), caller.trace, self._room)

        return handle

    async def generic(self, request: web.Request) -> web.StreamResponse:
        """POST /api: one envelope, a list of them, or multipart with files."""
        try:
            if request.method in READING:
                raise Malformed(NO_ID, Global.JSON_KEY)
            if request.method != "POST":
                caller = self._callers.caller(request)
                return self._wrong_method("/api", caller, time.perf_counter())
            if is_multipart(request):
                return await self._with_files(request)
            return await self._of_json(request)
        except Exception as error:  # of the body, or of the token that is asked for before it
            return self._refuse(request, error)

    async def _of_json(self, request: web.Request) -> web.StreamResponse:
        body = await self._bodies.read(request)
        value = await self._slices.load(body)
        caller = self._callers.caller(request)
        if isinstance(value, list):
            kind = LinkedBatch if may_refer(body) else Batch
            return await self._batch(value, body, caller, kind)
        reply = await self._one(caller, read(value, body))
        return JsonResponse(dump(reply), caller.trace, self._room)

    async def _batch(
        self, values: list[Any], body: bytes, caller: Caller, kind: type[Batch]
    ) -> web.StreamResponse:
        started = time.perf_counter()
        size = BatchSize(self._room, self._batch_bytes)
        try:
            found = await answer_batch(
                values, self._dispatcher.answer, caller, size, self._slices, kind, body=body
            )
        finally:
            size.end()
        if isinstance(found, Reply):
            self._access_log.request("api", NO_NAME, caller, found, started)
            return JsonResponse(dump(found), caller.trace)
        self._access_log.batch("api", values, caller, found, started)
        return JsonResponse(found.body, caller.trace, self._room)

    async def _with_files(self, request: web.Request) -> web.StreamResponse:
        caller = self._callers.caller(request)
        asked: Endpoint | None = None
        coming = AsyncExitStack()

        async def admit(form: Form) -> None:
            """Where the envelope came before the files, its endpoint says who may send some."""
            nonlocal asked
            asked, data = await self._asked(form.fields.get("envelope"))
            if asked is None or not asked.binder.files:
                await caller.admit(Access.USER)
            elif asked.access is not Access.ANYONE:
                known = await caller.admit(asked.access)
                if asked.coming is not None:
                    await coming.enter_async_context(asked.coming(known, data))

        def files() -> Container[str]:
            """Those of the envelope's endpoint; of any, where the envelope comes after them."""
            return self._any_file if asked is None else asked.binder.files

        async with coming, self._bodies.form(request, caller.address, admit, files) as form:
            text = form.fields.pop("envelope", "")
            body = text.encode() if isinstance(text, str) else b""
            value = await self._slices.load(body)
            if isinstance(value, dict) and isinstance(value.get("data"), dict):
                value["data"] |= form.fields
            reply = await self._one(caller, read(value, body))
            return JsonResponse(dump(reply), caller.trace, self._room)

    async def _asked(self, text: Any) -> tuple[Endpoint | None, dict[str, Any]]:
        """The endpoint of an envelope, and its data."""
        try:
            body = text.encode() if isinstance(text, str) else b""
            envelope = read(await self._slices.load(body), body)
        except Malformed:
            return None, {}
        found = self._dispatcher.registry.find(envelope.type, envelope.subtype)
        return found, envelope.data

    async def _one(self, caller: Caller, envelope: Envelope) -> Reply:
        started = time.perf_counter()
        reply = await self._dispatcher.answer(envelope, caller)
        name = (envelope.type, envelope.subtype)
        self._access_log.request("api", name, caller, reply, started)
        return reply

    def _refuse(self, request: web.Request, error: Exception) -> web.StreamResponse:
        caller = self._callers.caller(request)
        reply = self._dispatcher.failure(error, "/api", caller)
        self._access_log.request("api", NO_NAME, caller, reply, time.perf_counter())
        return JsonResponse(dump(reply), caller.trace)

    def _wrong_method(self, url: str, caller: Caller, started: float) -> web.Response:
        """No envelope comes with any other method, not even one whose name says that it changes
        something: pages of others may send those that ours do not."""
        reply = self._dispatcher.failure(Malformed(NO_ID, Global.JSON_KEY), url, caller)
        face = "api" if url == "/api" else "envelope"
        self._access_log.request(face, NO_NAME, caller, reply, started)
        headers = HEADERS | {"Trace": caller.trace, "Allow": METHODS}
        return web.Response(body=dump(reply), status=405, headers=headers)

    async def nowhere(self, request: web.Request) -> web.StreamResponse:
        """Any other address below /api/: an envelope says that nothing is there."""
        try:
            body = await self._bodies.read(request)
            id_ = id_of(await self._slices.load(body), body)
        except Malformed as error:
            id_ = error.reply.id
        return JsonResponse(dump(Reply(id_, Global.JSON_VALUE, {})), self._callers.trace())


def _envelope(value: Any, body: bytes, bare: tuple[str, str] | None) -> Envelope:
    if bare is not None and isinstance(value, dict) and "type" not in value:
        return Envelope(id_of(value, body), *bare, {})
    return read(value, body)
