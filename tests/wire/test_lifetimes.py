"""What ends with time and what outlives a restart; on servers whose minutes are seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import redis

from status_codes import CaptchaHash, Global, LoginPass
from tests.documents import covers
from tests.postcard import Guest, Postcard
from tests.special import (
    eventually,
    execute,
    forget_user,
    guest_of,
    image_hash,
    sent_to,
    serve,
    set_up,
)

IDLE = 5
CODE_SECONDS = 2
SETTINGS = {
    "POSTCARD__TOKENS__IDLE_SECONDS": str(IDLE),
    "POSTCARD__CAPTCHA__SECONDS": str(CODE_SECONDS),
    "POSTCARD__LIMITS__SMS_PER_PHONE_SECONDS": "1",
    "POSTCARD__LIMITS__SMS_PER_PHONE_DAY": "2",
}


brief = set_up(SETTINGS, whole=False)


@pytest.fixture
async def guest(brief: Postcard) -> AsyncIterator[Guest]:
    async with guest_of(brief) as found:
        yield found


async def doki(guest: Guest, token: str) -> int:
    return int((await guest.call("token", "doki", token=token))["status"])


@covers("login/pass: notice 1", "login/pass: notice 2", "login/pass: notice 6")
@covers("info/get: notice 2", "info/get: notice 6")
async def test_a_token_dies_of_idleness(guest: Guest) -> None:
    """Each use, doki among them, starts its life again; unused it ends, an enduring one never."""
    await guest.register()
    used, read, idle = [await guest.login() for _ in range(3)]
    enduring = await guest.login(enduring=1)
    end = time.monotonic() + 1.5 * IDLE
    busy = []
    while time.monotonic() < end:
        info = await guest.call("info", "get", token=read)
        busy += [await doki(guest, used), info["status"]]
        await asyncio.sleep(IDLE / 10)

    states = [await doki(guest, token) for token in (idle, enduring, used)]
    # Nothing else can be waited for: asking would keep them alive.
    await asyncio.sleep(IDLE + 0.2)
    later = [await doki(guest, token) for token in (used, read, enduring)]

    assert {0} == set(busy)
    assert [Global.TOKEN_WRONG.code, 0, 0] == states
    assert [Global.TOKEN_WRONG.code] * 2 + [0] == later


async def test_dead_tokens_do_not_push_out_living_ones(guest: Guest) -> None:
    """The eleventh login drops the oldest that lives; those that died of time do not count."""
    await guest.register()
    kept = await guest.login(enduring=1)
    for _ in range(9):
        await guest.login()
    await asyncio.sleep(IDLE + 0.2)

    newest = [await guest.login(enduring=1) for _ in range(5)]

    assert [0] * 6 == [await doki(guest, token) for token in (kept, *newest)]


async def test_codes_die(guest: Guest) -> None:
    """After captcha.seconds neither kind of code is right any more."""
    phone = guest.new_phone()
    image = await image_hash(guest)
    sms = await guest.sms_hash(phone)
    await asyncio.sleep(CODE_SECONDS + 0.2)

    replies = [
        await guest.call("img", "validate", {"hash": image}),
        await guest.call("sms", "validate", {"hash": sms}),
        await guest.call("register", "phone", {"username": phone, "hash": sms, "pass": "a"}),
    ]

    wrong, spent = CaptchaHash.WRONG.code, Global.HASH.code
    assert [wrong, wrong, spent] == [reply["status"] for reply in replies]


async def test_messages_per_day(guest: Guest) -> None:
    """The third message of a day is refused, and every answer says how long the day still is."""
    phone = guest.new_phone()

    async def send() -> dict[str, Any]:
        return await guest.call("sms", "generate", {"phone": phone})

    async def sent() -> bool:
        return bool((await send())["status"] == 0)

    for _ in range(2):
        await eventually(sent)

    async def over_the_day() -> Any:
        reply = await send()
        return reply["data"]["retry_after"] > 1 and reply

    replies = [await eventually(over_the_day), await send()]

    assert [Global.TOO_MANY.code] * 2 == [reply["status"] for reply in replies]
    assert all(3600 < reply["data"]["retry_after"] <= 86_400 for reply in replies)
    assert 2 == len(sent_to(guest.postcard, phone))


async def test_enduring_tokens_outlive_everything(brief: Postcard, guest: Guest) -> None:
    """An enduring token is good after a kill, a restart and a Redis that has forgotten all."""
    await guest.register()
    token = await guest.login(enduring=1)
    dropped = await guest.login(enduring=1)
    await guest.call("logout", "token", token=dropped)
    states = []
    for end in (brief.kill_server, brief.stop):
        end()
        if brief.production:
            with redis.Redis.from_url(brief.env["POSTCARD__REDIS__URL"]) as client:
                client.flushall()
        serve(brief)
        async with guest_of(brief) as again:
            states += [await doki(again, token), await doki(again, dropped)]

    assert [0, Global.TOKEN_WRONG.code] * 2 == states


@covers("global: -102")
async def test_an_enduring_token_whose_user_is_gone(guest: Guest) -> None:
    """With its account its row is gone: once the short life has ended it is unknown."""
    await guest.register()
    token = await guest.login(enduring=1)
    forget_user(guest)

    living = await guest.call("info", "get", token=token)
    await asyncio.sleep(IDLE + 0.2)
    later = await guest.call("info", "get", token=token)

    assert [Global.USER_GONE.code, Global.TOKEN_WRONG.code] == [
        living["status"],
        later["status"],
    ]


async def test_stronger_hashes(brief: Postcard, guest: Guest) -> None:
    """When the parameters rise the next login writes a new hash; the password stays the same."""
    await guest.register()
    stored = "SELECT password FROM users WHERE phone = ?"
    ((before,),) = execute(brief, stored, guest.phone)
    brief.stop()
    brief.env |= {"POSTCARD__PASSWORDS__MEMORY_KIB": "128", "POSTCARD__PASSWORDS__ROUNDS": "3"}
    serve(brief)
    async with guest_of(brief) as again:
        again.phone = guest.phone
        data = {"username": again.phone, "pass": "wrong"}
        wrong = await again.call("login", "pass", data)
        ((untouched,),) = execute(brief, stored, guest.phone)

        tokens = [await again.login() for _ in range(2)]
        ((after,),) = execute(brief, stored, guest.phone)

        assert [0, 0] == [await doki(again, token) for token in tokens]
    assert LoginPass.INCORRECT.code == wrong["status"]
    assert before == untouched
    assert "m=64,t=2,p=1" in before
    assert "m=128,t=3,p=1" in after
