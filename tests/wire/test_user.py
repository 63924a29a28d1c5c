"""user: an account as its owner and others see it, its changes and its password."""

from __future__ import annotations

import pytest

from status_codes import Global, UserLogin
from tests.documents import covers
from tests.postcard import Guest
from tests.rows import same_rows
from tests.special import execute, forget_user
from tests.traveller import Traveller, code_of, new_name

KEPT = {"bytes_used", "bytes_limit"}
OWN = {"phone", "email", "phone_proved", "email_proved"} | KEPT
OWN_FIELDS = OWN | {"uid", "uname", "gender", "intro", "avatar"}


async def picture_of(guest: Guest) -> dict[str, str]:
    """`captcha` and `session` of a new picture, asked for in an envelope."""
    session = (await guest.call("user", "captcha"))["data"]["session"]
    return {"captcha": await code_of(guest.postcard, session), "session": session}


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
async def test_a_password_that_is_not_changed(traveller: Traveller) -> None:
    """A wrong or missing field changes nothing, and nobody is signed out."""
    old = traveller.password
    forms: list[tuple[dict[str, str], str]] = [
        ({"old_password": "wrong", "new_password": "a"}, "旧密码错误"),
        ({"old_password": "", "new_password": "a"}, "无效参数"),
        ({"old_password": old, "new_password": ""}, "无效参数"),
        ({"old_password": old}, "无效参数"),
        ({"new_password": "a"}, "无效参数"),
        ({}, "无效参数"),
    ]

    seen = {
        str(form): (
            await traveller.say("POST", "/user/password", data=form),
            await traveller.is_signed_in(),
        )
        for form, _ in forms
    }

    same_rows({str(form): ((403, msg), True) for form, msg in forms}, seen)


@covers("user/password: says 无此用户")
async def test_the_password_of_nobody(traveller: Traveller) -> None:
    """Whose account was removed under their session is told 无此用户."""
    execute(traveller.postcard, "DELETE FROM users WHERE id = ?", traveller.uid)
    data = {"old_password": traveller.password, "new_password": "a"}

    assert (403, "无此用户") == await traveller.say("POST", "/user/password", data=data)


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

    assert OWN_FIELDS - OWN == set(seen["data"])
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


async def test_genders(traveller: Traveller) -> None:
    """Numbers and words; an empty one changes nothing."""
    kept = {"0": 0, "1": 1, "2": 2, "男": 1, "女": 2, "male": 1, "female": 2, "": 1}

    seen = {}
    for sent in kept:
        await traveller.ask("POST", "/user/info", data={"gender": "1"})
        reply = await traveller.ask("POST", "/user/info", data={"gender": sent})
        seen[sent] = (reply["code"], reply["data"]["gender"])

    same_rows({sent: (200, number) for sent, number in kept.items()}, seen)


async def test_a_wrong_change(traveller: Traveller) -> None:
    """It is refused whole: nothing else that was sent is written."""
    before = await traveller.ask("GET", "/user/info")
    changes = [
        ({"gender": "3"}, "无效参数"),
        ({"gender": "x"}, "无效参数"),
        ({"intro": "长" * 501}, "无效参数"),
        ({"phone": "12345"}, "手机号格式不正确"),
        ({"email": "nobody"}, "邮箱格式不正确"),
    ]

    seen = {
        str(change): (
            await traveller.say("POST", "/user/info", data={"intro": "x"} | change),
            await traveller.ask("GET", "/user/info"),
        )
        for change, _ in changes
    }

    same_rows({str(change): ((403, msg), before) for change, msg in changes}, seen)


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
    assert OWN_FIELDS - KEPT | {"token"} == set(entered["data"])
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
