"""Refusals over REST: `data` is there where there is something in it, and else not at all.

Clients give `data` the type of what they ask for, and fail where a list or a text is `{}`.
"""

from __future__ import annotations

import json

import aiohttp
import pytest

import handlers
from status_codes import RestOnly
from tests.attacks.spoken import request, speak
from tests.postcard import Guest, Postcard
from tests.special import serving

ROUTES = sorted(handlers.registry().rest)
# What is refused before any endpoint is asked, by each of those that answer in the form of REST.
NOWHERE = (
    ("GET", "/nothing"),
    ("PUT", "/user/info"),
    ("HEAD", "/user/logout"),
    ("GET", "/media/movies/1/result.mp4"),
    ("GET", "/media/avatars/1.jpg"),
    ("GET", "/media/log.txt"),
    ("GET", "/static/nothing.png"),
    ("POST", "/api/health/live"),
    ("GET", "/api/health/LIVE"),
)


def whole(route: str) -> tuple[str, str]:
    """A method, and a path with numbers that nothing has."""
    method, _, path = route.partition(" ")
    steps = [str(2**40) if step.startswith("{") else step for step in path.split("/")]
    return method, "/".join(steps)


@pytest.mark.parametrize("route", [*ROUTES, *(" ".join(pair) for pair in NOWHERE)])
async def test_a_refusal_has_no_empty_data(guest: Guest, route: str) -> None:
    """Whatever is refused to somebody who sends nothing."""
    method, path = whole(route)
    async with guest.http.request(method, guest.postcard.url + path) as answer:
        text = await answer.read()
        refused = answer.status != 200 and answer.content_type == "application/json"

    if refused and method != "HEAD":
        assert {"code": answer.status, "msg": json.loads(text)["msg"]} == json.loads(text)


async def test_what_the_parser_refuses_has_no_data(postcard: Postcard) -> None:
    """Of a path that is not below /api/ it is told in the form of REST."""
    heard = await speak(postcard, request("/user/info", "a b: c"))
    body = json.loads(heard.raw.partition(b"\r\n\r\n")[2])

    assert {"code": RestOnly.MALFORMED.http, "msg": RestOnly.MALFORMED.msg} == body


async def test_what_there_is_to_say_stays(
    request: pytest.FixtureRequest, http: aiohttp.ClientSession
) -> None:
    """When to come back; and a success has data, though there be nothing in it."""
    env = {"POSTCARD__LIMITS__LOGIN_FAILURES_PER_ADDRESS_MINUTE": "1"}
    asked = {"user": "nobody", "password": "a", "no_captcha": "1"}
    with serving("embedded", request, env) as postcard:
        from_here = Guest(postcard, http)
        for _ in range(2):
            refused = await from_here.rest("POST", "/user/login", data=asked)
        done = await from_here.rest("POST", "/user/logout")

    assert (429, ["retry_after"]) == (refused["code"], list(refused["data"]))
    assert {"code": 200, "msg": "已清除登录信息", "data": {}} == done
