"""img and sms: codes, their hashes, what each is good for."""

from __future__ import annotations

import asyncio
import base64
import io
import re
from typing import Any

import pytest
from PIL import Image

from status_codes import CaptchaHash, SmsProvider
from tests.documents import covers
from tests.postcard import Guest
from tests.special import image_code, image_hash, md5, sent_to

URL = "/api/captcha"


async def validate(guest: Guest, kind: str, hash_: str) -> dict[str, Any]:
    body = {"id": 5, "type": kind, "subtype": "validate", "data": {"hash": hash_}}
    return await guest.post(URL, body)


async def generate(guest: Guest, phone: str, **data: Any) -> dict[str, Any]:
    body = {"id": 6, "type": "sms", "subtype": "generate", "data": {"phone": phone} | data}
    return await guest.post(URL, body)


@covers("img/generate: answer *", "img/generate: notice 1", "img/generate: notice 2")
async def test_an_image(guest: Guest) -> None:
    """A PNG as base64, and five characters to hash its code with."""
    body = {"id": 1234, "type": "img", "subtype": "generate", "data": {}}
    reply = await guest.post(URL, body)
    image = Image.open(io.BytesIO(base64.b64decode(reply["data"]["imgdata"], validate=True)))

    assert (1234, 0, "successful") == (reply["id"], reply["status"], reply["message"])
    assert {"imgdata", "rand"} == set(reply["data"])
    assert "PNG" == image.format
    assert re.fullmatch("[A-Z0-9]{5}", reply["data"]["rand"])


async def test_image_codes_mix_letters_and_digits(guest: Guest) -> None:
    """Five letters and digits, some of each; no two pictures are alike."""
    codes = [(await image_code(guest))[0] for _ in range(20)]

    assert all(re.fullmatch("(?=.*[A-Z])(?=.*[0-9])[A-Z0-9]{5}", code) for code in codes)
    assert 20 == len(set(codes))


@covers(
    "img/generate: notice 3",
    "img/validate: notice 1",
    "img/validate: field hash",
    "img/validate: local 100",
)
async def test_the_image_hash(guest: Guest) -> None:
    """md5 of the lower-cased code and rand is right, once; anything else is 100."""
    code, rand = await image_code(guest)
    wrong = [md5(code.upper(), rand), md5(rand, code.lower()), md5("", ""), "x" * 32]
    refused = [await validate(guest, "img", hash_) for hash_ in wrong]

    first = await validate(guest, "img", md5(code.lower(), rand).upper())
    second = await validate(guest, "img", md5(code.lower(), rand))

    assert {"id": 5, "status": 0, "message": "successful", "data": {}} == first
    for reply in (*refused, second):
        assert (CaptchaHash.WRONG.code, "Error captcha hash") == (
            reply["status"],
            reply["message"],
        )


@covers(
    "sms/validate: notice 1",
    "sms/validate: field hash",
    "sms/validate: local 100",
    "sms/generate: notice 2",
)
async def test_the_sms_hash(guest: Guest) -> None:
    """md5(code + rand) is right, once, and the code can still be spent afterwards."""
    phone = guest.new_phone()
    hash_ = await guest.sms_hash(phone)
    wrong = await validate(guest, "sms", "0" * 32)

    first = await validate(guest, "sms", hash_)
    second = await validate(guest, "sms", hash_)
    data = {"username": phone, "hash": hash_, "pass": "a"}
    spent = await guest.call("register", "phone", data)
    after = await validate(guest, "sms", hash_)

    assert {"id": 5, "status": 0, "message": "successful", "data": {}} == first
    assert 0 == spent["status"]
    assert [CaptchaHash.WRONG.code] * 3 == [r["status"] for r in (wrong, second, after)]
    assert "Error captcha hash" == wrong["message"]


async def test_one_says_right_to_one(guest: Guest) -> None:
    """Of twenty who validate the same hash at once, one is told that it is right."""
    image, sms = await image_hash(guest), await guest.sms_hash(guest.new_phone())
    for kind, hash_ in (("img", image), ("sms", sms)):
        replies = await asyncio.gather(*(validate(guest, kind, hash_) for _ in range(20)))

        assert [0] + [CaptchaHash.WRONG.code] * 19 == sorted(r["status"] for r in replies)


async def test_image_and_sms_hashes_are_two_kinds(guest: Guest) -> None:
    """An image's hash is no SMS hash, nor the other way round."""
    image, sms = await image_hash(guest), await guest.sms_hash(guest.new_phone())

    replies = [await validate(guest, "sms", image), await validate(guest, "img", sms)]

    assert [CaptchaHash.WRONG.code] * 2 == [reply["status"] for reply in replies]


async def test_an_older_sms_code_is_not_right_any_more(guest: Guest) -> None:
    """validate says nothing good of a code that a newer one has ended."""
    phone = guest.new_phone()
    older = await guest.sms_hash(phone)
    newer = await guest.sms_hash(phone)

    replies = [await validate(guest, "sms", hash_) for hash_ in (older, newer)]

    assert [CaptchaHash.WRONG.code, 0] == [reply["status"] for reply in replies]


@covers("sms/generate: answer rand", "sms/generate: field command_type")
async def test_an_sms(guest: Guest) -> None:
    """Six digits go to the phone, five characters come back; the default is to register."""
    phone = guest.new_phone()
    before = len(guest.postcard.messages())

    reply = await generate(guest, phone)
    (message,) = sent_to(guest.postcard, phone)

    assert (6, 0, "successful") == (reply["id"], reply["status"], reply["message"])
    assert {"rand"} == set(reply["data"])
    assert re.fullmatch("[A-Z0-9]{5}", reply["data"]["rand"])
    assert before + 1 == len(guest.postcard.messages())
    assert {"channel", "to", "purpose", "code", "text", "at"} == set(message)
    assert ("sms", phone, "register") == tuple(message[k] for k in ("channel", "to", "purpose"))
    assert re.fullmatch("[0-9]{6}", message["code"])
    assert message["code"] in message["text"]
    assert isinstance(message["at"], int)


async def test_the_outbox_sorts_by_time(guest: Guest) -> None:
    """The names of the files, sorted, are the order of sending; none is seen unfinished."""
    phones = [guest.new_phone() for _ in range(12)]
    for phone in phones:
        await generate(guest, phone)

    files = sorted((guest.postcard.folder / "outbox").iterdir())
    messages = [m for m in guest.postcard.messages() if m.get("to") in phones]

    assert phones == [m["to"] for m in messages]
    assert sorted(m["at"] for m in messages) == [m["at"] for m in messages]
    assert {".json"} == {file.suffix for file in files}


@pytest.mark.parametrize(
    "phone",
    [
        "1380000000",
        "138000000000",
        "12800000000",
        "23800000000",
        "1380000000a",
        "+8613800000",
        "+8613800000000",
        "02155552671",
        "１３８００００００００",
        "13800000000\n",
        " 13800000000",
    ],
)
@covers("sms/generate: local 1016", "sms/generate: notice 1", "sms/generate: notice 3")
async def test_only_phones_of_the_mainland(guest: Guest, phone: str) -> None:
    """Any other number, and a malformed one, is 1016 with the document's text."""
    reply = await generate(guest, phone)

    assert {
        "id": 6,
        "status": SmsProvider.PHONE_FORMAT.code,
        "message": "手机号格式错误",
        "data": {},
    } == reply
    assert 1016 == reply["status"]
    assert [] == sent_to(guest.postcard, phone)


async def test_a_reset_for_nobody(member: Guest) -> None:
    """command_type 2 answers alike for an unknown phone and a known one, and sends only there."""
    unknown = member.new_phone()

    replies = [await generate(member, p, command_type=2) for p in (member.phone, unknown)]

    assert [0, 0] == [reply["status"] for reply in replies]
    assert {"rand"} == set(replies[0]["data"]) == set(replies[1]["data"])
    assert "reset" == sent_to(member.postcard, member.phone)[-1]["purpose"]
    assert [] == sent_to(member.postcard, unknown)


async def test_a_registering_code_for_a_known_phone(member: Guest) -> None:
    """command_type 1 does not say whether the phone has an account."""
    reply = await generate(member, member.phone, command_type=1)

    assert 0 == reply["status"]
    assert "register" == sent_to(member.postcard, member.phone)[-1]["purpose"]
