"""password: a new one ends every session but the one that asked for it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from status_codes import Global, LoginPass, PasswordUpdate
from tests.postcard import Guest
from tests.special import execute

URL = "/api/user/password"


async def call(
    guest: Guest, subtype: str, data: dict[str, Any], token: str | None = None
) -> dict[str, Any]:
    body = {"id": 8, "type": "password", "subtype": subtype, "data": data}
    return await guest.post(URL, body, token=token)


async def login(guest: Guest, password: str) -> int:
    data = {"username": guest.phone, "pass": password}
    return int((await guest.call("login", "pass", data, token=""))["status"])


async def doki(guest: Guest, token: str) -> int:
    return int((await guest.call("token", "doki", token=token))["status"])


async def test_update(member: Guest) -> None:
    """The new password is good, the old one is not; every token has ended, and the caller has a
    new one."""
    tokens = [member.token, await member.login(enduring=1), await member.login()]

    reply = await call(member, "update", {"old": member.password, "new": "battery staple"})
    states = [await doki(member, token) for token in tokens]

    assert (8, 0, "successful", ["token"]) == (*list(reply.values())[:3], list(reply["data"]))
    assert [Global.TOKEN_WRONG.code] * 3 == states
    assert 0 == await doki(member, reply["data"]["token"])
    assert [LoginPass.INCORRECT.code, 0] == [
        await login(member, password) for password in (member.password, "battery staple")
    ]


@pytest.mark.parametrize("enduring", [0, 1])
async def test_the_session_that_changed_it_goes_on(member: Guest, enduring: int) -> None:
    """With a token that lasts as the one did that it had; another session is out."""
    elsewhere = await member.login(enduring=1)
    await member.login(enduring)

    reply = await call(member, "update", {"old": member.password, "new": "battery staple"})
    token = reply["data"]["token"]
    rows = execute(
        member.postcard,
        "SELECT enduring FROM tokens WHERE user_id = (SELECT id FROM users WHERE phone = ?)",
        member.phone,
    )

    assert token not in (member.token, elsewhere)
    assert [0, Global.TOKEN_WRONG.code] == [await doki(member, t) for t in (token, elsewhere)]
    assert [(enduring,)] == [(int(row[0]),) for row in rows]


async def test_of_many_changes_at_once_one_session_is_left(member: Guest) -> None:
    """Whoever was the last to write it: a token of a password that is none any more is dead."""
    change = {"old": member.password}

    replies = await asyncio.gather(
        *(call(member, "update", change | {"new": f"new {n}"}) for n in range(8))
    )
    tokens = [reply["data"]["token"] for reply in replies if reply["data"]]
    living = [token for token in tokens if await doki(member, token) == 0]

    assert 1 == len(living)
    assert 1 == [await login(member, f"new {n}") for n in range(8)].count(0)


async def test_update_with_a_wrong_old_password(member: Guest) -> None:
    """100, and everything stays as it was."""
    reply = await call(member, "update", {"old": "nothing", "new": "battery staple"})

    assert PasswordUpdate.OLD_WRONG.code == reply["status"]
    assert [0, 0] == [await doki(member, member.token), await login(member, member.password)]


async def test_reset(member: Guest) -> None:
    """A reset code sets the password without the old one and ends every token."""
    tokens = [member.token, await member.login(enduring=1)]
    hash_ = await member.sms_hash(member.phone, command_type=2)
    data = {"username": member.phone, "hash": hash_, "pass": "battery staple"}

    reply = await call(member, "reset", data, token="")
    again = await call(member, "reset", data | {"pass": "other"}, token="")

    assert [0, Global.HASH.code] == [reply["status"], again["status"]]
    assert [Global.TOKEN_WRONG.code] * 2 == [await doki(member, token) for token in tokens]
    assert [LoginPass.INCORRECT.code, 0] == [
        await login(member, password) for password in (member.password, "battery staple")
    ]


async def test_reset_with_a_wrong_hash(member: Guest) -> None:
    """A registering code, another phone's and none at all are -4; the password stays."""
    registering = await member.sms_hash(member.phone, command_type=1)
    unknown = member.new_phone()
    for phone, hash_ in (
        (member.phone, registering),
        (member.phone, "0" * 32),
        (unknown, "1" * 32),
    ):
        data = {"username": phone, "hash": hash_, "pass": "battery staple"}

        reply = await call(member, "reset", data)

        assert Global.HASH.code == reply["status"]
    assert 0 == await login(member, member.password)


async def test_one_code_resets_once(member: Guest) -> None:
    """Of ten who spend one reset code at once exactly one sets the password."""
    hash_ = await member.sms_hash(member.phone, command_type=2)
    datas = [{"username": member.phone, "hash": hash_, "pass": f"new {n}"} for n in range(10)]

    replies = await asyncio.gather(*(call(member, "reset", data) for data in datas))
    (winner,) = [n for n, reply in enumerate(replies) if reply["status"] == 0]

    assert 0 == await login(member, f"new {winner}")
    assert 9 == [reply["status"] for reply in replies].count(Global.HASH.code)


async def test_the_rows_of_ended_tokens_are_gone(member: Guest) -> None:
    """A change of password leaves no old token in the database that could come back."""
    await member.login(enduring=1)
    user = "(SELECT id FROM users WHERE phone = ?)"

    await call(member, "update", {"old": member.password, "new": "battery staple"})

    rows = execute(member.postcard, f"SELECT id FROM tokens WHERE user_id = {user}", member.phone)
    assert 1 == len(rows)
