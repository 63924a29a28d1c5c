"""Every answer that a test's client is given, compared with what the endpoint declares.

What settings of `clients` decide is compared as the server that answered has them.

aiohttp tells a session's traces what it sends and what it receives, and makes its WebSockets of the
class that it is given; what is wrong is raised in the test that asked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any, get_type_hints

import aiohttp
import jsonschema
import orjson
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypedDict

import handlers
from protocol.profiles import under
from protocol.registry import Endpoint
from protocol.replies import Nothing
from scripts.api_replies import Replies, adapter
from settings import ClientsSettings, filled, switched, switches_of
from transport.envelopes import BY_GET
from transport.rest import RestPaths

REGISTRY = handlers.registry()
PATHS = RestPaths(REGISTRY)
URLS = {"/api"} | REGISTRY.urls()
# The environment of each server of a test's own, by its port.
SERVERS: dict[int, Mapping[str, str]] = {}
PREFIX = "POSTCARD__CLIENTS__"
DOCUMENT = frozenset(key for key, on in switches_of("document").items() if on)
ENVELOPE = re.compile(rb'name="envelope"\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--', re.DOTALL)


class Wait(TypedDict):
    """What is said with Global.TOO_MANY, of any endpoint: seconds."""

    retry_after: int


class Full(TypedDict):
    """What is said with Global.STORAGE_FULL, of whatever adds to what is kept: bytes."""

    used: int
    limit: int


def switches_at(port: Any) -> frozenset[str]:
    """The settings of `clients` that are on where a server answers at a port."""
    env = SERVERS.get(port, {})
    given = {
        key.removeprefix(PREFIX).lower(): v for key, v in env.items() if key.startswith(PREFIX)
    }
    return _on(frozenset(given.items()))


@cache
def _on(given: frozenset[tuple[str, str]]) -> frozenset[str]:
    every = dict.fromkeys(ClientsSettings.model_fields, "") | {"profile": "document"}
    read = ClientsSettings(**filled({"clients": every | dict(given)})["clients"])
    return frozenset(key for key, on in switched(read).items() if on)


def client_session(**options: Any) -> aiohttp.ClientSession:
    """A session with aiohttp's options, each of whose answers is compared."""
    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(_begin)
    trace.on_request_chunk_sent.append(_sent)
    trace.on_request_end.append(_headed)
    trace.on_response_chunk_received.append(_received)
    return aiohttp.ClientSession(
        trace_configs=[trace], ws_response_class=_ComparingSocket, **options
    )


class _ComparingSocket(aiohttp.ClientWebSocketResponse[Any]):
    """A WebSocket that compares each frame with what was sent under its id.

    Replies come in any order: one whose id was sent with several names is let pass.
    """

    def __init__(self, *parts: Any, **options: Any) -> None:
        super().__init__(*parts, **options)
        self.asked: defaultdict[int, list[Any]] = defaultdict(list)

    async def send_str(self, data: str, compress: int | None = None) -> None:
        self._note(data.encode())
        await super().send_str(data, compress)

    async def send_bytes(self, data: bytes, compress: int | None = None) -> None:
        self._note(data)
        await super().send_bytes(data, compress)

    def _note(self, sent: bytes) -> None:
        asked = _json(sent)
        if isinstance(asked, dict) and type(asked.get("id")) is int:
            self.asked[asked["id"]].append(asked)

    async def receive(self, timeout: float | None = None) -> Any:
        message = await super().receive(timeout)
        if message.type is aiohttp.WSMsgType.TEXT:
            reply = orjson.loads(message.data)
            candidates = self.asked[reply["id"]]
            if len({(asked.get("type"), asked.get("subtype")) for asked in candidates}) == 1:
                _, port = self.get_extra_info("peername")
                compare_envelope(candidates[0], reply, switches_at(port))
        return message


async def _begin(_: Any, exchange: SimpleNamespace, __: Any) -> None:
    exchange.sent, exchange.json = b"", False


async def _sent(_: Any, exchange: SimpleNamespace, params: Any) -> None:
    exchange.sent += params.chunk


async def _headed(_: Any, exchange: SimpleNamespace, params: Any) -> None:
    exchange.json = params.response.content_type == "application/json"


async def _received(_: Any, exchange: SimpleNamespace, params: Any) -> None:
    # To HEAD nothing comes.
    if exchange.json and params.chunk:
        on = switches_at(params.url.port)
        compare(params.method, params.url.path, exchange.sent, params.chunk, on)


def compare(
    method: str, path: str, sent: bytes, received: bytes, on: frozenset[str] = DOCUMENT
) -> None:
    """Fail where an answer is not as declared; what is no endpoint's is let pass."""
    answer = orjson.loads(received)
    if path.rstrip("/") in URLS:
        for asked, reply in _pairs(path.rstrip("/"), sent, answer):
            compare_envelope(asked, reply, on)
    elif isinstance(answer, dict) and {"code", "msg"} <= answer.keys() <= {"code", "msg", "data"}:
        done = answer["code"] == 200
        if not done and not answer.get("data", True):
            raise AssertionError(f"a refusal with nothing in its data: {answer}")
        route = PATHS.find(path)[0].get("GET" if method == "HEAD" else method)
        if route is not None:
            _fits(
                route.endpoint,
                answer["data"] if done else answer.get("data", {}),
                on,
                done=done,
                bare=True,
            )


def _pairs(path: str, sent: bytes, answer: Any) -> list[tuple[Any, Any]]:
    asked = _json(sent)
    if isinstance(answer, list):
        return list(zip(asked, answer, strict=True))
    if not isinstance(asked, dict) or "type" not in asked:
        asked = dict(zip(("type", "subtype"), BY_GET.get(path, ("", "")), strict=True))
    return [(asked, answer)]


def _json(sent: bytes) -> Any:
    if found := ENVELOPE.search(sent):
        sent = found[1]
    try:
        return orjson.loads(sent)
    except ValueError:
        return None


def compare_envelope(asked: Any, reply: Any, on: frozenset[str] = DOCUMENT) -> None:
    """The same of one envelope and its reply."""
    name = (asked.get("type"), asked.get("subtype")) if isinstance(asked, dict) else ("", "")
    endpoint = REGISTRY.find(*name) if all(isinstance(part, str) for part in name) else None
    if endpoint is None:
        return
    unsaid = endpoint.outcomes - endpoint.statuses(_switches(on))
    if reply["status"] in {outcome.code for outcome in unsaid}:
        raise AssertionError(f"{endpoint.name} answers {reply['status']} by another profile")
    _fits(endpoint, reply["data"], on, done=reply["status"] == 0, bare=False)


def _switches(on: frozenset[str]) -> dict[str, bool]:
    return {key: key in on for key in switches_of("document")}


def _fits(endpoint: Endpoint, data: Any, on: frozenset[str], *, done: bool, bare: bool) -> None:
    found = _done(endpoint, on, bare) if done else _refusal(endpoint, bare)
    described = _described(endpoint, on, bare) if done else None
    try:
        found.validate_python([data])
        if described is not None:
            described.validate(data)
    except (ValidationError, jsonschema.ValidationError) as error:
        raise AssertionError(f"{endpoint.name} answers what it does not declare: {error}") from None


@cache
def _done(endpoint: Endpoint, on: frozenset[str], bare: bool) -> TypeAdapter[Any]:
    shapes = endpoint.answers(_switches(on), rest=bare)
    return adapter(tuple(_bare(shape, endpoint.unwrap) for shape in shapes) if bare else shapes)


@cache
def _described(endpoint: Endpoint, on: frozenset[str], bare: bool) -> Draft202012Validator | None:
    """What else is said of the values, where settings decide something of them."""
    replies = _replies()
    if not replies.settings(endpoint, rest=bare):
        return None
    data = replies.shown(endpoint) if bare else replies.schema(endpoint)
    whole = data | {"components": {"schemas": replies.components}}
    return Draft202012Validator(under(whole, _switches(on), rest=bare))


@cache
def _replies() -> Replies:
    return Replies(REGISTRY)


@cache
def _refusal(endpoint: Endpoint, bare: bool) -> TypeAdapter[Any]:
    kept = _bare(endpoint.refusal, endpoint.unwrap) if bare else endpoint.refusal
    return adapter((Nothing, Wait, Full, endpoint.refusal, kept))


def _bare(shape: Any, key: str) -> Any:
    """The type of the one key that the REST face shows, or the whole."""
    return get_type_hints(shape, include_extras=True).get(key, shape)
