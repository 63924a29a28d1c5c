"""Whatever is sent, every face answers in its own form, with a status that was declared.

Examples are the same in every run (derandomize).
"""

from __future__ import annotations

import asyncio
import http.client
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import aiohttp
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import handlers
from protocol.sent_ids import DIGITS
from status_codes import Global
from tests.postcard import Guest, Postcard, picture

REGISTRY = handlers.registry()
NAMES = sorted((endpoint.type, endpoint.subtype) for endpoint in REGISTRY)
KEYS = sorted({key for endpoint in REGISTRY for key in endpoint.binder.fields})
URLS = ["/api", "/api/", *sorted(REGISTRY.urls()), "/api/nowhere", "/api/ping/x"]
# -501 is the answer to a fault of ours; no other global status needs one.
GLOBAL = {row.code for row in Global} - {Global.INTERNAL.code}
MOVIES = range(1, 4)


def at_most(examples: int) -> settings:
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = (
    st.integers() | st.integers(-3, 5) | st.sampled_from([2**31, 2**53, 2**63, 2**64, -(2**63)])
)
scalars = (
    st.none() | st.booleans() | numbers | st.floats(allow_nan=False, allow_infinity=False) | texts
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
likely = st.sampled_from(
    [
        *MOVIES,
        *map(str, MOVIES),
        "19900000000",
        "a" * 32,
        "correct horse",
        "",
        1,
        2,
        "info.json",
        "../../etc/passwd",
        "山水🏔",
        "' or 1=1 --",
        "aGVsbG8=",
    ]
)
ids = st.integers(-(2**63), 2**64 - 1) | values


@st.composite
def datas(draw: st.DrawFn, known: list[str]) -> Any:
    """Data: perhaps no object at all, else some known keys, some foreign ones."""
    if draw(st.integers(0, 9)) == 0:
        return draw(values)
    chosen = [key for key in known if draw(st.integers(0, 5))]
    data = {key: draw(likely | values) for key in chosen}
    if draw(st.integers(0, 4)) == 0:
        data[draw(st.sampled_from(KEYS) | texts)] = draw(values)
    return data


@st.composite
def envelopes(draw: st.DrawFn) -> Any:
    """Something like an envelope: a known name mostly, a key missing or too many sometimes."""
    type_, subtype = draw(st.sampled_from(NAMES))
    endpoint = REGISTRY.find(type_, subtype)
    assert endpoint is not None
    known = list(endpoint.binder.fields)
    envelope = {"id": draw(ids), "type": type_, "subtype": subtype, "data": draw(datas(known))}
    odd = draw(st.integers(0, 19))
    if odd == 0:
        return draw(values)
    if odd == 1:
        del envelope[draw(st.sampled_from(sorted(envelope)))]
    if odd == 2:
        envelope[draw(st.sampled_from(["type", "subtype"]) | texts)] = draw(values)
    return envelope


class Client:
    """One connection that is kept, and a token that is renewed when a test ended it."""

    def __init__(self, postcard: Postcard, token: str, guest: dict[str, str]) -> None:
        self.postcard = postcard
        self.token = token
        self._guest = guest
        # A model is loaded at its first call, beside whatever other tests do.
        self._link = http.client.HTTPConnection("127.0.0.1", postcard.port, timeout=100)
        self.cases = 0

    def ask(
        self, method: str, path: str, body: bytes, headers: dict[str, str] | None = None
    ) -> tuple[int, str, bytes]:
        self._link.request(method, path, body, headers or {})
        answer = self._link.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read()

    def post(self, path: str, body: bytes) -> Any:
        """The reply; it must be HTTP 200 with JSON."""
        self.cases += 1
        status, kind, answer = self.ask("POST", f"{path}?token={self.token}", body)
        assert (200, "application/json") == (status, kind), answer[:300]
        return json.loads(answer)

    def close(self) -> None:
        self._link.close()

    def sign_in_again(self) -> None:
        doki = {"id": 1, "type": "token", "subtype": "doki", "data": {}}
        if self.post("/api", orjson.dumps(doki))["status"] != 0:
            login = {"id": 1, "type": "login", "subtype": "pass", "data": self._guest}
            self.token = self.post("/api", orjson.dumps(login))["data"]["token"]


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """A member with three films, on a Postcard that must be alive and unalarmed in the end."""
    postcard = Postcard({"POSTCARD__WORKS__PICTURE_BYTES": "100000"})
    postcard.start()
    server = postcard.server
    assert server is not None

    async def sign_up() -> Client:
        async with aiohttp.ClientSession() as session:
            guest = Guest(postcard, session)
            await guest.sign_up()
            for _ in MOVIES:
                await guest.new_movie([picture(64, 48)])
            return Client(postcard, guest.token, {"username": guest.phone, "pass": guest.password})

    made = asyncio.run(sign_up())
    yield made
    made.close()
    alive = server.poll() is None
    lines = postcard.log("web.log")
    postcard.close()
    assert alive
    assert [] == [line for line in lines if line["event"] == "handler failed"]
    assert [] == [line for line in lines if line.get("level") == "error"]


def is_id(value: Any) -> bool:
    return type(value) is int and len(str(abs(value))) <= DIGITS


def check(sent: Any, reply: dict[str, Any]) -> None:
    """The reply's form, its id, and a status that the endpoint declares."""
    assert {"id", "status", "message", "data"} == set(reply)
    assert isinstance(reply["message"], str) and isinstance(reply["data"], dict)
    given = sent.get("id") if isinstance(sent, dict) else None
    # The id of what nobody can read is told where one is found.
    assert sent is None or (given if is_id(given) else -1) == reply["id"], sent
    name = (sent.get("type"), sent.get("subtype")) if isinstance(sent, dict) else None
    endpoint = REGISTRY.find(*name) if name in NAMES else None
    local = {row.code for row in endpoint.outcomes} if endpoint else set()
    assert reply["status"] in GLOBAL | local, (sent, reply)


def loaded(body: bytes) -> Any:
    """What a JSON reader makes of a body; None where it makes nothing."""
    try:
        orjson.loads(body)
        # Which keeps every digit of an int.
        return json.loads(body)
    except ValueError:
        return None


@pytest.mark.slow
def test_batches(client: Client) -> None:
    """Thousands of malformed envelopes, many in one body: one reply for each, in their order."""

    @at_most(150)
    @given(st.lists(envelopes(), min_size=15, max_size=25))
    def send(batch: list[Any]) -> None:
        body = json.dumps(batch).encode()
        assume_same = loaded(body)
        replies = client.post("/api", body)
        if assume_same is None or isinstance(replies, dict):
            # One number that nobody can read, or one level too deep, spoils the whole body.
            check(None, replies)
            assert replies["status"] in (Global.JSON_KEY.code, Global.JSON_VALUE.code)
            return
        assert len(batch) == len(replies)
        for sent, reply in zip(assume_same, replies, strict=True):
            check(sent, reply)
        client.cases += len(batch) - 1
        client.sign_in_again()

    send()
    assert 2000 <= client.cases, client.cases


def test_single_envelopes_on_any_url(client: Client) -> None:
    """Also at a URL that is another's; there a known name is a wrong value, never a wrong call."""

    @at_most(250)
    @given(st.sampled_from(URLS), envelopes())
    def send(path: str, envelope: Any) -> None:
        body = json.dumps(envelope).encode()
        sent, reply = loaded(body), client.post(path, body)
        if isinstance(reply, list):
            return
        if path in ("/api/ping", "/api/user/doki") and isinstance(sent, dict):
            # These take any body; without a type it is theirs.
            sent = {"type": path.rpartition("/")[2]} | sent
        if sent is None:
            assert Global.JSON_KEY.code == reply["status"] or path in URLS[-2:]
        elif path not in ("/api", "/api/") and isinstance(sent, dict):
            name = (sent.get("type"), sent.get("subtype"))
            endpoint = REGISTRY.find(*name) if name in NAMES else None
            if endpoint is not None and endpoint.url != path and "data" in sent and "id" in sent:
                assert Global.JSON_VALUE.code == reply["status"]
        check(sent, reply)
        client.sign_in_again()

    send()


def test_bytes_on_any_url(client: Client) -> None:
    """Random bytes, lone surrogates, deep nesting, boundless numbers: an envelope answers."""
    hard = st.sampled_from(
        [
            b"",
            b"\xef\xbb\xbf{}",
            b"[" * 100_000,
            b'{"id":' * 5000 + b"1" + b"}" * 5000,
            b'{"id":7,"type":"ping","subtype":"ping","data":{"a":' + b"[" * 80 + b"]" * 80 + b"}}",
            b'{"id":1,"type":"\\ud800","subtype":"ping","data":{}}',
            b'{"id":1,"type":"ping","subtype":"ping","data":{"\\udfff":"\\ud83d"}}',
            b'{"id":' + b"9" * 5000 + b',"type":"ping","subtype":"ping","data":{}}',
            b'{"id":1e400,"type":"ping","subtype":"ping","data":{}}',
            b'{"id":NaN,"type":"ping","subtype":"ping","data":{}}',
            b'{"id":-0,"type":"ping","subtype":"ping","data":{}}',
            b'{"id":1,"id":2,"type":"ping","subtype":"ping","data":{}}',
            b'{"id":1,"type":"ping","subtype":"ping","data":{}}\0',
            b"[[],{},null,1,[[]]]",
        ]
    )

    @at_most(250)
    @given(st.sampled_from(URLS), hard | st.binary(max_size=200))
    def send(path: str, body: bytes) -> None:
        reply = client.post(path, body)
        sent = loaded(body)
        pairs = zip(sent, reply, strict=True) if isinstance(reply, list) else [(sent, reply)]
        for one, answer in pairs:
            check(one, answer)

    send()


def test_frames_of_a_socket(client: Client) -> None:
    """On /api/ws every frame is answered once, also those that are no envelope."""

    async def exchange(frames: list[str | bytes]) -> list[dict[str, Any]]:
        url = f"{client.postcard.url}/api/ws?token={client.token}"
        async with aiohttp.ClientSession() as session, session.ws_connect(url) as ws:
            for frame in frames:
                await (ws.send_str(frame) if isinstance(frame, str) else ws.send_bytes(frame))
            async with asyncio.timeout(60):
                return [await ws.receive_json() for _ in frames]

    frames = (envelopes().map(json.dumps) | texts | st.binary(max_size=50)).map(
        lambda frame: frame if isinstance(frame, str) else bytes(frame)
    )

    @at_most(60)
    @given(st.lists(frames, min_size=10, max_size=20))
    def send(batch: list[str | bytes]) -> None:
        replies = asyncio.run(exchange(batch))
        asked = [loaded(f.encode() if isinstance(f, str) else f) for f in batch]
        read = [x for x in asked if x is not None]
        given: list[Any] = [x.get("id") if isinstance(x, dict) else None for x in read]
        wanted = Counter(x if is_id(x) else -1 for x in given)
        assert wanted <= Counter(reply["id"] for reply in replies)
        for reply in replies:
            assert {"id", "status", "message", "data"} == set(reply)
            assert reply["status"] != Global.INTERNAL.code
        client.sign_in_again()

    send()


def test_rest_paths(client: Client) -> None:
    """Any method, path, query and body: JSON with code, msg and data, never a page."""
    routes = sorted({route.partition(" ")[2] for route in REGISTRY.rest})
    anything = (texts | numbers.map(str) | likely.map(str)).map(lambda x: quote(x, safe=""))
    methods = st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
    kinds = st.sampled_from(
        [
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=edge",
            "multipart/form-data",
            "text/html; charset=nonsense",
        ]
    )
    bodies = (
        datas(["file", "filename", "work_id"]).map(json.dumps).map(str.encode)
        | st.binary(max_size=100)
        | st.binary(max_size=60).map(
            lambda junk: (
                b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n'
                b"\r\n" + junk + b"\r\n--edge--\r\n"
            )
        )
    )

    @st.composite
    def paths(draw: st.DrawFn) -> str:
        if draw(st.integers(0, 3)) == 0:
            path = "/" + "/".join(draw(st.lists(anything, max_size=4)))
        else:
            route = draw(st.sampled_from(routes))
            path = re.sub(r"\{\w+\}", lambda _: draw(st.sampled_from("123") | anything), route)
        # A line break in a path has a test of its own.
        path = path.replace("%0A", "")
        if path.startswith("/api"):
            path = "/movie" + path
        return path + draw(st.sampled_from(["", "/", "//", "?a=1", "?work_id=2", "?%ff=%00"]))

    @at_most(600)
    @given(methods, paths(), kinds, bodies)
    def send(method: str, path: str, kind: str, body: bytes) -> None:
        headers = {"Content-Type": kind, "Authorization": f"Bearer {client.token}"}
        status, answer_kind, text = client.ask(method, path, body, headers)
        if answer_kind == "image/png":
            assert (200, "/user/captcha") == (status, path.partition("?")[0].rstrip("/"))
            return
        assert "application/json" == answer_kind, (method, path, text[:300])
        reply = json.loads(text)
        assert {"code", "msg"} <= set(reply) <= {"code", "msg", "data"}
        assert status == reply["code"]
        # 500 would be a fault of ours: every part is there.
        assert status in (200, 403, 404, 413, 429), (method, path, kind, body, reply)

    send()


@pytest.mark.parametrize("path", ["/%0A", "/movie/%0A1/status", "/api/%0A"])
def test_a_line_break_in_a_path(client: Client, path: str) -> None:
    """It is as unknown as any other path, and answered in the form of its face."""
    _, kind, _ = client.ask("GET", path, b"")

    assert "application/json" == kind


def test_a_token_may_be_anything(client: Client) -> None:
    """However a token looks, it is missing, wrong or right, and the id comes back."""

    @at_most(150)
    @given(st.binary(max_size=60))
    def send(token: bytes) -> None:
        body = b'{"id":4,"type":"token","subtype":"doki","data":{}}'
        status, _, answer = client.ask("POST", f"/api?token={quote(token)}", body)
        reply = json.loads(answer)
        assert (200, 4) == (status, reply["id"])
        assert reply["status"] in (Global.TOKEN_MISSING.code, Global.TOKEN_WRONG.code)

    send()
