"""What a test of the travel document needs: its rows, and a guest who reads replies closely."""

from __future__ import annotations

import itertools
import json
import os
import re
import time
from typing import Any

import aiohttp
from jsonschema import Draft202012Validator

import handlers
from protocol.registry import Endpoint
from scripts.api_replies import Replies
from tests.documents import TRAVEL
from tests.postcard import Guest, picture
from transport.rest import RestPaths

ENDPOINTS: dict[str, dict[str, Any]] = {e["name"]: e for e in TRAVEL["endpoints"]}
REGISTRY = handlers.registry()
PATHS = RestPaths(REGISTRY)
REPLIES = Replies(REGISTRY)
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
SIMPLE: dict[str, type | tuple[type, ...]] = {
    "int": int,
    "string": str,
    "base64": str,
    "number": (int, float),
}
# So small that a film of it is made in a second or two.
INFO = {"images": ["0.jpg"], "title": "山水之间", "size": "640x360", "fps": 10}


_NAMES = itertools.count()


class Reader(Guest):
    """A guest who compares whatever they are told with what docs/api/openapi.json says."""

    uname = ""
    email = ""
    uid = 0

    async def rest(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        reply = await super().rest(method, path, **more)
        route = PATHS.find(path)[0].get(method)
        if reply["code"] == 200 and route is not None:
            check(REPLIES.shown(route.endpoint), reply["data"], route.endpoint)
        return reply

    async def call(
        self, type_: str, subtype: str, data: dict[str, Any] | None = None, **more: Any
    ) -> dict[str, Any]:
        return self.read(type_, subtype, await super().call(type_, subtype, data, **more))

    def read(self, type_: str, subtype: str, reply: dict[str, Any]) -> dict[str, Any]:
        """Compare an envelope's reply; it is handed back."""
        endpoint = REGISTRY.find(type_, subtype)
        if reply["status"] == 0 and endpoint is not None:
            check(REPLIES.schema(endpoint), reply["data"], endpoint)
        return reply

    async def says(self, method: str, path: str, **more: Any) -> tuple[int, str]:
        """The HTTP status and the text of an answer."""
        reply = await self.rest(method, path, **more)
        return reply["code"], reply["msg"]

    async def sign_up(self) -> None:
        """Register by name, phone and e-mail, and sign in: without a captcha, as in debug."""
        self.uname = new_name()
        self.phone = self.new_phone()
        self.email = f"{self.phone}@example.com"
        account = {"uname": self.uname, "phone": self.phone, "email": self.email}
        secret = {"password": self.password, "no_captcha": "1"}
        reply = await self.rest("POST", "/user/register", data=account | secret)
        assert reply["code"] == 200, reply
        self.uid = reply["data"]["uid"]
        await self.enter()

    async def enter(self) -> None:
        """Sign in; the token goes with every later request."""
        data = {"uname": self.uname, "password": self.password, "no_captcha": True}
        reply = await self.call("user", "login", data, token="")
        assert reply["status"] == 0, reply
        self.token = reply["data"]["token"]

    async def another(self) -> Reader:
        """Somebody else, signed in too."""
        other = Reader(self.postcard, self.http)
        await other.sign_up()
        return other

    async def work(self, kind: str, info: dict[str, Any] | None = None, pictures: int = 2) -> int:
        """A work with its pictures, not started."""
        work_id = int((await self.rest("GET", f"/{kind}/new"))["data"]["work_id"])
        for number in range(pictures):
            await self.send(kind, work_id, f"{number}.jpg", picture(320, 240, seed=number))
        if info is not None:
            await self.send(kind, work_id, "info.json", json.dumps(info).encode())
        return work_id

    async def send(
        self, kind: str, work_id: int, name: str, content: bytes, *, well: bool = True
    ) -> dict[str, Any]:
        """Send a file to a work; `well`, it is taken."""
        form = aiohttp.FormData()
        form.add_field("file", content, filename=name)
        reply = await self.rest("POST", f"/{kind}/{work_id}/upload", data=form)
        assert reply["code"] == 200 or not well, reply
        return reply


def new_name() -> str:
    """A user name that no other test has."""
    return f"旅人{os.getpid()}x{time.time_ns() % 10**9}x{next(_NAMES)}"


def check(schema: dict[str, Any], data: Any, endpoint: Endpoint) -> None:
    """Fail where a reply has a field that docs/api does not know, or of another type."""
    found = Draft202012Validator({**schema, "components": {"schemas": REPLIES.components}})
    errors = [f"{error.json_path}: {error.message}" for error in found.iter_errors(data)]

    assert [] == errors, endpoint.name


def row(name: str, message: str) -> tuple[int, str]:
    """A documented message with its HTTP status."""
    return ENDPOINTS[name]["says"][message][0], message


def saying(message: str) -> list[str]:
    """The endpoints whose tables list the message."""
    return [name for name, endpoint in ENDPOINTS.items() if message in endpoint["says"]]


def wrong(data: Any, gives: Any, path: str = "data") -> list[str]:
    """The documented fields that a reply has not, or has of another type.

    An empty list is wrong too: it would prove nothing about what stands in it.
    """
    if isinstance(gives, dict):
        if not isinstance(data, dict):
            return [path]
        found = (wrong(data.get(key, ...), inner, f"{path}.{key}") for key, inner in gives.items())
        return [name for names in found for name in names]
    if isinstance(gives, list):
        if not isinstance(data, list) or not data:
            return [path]
        return [name for item in data for name in wrong(item, gives[0], path)]
    return [] if _is(data, gives) else [path]


def _is(value: Any, word: str) -> bool:
    if word.endswith("?") and value is None:
        return True
    if word == "time":
        return isinstance(value, str) and TIME.fullmatch(value) is not None
    return isinstance(value, SIMPLE[word.rstrip("?")]) and not isinstance(value, bool)


def gives(name: str) -> Any:
    """The documented fields of a reply."""
    return ENDPOINTS[name]["gives"]
