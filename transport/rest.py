"""The REST face: paths, forms and files into envelopes; outcomes into {code, msg, data}."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from aiohttp import web

from protocol.dispatch import Dispatcher
from protocol.envelope import NO_ID, Envelope, Malformed, Reply
from protocol.registry import Access, Endpoint, Registry
from protocol.slices import Slices
from protocol.upload import FilePart
from services.caller import Caller
from status_codes import UNREADABLE, ApiError, Global, Outcome, RestOnly
from transport.access_log import AccessLog
from transport.aiohttp_internals import HEADERS
from transport.answer_room import AnswerRoom, CountedResponse
from transport.bodies import Bodies, Form, is_multipart
from transport.callers import CallerFactory, Visitor
from transport.cookies import crosses_sites
from transport.dated_sessions import DatedSessions
from transport.forms import read_form
from transport.origins import is_listed
from transport.rest_words import rest_body

KEY: Final = "Idempotency-Key"


class _Route(NamedTuple):
    """An endpoint, and what it calls the steps of its path that are values."""

    endpoint: Endpoint
    names: tuple[str, ...]


@dataclass(slots=True)
class _Node:
    """One step of a path: literal next steps, one of any value, and the routes that end here."""

    literal: dict[str, _Node] = field(default_factory=dict)
    value: _Node | None = None
    routes: dict[str, _Route] = field(default_factory=dict)


class RestPaths:
    """Path → endpoint, one dictionary step per segment however many endpoints there are."""

    def __init__(self, registry: Registry) -> None:
        self._root = _Node()
        for route, endpoint in registry.rest.items():
            method, _, path = route.partition(" ")
            steps = path.strip("/").split("/")
            names = tuple(step[1:-1] for step in steps if step.startswith("{"))
            self._node(steps).routes[method] = _Route(endpoint, names)

    def _node(self, steps: list[str]) -> _Node:
        node = self._root
        for step in steps:
            if step.startswith("{"):
                node.value = node.value or _Node()
                node = node.value
            else:
                node = node.literal.setdefault(step, _Node())
        return node

    def find(self, path: str) -> tuple[dict[str, _Route], list[str]]:
        """(route by method, values in the path); both empty when nothing is there."""
        node = self._root
        values: list[str] = []
        for step in path.strip("/").split("/"):
            found = node.literal.get(step)
            if found is None:
                if node.value is None:
                    return {}, []
                values.append(step)
                found = node.value
            node = found
        return node.routes, values


class RestApi:
    def __init__(
        self,
        registry: Registry,
        dispatcher: Dispatcher,
        callers: CallerFactory,
        bodies: Bodies,
        access_log: AccessLog,
        room: AnswerRoom,
        slices: Slices,
        *,
        always_200: bool,
        session_seconds: int,
    ) -> None:
        self._paths = RestPaths(registry)
        self._dispatcher = dispatcher
        self._callers = callers
        self._bodies = bodies
        self._access_log = access_log
        self._room = room
        self._slices = slices
        self._always_200 = always_200
        self._sessions = DatedSessions(session_seconds)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer any path that no other face has taken."""
        started = time.perf_counter()
        routes, values = self._paths.find(request.path)
        route = routes.get("GET" if request.method == "HEAD" else request.method)
        # HEAD must change nothing, whatever GET is documented to do.
        if route is None or (request.method == "HEAD" and route.endpoint.changes):
            return self._respond(Reply(NO_ID, _no_method(routes), {}))
        endpoint, fields = route.endpoint, dict(zip(route.names, values, strict=True))
        visitor = self._callers.visitor(request)
        caller = visitor.caller
        try:
            if _is_forged(request, endpoint, visitor):
                raise ApiError(Global.NOT_ALLOWED)
            reply = await self._answer(request, endpoint, fields, caller)
        except Exception as error:  # of the body, or of the token that is asked for before it
            reply = self._dispatcher.failure(error, endpoint.name, caller)
        name = (endpoint.type, endpoint.subtype)
        self._access_log.request("rest", name, caller, reply, started)
        if endpoint.picture in reply.data and request.query.get("format") != "json":
            answer = _picture(reply.data[endpoint.picture])
        else:
            answer = self._respond(reply, endpoint.unwrap, _words(endpoint, reply))
        self._sessions.follow(visitor, reply.user_id)
        visitor.jar.write(answer)
        return answer

    async def _answer(
        self, request: web.Request, endpoint: Endpoint, fields: dict[str, str], caller: Caller
    ) -> Reply:
        if is_multipart(request):
            return await self._answer_form(request, endpoint, fields, caller)
        data = _without_named(endpoint, request.query)
        if request.method == "POST":
            data |= await self._body(request, endpoint)
        return await self._dispatch(endpoint, data | fields, caller)

    async def _answer_form(
        self, request: web.Request, endpoint: Endpoint, fields: dict[str, str], caller: Caller
    ) -> Reply:
        known = caller

        async def admit(_: Form) -> None:
            nonlocal known
            if known is caller:
                known = await caller.admit(endpoint.access)

        try:
            kept = endpoint.binder.files
            async with AsyncExitStack() as stack:
                if endpoint.coming is not None:
                    # From its header on, however long its body takes.
                    known = await caller.admit(endpoint.access)
                    await stack.enter_async_context(endpoint.coming(known, fields))
                form = await stack.enter_async_context(
                    self._bodies.form(request, caller.address, admit, lambda: kept)
                )
                data = _without_named(endpoint, request.query)
                data |= _without_named(endpoint, form.fields)
                return await self._dispatch(endpoint, data | fields, caller)
        except Exception as error:  # of the form; the journal names whose it was
            return self._dispatcher.failure(error, endpoint.name, known)

    async def _dispatch(self, endpoint: Endpoint, data: dict[str, Any], caller: Caller) -> Reply:
        key = caller.headers.get(KEY)
        if key is not None:
            # The standard's draft writes it between quotes; most clients do not.
            key = key.strip().removeprefix('"').removesuffix('"')
        # Forms bring their button, pages a number against caches: what nobody here knows is let be.
        known = endpoint.binder.known(data)
        envelope = Envelope(NO_ID, endpoint.type, endpoint.subtype, known, key)
        return await self._dispatcher.answer(envelope, caller, strict=False)

    async def _body(self, request: web.Request, endpoint: Endpoint) -> dict[str, Any]:
        body = await self._bodies.read(request)
        if not body:
            return {}
        if request.content_type == "application/x-www-form-urlencoded":
            return _without_named(endpoint, await read_form(body, self._slices))
        value = await self._slices.load(body)
        if not isinstance(value, dict):
            raise Malformed(NO_ID, Global.JSON_KEY)
        # Forms leave out what there is not; apps write null.
        return {name: given for name, given in value.items() if given is not None}

    def _respond(self, reply: Reply, unwrap: str = "", words: str = "") -> web.Response:
        outcome = reply.outcome
        msg = words or outcome.msg
        msg = msg.format_map(reply.texts) if reply.texts else msg
        data = reply.data.get(unwrap, reply.data) if unwrap else reply.data
        body = rest_body(outcome, msg, data)
        headers = HEADERS
        if outcome in (Global.TOO_MANY, Global.KEY_UNDER_WAY):
            headers = HEADERS | {"Retry-After": str(reply.data.get("retry_after", 1))}
        status = 200 if self._always_200 else outcome.http
        return CountedResponse(self._room, body=body, status=status, headers=headers)


def _words(endpoint: Endpoint, reply: Reply) -> str:
    """What is said of a wrong request in words of the endpoint; empty where nothing is wrong."""
    if reply.outcome not in UNREADABLE:
        return ""
    return endpoint.words(reply.outcome, str(reply.texts.get("field", "")))


def _is_forged(request: web.Request, endpoint: Endpoint, visitor: Visitor) -> bool:
    """Whether another site's page uses a guest's cookie, or gives them one of its own choice."""
    by_cookie = bool(visitor.caller.token) and not visitor.explicit
    gives = endpoint.access is Access.ANYONE and not is_listed(request)
    return endpoint.changes and (by_cookie or gives) and crosses_sites(request)


def _without_named(endpoint: Endpoint, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a form or an address, without files that are only named there."""
    files = endpoint.binder.files
    return {n: v for n, v in fields.items() if n not in files or isinstance(v, FilePart)}


def _picture(encoded: str) -> web.Response:
    headers = HEADERS | {"Content-Type": "image/png"}
    return web.Response(body=base64.b64decode(encoded), headers=headers)


def _no_method(routes: dict[str, _Route]) -> Outcome:
    if not routes:
        return RestOnly.NOT_FOUND
    return RestOnly.USE_POST if "POST" in routes else RestOnly.USE_GET
