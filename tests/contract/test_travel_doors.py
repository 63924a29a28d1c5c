"""What the travel document says of all endpoints alike: methods, tokens, fields, the 500."""

from __future__ import annotations

import re
from typing import Any

import aiohttp
import pytest

from services.caller import SESSION_COOKIE
from status_codes import Global, RestOnly
from tests.contract.reading import ENDPOINTS, Reader, row, saying
from tests.documents import TRAVEL, covers
from tests.postcard import Backing, Postcard, picture
from tests.replies import client_session

NOBODYS = "999999999"
ROUTES = [route for endpoint in ENDPOINTS.values() for route in endpoint["routes"]]
SAMPLES: dict[str, Any] = {
    "title": "标题",
    "text": "内容",
    "gender": "1",
    "email": "nobody@example.com",
    "phone": "19900000000",
    "intro": "自我介绍",
    "longitude": "116.4",
    "latitude": "39.9",
    "keyword": "山水",
    "types": "桶,房屋",
    "values": "0.5,0.5",
    "length": "5",
    "experience": "1",
    "history": "0",
    "k": "3",
    "scale": "3",
    "tag": "1",
    "type": "1",
    "page_num": "1",
    "uname": "旅人甲",
}
# What cannot be sent beside the others, or would make the endpoint do something.
LEFT_OUT = {"no_captcha"}
IDS = re.compile(r"\{(\w+)\}")


def sample(name: str) -> dict[str, Any]:
    """A value for every documented field that is not in the path."""
    endpoint = ENDPOINTS[name]
    in_path = set(IDS.findall(endpoint["routes"][0]))
    names = endpoint.get("fields", {}).keys() - in_path - LEFT_OUT
    kinds = {field: endpoint["fields"][field]["type"] for field in names}
    return {f: picture() if k == "file" else SAMPLES.get(f, NOBODYS) for f, k in kinds.items()}


def request(route: str, data: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """(method, path, what to send) with ids that are nobody's."""
    method, _, path = route.partition(" ")
    path = IDS.sub(lambda m: SAMPLES.get(m[1], NOBODYS), path)
    if method == "GET":
        return method, path, {"params": data}
    if not any(isinstance(value, bytes) for value in data.values()):
        return method, path, {"data": data}
    form = aiohttp.FormData()
    for field, value in data.items():
        form.add_field(field, value, filename="a.jpg" if isinstance(value, bytes) else None)
    return method, path, {"data": form}


def refusal(name: str) -> tuple[int, str]:
    """What an endpoint says of a field that is wrong."""
    return 403, "参数无效" if "参数无效" in ENDPOINTS[name]["says"] else "无效参数"


@covers("*: by *")
async def test_every_documented_route_answers(member: Reader) -> None:
    """Somebody is there by that method at that path, with a slash behind it or without."""
    nowhere = {outcome.msg for outcome in RestOnly}
    closed = []
    for route in ROUTES:
        method, _, path = route.partition(" ")
        path = IDS.sub(NOBODYS, path).rstrip("/")
        for there in (path, path + "/"):
            # One of them has signed out, perhaps: where nobody is, that is said to strangers too.
            headers = {"Authorization": f"Bearer {member.token}"}
            url = member.postcard.url + there
            async with member.http.request(method, url, headers=headers) as answer:
                said = (await answer.json())["msg"] if "json" in answer.content_type else ""
            if answer.status == 404 or said in nowhere:
                closed.append((method, there, answer.status, said))

    assert [] == closed


@pytest.mark.one_way
async def test_every_endpoint_is_an_envelope_too(member: Reader) -> None:
    """POST /api knows each endpoint by its type and subtype."""
    statuses = {}
    for name in ENDPOINTS:
        type_, _, subtype = name.partition("/")
        statuses[name] = (await member.call(type_, subtype, {"nonsense": 1}))["status"]

    assert dict.fromkeys(ENDPOINTS, Global.DATA_KEY.code) == statuses


@covers("*: says 未登录或登录超时")
async def test_nobody_gets_in_without_a_living_token(guest: Reader) -> None:
    """Where the table says so: without a token, with a dead one, with a dead cookie."""
    names = saying("未登录或登录超时")
    answers = {}
    for name in names:
        method, path, sent = request(ENDPOINTS[name]["routes"][0], {})
        guest.token = ""
        without = await guest.says(method, path, **sent)
        by_cookie = await guest.says(method, path, cookies={SESSION_COOKIE: "0" * 32}, **sent)
        guest.token = "0" * 32
        answers[name] = [without, by_cookie, await guest.says(method, path, **sent)]

    assert {name: [row(name, "未登录或登录超时")] * 3 for name in names} == answers


@pytest.mark.one_way
@covers("*: says 请使用 POST 请求")
async def test_get_is_told_to_post(guest: Reader) -> None:
    """Where the table says so, GET is answered with 请使用 POST 请求."""
    names = saying("请使用 POST 请求")
    paths = {name: ENDPOINTS[name]["routes"][0].partition(" ")[2] for name in names}

    answers = {name: await guest.says("GET", paths[name]) for name in names}

    assert {name: row(name, "请使用 POST 请求") for name in names} == answers


@covers("*: takes *")
@pytest.mark.parametrize("name", [n for n, e in ENDPOINTS.items() if e.get("fields")])
async def test_the_documented_fields_are_taken(member: Reader, name: str) -> None:
    """All of them together are no wrong field, and none of them is one that nobody knows: of that
    the envelope face alone tells."""
    data = sample(name)
    method, path, sent = request(ENDPOINTS[name]["routes"][0], data)
    taken = await member.says(method, path, **sent)
    type_, _, subtype = name.partition("/")
    names = dict.fromkeys(data)
    known = await member.call(type_, subtype, names)
    unknown = await member.call(type_, subtype, names | {"nonsense": None})

    assert taken[1] not in ("无效参数", "参数无效")
    assert known["status"] != Global.DATA_KEY.code == unknown["status"]


NEEDED = [
    (name, field)
    for name, endpoint in ENDPOINTS.items()
    for field, told in endpoint.get("fields", {}).items()
    if told["required"] is True and f"{{{field}}}" not in endpoint["routes"][0]
]


@pytest.mark.one_way
@covers("*: takes *", "*: says 无效参数", "*: says 参数无效", "*: says 未获取到*")
async def test_a_needed_field_is_needed(member: Reader) -> None:
    """Without it the endpoint says what the document says of that, or that a field is wrong."""
    expected: dict[tuple[str, str], tuple[int, str]] = {}
    answers: dict[tuple[str, str], tuple[int, str]] = {}
    for name, field in NEEDED:
        message = ENDPOINTS[name]["fields"][field].get("missing")
        expected[name, field] = row(name, message) if message else refusal(name)
        answers[name, field] = await without(member, name, field)

    assert expected == answers


async def without(member: Reader, name: str, field: str) -> tuple[int, str]:
    """What an endpoint says when one field is left out."""
    endpoint = ENDPOINTS[name]
    data = sample(name)
    del data[field]
    route = endpoint["routes"][0]
    if endpoint["fields"][field]["type"] == "file" and "{work_id}" in route:
        kind = name.partition("/")[0]
        route = route.replace("{work_id}", str(await member.work(kind, pictures=0)))
    method, path, sent = request(route, data)
    return await member.says(method, path, **sent)


@covers("user/login: says 服务器错误", "travel: says 服务器错误")
async def test_a_database_that_is_away_is_a_server_error(own: Backing) -> None:
    """Every endpoint that needs it answers 500 服务器错误, and all is well when it is back."""
    expected = TRAVEL["everywhere"]["服务器错误"][0], "服务器错误"
    login = {"user": "somebody", "password": "x", "no_captcha": "1"}
    postcard = Postcard(own.env())
    postcard.start()
    async with client_session() as http:
        guest = Reader(postcard, http)
        own.maria.stop()
        try:
            answers = [
                await guest.says("POST", "/user/login", data=login),
                await guest.says("GET", "/forum/"),
                await guest.says("GET", "/movie/all"),
            ]
        finally:
            own.maria.start()
        back = await guest.says("POST", "/user/login", data=login)
    postcard.close()

    assert [expected] * 3 == answers
    assert row("user/login", "无此用户") == back
