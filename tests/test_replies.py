"""tests/replies.py: what is not as declared is found, whichever face it came from."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from settings import switches_of
from tests.replies import DOCUMENT, SERVERS, client_session, compare, switches_at

TOKEN = {"type": "login", "subtype": "pass"}
PLACES = "/api/location"


def envelope(
    asked: Any, data: Any, status: int = 0, path: str = "/api", on: frozenset[str] = DOCUMENT
) -> None:
    reply = {"id": 1, "status": status, "message": "", "data": data}
    compare("POST", path, json.dumps(asked).encode(), json.dumps(reply).encode(), on)


def rest(
    path: str, data: Any, code: int = 200, method: str = "POST", on: frozenset[str] = DOCUMENT
) -> None:
    reply = {"code": code, "msg": "", "data": data}
    compare(method, path, b"", json.dumps(reply).encode(), on)


def test_what_is_declared_passes() -> None:
    """A success, a refusal, one that asks to wait, and what is no endpoint's."""
    envelope(TOKEN, {"token": "t"})
    envelope(TOKEN, {}, status=100)
    envelope(TOKEN, {"retry_after": 3}, status=-429)
    envelope({"type": "no", "subtype": "such"}, {}, status=-2)
    envelope(None, {}, path="/api/user/doki")
    rest("/api/fsrcnn", "base64")
    rest("/user/reset", {"reset": "a"})
    rest("/user/reset", "发送邮件失败", code=403)
    rest("/nowhere", {"anything": 1})


@pytest.mark.parametrize("data", [{}, {"token": 1}, {"token": "t", "more": 1}, {"token": None}])
def test_another_reply_is_found(data: Any) -> None:
    """A key that is missing, or unknown, or of another type."""
    with pytest.raises(AssertionError, match="login/pass answers what it does not declare"):
        envelope(TOKEN, data)


def test_a_refusal_with_empty_data_is_found() -> None:
    """Over REST: it has data with something in it, or none."""
    with pytest.raises(AssertionError, match="nothing in its data"):
        rest("/nowhere", {}, 404)


def test_one_of_a_batch_is_found() -> None:
    """Each of them is compared, with what was asked at its place."""
    asked = [TOKEN, {"type": "ping", "subtype": "ping"}]
    replies = [{"status": 0, "data": {"token": "t"}}, {"status": 0, "data": {"pong": 1}}]

    with pytest.raises(AssertionError, match="ping/ping"):
        compare("POST", "/api/", json.dumps(asked).encode(), json.dumps(replies).encode())


@pytest.mark.parametrize(
    ("path", "data", "code"),
    [
        ("/api/fsrcnn", {"image": "base64"}, 200),
        (PLACES, [{"province": "北京市"}], 200),
        ("/user/reset", {"name": "a"}, 200),
        ("/user/register", {"why": "x"}, 403),
    ],
)
def test_another_reply_of_the_rest_face_is_found(path: str, data: Any, code: int) -> None:
    """Also where it shows the value of one key alone, and in a refusal."""
    with pytest.raises(AssertionError, match="does not declare"):
        rest(path, data, code)


UPLOADED = {"filename": "a.jpg", "url": "/media/movies/1/a.jpg"}
SIGNED = UPLOADED | {"url": "/media/movies/1/a.jpg?owner=1&until=2&signature=x"}
UPLOAD = {"type": "movie", "subtype": "upload"}
# The setting, and what is answered over REST where it is off, and where it is on.
DECIDED: list[tuple[str, str, Any, Any]] = [
    (
        "captcha_json",
        "/user/captcha",
        {"imgdata": "a", "session": "b"},
        [{"index": 1, "img": "a"}],
    ),
    ("color_object", "/api/color", [[1.0, 2.0, 3.0]], {"k": 1, "result": [[1.0, 2.0, 3.0]]}),
    ("signed_addresses", "/movie/1/upload", UPLOADED, SIGNED),
]


@pytest.mark.parametrize(("setting", "path", "off", "on"), DECIDED)
def test_an_answer_of_another_profile_is_found(setting: str, path: str, off: Any, on: Any) -> None:
    """Whichever of the two the server has been told to give."""
    method = "GET" if path == "/user/captcha" else "POST"
    rest(path, off, method=method)
    rest(path, on, method=method, on=frozenset({setting}))

    with pytest.raises(AssertionError, match="does not declare"):
        rest(path, on, method=method)
    with pytest.raises(AssertionError, match="does not declare"):
        rest(path, off, method=method, on=frozenset({setting}))


def test_a_reply_of_another_profile_is_found() -> None:
    """In envelopes too: a status, an address; what REST alone answers is none of theirs."""
    switched = frozenset({"login_numbers", "signed_addresses", "captcha_json"})
    envelope(TOKEN, {}, status=102, on=switched)
    envelope(UPLOAD, SIGNED, on=switched)

    with pytest.raises(AssertionError, match="another profile"):
        envelope(TOKEN, {}, status=102)
    with pytest.raises(AssertionError, match="another profile"):
        envelope(TOKEN, {}, status=100, on=switched)
    with pytest.raises(AssertionError, match="does not declare"):
        envelope(UPLOAD, SIGNED)
    with pytest.raises(AssertionError, match="does not declare"):
        captcha = {"images": [{"index": 1, "img": "a"}]}
        envelope({"type": "user", "subtype": "captcha"}, captcha, on=switched)


def test_a_server_is_known_by_its_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what it has been told: a profile, and single switches below it."""
    env = {"POSTCARD__CLIENTS__PROFILE": "travellog", "POSTCARD__CLIENTS__PORTRAITS": "off"}
    monkeypatch.setitem(SERVERS, -1, env)

    assert set(switches_of("travellog")) - {"portraits"} == switches_at(-1)
    assert DOCUMENT == switches_at(-2)


def test_a_call_without_a_body_is_known_by_its_address() -> None:
    """GET /api/user/info is info/get."""
    with pytest.raises(AssertionError, match="info/get"):
        reply = {"id": -1, "status": 0, "message": "", "data": {}}
        compare("GET", "/api/user/info", b"", json.dumps(reply).encode())


@asynccontextmanager
async def answering(*replies: dict[str, Any]) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A WebSocket whose server says these, one for each frame."""

    async def handle(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        for reply in replies:
            await socket.receive()
            await socket.send_json({"message": "", "status": 0} | reply)
        return socket

    app = web.Application()
    app.router.add_get("/api/ws", handle)
    async with TestServer(app) as server, client_session() as http:
        async with http.ws_connect(server.make_url("/api/ws")) as socket:
            yield socket


async def test_another_frame_is_found() -> None:
    """It is compared with what was sent under its id."""
    async with answering({"id": 1, "data": {"token": "t"}}, {"id": 2, "data": {"pong": 1}}) as ws:
        await ws.send_json(TOKEN | {"id": 1})
        await ws.receive_json()
        await ws.send_json({"id": 2, "type": "ping", "subtype": "ping"})

        with pytest.raises(AssertionError, match="ping/ping"):
            await ws.receive_json()


async def test_a_frame_whose_id_says_too_little_passes() -> None:
    """Of nothing that was sent, or of several things."""
    async with answering({"id": -1, "data": {}}, {"id": 1, "data": {"pong": 1}}) as ws:
        for asked in (TOKEN, {"type": "ping", "subtype": "ping"}):
            await ws.send_json(asked | {"id": 1})
        replies = [await ws.receive_json() for _ in range(2)]

    assert [-1, 1] == [reply["id"] for reply in replies]


# They count what the server bears, send what is no request, or talk to another server.
UNCOMPARED = {
    "replies.py",
    "retries.py",
    "test_answers_in_pieces.py",
    "cluster/guests.py",
    "faults/test_retries.py",
    "faults/test_soak.py",
    "test_fuzz.py",
    "test_seams.py",
}


def test_every_session_compares() -> None:
    """But for those that have a reason not to."""
    folder = Path(__file__).parent
    opens = re.compile(r"\baiohttp\.ClientSession\(")
    found = {
        str(file.relative_to(folder))
        for file in folder.rglob("*.py")
        if opens.search(file.read_text())
    }

    assert UNCOMPARED == found
