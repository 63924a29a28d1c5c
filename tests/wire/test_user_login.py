"""user: captchas, signing in by any name of an account, and signing out."""

from __future__ import annotations

import asyncio
import base64
import io
import re

from PIL import Image

from status_codes import Global, UserLogin
from tests.documents import covers
from tests.postcard import Guest, Postcard
from tests.rows import same_rows
from tests.special import set_up
from tests.traveller import Traveller, code_of, new_name, travelling

ANOTHER = "ZZZZZ"
TIMED_OUT = (403, "未登录或登录超时")


@covers("user/captcha: *")
async def test_a_captcha(visitor: Traveller) -> None:
    """A PNG that nobody may keep, and a cookie that is a random name; the next is another."""
    async with visitor.http.get(f"{visitor.postcard.url}/user/captcha") as answer:
        image = Image.open(io.BytesIO(await answer.read()))
        cookie = answer.cookies["captcha"]
        kept = answer.headers["Cache-Control"]
    first = await code_of(visitor.postcard, cookie.value)
    second = await visitor.captcha()

    assert (200, "image/png", "no-store") == (answer.status, answer.content_type, kept)
    assert ("PNG", (160, 60)) == (image.format, image.size)
    assert re.fullmatch("[0-9a-f]{32}", cookie.value)
    assert (True, "Lax", "/", "180") == (
        cookie["httponly"],
        cookie["samesite"],
        cookie["path"],
        cookie["max-age"],
    )
    assert first != second
    assert cookie.value != visitor.held("captcha").value


async def test_a_captcha_as_json(visitor: Traveller) -> None:
    """?format=json gives the picture in base64, its session, and the same session as a cookie."""
    reply = await visitor.ask("GET", "/user/captcha?format=json")
    image = Image.open(io.BytesIO(base64.b64decode(reply["data"]["imgdata"], validate=True)))

    assert {"imgdata", "session"} == set(reply["data"])
    assert "PNG" == image.format
    assert reply["data"]["session"] == visitor.held("captcha").value


async def test_a_captcha_of_another_form(visitor: Traveller) -> None:
    """Any other form is the picture, and so it is whatever else is asked for."""
    for query in ("format=jpeg", "size=9", "t=0.9"):
        async with visitor.http.get(f"{visitor.postcard.url}/user/captcha?{query}") as answer:
            assert (200, "image/png") == (answer.status, answer.content_type)


@covers("user/login: says 登录成功", "user/login: gives *", "user/login: by POST")
async def test_signing_in(traveller: Traveller) -> None:
    """The documented fields, and no token: that is the cookie's."""
    reply = await traveller.login(user=traveller.uname, password=traveller.password)

    assert {
        "code": 200,
        "msg": "登录成功",
        "data": {
            "uid": traveller.uid,
            "uname": traveller.uname,
            "phone": traveller.phone,
            "email": traveller.email,
            "phone_proved": False,
            "email_proved": False,
            "gender": 0,
            "intro": "",
            "avatar": "/static/avatar.png",
        },
    } == reply


@covers("user/login: takes u*", "user/login: takes phone", "user/login: takes email")
async def test_the_names_of_an_account(traveller: Traveller) -> None:
    """Number, name, phone and e-mail sign in, each in its field, and in `user` unnamed.

    White space around a name is nothing, and an e-mail may begin with a capital letter.
    """
    names = {kind: str(getattr(traveller, kind)) for kind in ("uid", "uname", "phone", "email")}
    typed = (f" {traveller.uname} ", traveller.email.upper(), f"\u3000{traveller.uname}")
    forms = [
        *({kind: name} for kind, name in names.items()),
        *({"user": name} for name in (*names.values(), *typed)),
    ]

    seen = {
        str(form): (await traveller.login(**form, password=traveller.password))["data"].get("uid")
        for form in forms
    }

    same_rows({str(form): traveller.uid for form in forms}, seen)


@covers("user/login: takes password", "user/login: says 无效参数")
async def test_signing_in_without_a_name_or_a_password(visitor: Traveller) -> None:
    """What is missing, empty or too long is 无效参数, and spends no captcha."""
    code = await visitor.captcha()
    forms: list[dict[str, str]] = [
        {},
        {"user": "a"},
        {"password": "a"},
        {"user": "", "password": "a"},
        {"user": " ", "password": "a"},
        {"user": "a", "password": ""},
        {"user": "a", "password": "a" * 1025},
        {"user": "a" * 255, "password": "a"},
        {"name": "a", "password": "a"},
    ]

    refused = {
        str(form): await visitor.say("POST", "/user/login", data=form | {"captcha": code})
        for form in forms
    }
    later = await visitor.login(user=new_name(), password="a", captcha=code)

    same_rows({str(form): (403, "无效参数") for form in forms}, refused)
    assert UserLogin.NO_SUCH_USER.msg == later["msg"]


@covers("user/login: says 无此用户")
async def test_nobody(visitor: Traveller) -> None:
    """An unknown name is 无此用户, whatever its kind."""
    names = ("nobody", "999999999", "0", "19999999999", "no@body.example.com")

    seen = {name: tuple((await visitor.login(user=name, password="a")).values()) for name in names}

    same_rows({name: (403, "无此用户") for name in names}, seen)


@covers("user/login: says 密码错误")
async def test_a_wrong_password(traveller: Traveller) -> None:
    """It is 密码错误, and sets no cookie."""
    before = traveller.session()

    reply = await traveller.login(user=traveller.uname, password="wrong")

    assert (403, "密码错误") == tuple(reply.values())
    assert before == traveller.session()


@covers("user/login: says 请使用 POST 请求", "user/password: says 请使用 POST 请求")
async def test_what_must_be_posted(visitor: Traveller) -> None:
    """GET is answered 请使用 POST 请求."""
    paths = ("login", "register", "password", "avatar", "reset")

    seen = {path: await visitor.say("GET", f"/user/{path}") for path in paths}

    same_rows({path: (403, "请使用 POST 请求") for path in paths}, seen)


@covers("user/login: says 请输入验证码", "user/login: takes captcha")
async def test_signing_in_without_a_captcha(traveller: Traveller) -> None:
    """A right password without a code is not looked at."""
    names = {"user": traveller.uname, "password": traveller.password}

    none = await traveller.ask("POST", "/user/login", data=names)
    empty = await traveller.ask("POST", "/user/login", data=names | {"captcha": ""})

    assert (403, "请输入验证码") == tuple(none.values()) == tuple(empty.values())


@covers("user/login: says 验证码过期")
async def test_a_captcha_that_is_no_more(traveller: Traveller) -> None:
    """A code is 验证码过期 without a cookie, with one made up, and once it was used."""
    names = {"user": traveller.uname, "password": traveller.password}
    code = await traveller.captcha()
    used = await traveller.login(**names, captcha=code)
    answers = [await traveller.login(**names, captcha=code)]
    async with travelling(traveller.postcard) as somebody:
        answers.append(await somebody.login(**names, captcha=code))
    for cookie in ("0" * 32, "../../x", "x" * 5000):
        async with travelling(traveller.postcard, Cookie=f"captcha={cookie}") as somebody:
            answers.append(await somebody.login(**names, captcha=code))

    assert 200 == used["code"]
    assert [(403, "验证码过期")] * 5 == [(reply["code"], reply["msg"]) for reply in answers]


@covers("user/login: says 验证码错误")
async def test_a_wrong_captcha(traveller: Traveller) -> None:
    """Another code is 验证码错误, and ends the right one."""
    names = {"user": traveller.uname, "password": traveller.password}
    code = await traveller.captcha()

    wrong = await traveller.login(**names, captcha=ANOTHER)
    right = await traveller.login(**names, captcha=code)

    assert (403, "验证码错误") == (wrong["code"], wrong["msg"])
    assert (403, "验证码过期") == (right["code"], right["msg"])


async def test_a_captcha_in_small_letters(traveller: Traveller) -> None:
    """Capital and small letters are the same."""
    code = (await traveller.captcha()).lower()

    reply = await traveller.login(
        user=traveller.uname, password=traveller.password, captcha=f" {code}"
    )

    assert 200 == reply["code"]


async def test_one_captcha_serves_one(traveller: Traveller) -> None:
    """Of twenty logins with one code one gets in."""
    names = {"user": traveller.uname, "password": traveller.password}
    code = await traveller.captcha()

    replies = await asyncio.gather(*(traveller.login(**names, captcha=code) for _ in range(20)))

    assert ["登录成功"] + ["验证码过期"] * 19 == sorted(reply["msg"] for reply in replies)


@covers("user/login: takes no_captcha", "user/register: takes no_captcha")
async def test_a_developer_needs_no_captcha(visitor: Traveller) -> None:
    """With debug, no_captcha registers and signs in without a code."""
    names = {"uname": new_name(), "phone": Guest.new_phone(), "password": "a"}

    made = await visitor.ask("POST", "/user/register", data=names | {"no_captcha": "true"})
    login = {"user": names["uname"], "password": "a"}
    entered = await visitor.ask("POST", "/user/login", data=login | {"no_captcha": "1"})
    refused = await visitor.ask("POST", "/user/login", data=login | {"no_captcha": "0"})

    assert ["注册成功", "登录成功", "请输入验证码"] == [r["msg"] for r in (made, entered, refused)]


@covers("user/logout: *")
async def test_signing_out(traveller: Traveller) -> None:
    """已清除登录信息, to whoever asks; the token is dead and the cookie gone."""
    for method in ("GET", "POST"):
        await traveller.sign_in()
        token = traveller.session()

        answers = [await traveller.say(method, "/user/logout") for _ in range(2)]
        header = {"Authorization": f"Bearer {token}"}
        dead = await traveller.say("GET", "/user/info", headers=header)

        assert [(200, "已清除登录信息")] * 2 == answers, method
        assert TIMED_OUT == dead, method
        assert "" == traveller.session(), method


@covers("user/password: says 未登录或登录超时", "user/avatar: says 未登录或登录超时")
async def test_who_is_not_signed_in(visitor: Traveller) -> None:
    """Without a living session it is 未登录或登录超时, whatever the cookie holds."""
    asked = {
        f"{method} {path} {cookie!r}": (method, f"/user/{path}", {"Cookie": f"session={cookie}"})
        for method, path in (
            ("POST", "password"),
            ("POST", "avatar"),
            ("GET", "info"),
            ("POST", "info"),
        )
        for cookie in ("", "0" * 32, "é", "a b")
    }

    seen = {
        row: await visitor.say(method, path, headers=headers)
        for row, (method, path, headers) in asked.items()
    }

    same_rows(dict.fromkeys(asked, TIMED_OUT), seen)


LIMITS = {
    "POSTCARD__LIMITS__LOGIN_FAILURES_PER_ACCOUNT_MINUTE": "3",
    "POSTCARD__LIMITS__REGISTER_PER_ADDRESS_HOUR": "2",
}


# A Postcard with limits.
strict = set_up(LIMITS, whole=False)


async def test_four_names_are_one_account(strict: Postcard) -> None:
    """Wrong passwords count against the account however it is called, and so do new accounts."""
    async with travelling(strict) as traveller:
        await traveller.sign_up()
        names = (traveller.uname, traveller.phone, str(traveller.uid), traveller.email)
        wrong = [await traveller.login(user=name, password="wrong") for name in names]
        right = await traveller.login(user=traveller.uname, password=traveller.password)
        hotel = Guest(strict, traveller.http)
        login = {"username": traveller.phone, "pass": traveller.password}
        by_phone = await hotel.call("login", "pass", login)
        made = []
        for _ in range(2):
            new = {"uname": new_name(), "phone": Guest.new_phone(), "password": "a"}
            made.append((await traveller.register(**new))["code"])

    assert ["密码错误"] * 3 + ["操作过于频繁"] == [reply["msg"] for reply in wrong]
    assert (429, True) == (right["code"], 1 <= right["data"]["retry_after"] <= 60)
    assert Global.TOO_MANY.code == by_phone["status"]
    assert [200, 429] == made
