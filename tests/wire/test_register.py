"""register: an account for a phone whose SMS code the caller knows."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from status_codes import Global, LoginPass, RegisterPhone
from tests.documents import covers
from tests.postcard import Guest
from tests.special import execute, md5, sent_to

URL = "/api/user/register/"


def envelope(phone: str, hash_: str, password: str = "correct horse") -> dict[str, Any]:
    data = {"username": phone, "hash": hash_, "pass": password}
    return {"id": 3, "status": 0, "type": "register", "subtype": "phone", "data": data}


@covers("register/phone: notice *", "register/phone: field *")
async def test_a_guest_registers(guest: Guest) -> None:
    """The hash of the code that was sent makes an account; of the password a hash is kept."""
    phone = guest.new_phone()
    sent = await guest.call("sms", "generate", {"phone": phone, "command_type": 1})
    code = sent_to(guest.postcard, phone)[-1]["code"]

    reply = await guest.post(URL, envelope(phone, md5(code, sent["data"]["rand"])))
    ((stored,),) = execute(guest.postcard, "SELECT password FROM users WHERE phone = ?", phone)

    assert {"id": 3, "status": 0, "message": "successful", "data": {}} == reply
    assert stored.startswith("$argon2id$")


async def test_a_hash_in_capitals(guest: Guest) -> None:
    """Hex may be written in capitals."""
    phone = guest.new_phone()
    hash_ = await guest.sms_hash(phone)

    reply = await guest.post(URL, envelope(phone, hash_.upper()))

    assert Global.SUCCESS.code == reply["status"]


@covers("register/phone: local 100")
async def test_a_known_phone(member: Guest) -> None:
    """A second account for a phone is refused with the endpoint's own status."""
    hash_ = await member.sms_hash(member.phone)

    reply = await member.post(URL, envelope(member.phone, hash_))

    assert {
        "id": 3,
        "status": RegisterPhone.CREATE_FAILED.code,
        "message": "Create User Failed",
        "data": {},
    } == reply


@covers("register/phone: -4", "global: -4")
async def test_a_wrong_hash(guest: Guest) -> None:
    """No code, another phone's, a wrong and a spent one are all -4."""
    phone, other = guest.new_phone(), guest.new_phone()
    unasked = await guest.post(URL, envelope(phone, "0" * 32))
    others = await guest.post(URL, envelope(phone, await guest.sms_hash(other)))
    hash_ = await guest.sms_hash(phone)
    wrong = await guest.post(URL, envelope(phone, "0" * 32))
    right = await guest.post(URL, envelope(phone, hash_))
    spent = await guest.post(URL, envelope(phone, hash_))

    assert 0 == right["status"]
    for reply in (unasked, others, wrong, spent):
        assert (Global.HASH.code, "Error Hash") == (reply["status"], reply["message"])


async def test_a_reset_code_registers_nobody(member: Guest) -> None:
    """A code is bound to its purpose: one sent for a reset is -4 here."""
    hash_ = await member.sms_hash(member.phone, command_type=2)

    reply = await member.post(URL, envelope(member.phone, hash_))

    assert Global.HASH.code == reply["status"]


async def test_a_newer_code_ends_the_older(guest: Guest) -> None:
    """Of two codes for a phone only the second is good."""
    phone = guest.new_phone()
    first = await guest.sms_hash(phone)
    second = await guest.sms_hash(phone)

    replies = [await guest.post(URL, envelope(phone, hash_)) for hash_ in (first, second)]

    assert [Global.HASH.code, 0] == [reply["status"] for reply in replies]


async def test_one_code_many_takers(guest: Guest) -> None:
    """Of twenty who spend one code at the same time exactly one gets the account."""
    phone = guest.new_phone()
    hash_ = await guest.sms_hash(phone)

    replies = await asyncio.gather(*(guest.post(URL, envelope(phone, hash_)) for _ in range(20)))
    accounts = execute(guest.postcard, "SELECT id FROM users WHERE phone = ?", phone)

    assert [Global.HASH.code] * 19 + [0] == sorted(reply["status"] for reply in replies)
    assert 1 == len(accounts)


@pytest.mark.parametrize("password", [" ", "密码🏔", "a" * 1024, "\x00"])
async def test_any_password(guest: Guest, password: str) -> None:
    """Its form is the front end's matter: it is taken as it is, and only as it is."""
    phone = guest.new_phone()
    made = await guest.post(URL, envelope(phone, await guest.sms_hash(phone), password))

    right = await guest.call("login", "pass", {"username": phone, "pass": password})
    wrong = await guest.call("login", "pass", {"username": phone, "pass": password + " "})

    assert [0, 0] == [made["status"], right["status"]]
    assert wrong["status"] in (LoginPass.INCORRECT.code, Global.ARG_VALUE.code)
