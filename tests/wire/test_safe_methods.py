"""HEAD, OPTIONS and the like change nothing, at any address of any face."""

from __future__ import annotations

import json
from typing import Final

import pytest

import handlers
from status_codes import Global
from tests.attacks.spoken import request, speak
from tests.postcard import Guest
from tests.special import execute
from transport.model_forms import form_pages

SAFE: Final = ("HEAD", "OPTIONS", "TRACE")
PAGES: Final = form_pages()
TABLES: Final = ("works", "posts", "comments", "likes", "tokens", "jobs", "blocks", "reports")
ROUTES: Final = handlers.registry().rest
READ: Final = {f"GET {path}" for path in PAGES} | {
    route for route, endpoint in ROUTES.items() if not endpoint.changes
}
PATHS: Final = {route.partition(" ")[2] for route in ROUTES}
CHANGES: Final = sorted(path for path in PATHS if f"GET {path}" not in READ)


def counted(guest: Guest) -> dict[str, int]:
    rows = {
        table: execute(guest.postcard, f"SELECT count(*) FROM {table}")[0][0] for table in TABLES
    }
    deleted = "SELECT count(*) FROM works WHERE state = -2"
    return rows | {"deleted": execute(guest.postcard, deleted)[0][0]}


@pytest.mark.parametrize("method", SAFE)
async def test_no_rest_path_changes_anything(member: Guest, method: str) -> None:
    """Where GET is documented to change something, these are refused."""
    work_id = await member.new_movie([])
    before = counted(member)
    bearer = f"Authorization: Bearer {member.token}"
    for path in CHANGES:
        steps = [str(work_id) if step.startswith("{") else step for step in path.split("/")]
        heard = await speak(member.postcard, request("/".join(steps), bearer, method=method))
        assert heard.statuses[0] in (403, 404), (path, heard.raw)
    still = await member.call("token", "doki")

    assert before == counted(member)
    assert 0 == still["status"]


@pytest.mark.parametrize("method", ["GET", *SAFE])
@pytest.mark.parametrize("path", ["/api", "/api/", "/api/user/login", "/api/user/logout"])
async def test_no_envelope_comes_with_them(member: Guest, path: str, method: str) -> None:
    """A body that comes along is not read as one."""
    before = counted(member)
    for type_, subtype in (("movie", "new"), ("logout", "logout"), ("login", "pass")):
        data = {"username": member.phone, "pass": member.password, "enduring": 0}
        given = data if type_ == "login" else {}
        body = json.dumps({"id": 1, "type": type_, "subtype": subtype, "data": given}).encode()
        headers = f"Content-Length: {len(body)}", f"Authorization: Bearer {member.token}"
        heard = await speak(member.postcard, request(path, *headers, method=method, body=body))
        assert [200 if method in ("GET", "HEAD") else 405] == heard.statuses
        if method != "HEAD":
            assert f'"status":{Global.JSON_KEY.code},'.encode() in heard.raw

    assert before == counted(member)
    assert 0 == (await member.call("token", "doki"))["status"]
