"""user/reset: recovery codes by mail and SMS, from the outbox to the new password."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from status_codes import UserReset
from tests.documents import covers
from tests.postcard import Guest, Postcard
from tests.recovery import NEW, answer, ask, code_to
from tests.special import sent_to
from tests.traveller import Traveller, code_of, travelling


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def passwords(who: Traveller, name: str) -> list[str]:
    """What the old and the new password are answered."""
    return [(await who.login(user=name, password=p))["msg"] for p in (who.password, NEW)]


@covers(
    "user/reset: says 已发送恢复码至邮箱",
    "user/reset: says 修改成功",
    "user/reset: takes *",
    "user/reset: by POST",
)
async def test_a_reset_by_mail(traveller: Traveller, visitor: Traveller) -> None:
    """A code goes to the account's own mail box, sets a password, and ends every session."""
    sent = await ask(visitor, email=traveller.email)
    mail = sent_to(visitor.postcard, traveller.email)[-1]
    cookie = visitor.held("reset")
    done = await answer(visitor, mail["code"])
    signed_in = await traveller.is_signed_in()
    now = await passwords(visitor, traveller.email)

    assert (200, "已发送恢复码至邮箱", {"reset"}) == (sent["code"], sent["msg"], set(sent["data"]))
    assert {"channel", "to", "purpose", "code", "text", "at"} == set(mail)
    assert ("mail", "reset") == (mail["channel"], mail["purpose"])
    assert re.fullmatch("[0-9]{6}", mail["code"])
    assert mail["code"] in mail["text"] and "10 分钟" in mail["text"]
    assert (True, "Lax", "/", "600") == (
        cookie["httponly"],
        cookie["samesite"],
        cookie["path"],
        cookie["max-age"],
    )
    assert (200, "修改成功") == done
    assert not signed_in
    assert ["密码错误", "登录成功"] == now


@covers("user/reset: says 已发送恢复码至手机")
async def test_a_reset_by_phone(traveller: Traveller, visitor: Traveller) -> None:
    """The same by SMS, through the gateway that hotel guests' codes take."""
    sent = await ask(visitor, phone=traveller.phone)
    (message,) = sent_to(visitor.postcard, traveller.phone)

    done = await answer(visitor, message["code"])

    assert (200, "已发送恢复码至手机") == (sent["code"], sent["msg"])
    assert ("sms", "reset") == (message["channel"], message["purpose"])
    assert (200, "修改成功") == done
    assert ["密码错误", "登录成功"] == await passwords(visitor, traveller.phone)


async def test_an_email_is_found_in_any_letters(member: Guest, visitor: Traveller) -> None:
    """One set over the hotel API too; the code goes to it as the account has it."""
    email = f"Guest{member.phone}@example.com"
    await member.call("info", "update", {"email": email})
    code = sent_to(visitor.postcard, email.lower())[-1]["code"]
    await member.call("user", "email_prove", {"code": code})

    for spelled in (email, f" {email} ", email.upper()):
        assert 200 == (await ask(visitor, email=spelled))["code"]

    purposes = [m["purpose"] for m in sent_to(visitor.postcard, email.lower())]
    assert ["prove", "reset", "reset", "reset"] == purposes


@covers("user/reset: says 找不到用户")
@pytest.mark.parametrize(
    "data",
    [
        {"email": "nobody-knows-this@example.com"},
        {"email": "nobody"},
        {"phone": "19999999999"},
        {"phone": "nobody"},
    ],
)
async def test_a_reset_for_nobody(visitor: Traveller, data: dict[str, str]) -> None:
    """An unknown address or phone is 找不到用户, and nothing is sent."""
    before = len(visitor.postcard.messages())

    reply = await ask(visitor, **data)
    sent = [m for m in visitor.postcard.messages()[before:] if m["channel"] != "captcha"]

    assert (403, "找不到用户") == tuple(reply.values())
    assert [] == sent
    assert visitor.cookie("reset") is None


@covers("user/reset: says 验证码错误", "user/reset: notice 1")
async def test_the_captcha_of_a_reset(traveller: Traveller, visitor: Traveller) -> None:
    """None, a wrong one and a used one are 验证码错误, in both steps; a wrong input spends it."""
    email = traveller.email
    none = await ask(visitor, email=email, captcha="")
    code = await visitor.captcha()
    answers = [none, await ask(visitor, email=email, captcha="ZZZZZ")]
    answers.append(await ask(visitor, email=email, captcha=code))
    code = await visitor.captcha()
    await ask(visitor, email="nobody@example.com", captcha=code)
    answers.append(await ask(visitor, email=email, captcha=code))
    await ask(visitor, email=email)
    key = code_to(visitor.postcard, email)
    steps = [await answer(visitor, key, captcha=c) for c in ("", "ZZZZZ")]
    done = await answer(visitor, key)

    assert [(403, "验证码错误")] * 4 == [(reply["code"], reply["msg"]) for reply in answers]
    assert [(403, "验证码错误")] * 2 == steps
    assert (200, "修改成功") == done


@covers("user/reset: says 未获取恢复码或已失效")
async def test_a_code_nobody_waits_for(traveller: Traveller, visitor: Traveller) -> None:
    """Without a first step, at another browser, and once it was used: 未获取恢复码或已失效."""
    before = await answer(visitor, "000000")
    await ask(visitor, email=traveller.email)
    code = code_to(visitor.postcard, traveller.email)
    async with travelling(visitor.postcard) as thief:
        elsewhere = await answer(thief, code)
    invented = await answer(traveller, code, reset="0" * 32)
    done = await answer(visitor, code)
    name = visitor.cookie("reset")
    again = await answer(visitor, code)

    assert [(403, "未获取恢复码或已失效")] * 4 == [before, elsewhere, invented, again]
    assert (200, "修改成功") == done
    assert name is None or not name.value


@covers("user/reset: says 恢复码错误")
async def test_a_wrong_code(traveller: Traveller, visitor: Traveller) -> None:
    """It is 恢复码错误, and the right one is still good."""
    await ask(visitor, email=traveller.email)
    code = code_to(visitor.postcard, traveller.email)

    answers = [await answer(visitor, guess) for guess in (wrong(code), "x", "验", code)]

    assert ["恢复码错误"] * 3 + ["修改成功"] == [msg for _, msg in answers]


async def test_five_wrong_codes(traveller: Traveller, visitor: Traveller) -> None:
    """After the fifth the right one is no good either."""
    await ask(visitor, email=traveller.email)
    code = code_to(visitor.postcard, traveller.email)

    answers = [await answer(visitor, wrong(code)) for _ in range(5)]
    right = await answer(visitor, code)

    assert ["恢复码错误"] * 5 == [msg for _, msg in answers]
    assert (403, "未获取恢复码或已失效") == right
    assert ["登录成功", "密码错误"] == await passwords(visitor, traveller.email)


async def test_guesses_at_once(traveller: Traveller, visitor: Traveller) -> None:
    """Of twenty guesses side by side five are looked at; of five right ones one is taken."""
    await ask(visitor, email=traveller.email)
    code = code_to(visitor.postcard, traveller.email)
    form = {"new_password": NEW, "no_captcha": "1"}

    async def guess(one: str) -> str:
        reply = await visitor.ask("POST", "/user/reset", data=form | {"code": one})
        return str(reply["msg"])

    wrongs = await asyncio.gather(*(guess(wrong(code)) for _ in range(20)))
    await ask(visitor, email=traveller.email)
    code = code_to(visitor.postcard, traveller.email)
    rights = await asyncio.gather(*(guess(code) for _ in range(5)))

    assert ["恢复码错误"] * 5 + ["未获取恢复码或已失效"] * 15 == sorted(wrongs)
    assert ["修改成功"] + ["未获取恢复码或已失效"] * 4 == sorted(rights)


@covers("user/reset: says 参数错误")
@pytest.mark.parametrize(
    "data",
    [
        {"code": "000000"},
        {"new_password": "a"},
        {"code": "000000", "new_password": "a" * 1025},
        {"code": "", "new_password": "a"},
    ],
)
async def test_half_of_the_second_step(visitor: Traveller, data: dict[str, str]) -> None:
    """A code without a password, or the other way round, is 参数错误."""
    reply = await ask(visitor, **data)

    assert (403, "参数错误") == tuple(reply.values())


async def test_neither_step(visitor: Traveller) -> None:
    """Without anything it is 参数错误."""
    assert (403, "参数错误") == await visitor.say("POST", "/user/reset")


async def test_a_reset_by_envelopes(traveller: Traveller, guest: Guest) -> None:
    """The first step answers `reset`, which the second gives back."""

    async def captcha() -> dict[str, str]:
        session = (await guest.call("user", "captcha"))["data"]["session"]
        return {"captcha": await code_of(guest.postcard, session), "session": session}

    sent = await guest.call("user", "reset", {"email": traveller.email} | await captcha())
    code = code_to(guest.postcard, traveller.email)
    step = {"code": code, "new_password": NEW}
    lost = await guest.call("user", "reset", step | await captcha())
    done = await guest.call("user", "reset", step | sent["data"] | await captcha())

    assert (0, {"reset"}) == (sent["status"], set(sent["data"]))
    assert UserReset.NO_CODE.code == lost["status"]
    assert (0, "successful", {}) == (done["status"], done["message"], done["data"])


def test_no_code_lies_open(postcard: Postcard) -> None:
    """The store of short-lived values holds neither the code nor the account that waits for it."""

    async def wait() -> tuple[str, str, str, bytes]:
        async with travelling(postcard) as traveller:
            await traveller.sign_up()
            await ask(traveller, email=traveller.email)
            cookie = traveller.held("reset")
            code = code_to(postcard, traveller.email)
            return code, cookie.value, traveller.email, _kept(postcard)

    code, name, email, kept = asyncio.run(wait())

    assert b"reset:" in kept
    for secret in (code.encode(), name.encode(), email.encode()):
        assert secret not in kept


def _kept(postcard: Postcard) -> bytes:
    """Every reset entry, with its key, past our code."""
    if not postcard.production:
        return b"".join(
            key.encode() + b" " + value
            for key, value in _sqlite(postcard, "SELECT key, value FROM kv")
            if key.startswith("reset:")
        )
    import redis

    with redis.Redis.from_url(postcard.env["POSTCARD__REDIS__URL"]) as link:
        return b"".join(key + b" " + (link.get(key) or b"") for key in link.keys("reset:*"))


def _sqlite(postcard: Postcard, statement: str) -> list[tuple[Any, ...]]:
    import contextlib
    import sqlite3

    with contextlib.closing(sqlite3.connect(postcard.folder / "kv.sqlite")) as connection:
        return connection.execute(statement).fetchall()
