"""What holds for every envelope address: keys, types, order of checks, ids, spellings."""

from __future__ import annotations

import json
from typing import Any

from status_codes import Global, Outcome
from tests.documents import HOTEL, covers
from tests.postcard import Guest
from tests.rows import none_of, same_rows
from tests.special import execute

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
# What is there for GET is no envelope's.
SHOWN = ("/api/ping", "/api/user/portrait")
EVERY_URL = sorted(
    {e["url"].rstrip("/") for e in ENDPOINTS} | set(HOTEL["ours"].values()) | {"/api"}
)
IGNORED = {"login/pass: enduring", "info/update: gender", "sms/generate: hash"}
JUDGED = [(e, name) for e, name in FIELDS if f"{e['name']}: {name}" not in IGNORED]
WHOLE = ("id", "type", "subtype", "data")


def envelope(endpoint: dict[str, Any], data: dict[str, Any] | None = None) -> dict[str, Any]:
    type_, subtype = endpoint["name"].split("/")
    head = {"id": 77, "type": type_, "subtype": subtype}
    return head | {"data": GOOD.get(endpoint["name"], {}) if data is None else data}


def whole(outcome: Outcome, id_: int = 77) -> dict[str, Any]:
    """The reply that is that outcome and nothing more."""
    return {"id": id_, "status": outcome.code, "message": outcome.message, "data": {}}


def without(body: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name != key}


@covers("*: -1", "global: -1")
async def test_a_missing_key(member: Guest) -> None:
    """Without one of id, type, subtype, data the answer is -1, with the id where there is one."""
    # What has one endpoint takes a body without a type for that.
    rows = {
        f"{endpoint['name']} without {key}": (endpoint, key)
        for endpoint in ENDPOINTS
        for key in WHOLE
        if key != "type" or endpoint in WITH_DATA
    }

    seen = {
        row: await member.post(endpoint["url"], without(envelope(endpoint), key))
        for row, (endpoint, key) in rows.items()
    }

    expected = {
        row: whole(Global.JSON_KEY, -1 if key == "id" else 77) for row, (_, key) in rows.items()
    }
    same_rows(expected, seen)


@covers("*: -2", "global: -2")
async def test_a_wrong_value(member: Guest) -> None:
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

    seen = {
        f"{endpoint['name']} {change}": await member.post(
            endpoint["url"], envelope(endpoint) | change
        )
        for endpoint in ENDPOINTS
        for change in wrong
    }

    same_rows(dict.fromkeys(seen, whole(Global.JSON_VALUE)), seen)


async def test_an_id_that_is_no_int(guest: Guest) -> None:
    """An id that is no int is -2 and comes back as -1."""
    ids: list[Any] = ["1", 1.0, 1e30, True, None, []]
    body = {"type": "ping", "subtype": "ping", "data": {}}

    seen = {repr(id_): await guest.post("/api/ping", body | {"id": id_}) for id_ in ids}

    same_rows({repr(id_): whole(Global.JSON_VALUE, -1) for id_ in ids}, seen)


async def test_an_int_id_comes_back(guest: Guest) -> None:
    """The id is returned as it was sent, whatever its size."""
    ids = (0, -1, -(2**63), 2**64 - 1, 2**64, -(2**63) - 1, 10**100)
    body = {"type": "ping", "subtype": "ping", "data": {}}

    seen = {str(id_): (await guest.post("/api", body | {"id": id_}))["id"] for id_ in ids}

    same_rows({str(id_): id_ for id_ in ids}, seen)


async def test_the_wrong_address(member: Guest) -> None:
    """An envelope that belongs to another address is -2, with its id."""
    seen = {
        f"{endpoint['name']} at {url}": await member.post(url, envelope(endpoint))
        for endpoint in ENDPOINTS
        for url in EVERY_URL
        if url not in ("/api", endpoint["url"].rstrip("/"))
    }

    same_rows(dict.fromkeys(seen, whole(Global.JSON_VALUE)), seen)


@covers("*: method POST")
async def test_both_spellings_and_the_generic_address(member: Guest) -> None:
    """The address answers with and without a slash at its end, and /api alike."""
    seen = {}
    for endpoint in ENDPOINTS:
        url, body = endpoint["url"].rstrip("/"), envelope(endpoint)
        # The phone of sms/generate is malformed, so that nothing is sent or counted.
        for path in (url, url + "/", "/api", "/api/"):
            reply = await member.post(path, body)
            seen[f"{endpoint['name']} at {path}"] = reply["id"], reply["status"], reply["message"]
    first = {
        row: seen[f"{endpoint['name']} at {endpoint['url'].rstrip('/')}"]
        for endpoint in ENDPOINTS
        for row in seen
        if row.startswith(f"{endpoint['name']} at ")
    }

    same_rows(first, seen)
    none_of(
        f"{row}: {answer}"
        for row, answer in seen.items()
        if answer[0] != 77 or answer[1] == Global.JSON_VALUE.code
    )


async def test_more_keys_are_tolerated(member: Guest) -> None:
    """The document's own examples carry a status; unknown keys beside data change nothing."""
    plain, more = {}, {}
    for endpoint in ENDPOINTS:
        name, body = endpoint["name"], envelope(endpoint)
        plain[name] = (await member.post(endpoint["url"], body))["status"]
        reply = await member.post(endpoint["url"], body | {"status": 0, "more": [1]})
        more[name] = reply["status"]

    same_rows(plain, more)


@covers("*: -3", "global: -3")
async def test_an_unexpected_data_key(member: Guest) -> None:
    """A key in data that is not documented is -3, whatever else is wrong."""
    seen = {
        f"{endpoint['name']} {rest}": await member.post(
            endpoint["url"], envelope(endpoint, rest | {"surplus": 1})
        )
        for endpoint in ENDPOINTS
        for rest in (GOOD.get(endpoint["name"], {}), dict.fromkeys(endpoint["fields"]))
    }

    same_rows(dict.fromkeys(seen, whole(Global.DATA_KEY)), seen)


async def filled(member: Guest, endpoint: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The reply to data that is good but for these fields."""
    data = GOOD.get(endpoint["name"], {}) | fields
    return await member.post(endpoint["url"], envelope(endpoint, data))


@covers("*: field *", "global: -202")
async def test_a_field_left_out(member: Guest) -> None:
    """Without a field that has no default the answer is -202; the others may be left out."""
    needed, seen = {}, {}
    for endpoint, field in FIELDS:
        row, name = endpoint["fields"][field], endpoint["name"]
        needed[f"{name}: {field}"] = bool(not row["default"] or row.get("needed"))
        body = envelope(endpoint, without(GOOD.get(name, {}), field))
        reply = await member.post(endpoint["url"], body)
        seen[f"{name}: {field}"] = reply == whole(Global.ARG_MISSING)

    same_rows(needed, seen)


@covers("global: -201")
async def test_an_empty_field(member: Guest) -> None:
    """null, and an empty text, are -201 where the document does not allow them."""
    expected, seen = {}, {}
    for endpoint, field in JUDGED:
        allowed = endpoint["fields"][field]["null"]
        for empty in (None, ""):
            row = f"{endpoint['name']}: {field} {empty!r}"
            expected[row] = (Global.SUCCESS if allowed else Global.ARG_EMPTY).code
            seen[row] = (await filled(member, endpoint, **{field: empty}))["status"]

    same_rows(expected, seen)


@covers("global: -203")
async def test_a_field_of_the_wrong_type(member: Guest) -> None:
    """Another JSON type is -203: 1 is not "1", and true is no int."""
    seen = {}
    for endpoint, field in JUDGED:
        other = "1" if endpoint["fields"][field]["type"] == "int" else 1
        values: list[Any] = [other, True, 1.5, [], {}]
        for value in values:
            row = f"{endpoint['name']}: {field} {value!r}"
            seen[row] = await filled(member, endpoint, **{field: value})

    same_rows(dict.fromkeys(seen, whole(Global.ARG_TYPE)), seen)


OUT_OF_RANGE: list[tuple[str, str, dict[str, Any]]] = [
    ("sms/generate", "/api/captcha", {"phone": "13800000000", "command_type": 0}),
    ("sms/generate", "/api/captcha", {"phone": "13800000000", "command_type": 3}),
    ("sms/generate", "/api/captcha", {"phone": "13800000000", "command_type": 2**64 - 1}),
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
]


@covers("global: -204", "sms/generate: -204", "sms/generate: field command_type")
async def test_a_value_out_of_range(member: Guest) -> None:
    """A value of the right type that cannot be is -204."""
    seen = {
        f"{name} {data}": await member.post(
            url, envelope({"name": name}, GOOD.get(name, {}) | data)
        )
        for name, url, data in OUT_OF_RANGE
    }

    same_rows(dict.fromkeys(seen, whole(Global.ARG_VALUE)), seen)


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


@covers("*: -100", "*: -101", "global: -100", "global: -101")
async def test_no_token_and_a_wrong_one(member: Guest) -> None:
    """No token in the address is -100, an unknown one -101; both before data is looked at."""
    tokens = {"": Global.TOKEN_MISSING, "0" * 32: Global.TOKEN_WRONG, "x": Global.TOKEN_WRONG}
    expected, seen = {}, {}
    for endpoint in WITH_TOKEN:
        name, url, body = endpoint["name"], endpoint["url"], envelope(endpoint, {"surplus": 1})
        for token, outcome in tokens.items():
            expected[f"{name} {token!r}"] = whole(outcome)
            seen[f"{name} {token!r}"] = await member.post(url, body, token=token)
        expected |= {
            f"{name} ?token=": whole(Global.TOKEN_MISSING),
            f"{name} known first": whole(Global.JSON_VALUE),
            f"{name} with a token": whole(Global.DATA_KEY),
        }
        seen |= {
            f"{name} ?token=": await member.post(url + "?token=", body, token=""),
            f"{name} known first": await member.post(url, body | {"subtype": "nobody"}, token=""),
            f"{name} with a token": await member.post(url, body),
        }

    same_rows(expected, seen)


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


async def test_other_methods(guest: Guest) -> None:
    """Whatever the method, an envelope address answers with an envelope, never a page: 405 and
    which ones there are, where it is none of them."""
    seen, expected = {}, {}
    for method in ("GET", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"):
        for url in [*EVERY_URL, "/api/nothing/here"]:
            for path in (url, url + "/"):
                if method == "GET" and url in SHOWN:
                    continue
                async with guest.http.request(method, guest.postcard.url + path) as answer:
                    keys = sorted(json.loads(await answer.read()))
                    allow = answer.headers.get("Allow")
                row = f"{method} {path}"
                seen[row] = answer.status, allow, answer.content_type, keys
                right = method == "GET" or url == "/api/nothing/here"
                said = (200, None) if right else (405, "GET, HEAD, POST")
                expected[row] = *said, "application/json", ["data", "id", "message", "status"]

    same_rows(expected, seen)


async def test_another_method_runs_nothing(member: Guest) -> None:
    """Not even with an envelope, a token, or no body where that means something."""
    envelope = {"id": 1, "type": "movie", "subtype": "new", "data": {}}
    doki = {"id": 1, "type": "token", "subtype": "doki", "data": {}}
    works = "SELECT count(*) FROM works"
    before = execute(member.postcard, works)

    seen = {}
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "REPORT"):
        for url, body in (
            ("/api", envelope),
            ("/api", [envelope]),
            ("/api/user/doki", doki),
            ("/api/user/doki", None),
            ("/api/ping", None),
        ):
            address = f"{member.postcard.url}{url}?token={member.token}"
            async with member.http.request(method, address, json=body) as answer:
                said = await answer.json()
            seen[f"{method} {url} {body}"] = answer.status, said["id"], said["status"]

    same_rows(dict.fromkeys(seen, (405, -1, Global.JSON_KEY.code)), seen)
    assert before == execute(member.postcard, works)


async def test_head_has_no_body(guest: Guest) -> None:
    """HEAD answers 200 and nothing more."""
    for url in [url for url in EVERY_URL if url not in SHOWN[1:]]:
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
