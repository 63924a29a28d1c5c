"""info: what is known of a guest, who may read it and who may write it."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from status_codes import Global, InfoGet, InfoUpdate
from tests.documents import covers
from tests.postcard import Guest, Postcard
from tests.special import execute, make_admin

URL = "/api/user/info/"
EVERYTHING = {"id", "username", "name", "nickname", "email", "phone", "gender", "avatar", "intro"}


@pytest.fixture
async def other(postcard: Postcard, http: aiohttp.ClientSession) -> Guest:
    """A second member."""
    found = Guest(postcard, http)
    await found.sign_up()
    return found


async def update(guest: Guest, **data: Any) -> dict[str, Any]:
    body = {"id": 4, "type": "info", "subtype": "update", "data": data}
    return await guest.post(URL, body)


async def info(guest: Guest, **data: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await guest.call("info", "get", data))["data"]
    return found


@pytest.mark.parametrize("path", ["/api/user/info", "/api/user/info/"])
@covers("info/get: method GET", "info/get: notice 3", "info/get: notice 7")
async def test_get(member: Guest, other: Guest, path: str) -> None:
    """GET answers what is known of the token's own user, whatever else the address says."""
    await update(member, name="王小明")
    url = f"{member.postcard.url}{path}?token={member.token}&username={other.phone}"
    async with member.http.get(url) as answer:
        reply = json.loads(await answer.read())

    assert (-1, 0) == (reply["id"], reply["status"])
    assert (member.phone, "王小明") == (reply["data"]["username"], reply["data"]["name"])


@covers("info/get: method GET")
async def test_get_without_a_token(guest: Guest) -> None:
    """GET needs the token like POST does."""
    statuses = []
    for query in ("", "?token=", "?token=" + "f" * 32):
        async with guest.http.get(guest.postcard.url + URL + query) as answer:
            statuses.append(json.loads(await answer.read())["status"])

    assert [Global.TOKEN_MISSING.code] * 2 + [Global.TOKEN_WRONG.code] == statuses


@covers("info/get: answer *", "info/get: notice 1", "info/get: notice 4")
async def test_own_info(member: Guest) -> None:
    """Without username, and with one's own, everything that is known comes back."""
    await update(member, name="王小明", nickname="Sunny", email="Guest@Example.com", gender="male")

    own = await info(member)
    named = await info(member, username=member.phone)

    [(number,)] = execute(member.postcard, "SELECT id FROM users WHERE phone = ?", member.phone)
    assert {
        "id": number,
        "username": member.phone,
        "name": "王小明",
        "nickname": "Sunny",
        "email": "guest@example.com",
        "phone": member.phone,
        "gender": "male",
        "avatar": "",
        "intro": "",
    } == own
    assert own == named


@covers("info/get: field username", "info/get: notice 1")
async def test_another_users_info(member: Guest, other: Guest) -> None:
    """Of another guest name, e-mail and phone stay private; an admin sees them."""
    await update(other, name="王小明", nickname="Sunny", email=f"{other.phone}@example.com")

    seen = await info(member, username=other.phone)
    make_admin(member)
    by_admin = await info(member, username=other.phone)

    assert EVERYTHING - {"name", "email", "phone"} == set(seen)
    assert (other.phone, "Sunny") == (seen["username"], seen["nickname"])
    assert EVERYTHING == set(by_admin)
    assert ("王小明", f"{other.phone}@example.com") == (by_admin["name"], by_admin["email"])


async def test_an_unknown_user(member: Guest) -> None:
    """Asking for somebody who is not there is 100."""
    reply = await member.call("info", "get", {"username": member.new_phone()})

    assert (InfoGet.NO_SUCH_USER.code, "No Such User") == (reply["status"], reply["message"])


@pytest.mark.parametrize(
    ("name", "last", "first"),
    [
        ("王小明", "王", "小明"),
        ("王", "王", ""),
        ("欧阳修", "欧", "阳修"),
        ("𠮷田", "𠮷", "田"),
        ("John Smith", "J", "ohn Smith"),
        ("a" * 20, "a", "a" * 19),
        ("🏔" * 20, "🏔", "🏔" * 19),
        ("", "", ""),
    ],
)
@covers("info/update: field name", "info/update: notice 4")
async def test_the_name_is_split(member: Guest, name: str, last: str, first: str) -> None:
    """The first character is the last name, all else the first name; read, it is whole again."""
    reply = await update(member, name=name)
    rows = execute(
        member.postcard,
        "SELECT last_name, first_name FROM users WHERE phone = ?",
        member.phone,
    )

    assert 0 == reply["status"]
    assert [(last, first)] == rows
    assert name == (await info(member))["name"]


@covers("info/update: field gender", "info/update: notice 5")
async def test_gender(member: Guest) -> None:
    """male and female are written; every other value is passed over."""
    seen = [(await info(member))["gender"]]
    given: tuple[Any, ...] = ("female", "x", "", None, 1, [], "MALE", "male", {"a": 1})
    for gender in given:
        reply = await update(member, gender=gender)
        assert {"id": 4, "status": 0, "message": "successful", "data": {}} == reply
        seen.append((await info(member))["gender"])

    assert ["", *["female"] * 7, "male", "male"] == seen


@covers("info/update: field nickname", "info/update: field email")
async def test_null_and_empty_erase(member: Guest) -> None:
    """null and an empty text take a value away; a field that is left out stays."""
    whole = {"name": "王小明", "nickname": "Sunny", "email": f"{member.phone}@example.com"}
    for empty in (None, ""):
        for key in whole:
            await update(member, **whole)

            reply = await update(member, **{key: empty})

            seen = await info(member)
            assert 0 == reply["status"]
            assert whole | {key: ""} == {k: seen[k] for k in whole}


async def test_an_empty_update(member: Guest) -> None:
    """Nothing sent, nothing changed, and that is fine."""
    before = await info(member)

    reply = await update(member)

    assert 0 == reply["status"]
    assert before == await info(member)


@covers("info/update: field phone", "info/update: notice 1", "info/update: notice 3")
async def test_phone_and_username_cannot_be_changed(member: Guest) -> None:
    """One's own number is accepted; any other is refused, and nothing is written."""
    own = await update(member, phone=member.phone, username=member.phone, nickname="a")
    other = await update(member, phone=member.new_phone(), nickname="b")
    seen = await info(member)

    assert [0, Global.ARG_VALUE.code] == [own["status"], other["status"]]
    assert (member.phone, member.phone, "a") == (
        seen["username"],
        seen["phone"],
        seen["nickname"],
    )


@covers("info/update: local 102", "info/update: notice 2")
async def test_another_user_may_not_be_updated(member: Guest, other: Guest) -> None:
    """Without admin rights it is 102, whether or not the other one exists."""
    known = await update(member, username=other.phone, nickname="x")
    unknown = await update(member, username=member.new_phone(), nickname="x")

    assert known == unknown
    assert (InfoUpdate.NOT_ALLOWED.code, "No Permission Operation") == (
        known["status"],
        known["message"],
    )
    assert "" == (await info(other))["nickname"]


@covers("info/update: local 100", "info/update: field username", "info/update: notice 2")
async def test_an_admin_updates_another(member: Guest, other: Guest) -> None:
    """An admin writes what another may write of themselves; of nobody it is 100."""
    make_admin(member)

    done = await update(member, username=other.phone, nickname="x", phone=other.phone)
    phone = await update(member, username=other.phone, phone=member.phone)
    nobody = await update(member, username=member.new_phone(), nickname="x")

    assert "x" == (await info(other))["nickname"]
    assert [0, Global.ARG_VALUE.code, InfoUpdate.NO_SUCH_USER.code] == [
        reply["status"] for reply in (done, phone, nobody)
    ]
    assert "No Such User" == nobody["message"]


@covers("info/update: local 101")
async def test_an_email_that_is_taken(member: Guest, other: Guest) -> None:
    """Somebody else's e-mail is 101, and nothing of the update is written."""
    email = f"{other.phone}@example.com"
    await update(other, email=email)

    reply = await update(member, email=email, nickname="x")
    again = await update(other, email=email)

    assert (InfoUpdate.FAILED.code, "Update UserInfo Failed") == (
        reply["status"],
        reply["message"],
    )
    assert 0 == again["status"]
    seen = await info(member)
    assert ("", "") == (seen["email"], seen["nickname"])
