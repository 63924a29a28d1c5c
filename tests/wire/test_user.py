"""user: the documented fields and texts, each text in its case, over REST and as envelopes."""

from __future__ import annotations

import asyncio
import base64
import io
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from PIL import Image

from status_codes import Global, UserLogin, UserRegister
from tests.conftest import WAYS
from tests.documents import covers
from tests.postcard import Guest, Postcard
from tests.special import execute, forget_user, serving
from tests.traveller import Traveller, code_of, new_name, travelling

ANOTHER = "ZZZZZ"
OWN_FIELDS = {"uid", "uname", "phone", "email", "gender", "intro", "avatar"}


@pytest.fixture
async def visitor(postcard: Postcard) -> AsyncIterator[Traveller]:
    """Somebody without an account."""
    async with travelling(postcard) as found:
        yield found


@pytest.fixture
async def traveller(visitor: Traveller) -> Traveller:
    """Somebody who has registered and signed in."""
    await visitor.sign_up()
    return visitor


@pytest.fixture
async def other(postcard: Postcard) -> AsyncIterator[Traveller]:
    """Somebody else who has registered and signed in."""
    async with AsyncExitStack() as stack:
        found = await stack.enter_async_context(travelling(postcard))
        await found.sign_up()
        yield found


async def picture_of(guest: Guest) -> dict[str, str]:
    """`captcha` and `session` of a new picture, asked for in an envelope."""
    session = (await guest.call("user", "captcha"))["data"]["session"]
    return {"captcha": await code_of(guest.postcard, session), "session": session}


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
    """Any other form is the picture; any other key is refused."""
    async with visitor.http.get(f"{visitor.postcard.url}/user/captcha?format=jpeg") as answer:
        assert (200, "image/png") == (answer.status, answer.content_type)

    assert (403, "无效参数") == await visitor.say("GET", "/user/captcha?size=9")


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
            "gender": 0,
            "intro": "",
            "avatar": "/static/avatar.png",
        },
    } == reply


@covers("user/login: takes u*", "user/login: takes phone", "user/login: takes email")
@pytest.mark.parametrize("field", ["user", "own"])
@pytest.mark.parametrize("kind", ["uid", "uname", "phone", "email"])
async def test_the_names_of_an_account(traveller: Traveller, kind: str, field: str) -> None:
    """Number, name, phone and e-mail sign in, each in its field, and in `user` unnamed."""
    name = str(getattr(traveller, kind))

    reply = await traveller.login(
        **{kind if field == "own" else "user": name}, password=traveller.password
    )

    assert (200, traveller.uid) == (reply["code"], reply["data"]["uid"])


@pytest.mark.parametrize("name", [" {0} ", "{1}", "\u3000{0}"])
async def test_a_name_may_be_typed_otherwise(traveller: Traveller, name: str) -> None:
    """White space around it is nothing, and an e-mail may begin with a capital letter."""
    given = name.format(traveller.uname, traveller.email.upper())

    reply = await traveller.login(user=given, password=traveller.password)

    assert (200, traveller.uid) == (reply["code"], reply["data"]["uid"])


@covers("user/login: takes password", "user/login: says 无效参数")
@pytest.mark.parametrize(
    "data",
    [
        {},
        {"user": "a"},
        {"password": "a"},
        {"user": "", "password": "a"},
        {"user": " ", "password": "a"},
        {"user": "a", "password": ""},
        {"user": "a", "password": "a" * 1025},
        {"user": "a" * 255, "password": "a"},
        {"name": "a", "password": "a"},
    ],
)
async def test_signing_in_without_a_name_or_a_password(
    visitor: Traveller, data: dict[str, Any]
) -> None:
    """What is missing, empty or too long is 无效参数, and spends no captcha."""
    code = await visitor.captcha()

    refused = await visitor.login(**data, captcha=code)
    later = await visitor.login(user=new_name(), password="a", captcha=code)

    assert (403, "无效参数") == (refused["code"], refused["msg"])
    assert UserLogin.NO_SUCH_USER.msg == later["msg"]


@covers("user/login: says 无此用户")
@pytest.mark.parametrize("user", ["nobody", "999999999", "0", "19999999999", "no@body.example.com"])
async def test_nobody(visitor: Traveller, user: str) -> None:
    """An unknown name is 无此用户, whatever its kind."""
    reply = await visitor.login(user=user, password="a")

    assert (403, "无此用户", {}) == tuple(reply.values())


@covers("user/login: says 密码错误")
async def test_a_wrong_password(traveller: Traveller) -> None:
    """It is 密码错误, and sets no cookie."""
    before = traveller.session()

    reply = await traveller.login(user=traveller.uname, password="wrong")

    assert (403, "密码错误", {}) == tuple(reply.values())
    assert before == traveller.session()


@covers("user/login: says 请使用 POST 请求", "user/password: says 请使用 POST 请求")
@pytest.mark.parametrize("path", ["login", "register", "password", "avatar", "reset"])
async def test_what_must_be_posted(visitor: Traveller, path: str) -> None:
    """GET is answered 请使用 POST 请求."""
    assert (403, "请使用 POST 请求") == await visitor.say("GET", f"/user/{path}")


@covers("user/login: says 请输入验证码", "user/login: takes captcha")
@pytest.mark.parametrize("data", [{}, {"captcha": ""}])
async def test_signing_in_without_a_captcha(traveller: Traveller, data: dict[str, Any]) -> None:
    """A right password without a code is not looked at."""
    names = {"user": traveller.uname, "password": traveller.password}

    reply = await traveller.ask("POST", "/user/login", data=names | data)

    assert (403, "请输入验证码", {}) == tuple(reply.values())


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
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_signing_out(traveller: Traveller, method: str) -> None:
    """已清除登录信息, to whoever asks; the token is dead and the cookie gone."""
    token = traveller.session()

    answers = [await traveller.say(method, "/user/logout") for _ in range(2)]
    dead = await traveller.say("GET", "/user/info", headers={"Authorization": f"Bearer {token}"})

    assert [(200, "已清除登录信息")] * 2 == answers
    assert (403, "未登录或登录超时") == dead
    assert "" == traveller.session()


@covers("user/register: says 注册成功", "user/register: takes *", "user/register: by POST")
@pytest.mark.parametrize("contacts", [("phone",), ("email",), ("phone", "email")])
async def test_registering(visitor: Traveller, contacts: tuple[str, ...]) -> None:
    """A phone is enough, and so is an e-mail; either then signs in."""
    phone = Guest.new_phone()
    known = {"phone": phone, "email": f"{phone}@example.com"}
    given = {name: known[name] for name in contacts}

    made = await visitor.register(uname=new_name(), password="a", **given)
    logins = [await visitor.login(user=name, password="a") for name in given.values()]

    assert (200, "注册成功") == (made["code"], made["msg"])
    assert [made["data"]["uid"]] * len(given) == [reply["data"]["uid"] for reply in logins]


async def test_no_password_is_kept(traveller: Traveller) -> None:
    """What the database holds is an argon2 hash."""
    (found,) = execute(traveller.postcard, "SELECT password FROM users WHERE id = ?", traveller.uid)

    assert found[0].startswith("$argon2id$")


def wanted(**changed: str) -> dict[str, str]:
    """A good application, changed."""
    good = {"uname": new_name(), "phone": Guest.new_phone(), "password": "a"}
    return {key: value for key, value in (good | changed).items() if value != "-"}


@pytest.mark.parametrize(
    ("changed", "row"),
    [
        ({"uname": "-"}, UserRegister.NO_NAME),
        ({"uname": ""}, UserRegister.NO_NAME),
        ({"uname": " \u3000"}, UserRegister.NO_NAME),
        ({"password": "-"}, UserRegister.NO_NAME),
        ({"password": ""}, UserRegister.NO_NAME),
        ({"phone": "-"}, UserRegister.NO_CONTACT),
        ({"phone": "", "email": ""}, UserRegister.NO_CONTACT),
        ({"uid": "999999999"}, UserRegister.FAILED),
        ({"uid": "my own"}, UserRegister.FAILED),
        ({"uname": "a" * 33}, UserRegister.FAILED),
        ({"password": "a" * 1025}, UserRegister.FAILED),
        ({"uname": "12345"}, UserRegister.UNAME_DIGITS),
        ({"uname": "１２３"}, UserRegister.UNAME_DIGITS),
        ({"phone": "12345678901"}, UserRegister.PHONE_FORMAT),
        ({"phone": "1380000000"}, UserRegister.PHONE_FORMAT),
        ({"phone": "1990000000a"}, UserRegister.PHONE_FORMAT),
        ({"phone": "-", "email": "nobody"}, UserRegister.EMAIL_FORMAT),
        ({"phone": "-", "email": "a@b@example.com"}, UserRegister.EMAIL_FORMAT),
        ({"email": "nobody@"}, UserRegister.EMAIL_FORMAT),
        ({"email": f"{'a' * 300}@example.com"}, UserRegister.EMAIL_FORMAT),
        *(({"uname": f"王{c}明"}, UserRegister.UNAME_CHARACTERS) for c in "~!@#$%^&*()_+-="),
        *(({"uname": f"王{c}明"}, UserRegister.UNAME_CHARACTERS) for c in "/<>,.[]\\|{};:'\"?"),
        *(({"uname": f"王{c}明"}, UserRegister.UNAME_CHARACTERS) for c in " \t\0\x7f\u200b\u202e"),
    ],
    ids=lambda value: value.name if isinstance(value, UserRegister) else ascii(value),
)
@covers(
    "user/register: says 无效参数*",
    "user/register: says 注册错误",
    "user/register: says 用户名*",
    "user/register: says 手机号格式不正确",
    "user/register: notice *",
)
async def test_a_wrong_application(
    visitor: Traveller, changed: dict[str, str], row: UserRegister
) -> None:
    """Each fault has its text, and is told before the captcha is spent."""
    code = await visitor.captcha()

    refused = await visitor.register(**wanted(**changed), captcha=code)
    made = (
        row is UserRegister.FAILED
        and "uid" in changed
        or (await visitor.register(**wanted(), captcha=code))["code"] == 200
    )

    assert (403, row.msg, {}) == tuple(refused.values())
    assert made


@pytest.mark.parametrize("start", ["a", "王小明", "Ann", "é", "旅人🏔", "二〇二六"])
async def test_good_names(visitor: Traveller, start: str) -> None:
    """Letters of any script and pictures are no special characters; 32 of them fit."""
    uname = new_name(start).ljust(32, "é")

    reply = await visitor.register(**wanted(uname=uname))

    assert (200, "注册成功") == (reply["code"], reply["msg"])


async def test_one_name_in_two_spellings(visitor: Traveller) -> None:
    """A letter with its accent and a letter and an accent are the same to whoever reads them."""
    uname = new_name("é")
    await visitor.register(**wanted(uname=uname))

    taken = await visitor.register(**wanted(uname=uname.replace("é", "e\u0301")))

    assert UserRegister.UNAME_TAKEN.msg == taken["msg"]


@covers("user/register: says 用户ID已存在", "user/register: says 用户名已存在")
@pytest.mark.parametrize(
    ("names", "row"),
    [
        (("uid",), UserRegister.UID_TAKEN),
        (("uname",), UserRegister.UNAME_TAKEN),
        (("phone",), UserRegister.PHONE_TAKEN),
        (("email",), UserRegister.EMAIL_TAKEN),
        (("uname", "phone", "email"), UserRegister.UNAME_TAKEN),
    ],
)
async def test_what_is_taken(
    traveller: Traveller, names: tuple[str, ...], row: UserRegister
) -> None:
    """Number, name, phone and e-mail are each somebody's; the text says which."""
    taken = {name: str(getattr(traveller, name)) for name in names}

    reply = await traveller.register(**wanted(**taken))

    assert (403, row.msg) == (reply["code"], reply["msg"])


async def test_an_email_in_other_letters_is_taken(traveller: Traveller) -> None:
    """Capitals make no other mail box."""
    reply = await traveller.register(**wanted(email=traveller.email.upper()))

    assert UserRegister.EMAIL_TAKEN.msg == reply["msg"]


async def test_a_hotel_guests_phone_is_taken(member: Guest, visitor: Traveller) -> None:
    """Nobody takes over an account by registering its phone."""
    reply = await visitor.register(**wanted(phone=member.phone))
    again = await member.login()

    assert UserRegister.PHONE_TAKEN.msg == reply["msg"]
    assert again


async def test_a_hotel_guest_signs_in(member: Guest, visitor: Traveller) -> None:
    """One account serves both APIs, by its phone and by the e-mail set over the other API."""
    email = f"Guest{member.phone}@Example.com"
    await member.call("info", "update", {"email": email})

    replies = [
        await visitor.login(user=name, password=member.password) for name in (member.phone, email)
    ]
    back = await member.call("info", "get", token=visitor.session())

    assert [200, 200] == [reply["code"] for reply in replies]
    assert member.phone == back["data"]["username"] == replies[0]["data"]["phone"]


@covers("user/register: says 请输入验证码", "user/register: says 验证码错误")
async def test_the_captcha_of_registering(visitor: Traveller) -> None:
    """None is 请输入验证码; a wrong one, and one that is no more, 验证码错误."""
    none = await visitor.register(**wanted(), captcha="")
    code = await visitor.captcha()
    wrong = await visitor.register(**wanted(), captcha=ANOTHER)
    spent = await visitor.register(**wanted(), captcha=code)

    assert ["请输入验证码", "验证码错误", "验证码错误"] == [r["msg"] for r in (none, wrong, spent)]


async def test_one_name_for_many(visitor: Traveller) -> None:
    """Of fifty who register one name at once one gets it, and the others are told."""
    uname = new_name()
    forms = [wanted(uname=uname) | {"no_captcha": "1"} for _ in range(50)]

    replies = await asyncio.gather(
        *(visitor.ask("POST", "/user/register", data=form) for form in forms)
    )
    rows = execute(visitor.postcard, "SELECT count(*) FROM users WHERE uname = ?", uname)

    assert ["注册成功"] + ["用户名已存在"] * 49 == sorted(reply["msg"] for reply in replies)
    assert [(1,)] == [tuple(row) for row in rows]


@covers("user/password: says 成功地修改了密码", "user/password: takes *", "user/password: by POST")
async def test_changing_the_password(traveller: Traveller) -> None:
    """The new one signs in, the old one does not."""
    reply = await traveller.ask(
        "POST",
        "/user/password",
        data={"old_password": traveller.password, "new_password": "another"},
    )
    logins = [
        await traveller.login(user=traveller.uname, password=password)
        for password in (traveller.password, "another")
    ]

    assert (200, "成功地修改了密码", {}) == tuple(reply.values())
    assert ["密码错误", "登录成功"] == [login["msg"] for login in logins]


@covers("user/password: says 旧密码错误", "user/password: says 无效参数")
@pytest.mark.parametrize(
    ("data", "msg"),
    [
        ({"old_password": "wrong", "new_password": "a"}, "旧密码错误"),
        ({"old_password": "", "new_password": "a"}, "无效参数"),
        ({"old_password": "correct horse", "new_password": ""}, "无效参数"),
        ({"old_password": "correct horse"}, "无效参数"),
        ({"new_password": "a"}, "无效参数"),
        ({}, "无效参数"),
        ({"old_password": "correct horse", "new_password": "a", "x": "1"}, "无效参数"),
    ],
)
async def test_a_password_that_is_not_changed(
    traveller: Traveller, data: dict[str, Any], msg: str
) -> None:
    """A wrong or missing field changes nothing, and nobody is signed out."""
    assert (403, msg) == await traveller.say("POST", "/user/password", data=data)
    assert await traveller.is_signed_in()


@covers("user/password: says 无此用户")
async def test_the_password_of_nobody(traveller: Traveller) -> None:
    """Whose account was removed under his session is told 无此用户."""
    execute(traveller.postcard, "DELETE FROM users WHERE id = ?", traveller.uid)
    data = {"old_password": traveller.password, "new_password": "a"}

    assert (403, "无此用户") == await traveller.say("POST", "/user/password", data=data)


@covers("user/password: says 未登录或登录超时", "user/avatar: says 未登录或登录超时")
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "password"),
        ("POST", "avatar"),
        ("GET", "info"),
        ("POST", "info"),
    ],
)
@pytest.mark.parametrize("cookie", ["", "0" * 32, "é", "a b"])
async def test_who_is_not_signed_in(
    postcard: Postcard, method: str, path: str, cookie: str
) -> None:
    """Without a living session it is 未登录或登录超时, whatever the cookie holds."""
    async with travelling(postcard, Cookie=f"session={cookie}") as nobody:
        assert (403, "未登录或登录超时") == await nobody.say(method, f"/user/{path}")


@covers("user/info: *")
async def test_the_callers_own_account(traveller: Traveller) -> None:
    """The documented fields, of the documented types."""
    reply = await traveller.ask("GET", "/user/info")
    data = reply["data"]

    assert (200, "操作成功", OWN_FIELDS) == (reply["code"], reply["msg"], set(data))
    assert (traveller.uid, traveller.uname) == (data["uid"], data["uname"])
    assert (traveller.phone, traveller.email) == (data["phone"], data["email"])
    assert (0, "", "/static/avatar.png") == (data["gender"], data["intro"], data["avatar"])


async def test_anothers_account(traveller: Traveller, other: Traveller) -> None:
    """Of somebody else there is neither phone nor e-mail; nobody's number is 无此用户."""
    seen = await traveller.ask("GET", f"/user/info?uid={other.uid}")
    own = await traveller.ask("GET", f"/user/info?uid={traveller.uid}")
    nobody = await traveller.say("GET", "/user/info?uid=999999999")

    assert OWN_FIELDS - {"phone", "email"} == set(seen["data"])
    assert (other.uid, other.uname) == (seen["data"]["uid"], seen["data"]["uname"])
    assert OWN_FIELDS == set(own["data"])
    assert (403, "无此用户") == nobody


@covers("user/info_update: *")
async def test_changing_the_account(traveller: Traveller) -> None:
    """What was sent is written, and the whole account comes back."""
    phone = Guest.new_phone()
    new = {"gender": "2", "phone": phone, "email": f"{phone}@Example.COM", "intro": "走过许多路🏔"}

    changed = await traveller.ask("POST", "/user/info", data=new)
    seen = await traveller.ask("GET", "/user/info")

    expected = {"gender": 2, "phone": phone, "email": f"{phone}@example.com", "intro": new["intro"]}
    assert (200, "操作成功") == (changed["code"], changed["msg"])
    assert expected == {key: changed["data"][key] for key in expected}
    assert seen["data"] == changed["data"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("0", 0), ("1", 1), ("2", 2), ("男", 1), ("女", 2), ("male", 1), ("female", 2), ("", 1)],
)
async def test_genders(traveller: Traveller, sent: str, kept: int) -> None:
    """Numbers and words; an empty one changes nothing."""
    await traveller.ask("POST", "/user/info", data={"gender": "1"})

    reply = await traveller.ask("POST", "/user/info", data={"gender": sent})

    assert (200, kept) == (reply["code"], reply["data"]["gender"])


@pytest.mark.parametrize(
    ("data", "msg"),
    [
        ({"gender": "3"}, "无效参数"),
        ({"gender": "x"}, "无效参数"),
        ({"intro": "长" * 501}, "无效参数"),
        ({"uname": "a"}, "无效参数"),
        ({"phone": "12345"}, "手机号格式不正确"),
        ({"email": "nobody"}, "邮箱格式不正确"),
    ],
)
async def test_a_wrong_change(traveller: Traveller, data: dict[str, str], msg: str) -> None:
    """It is refused whole: nothing else that was sent is written."""
    before = await traveller.ask("GET", "/user/info")

    refused = await traveller.say("POST", "/user/info", data={"intro": "x"} | data)
    after = await traveller.ask("GET", "/user/info")

    assert (403, msg) == refused
    assert before == after


@pytest.mark.parametrize(("name", "msg"), [("phone", "手机号已存在"), ("email", "邮箱已存在")])
async def test_a_change_to_what_is_taken(
    traveller: Traveller, other: Traveller, name: str, msg: str
) -> None:
    """Another's phone or e-mail is refused; one's own may be sent again."""
    theirs, mine = getattr(other, name), getattr(traveller, name)

    refused = await traveller.say("POST", "/user/info", data={name: theirs, "intro": "x"})
    again = await traveller.ask("POST", "/user/info", data={name: mine})

    assert (403, msg) == refused
    assert (200, mine, "") == (again["code"], again["data"][name], again["data"]["intro"])


async def test_empty_fields_change_nothing_but_the_intro(traveller: Traveller) -> None:
    """A form whose fields were left empty takes nobody's phone away; an intro can be emptied."""
    await traveller.ask("POST", "/user/info", data={"intro": "x", "gender": "1"})

    empty = {"gender": "", "phone": "", "email": "", "intro": ""}
    reply = await traveller.ask("POST", "/user/info", data=empty)

    assert (traveller.phone, traveller.email, 1, "") == tuple(
        reply["data"][key] for key in ("phone", "email", "gender", "intro")
    )


async def test_json_bodies(traveller: Traveller) -> None:
    """What a form can say, JSON can say too, numbers as numbers."""
    changed = await traveller.ask("POST", "/user/info", json={"gender": 1, "intro": "x"})
    names = {"user": traveller.uid, "password": traveller.password}
    captcha = {"captcha": await traveller.captcha()}
    entered = await traveller.ask("POST", "/user/login", json=names | captcha)

    assert (200, 1) == (changed["code"], changed["data"]["gender"])
    assert (200, traveller.uid) == (entered["code"], entered["data"]["uid"])


async def test_the_same_in_envelopes(guest: Guest) -> None:
    """Register, sign in, read, change and sign out by envelopes, without a cookie."""
    uname, phone = new_name(), guest.new_phone()
    names = {"uname": uname, "phone": phone, "password": "a"}

    made = await guest.call("user", "register", names | await picture_of(guest))
    login = {"user": phone, "password": "a"}
    none = await guest.call("user", "login", login)
    wrong = await guest.call("user", "login", login | await picture_of(guest) | {"captcha": "x"})
    entered = await guest.call("user", "login", login | await picture_of(guest))
    guest.token = entered["data"]["token"]
    changed = await guest.call("user", "info_update", {"gender": "女"})
    seen = await guest.call("user", "info")
    left = await guest.call("user", "logout")
    dead = await guest.call("user", "info")

    assert (0, "successful") == (made["status"], made["message"])
    assert UserLogin.CAPTCHA_MISSING.code == none["status"]
    assert UserLogin.CAPTCHA_WRONG.code == wrong["status"]
    assert OWN_FIELDS | {"token"} == set(entered["data"])
    assert (0, 2, uname) == (
        changed["status"],
        seen["data"]["gender"],
        seen["data"]["uname"],
    )
    assert [0, Global.TOKEN_WRONG.code] == [left["status"], dead["status"]]


async def test_an_account_removed_under_a_session(member: Guest) -> None:
    """Its user is gone, and that is told as an ended session."""
    forget_user(member)

    assert Global.USER_GONE.code == (await member.call("user", "info"))["status"]
    assert Global.USER_GONE.code == (await member.call("user", "info_update"))["status"]


LIMITS = {
    "POSTCARD__LIMITS__LOGIN_FAILURES_PER_ACCOUNT_MINUTE": "3",
    "POSTCARD__LIMITS__REGISTER_PER_ADDRESS_HOUR": "2",
}


@pytest.fixture(scope="module", params=WAYS)
def strict(request: pytest.FixtureRequest) -> Iterator[Postcard]:
    """A Postcard with limits."""
    with serving(request.param, request, LIMITS) as opened:
        yield opened


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
        made = [(await traveller.register(**wanted()))["code"] for _ in range(2)]

    assert ["密码错误"] * 3 + ["操作过于频繁"] == [reply["msg"] for reply in wrong]
    assert (429, True) == (right["code"], 1 <= right["data"]["retry_after"] <= 60)
    assert Global.TOO_MANY.code == by_phone["status"]
    assert [200, 429] == made
