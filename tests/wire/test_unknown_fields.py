"""What an endpoint does not know: the REST face lets it be, the envelope faces say -3."""

from __future__ import annotations

import io
from typing import Any, Final

import aiohttp
import pytest

import handlers
from protocol.registry import Access
from status_codes import Global
from tests.community import new_post
from tests.postcard import Guest, picture

REGISTRY = handlers.registry()
MORE: Final = {"t": "0.9", "submit": "提交", "x" * 300: "y", "": "", "data": "{}"}
# Of those that end what the test goes on with.
LAST: Final = {"POST /user/logout", "GET /user/logout"}


def form_of(fields: dict[str, str], *files: str) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in fields.items():
        form.add_field(name, value)
    for name in files:
        form.add_field(name, io.BytesIO(picture(64, 48)), filename="a.jpg")
    return form


async def said(guest: Guest, route: str, **more: Any) -> tuple[int, str]:
    """What the REST face answers at a path whose numbers nothing has."""
    method, _, path = route.partition(" ")
    steps = [str(2**40) if step.startswith("{") else step for step in path.split("/")]
    headers = {"Authorization": f"Bearer {guest.token}"}
    url = guest.postcard.url + "/".join(steps)
    async with guest.http.request(method, url, headers=headers, **more) as answer:
        if answer.content_type != "application/json":
            return answer.status, answer.content_type
        return answer.status, (await answer.json())["msg"]


async def test_no_route_looks_at_them(member: Guest) -> None:
    """In the query, in a form, in JSON, as parts and as files: the answer is that without them."""
    expected, seen = {}, {}
    for route in sorted(REGISTRY.rest.keys() - LAST):
        without: list[dict[str, Any]] = [{}]
        with_more: list[dict[str, Any]] = [{"params": MORE}]
        if route.startswith("POST "):
            without += [{"json": {}}, {"data": form_of({"token": "a"})}]
            with_more += [{"json": MORE}, {"data": form_of(MORE, "nobody's")}]
            without += [{}]
            with_more += [{"data": MORE}]
        expected[route] = [await said(member, route, **more) for more in without]
        seen[route] = [await said(member, route, **more) for more in with_more]

    assert expected == seen


async def test_what_is_known_is_taken(member: Guest) -> None:
    """Whatever stands beside it."""
    avatar = await member.rest(
        "POST", "/user/avatar?t=0.9", data=form_of({"uid": "1", "code": "2"}, "avatar", "other")
    )
    changed = await member.rest("POST", "/user/info", data={"intro": "海边", "submit": "提交"})
    told = await member.rest("GET", "/user/info?t=0.9")
    poem = await member.rest("POST", "/api/location", json={"longitude": 1, "latitude": 1, "x": []})

    assert [200] * 4 == [reply["code"] for reply in (avatar, changed, told, poem)]
    assert ("海边", avatar["data"]["avatar"]) == (told["data"]["intro"], told["data"]["avatar"])


async def test_the_address_names_fields_beside_any_body(guest: Guest) -> None:
    """A form with a file is no other than one without; what stands in the body counts."""
    path, image = "/api/fsrcnn?scale=9", ("image",)
    rows: dict[str, dict[str, Any]] = {
        "a form": {"data": {"t": "1"}},
        "a form with a file": {"data": form_of({}, *image)},
        "the same, and the body's own scale": {"data": form_of({"scale": "7"}, *image)},
    }
    told = {name: await guest.rest("POST", path, **body) for name, body in rows.items()}
    right = await guest.rest("POST", path, data=form_of({"scale": "2"}, *image))

    assert ["未获取到image", "缩放倍数错误", "缩放倍数错误"] == [r["msg"] for r in told.values()]
    assert 200 == right["code"]


async def test_a_path_says_which_one(member: Guest) -> None:
    """A number that a form brings beside it names no other work."""
    mine = await member.new_movie([])
    form = {"work_id": str(await member.new_movie([]))}

    told = await member.rest("POST", f"/movie/{mine}/cancel", data=form)
    there = await member.rest("GET", f"/movie/{mine}/status?work_id={form['work_id']}")

    assert (403, "没有可取消的任务") == (told["code"], told["msg"])
    assert mine == there["data"]["work_id"]


async def test_another_name_is_known_too(member: Guest) -> None:
    """As replies have it; beside the first name of the same value it is one that nobody knows."""
    first, second = [await new_post(member) for _ in range(2)]
    forms: list[dict[str, Any]] = [
        {"post_id": first, "text": "a"},
        {"pid": first, "post_id": second, "text": "b"},
    ]
    sent = [await member.rest("POST", "/forum/comment/new", json=form) for form in forms]
    shown = [(await member.rest("GET", f"/forum/post/{n}"))["data"] for n in (first, second)]

    assert [200, 200] == [reply["code"] for reply in sent]
    assert [2, 0] == [post["comment_num"] for post in shown]


async def test_envelopes_say_so(member: Guest) -> None:
    """-3, of each endpoint that they may ask, as ever."""
    names = [(e.type, e.subtype) for e in REGISTRY if e.access is not Access.ADMIN]

    statuses = {name: (await member.call(*name, {"more": 1}))["status"] for name in names}

    assert dict.fromkeys(names, Global.DATA_KEY.code) == statuses


@pytest.mark.parametrize("name", ["login", "register", "reset"])
async def test_nobody_keeps_a_file_that_is_not_wanted(guest: Guest, name: str) -> None:
    """It is read and let go: nothing of it is written."""
    before = guest.postcard.scratch()
    data = form_of({"password": "a"}, "password", "file")

    code, _ = await said(guest, f"POST /user/{name}", data=data)

    assert 403 == code
    assert before == guest.postcard.scratch()
