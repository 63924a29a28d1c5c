"""sms.digits: a code of five digits is guessed no more often in a day than ten of six."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest

from config import load_config
from status_codes import CaptchaHash, Global
from tests.postcard import Guest, Postcard
from tests.special import guest_of, sent_to, set_up
from tests.traveller import travelling

TRIES = load_config().captcha.tries
TRIES_ALL = 7
SECONDS = load_config().captcha.seconds
WRONG = "0" * 32

short = set_up(
    {
        "POSTCARD__SMS__DIGITS": "5",
        "POSTCARD__HTTP__TRUSTED_PROXIES": "1",
        "POSTCARD__CAPTCHA__TRIES": str(TRIES),
        "POSTCARD__CAPTCHA__TRIES_ALL": str(TRIES_ALL),
    },
    whole=False,
)
addresses = (f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}" for n in itertools.count(1))


async def register(guest: Guest, phone: str, hash_: str) -> int:
    data = {"username": phone, "hash": hash_, "pass": guest.password}
    return int((await guest.call("register", "phone", data))["status"])


async def guess(postcard: Postcard, phone: str, times: int) -> list[int]:
    """Wrong hashes, each of an address that nobody came from before."""
    found = []
    for _ in range(times):
        async with guest_of(postcard, next(addresses)) as stranger:
            found.append(await register(stranger, phone, WRONG))
    return found


async def test_a_code_has_five_digits(short: Postcard) -> None:
    """As text and with leading zeros; what is sent for a reset over REST keeps six."""
    async with guest_of(short, next(addresses)) as guest, travelling(short) as traveller:
        phone = guest.new_phone()
        await guest.register(phone)
        for command_type in (1, 2):
            await guest.sms_hash(phone, command_type)
        codes = [message["code"] for message in sent_to(short, phone)]
        told = await traveller.ask(
            "POST", "/user/reset", data={"phone": phone, "captcha": await traveller.captcha()}
        )
        [recovery] = [m["code"] for m in sent_to(short, phone)][len(codes) :]

    assert 3 == len(codes)
    assert all(re.fullmatch("[0-9]{5}", code) for code in codes), codes
    assert "已发送恢复码至手机" == told["msg"]
    assert re.fullmatch("[0-9]{6}", recovery)


async def test_wrong_tries_are_counted_over_codes(short: Postcard) -> None:
    """Five of an address on any codes of a phone; other addresses and phones have their own."""
    async with (
        guest_of(short, next(addresses)) as guest,
        guest_of(short, next(addresses)) as other,
    ):
        phone, own = guest.new_phone(), guest.new_phone()
        said = []
        for wrong in (TRIES - 2, 2, 0):
            hash_ = await guest.sms_hash(phone)
            said += [await register(guest, phone, WRONG) for _ in range(wrong)]
        right = await register(guest, phone, hash_)
        elsewhere = await register(other, phone, hash_)
        another = await register(guest, own, await guest.sms_hash(own))

    assert [Global.HASH.code] * TRIES == said
    assert (Global.HASH.code, 0, 0) == (right, elsewhere, another)


async def test_a_right_code_gives_an_address_its_tries_back(short: Postcard) -> None:
    """Who mistypes now and then goes on signing in."""
    async with guest_of(short, next(addresses)) as guest:
        phone = guest.new_phone()
        said = []
        for _ in range(2):
            hash_ = await guest.sms_hash(phone)
            said += [await register(guest, phone, WRONG) for _ in range(2)]
            said.append(
                (await guest.call("login", "sms", {"username": phone, "hash": hash_}))["status"]
            )

    assert [Global.HASH.code, Global.HASH.code, 0] * 2 == said


async def test_what_all_guess_is_counted_over_codes(short: Postcard) -> None:
    """So many of all addresses end a phone's codes for the day, whoever was right meanwhile."""
    async with guest_of(short, next(addresses)) as guest:
        phone = guest.new_phone()
        await guest.sms_hash(phone)
        wrong = await guess(short, phone, 3)
        first = await register(guest, phone, await guest.sms_hash(phone))
        await guest.sms_hash(phone)
        wrong += await guess(short, phone, TRIES_ALL - 4)
        reply = await guest.call(
            "login", "sms", {"username": phone, "hash": await guest.sms_hash(phone)}
        )

    assert [Global.HASH.code] * (TRIES_ALL - 1) == wrong
    assert (0, Global.HASH.code) == (first, reply["status"])


def validated(replies: list[dict[str, Any]]) -> list[int]:
    return [reply["status"] for reply in replies]


@pytest.mark.parametrize("kind", ["sms", "img"])
async def test_asking_whether_a_hash_is_right(short: Postcard, kind: str) -> None:
    """Five wrong ones of an address: of SMS codes it then waits ten times as long."""
    async with guest_of(short, next(addresses)) as guest:
        wrong = [await guest.call(kind, "validate", {"hash": WRONG}) for _ in range(TRIES)]
        reply = await guest.call(kind, "validate", {"hash": WRONG})
        wait = reply["data"]["retry_after"]

    assert [CaptchaHash.WRONG.code] * TRIES == validated(wrong)
    assert Global.TOO_MANY.code == reply["status"]
    assert (kind == "sms") == (wait > SECONDS)
    assert wait <= SECONDS * 10
