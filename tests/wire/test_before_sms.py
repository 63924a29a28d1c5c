"""The `hash` of sms/generate: not looked at, unless a picture's code is wanted before each SMS."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from status_codes import Global
from tests.documents import covers
from tests.postcard import Guest, Postcard
from tests.rows import same_rows
from tests.special import eventually, guest_of, image_hash, sent_to, set_up

careful = set_up({"POSTCARD__CAPTCHA__BEFORE_SMS": "true"}, whole=False)
ANYTHING: tuple[Any, ...] = (None, "", "a", "0" * 32, "0" * 5000, 0, 1.5, True, [], {"a": 1}, 2**70)


@pytest.fixture
async def asked(careful: Postcard) -> AsyncIterator[Guest]:
    """Somebody whom the server asks for a picture's code."""
    async with guest_of(careful) as found:
        yield found


async def generate(guest: Guest, phone: str, **data: Any) -> int:
    body = {"id": 6, "type": "sms", "subtype": "generate", "data": {"phone": phone} | data}
    return int((await guest.post("/api/captcha", body))["status"])


@covers("sms/generate: field hash")
async def test_a_hash_is_not_looked_at(guest: Guest) -> None:
    """Whatever it is, the message is sent, and a picture's code is not spent."""
    hash_ = await image_hash(guest)

    seen = {
        f"{given!r:.40}": await generate(guest, guest.new_phone(), hash=given)
        for given in (*ANYTHING, hash_)
    }
    said = await guest.call("img", "validate", {"hash": hash_})

    same_rows(dict.fromkeys(seen, 0), seen)
    assert 0 == said["status"]


@covers("sms/generate: field hash", "sms/generate: notice 2")
async def test_an_sms_behind_a_picture(asked: Guest) -> None:
    """Then the hash must be a picture's, and is spent by it."""
    phone = asked.new_phone()
    hash_ = await image_hash(asked)
    said = await asked.call("img", "validate", {"hash": hash_})

    missing = await generate(asked, phone)
    null = await generate(asked, phone, hash=None)
    empty = await generate(asked, phone, hash="")
    others: list[Any] = [0, 1.5, True, [], {}]
    kinds = [await generate(asked, phone, hash=given) for given in others]
    wrongs = ("0" * 32, "0" * 31, "a", "0" * 5000, "山" * 32, hash_[:-1], f" {hash_}")
    wrong = [await generate(asked, phone, hash=given) for given in wrongs]
    sent = sent_to(asked.postcard, phone)
    right = await generate(asked, phone, hash=hash_.upper())
    spent = await generate(asked, asked.new_phone(), hash=hash_)

    assert 0 == said["status"]
    assert [Global.ARG_MISSING.code] * 2 == [missing, null]
    assert Global.ARG_EMPTY.code == empty
    assert [Global.ARG_TYPE.code] * len(kinds) == kinds
    assert [Global.HASH.code] * len(wrong) == wrong
    assert [] == sent
    assert (0, Global.HASH.code) == (right, spent)
    assert 1 == len(await eventually(lambda: sent_to(asked.postcard, phone)))


async def test_a_wrong_phone_spends_no_picture(asked: Guest) -> None:
    """What is wrong with the phone is told first."""
    hash_ = await image_hash(asked)

    wrong = await generate(asked, "12345678901", hash=hash_)
    bare = await generate(asked, "12345678901")
    missing = await generate(asked, asked.new_phone())
    right = await generate(asked, asked.new_phone(), hash=hash_)

    assert [1016, 1016, Global.ARG_MISSING.code, 0] == [wrong, bare, missing, right]


async def test_one_picture_many_takers(asked: Guest) -> None:
    """Of twenty who spend one picture at once exactly one is sent a message; who has none, none."""
    hash_ = await image_hash(asked)
    phones = [asked.new_phone() for _ in range(21)]

    bare = await generate(asked, phones[0])
    statuses = await asyncio.gather(*(generate(asked, phone, hash=hash_) for phone in phones[1:]))
    sent = await eventually(lambda: [p for p in phones if sent_to(asked.postcard, p)])

    assert Global.ARG_MISSING.code == bare
    assert [Global.HASH.code] * 19 + [0] == sorted(statuses)
    assert 1 == len(sent)
