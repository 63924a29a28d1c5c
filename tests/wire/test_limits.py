"""How often things may be asked for, with the limits of config.toml; addresses by one proxy."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from typing import Any

import pytest
from multidict import CIMultiDict

from config import load_config
from status_codes import CaptchaHash, Global, LoginPass, PasswordUpdate
from tests.documents import covers
from tests.postcard import FAST, Guest, Postcard
from tests.replies import client_session
from tests.special import batch, execute, guest_of, image_hash, sent_to, set_up

LIMITS = load_config().limits
TRIES = load_config().captcha.tries
TRIES_ALL = 7
# The defaults again, which the other tests' server does without.
DEFAULTS = {
    f"POSTCARD__LIMITS__{name.upper()}": str(value) for name, value in LIMITS.model_dump().items()
}
assert DEFAULTS.keys() <= FAST.keys()
SETTINGS = DEFAULTS | {
    "POSTCARD__HTTP__TRUSTED_PROXIES": "1",
    "POSTCARD__CAPTCHA__TRIES": str(TRIES),
    "POSTCARD__CAPTCHA__TRIES_ALL": str(TRIES_ALL),
    "POSTCARD__LIMITS__SMS_PER_ADDRESS_HOUR": "4",
    "POSTCARD__LIMITS__LOGIN_FAILURES_PER_ACCOUNT_MINUTE": "3",
    "POSTCARD__LIMITS__LOGIN_FAILURES_PER_ADDRESS_MINUTE": "5",
    "POSTCARD__LIMITS__REGISTER_PER_ADDRESS_HOUR": "3",
}
ADDRESSES = (f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}" for n in itertools.count(1))


strict = set_up(SETTINGS, whole=False)


@pytest.fixture
async def stranger(strict: Postcard) -> AsyncIterator[Guest]:
    """Somebody from an address that nobody came from before."""
    async with guest_of(strict, next(ADDRESSES)) as guest:
        yield guest


@pytest.fixture
async def elsewhere(strict: Postcard) -> AsyncIterator[Guest]:
    """Somebody from another such address."""
    async with guest_of(strict, next(ADDRESSES)) as guest:
        yield guest


async def send(guest: Guest, phone: str, command_type: int = 1) -> dict[str, Any]:
    return await guest.call("sms", "generate", {"phone": phone, "command_type": command_type})


async def login(guest: Guest, phone: str, password: str = "wrong") -> dict[str, Any]:
    return await guest.call("login", "pass", {"username": phone, "pass": password}, token="")


async def register(guest: Guest, phone: str, hash_: str = "0" * 32) -> dict[str, Any]:
    return await guest.call(
        "register", "phone", {"username": phone, "hash": hash_, "pass": guest.password}
    )


async def reset(guest: Guest, phone: str, hash_: str) -> dict[str, Any]:
    data = {"username": phone, "hash": hash_, "pass": guest.password}
    return await guest.call("password", "reset", data)


def limited(reply: dict[str, Any], seconds: int) -> bool:
    """Whether the reply is -429 with a number of whole seconds up to `seconds`."""
    return (
        (Global.TOO_MANY.code, Global.TOO_MANY.message) == (reply["status"], reply["message"])
        and type(reply["data"]["retry_after"]) is int
        and 1 <= reply["data"]["retry_after"] <= seconds
    )


@covers("global: -429")
async def test_one_message_per_phone_and_minute(stranger: Guest, elsewhere: Guest) -> None:
    """A second message to a phone is refused for up to a minute, wherever it is asked for."""
    phone, other = stranger.new_phone(), stranger.new_phone()

    first = await send(stranger, phone)
    replies = [await send(who, phone, kind) for who in (stranger, elsewhere) for kind in (1, 2)]
    others = await send(stranger, other)

    assert [0, 0] == [first["status"], others["status"]]
    assert all(limited(reply, LIMITS.sms_per_phone_seconds) for reply in replies)
    assert 1 == len(sent_to(stranger.postcard, phone))


async def test_messages_at_once(stranger: Guest) -> None:
    """Of four who ask for one phone at the same time one is sent."""
    phone = stranger.new_phone()

    replies = await asyncio.gather(*(send(stranger, phone) for _ in range(4)))

    assert [Global.TOO_MANY.code] * 3 + [0] == sorted(reply["status"] for reply in replies)
    assert 1 == len(sent_to(stranger.postcard, phone))


async def test_an_unknown_phone_is_limited_alike(stranger: Guest) -> None:
    """A reset for nobody counts like one for somebody, so that counting tells nothing."""
    phone = stranger.new_phone()

    replies = [await send(stranger, phone, command_type=2) for _ in range(2)]

    assert 0 == replies[0]["status"]
    assert limited(replies[1], LIMITS.sms_per_phone_seconds)


async def test_messages_per_address(stranger: Guest, elsewhere: Guest) -> None:
    """The fifth message of an address within the hour is refused; another address is served."""
    replies = [await send(stranger, stranger.new_phone()) for _ in range(5)]

    others = await send(elsewhere, elsewhere.new_phone())

    assert [0] * 4 == [reply["status"] for reply in replies[:4]]
    assert limited(replies[4], 3600)
    assert 0 == others["status"]


async def test_the_address_is_what_our_proxy_saw(strict: Postcard) -> None:
    """What the client writes into X-Forwarded-For changes nothing."""
    mine = next(ADDRESSES)
    statuses = []
    for n in range(5):
        async with guest_of(strict, f"1.2.3.{n}, {mine}") as guest:
            statuses.append((await send(guest, guest.new_phone()))["status"])

    assert [0] * 4 + [Global.TOO_MANY.code] == statuses


async def test_the_address_in_a_header_of_its_own(strict: Postcard, stranger: Guest) -> None:
    """A proxy may add a second header of that name instead of appending to the first."""
    mine = next(ADDRESSES)
    statuses = []
    for n in range(5):
        data = {"phone": stranger.new_phone()}
        body = {"id": 1, "type": "sms", "subtype": "generate", "data": data}
        headers = CIMultiDict([("X-Forwarded-For", f"1.2.4.{n}"), ("X-Forwarded-For", mine)])
        async with client_session(headers=headers) as session:
            async with session.post(f"{strict.url}/api", json=body) as answer:
                statuses.append((await answer.json())["status"])

    assert [0] * 4 + [Global.TOO_MANY.code] == statuses


async def test_failures_per_account(stranger: Guest, elsewhere: Guest) -> None:
    """After three wrong passwords the account is closed to the right one too, from anywhere."""
    await stranger.register()
    phone = stranger.phone
    wrong = [await login(stranger, phone) for _ in range(3)]

    right = [await login(who, phone, stranger.password) for who in (stranger, elsewhere)]

    assert [LoginPass.INCORRECT.code] * 3 == [reply["status"] for reply in wrong]
    assert all(limited(reply, 60) for reply in right)


async def test_failures_of_an_unknown_account(stranger: Guest) -> None:
    """A phone without account is limited alike, so that the limit tells nothing."""
    phone = stranger.new_phone()

    replies = [await login(stranger, phone) for _ in range(4)]

    assert [LoginPass.INCORRECT.code] * 3 == [reply["status"] for reply in replies[:3]]
    assert limited(replies[3], 60)


async def test_failures_per_address(stranger: Guest, elsewhere: Guest) -> None:
    """After five wrong names or passwords the address is refused; another one is served."""
    await elsewhere.register()
    wrong = [await login(stranger, stranger.new_phone()) for _ in range(5)]

    right = [await login(who, elsewhere.phone, elsewhere.password) for who in (stranger, elsewhere)]

    assert [LoginPass.INCORRECT.code] * 5 == [reply["status"] for reply in wrong]
    assert limited(right[0], 60)
    assert 0 == right[1]["status"]


async def test_failures_at_once(stranger: Guest) -> None:
    """Twenty guesses side by side are twenty: three are looked at."""
    await stranger.register()

    replies = await asyncio.gather(*(login(stranger, stranger.phone) for _ in range(20)))

    statuses = [reply["status"] for reply in replies]
    assert {LoginPass.INCORRECT.code: 3, Global.TOO_MANY.code: 17} == {
        status: statuses.count(status) for status in set(statuses)
    }


async def test_right_passwords_do_not_count(stranger: Guest) -> None:
    """Whoever knows his password signs in as often as he likes."""
    await stranger.register()

    replies = [await login(stranger, stranger.phone, stranger.password) for _ in range(10)]

    assert [0] * 10 == [reply["status"] for reply in replies]


async def test_old_passwords_are_limited(stranger: Guest) -> None:
    """password/update is no way around: three wrong old passwords a minute."""
    await stranger.sign_up()
    data = {"old": "wrong", "new": "a"}
    wrong = [await stranger.call("password", "update", data) for _ in range(3)]

    right = await stranger.call("password", "update", data | {"old": stranger.password})

    assert [PasswordUpdate.OLD_WRONG.code] * 3 == [reply["status"] for reply in wrong]
    assert limited(right, 60)


async def test_registering_per_address(stranger: Guest, elsewhere: Guest) -> None:
    """The fourth try of an address within the hour is refused, right or wrong."""
    wrong = [await register(stranger, stranger.new_phone()) for _ in range(3)]
    phone = stranger.new_phone()
    hash_ = await stranger.sms_hash(phone)

    here = await register(stranger, phone, hash_)
    there = await register(elsewhere, phone, hash_)

    assert [Global.HASH.code] * 3 == [reply["status"] for reply in wrong]
    assert limited(here, 3600)
    assert 0 == there["status"]


async def test_strangers_end_no_code(strict: Postcard, stranger: Guest) -> None:
    """Five wrong hashes of another address, and five at once, leave the right one right."""
    await stranger.register()
    execute(
        strict,
        "UPDATE users SET phone = ? WHERE phone = ?",
        new := stranger.new_phone(),
        stranger.phone,
    )
    hash_ = await stranger.sms_hash(new, 2)
    async with guest_of(strict, next(ADDRESSES)) as guest:
        wrongs = [await reset(guest, new, "0" * 32) for _ in range(TRIES)]
        right = await reset(guest, new, hash_)

    reply = await reset(stranger, new, hash_)

    assert [Global.HASH.code] * (TRIES + 1) == [r["status"] for r in [*wrongs, right]]
    assert 0 == reply["status"]


async def test_many_wrong_tries_end_a_code(strict: Postcard, stranger: Guest) -> None:
    """After so many wrong hashes of all addresses the right one is wrong too; not before."""
    tries = {TRIES_ALL - 1: 0, TRIES_ALL: Global.HASH.code}
    found = {}
    for wrong in tries:
        phone = stranger.new_phone()
        hash_ = await stranger.sms_hash(phone)
        for hashed in [*["0" * 32] * wrong, hash_]:
            async with guest_of(strict, next(ADDRESSES)) as guest:
                reply = await register(guest, phone, hashed)
        said = await stranger.call("sms", "validate", {"hash": hash_})
        found[wrong] = reply["status"]

        # Spent, or ended: it is not right any more.
        assert CaptchaHash.WRONG.code == said["status"]
    assert tries == found


async def test_a_new_code_has_new_tries(strict: Postcard, stranger: Guest) -> None:
    """Wrong tries before a code was sent do not count against it."""
    phone = stranger.new_phone()
    for _ in range(TRIES):
        async with guest_of(strict, next(ADDRESSES)) as guest:
            await register(guest, phone)
    hash_ = await stranger.sms_hash(phone)

    reply = await register(stranger, phone, hash_)

    assert 0 == reply["status"]


async def test_five_wrong_resets_end_a_code(strict: Postcard, stranger: Guest) -> None:
    """A reset's code ends after five wrong hashes as well."""
    old, new = await stranger.register(), stranger.new_phone()
    # Another number for the account: the old one has had its message of this minute.
    execute(strict, "UPDATE users SET phone = ? WHERE phone = ?", new, old)
    hash_ = await stranger.sms_hash(new, 2)

    replies = [await reset(stranger, new, hashed) for hashed in [*["0" * 32] * TRIES, hash_]]

    assert [Global.HASH.code] * (TRIES + 1) == [reply["status"] for reply in replies]


@pytest.mark.parametrize("kind", ["img", "sms"])
async def test_wrong_hashes_per_address(stranger: Guest, elsewhere: Guest, kind: str) -> None:
    """Five wrong validations of an address are looked at, then none for a while."""
    right = await image_hash(stranger)
    wrong = [await stranger.call(kind, "validate", {"hash": f"{n:032}"}) for n in range(TRIES)]

    here = await stranger.call("img", "validate", {"hash": right})
    there = await elsewhere.call("img", "validate", {"hash": right})

    assert [CaptchaHash.WRONG.code] * TRIES == [reply["status"] for reply in wrong]
    assert limited(here, 180)
    assert 0 == there["status"]


async def test_each_item_of_a_batch_counts(stranger: Guest) -> None:
    """A batch is no way around a limit: its items count one by one, and fail one by one."""
    phones = [stranger.new_phone() for _ in range(6)]
    items = [
        {"id": n, "type": "sms", "subtype": "generate", "data": {"phone": phone}}
        for n, phone in enumerate(phones)
    ]
    ping = {"id": 9, "type": "ping", "subtype": "ping", "data": {}}

    replies = await batch(stranger, [*items, ping])

    statuses = [reply["status"] for reply in replies]
    assert [0, 1, 2, 3, 4, 5, 9] == [reply["id"] for reply in replies]
    assert [Global.TOO_MANY.code] * 2 + [0] * 4 == sorted(statuses[:6])
    assert 0 == statuses[6]
    assert all(limited(r, 3600) for r in replies if r["status"] == Global.TOO_MANY.code)


async def test_a_batch_of_guesses(stranger: Guest) -> None:
    """A hundred guesses in one body are three."""
    await stranger.register()
    item = {
        "id": 1,
        "type": "login",
        "subtype": "pass",
        "data": {"username": stranger.phone, "pass": "wrong"},
    }

    replies = await batch(stranger, [item] * 100)

    assert 3 == [reply["status"] for reply in replies].count(LoginPass.INCORRECT.code)
