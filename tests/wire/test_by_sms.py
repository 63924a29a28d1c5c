"""login/sms and password/forget: an SMS code alone signs in, makes an account, sets a password."""

from __future__ import annotations

import asyncio
from typing import Any

from status_codes import Global, LoginPass, PasswordForget
from tests.postcard import Guest
from tests.special import execute
from tests.traveller import Traveller

WRONG = "0" * 32
URL = "/api/user/login/"


async def enter(guest: Guest, phone: str, hash_: str, enduring: int = 0) -> dict[str, Any]:
    """login/sms at its own address, as an app that has no token yet."""
    data = {"username": phone, "hash": hash_, "enduring": enduring}
    body = {"id": 1234, "type": "login", "subtype": "sms", "data": data}
    return await guest.post(URL, body, token="")


async def forget(guest: Guest, phone: str, hash_: str, new: str = "another") -> dict[str, Any]:
    data = {"username": phone, "hash": hash_, "pass": new}
    body = {"id": 1234, "type": "password", "subtype": "forget", "data": data}
    return await guest.post("/api/user/password/", body, token="")


async def password_status(guest: Guest, phone: str, password: str) -> int:
    data = {"username": phone, "pass": password}
    return int((await guest.call("login", "pass", data, token=""))["status"])


async def who(guest: Guest, token: str) -> dict[str, Any]:
    return await guest.call("info", "get", token=token)


async def test_a_code_makes_an_account_and_then_opens_it(guest: Guest) -> None:
    """login_type tells which; both are one account, and each has a token."""
    phone = guest.new_phone()
    made = await enter(guest, phone, await guest.sms_hash(phone))
    opened = await enter(guest, phone, await guest.sms_hash(phone), 1)
    first = await who(guest, made["data"]["token"])
    second = await who(guest, opened["data"]["token"])

    assert (1234, 0, "create") == (made["id"], made["status"], made["data"]["login_type"])
    assert (0, "login") == (opened["status"], opened["data"]["login_type"])
    assert {"token", "login_type"} == opened["data"].keys()
    assert (phone, phone) == (first["data"]["username"], first["data"]["phone"])
    assert first["data"] == second["data"]
    assert type(first["data"]["id"]) is int


async def test_info_names_the_account_by_its_number(member: Guest) -> None:
    """As the travel API's uid, by POST and by GET."""
    uid = (await member.rest("GET", "/user/info"))["data"]["uid"]
    url = f"{member.postcard.url}/api/user/info/?token={member.token}"
    async with member.http.get(url) as answer:
        by_get = await answer.json()

    assert uid == (await who(member, member.token))["data"]["id"] == by_get["data"]["id"]


async def test_a_code_signs_in_once_and_none_but_its_own(guest: Guest) -> None:
    """A wrong hash, another phone's, one for a reset and one that was spent are -4."""
    phone, other = await guest.register(), guest.new_phone()
    reset, hash_ = await guest.sms_hash(phone, 2), await guest.sms_hash(phone)

    refused = [
        await enter(guest, phone, WRONG),
        await enter(guest, other, hash_),
        await enter(guest, phone, reset),
    ]
    both = await asyncio.gather(enter(guest, phone, hash_), enter(guest, phone, hash_))

    assert [Global.HASH.code] * 3 == [reply["status"] for reply in refused]
    assert [Global.HASH.code, 0] == sorted(reply["status"] for reply in both)


async def test_an_account_without_a_password_that_is_known(guest: Guest) -> None:
    """Who came by a code signs in by no password, until they set one by another code."""
    phone = guest.new_phone()
    await enter(guest, phone, await guest.sms_hash(phone))
    before = [await password_status(guest, phone, word) for word in (guest.password, phone, " ")]

    done = await forget(guest, phone, await guest.sms_hash(phone), "chosen")

    assert [LoginPass.INCORRECT.code] * 3 == before
    assert 0 == done["status"]
    assert 0 == await password_status(guest, phone, "chosen")


async def test_a_squatter_of_a_phone_is_out(traveller: Traveller, guest: Guest) -> None:
    """Whoever proves it by a code has the account alone: no session, password or e-mail is left."""
    hash_ = await guest.sms_hash(traveller.phone)
    reply = await enter(guest, traveller.phone, hash_)
    info = (await who(guest, reply["data"]["token"]))["data"]

    assert (0, "login") == (reply["status"], reply["data"]["login_type"])
    assert (traveller.uid, traveller.phone, "") == (info["id"], info["phone"], info["email"])
    assert not await traveller.is_signed_in()
    again = await traveller.say(
        "POST",
        "/user/login",
        data={
            "user": traveller.uname,
            "password": traveller.password,
            "captcha": await traveller.captcha(),
        },
    )
    assert (403, "密码错误") == again


async def test_a_phone_that_was_only_named_opens_no_proved_account(
    traveller: Traveller, guest: Guest
) -> None:
    """Its owner gets an account of their own; the other keeps its sessions and loses the phone."""
    execute(traveller.postcard, "UPDATE users SET email_proved = 1 WHERE id = ?", traveller.uid)
    reply = await enter(guest, traveller.phone, await guest.sms_hash(traveller.phone))
    info = (await who(guest, reply["data"]["token"]))["data"]
    theirs = (await traveller.ask("GET", "/user/info"))["data"]

    assert (0, "create") == (reply["status"], reply["data"]["login_type"])
    assert traveller.uid != info["id"]
    assert (traveller.phone, "") == (info["phone"], theirs["phone"])


async def test_a_suspended_account_is_not_opened(guest: Guest) -> None:
    """Nor made anew; the right code is told what the right password is."""
    phone = await guest.register()
    execute(guest.postcard, "UPDATE users SET suspended = 1 WHERE phone = ?", phone)

    reply = await enter(guest, phone, await guest.sms_hash(phone))

    assert (Global.NOT_ALLOWED.code, {}) == (reply["status"], reply["data"])


async def test_a_forgotten_password_by_either_code(guest: Guest) -> None:
    """command_type 1, which the apps ask for, and 2; each once, and every token ends."""
    found = []
    await guest.sign_up()
    for command_type in (1, 2):
        token = await guest.login()
        hash_ = await guest.sms_hash(guest.phone, command_type)
        wrong = await forget(guest, guest.phone, WRONG)
        guest.password = f"new {command_type}"
        done = await forget(guest, guest.phone, hash_, guest.password)
        twice = await forget(guest, guest.phone, hash_, "again")
        ended = await who(guest, token)
        found.append([reply["status"] for reply in (wrong, done, twice, ended)])

    assert [[Global.HASH.code, 0, Global.HASH.code, Global.TOKEN_WRONG.code]] * 2 == found
    assert 0 == await password_status(guest, guest.phone, "new 2")


async def test_a_forgotten_password_of_nobody(guest: Guest) -> None:
    """Who has the phone is told that it has no account, and nobody else is."""
    phone = guest.new_phone()
    hash_ = await guest.sms_hash(phone)

    wrong, right = await forget(guest, phone, WRONG), await forget(guest, phone, hash_)

    assert Global.HASH.code == wrong["status"]
    assert (PasswordForget.NO_SUCH_USER.code, "No Such User") == (right["status"], right["message"])


async def test_a_forgotten_password_is_nobodys_who_only_named_the_phone(
    traveller: Traveller, guest: Guest
) -> None:
    """An account with a proved e-mail is not opened by a phone that was never proved."""
    execute(traveller.postcard, "UPDATE users SET email_proved = 1 WHERE id = ?", traveller.uid)
    reply = await forget(guest, traveller.phone, await guest.sms_hash(traveller.phone))

    assert PasswordForget.NO_SUCH_USER.code == reply["status"]
    assert await traveller.is_signed_in()
