"""What holds for every envelope address: keys, types, order of checks, ids, spellings."""

from __future__ import annotations

import json
from typing import Any

import pytest

from status_codes import Global, Outcome
from tests.documents import HOTEL, covers
from tests.postcard import Guest

# Data that passes every check on the way to the handler.
GOOD: dict[str, dict[str, Any]] = {
    "register/phone": {"username": "13800000000", "hash": "0" * 32, "pass": "a"},
    "login/pass": {"username": "13800000000", "pass": "a", "enduring": 0},
    "img/validate": {"hash": "0" * 32},
    "sms/generate": {"phone": "12345678901", "command_type": 1},
    "sms/validate": {"hash": "0" * 32},
}
ENDPOINTS = HOTEL["endpoints"]
WITH_DATA = [e for e in ENDPOINTS if e["name"] not in ("ping/ping", "token/doki")]
FIELDS = [(e, name) for e in ENDPOINTS for name in e["fields"]]
EVERY_URL = sorted(
    {e["url"].rstrip("/") for e in ENDPOINTS} | set(HOTEL["ours"].values()) | {"/api"}
)
IGNORED = {"login/pass: field enduring", "info/update: field gender"}

each_endpoint = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda e: e["name"])
each_with_data = pytest.mark.parametrize("endpoint", WITH_DATA, ids=lambda e: e["name"])
each_field = pytest.mark.parametrize(
    ("endpoint", "field"), FIELDS, ids=[f"{e['name']}: field {f}" for e, f in FIELDS]
)


def envelope(endpoint: dict[str, Any], data: dict[str, Any] | None = None) -> dict[str, Any]:
    type_, subtype = endpoint["name"].split("/")
    whole = {"id": 77, "type": type_, "subtype": subtype}
    return whole | {"data": GOOD.get(endpoint["name"], {}) if data is None else data}


def answered(reply: dict[str, Any], outcome: Outcome, id_: int = 77) -> bool:
    """Whether the reply is that outcome, whole."""
    return {"id": id_, "status": outcome.code, "message": outcome.message, "data": {}} == reply


@each_endpoint
@covers("*: -1", "global: -1")
async def test_a_missing_key(member: Guest, endpoint: dict[str, Any]) -> None:
    """Without one of id, type, subtype, data the answer is -1, with the id where there is one."""
    for key in ("type", "subtype", "data", "id"):
        body = envelope(endpoint)
        del body[key]

        reply = await member.post(endpoint["url"], body)

        bare = key == "type" and endpoint["name"] in ("ping/ping", "token/doki")
        assert bare or answered(reply, Global.JSON_KEY, -1 if key == "id" else 77)


@each_endpoint
@covers("*: -2", "global: -2")
async def test_a_wrong_value(member: Guest, endpoint: dict[str, Any]) -> None:
    """A key of the wrong type, and a name that is not known here, is -2."""
    wrong: list[dict[str, Any]] = [
        {"type": 1},
        {"type": None},
        {"subtype": ["pass"]},
        {"data": []},
        {"data": None},
        {"data": "{}"},
        {"type": "nobody"},
        {"subtype": "nobody"},
    ]

    replies = [await member.post(endpoint["url"], envelope(endpoint) | w) for w in wrong]

    assert all(answered(reply, Global.JSON_VALUE) for reply in replies)


@pytest.mark.parametrize("id_", ["1", 1.0, True, None, [], 2**64, -(2**63) - 1])
async def test_an_id_that_is_no_int(guest: Guest, id_: Any) -> None:
    """An id that is no 64-bit int is -2 and comes back as -1."""
    body = {"id": id_, "type": "ping", "subtype": "ping", "data": {}}

    reply = await guest.post("/api/ping", body)

    assert answered(reply, Global.JSON_VALUE, -1)


@pytest.mark.parametrize("id_", [0, -1, -(2**63), 2**64 - 1])
async def test_an_int_id_comes_back(guest: Guest, id_: int) -> None:
    """The id is returned as it was sent, up to the ends of 64 bits."""
    reply = await guest.post("/api", {"id": id_, "type": "ping", "subtype": "ping", "data": {}})

    assert id_ == reply["id"]


@each_endpoint
async def test_the_wrong_address(member: Guest, endpoint: dict[str, Any]) -> None:
    """An envelope that belongs to another address is -2, with its id."""
    for url in EVERY_URL:
        if url not in ("/api", endpoint["url"].rstrip("/")):
            reply = await member.post(url, envelope(endpoint))

            assert answered(reply, Global.JSON_VALUE)


@each_endpoint
@covers("*: method POST")
async def test_both_spellings_and_the_generic_address(
    member: Guest, endpoint: dict[str, Any]
) -> None:
    """The address answers with and without a slash at its end, and /api alike."""
    url = endpoint["url"].rstrip("/")
    body = envelope(endpoint)

    # The phone of sms/generate is malformed, so that nothing is sent or counted.
    replies = [await member.post(path, body) for path in (url, url + "/", "/api", "/api/")]

    assert 77 == replies[0]["id"]
    assert 1 == len({(r["id"], r["status"], r["message"]) for r in replies})
    assert replies[0]["status"] != Global.JSON_VALUE.code


@each_endpoint
async def test_more_keys_are_tolerated(member: Guest, endpoint: dict[str, Any]) -> None:
    """The document's own examples carry a status; unknown keys beside data change nothing."""
    plain = await member.post(endpoint["url"], envelope(endpoint))

    reply = await member.post(endpoint["url"], envelope(endpoint) | {"status": 0, "more": [1]})

    assert plain["status"] == reply["status"]


@each_endpoint
@covers("*: -3", "global: -3")
async def test_an_unexpected_data_key(member: Guest, endpoint: dict[str, Any]) -> None:
    """A key in data that is not documented is -3, whatever else is wrong."""
    for rest in (GOOD.get(endpoint["name"], {}), dict.fromkeys(endpoint["fields"])):
        reply = await member.post(endpoint["url"], envelope(endpoint, rest | {"surplus": 1}))

        assert answered(reply, Global.DATA_KEY)


@each_field
@covers("*: field *", "global: -202")
async def test_a_field_left_out(member: Guest, endpoint: dict[str, Any], field: str) -> None:
    """Without a field that has no default the answer is -202; the others may be left out."""
    row = endpoint["fields"][field]
    needed = not row["default"] or row.get("needed")
    data = {k: v for k, v in GOOD.get(endpoint["name"], {}).items() if k != field}

    reply = await member.post(endpoint["url"], envelope(endpoint, data))

    assert bool(needed) == answered(reply, Global.ARG_MISSING)


@each_field
@covers("global: -201")
async def test_an_empty_field(member: Guest, endpoint: dict[str, Any], field: str) -> None:
    """null, and an empty text, are -201 where the document does not allow them."""
    if f"{endpoint['name']}: field {field}" in IGNORED:
        return
    for empty in (None, ""):
        data = GOOD.get(endpoint["name"], {}) | {field: empty}

        reply = await member.post(endpoint["url"], envelope(endpoint, data))

        allowed = endpoint["fields"][field]["null"]
        assert (Global.SUCCESS if allowed else Global.ARG_EMPTY).code == reply["status"]


@each_field
@covers("global: -203")
async def test_a_field_of_the_wrong_type(
    member: Guest, endpoint: dict[str, Any], field: str
) -> None:
    """Another JSON type is -203: 1 is not "1", and true is no int."""
    if f"{endpoint['name']}: field {field}" in IGNORED:
        return
    other = "1" if endpoint["fields"][field]["type"] == "int" else 1
    values: list[Any] = [other, True, 1.5, [], {}]
    for value in values:
        data = GOOD.get(endpoint["name"], {}) | {field: value}

        reply = await member.post(endpoint["url"], envelope(endpoint, data))

        assert answered(reply, Global.ARG_TYPE), value


@covers("global: -204", "sms/generate: -204", "sms/generate: field command_type")
@pytest.mark.parametrize(
    ("name", "url", "data"),
    [
        ("sms/generate", "/api/captcha", {"phone": "13800000000", "command_type": 0}),
        ("sms/generate", "/api/captcha", {"phone": "13800000000", "command_type": 3}),
        ("sms/generate", "/api/captcha", {"phone": "13800000000", "command_type": 2**64 - 1}),
        ("sms/generate", "/api/captcha", {"phone": "13800000000", "hash": "0" * 31}),
        ("register/phone", "/api/user/register", {"username": "12800000000"}),
        ("register/phone", "/api/user/register", {"username": "1380000000a"}),
        ("register/phone", "/api/user/register", {"username": "138000000001"}),
        ("register/phone", "/api/user/register", {"hash": "0" * 33}),
        ("register/phone", "/api/user/register", {"pass": "a" * 1025}),
        ("login/pass", "/api/user/login", {"username": "1380000000"}),
        ("info/get", "/api/user/info", {"username": "138000000000"}),
        ("info/update", "/api/user/info", {"name": "a" * 21}),
        ("info/update", "/api/user/info", {"nickname": "a" * 21}),
        ("info/update", "/api/user/info", {"email": "nobody"}),
        ("info/update", "/api/user/info", {"email": "a" * 39 + "@example.com"}),
    ],
)
async def test_a_value_out_of_range(
    member: Guest, name: str, url: str, data: dict[str, Any]
) -> None:
    """A value of the right type that cannot be is -204."""
    body = envelope({"name": name}, GOOD.get(name, {}) | data)

    reply = await member.post(url, body)

    assert answered(reply, Global.ARG_VALUE)


async def test_keys_are_judged_before_values(member: Guest) -> None:
    """Among several faults: unexpected key, missing key, empty, type, value."""
    faults = [
        {"surplus": 1, "pass": None},
        {"username": "", "pass": "a"},
        {"username": "", "hash": 1, "pass": "a"},
        {"username": "1", "hash": 1, "pass": "a"},
        {"username": "1", "hash": "0" * 32, "pass": "a"},
    ]
    body = {"id": 77, "type": "register", "subtype": "phone"}

    statuses = [(await member.post("/api", body | {"data": d}))["status"] for d in faults]

    expected = ["DATA_KEY", "ARG_MISSING", "ARG_EMPTY", "ARG_TYPE", "ARG_VALUE"]
    assert [Global[name].code for name in expected] == statuses


WITH_TOKEN = [e for e in ENDPOINTS if e["token"]] + [
    {"name": "password/update", "url": "/api/user/password"},
    {"name": "logout/token", "url": "/api/user/logout"},
]


@pytest.mark.parametrize("endpoint", WITH_TOKEN, ids=lambda e: e["name"])
@covers("*: -100", "*: -101", "global: -100", "global: -101")
async def test_no_token_and_a_wrong_one(member: Guest, endpoint: dict[str, Any]) -> None:
    """No token in the address is -100, an unknown one -101; both before data is looked at."""
    tokens = {"": Global.TOKEN_MISSING, "0" * 32: Global.TOKEN_WRONG, "x": Global.TOKEN_WRONG}
    body = envelope(endpoint, {"surplus": 1})

    replies = {t: await member.post(endpoint["url"], body, token=t) for t in tokens}
    empty = await member.post(endpoint["url"] + "?token=", body, token="")
    known_first = await member.post(endpoint["url"], body | {"subtype": "nobody"}, token="")
    with_token = await member.post(endpoint["url"], body)

    assert all(answered(replies[token], outcome) for token, outcome in tokens.items())
    assert answered(empty, Global.TOKEN_MISSING)
    assert answered(known_first, Global.JSON_VALUE)
    assert answered(with_token, Global.DATA_KEY)


async def test_a_bearer_token(member: Guest) -> None:
    """The token may come in the Authorization header instead of the address."""
    body = {"id": 1, "type": "token", "subtype": "doki", "data": {}}
    statuses = []
    for header in (f"Bearer {member.token}", f"bearer {member.token}", "Bearer x", "Basic eDp5"):
        headers = {"Authorization": header}
        url = f"{member.postcard.url}/api/user/doki/"
        async with member.http.post(url, json=body, headers=headers) as answer:
            statuses.append((await answer.json())["status"])

    assert [0, 0, Global.TOKEN_WRONG.code, Global.TOKEN_MISSING.code] == statuses


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_other_methods(guest: Guest, method: str) -> None:
    """Whatever the method, an envelope address answers 200 with an envelope, never a page."""
    for url in [*EVERY_URL, "/api/nothing/here"]:
        if method == "GET" and url == "/api/ping":
            continue
        for path in (url, url + "/"):
            async with guest.http.request(method, guest.postcard.url + path) as answer:
                reply = json.loads(await answer.read())

            assert (200, "application/json") == (answer.status, answer.content_type)
            assert {"id", "status", "message", "data"} == set(reply)


async def test_head_has_no_body(guest: Guest) -> None:
    """HEAD answers 200 and nothing more."""
    for url in EVERY_URL:
        async with guest.http.head(guest.postcard.url + url) as answer:
            body = await answer.read()

        assert (200, b"") == (answer.status, body)


async def test_an_address_that_is_not_there(guest: Guest) -> None:
    """Below /api/ an unknown address is -2, with the id of what was sent."""
    bodies: list[Any] = [{"id": 5}, b"", b"garbage", {"id": "5"}, []]

    replies = [await guest.post("/api/nothing", body) for body in bodies]

    assert [(5, -2), *[(-1, -2)] * 4] == [(r["id"], r["status"]) for r in replies]


@covers("global: 0", "global: notice *")
async def test_the_reply(member: Guest) -> None:
    """A success is 0; failures of the house are below zero, those of one endpoint above."""
    good = await member.call("info", "get")
    wrong_key = await member.call("info", "get", {"surplus": 1})
    wrong_password = await member.call("login", "pass", {"username": "13800000000", "pass": "x"})
    replies = [good, wrong_key, wrong_password]

    assert "successful" == good["message"]
    assert [0, -3, 100] == [reply["status"] for reply in replies]
    assert all({"id", "status", "message", "data"} == set(reply) for reply in replies)
    assert all(type(reply["status"]) is int for reply in replies)
