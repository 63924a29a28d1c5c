"""The travel document's texts about accounts: each is the answer to every form of its fault."""

from __future__ import annotations

from typing import Any

from tests.contract.reading import new_name
from tests.documents import covers
from tests.postcard import Guest
from tests.wire.test_letter import Row, fields, hold, raw, value

NO_TEXT: tuple[Any, ...] = (7.5, True, [], ["a"], {}, {"a": 1})
NO_FLAG: tuple[Any, ...] = ("perhaps", 2, [], {})
CAPTCHA_WRONG = "验证码错误"


def rows_of(path: str, forms: dict[str, dict[str, Any]], text: str) -> dict[str, Row]:
    """Rows of plain forms that have one answer."""
    return {f"{path} {name}": ("POST", path, fields(**data), text) for name, data in forms.items()}


@covers("user/login: says 无效参数", "user/login: says 请输入验证码", "user/login: says 验证码错误")
async def test_a_wrong_sign_in(guest: Guest) -> None:
    """Fields that are wrong are 无效参数; a captcha is missing, or wrong."""
    path, who = "/user/login", {"user": new_name(), "password": "a"}
    rows = rows_of(
        path,
        {
            "without captcha": who,
            "empty captcha": {**who, "captcha": ""},
            "empty no_captcha": {**who, "no_captcha": ""},
            "both empty": {**who, "captcha": "", "no_captcha": ""},
            "no_captcha 0": {**who, "no_captcha": "0"},
            "no_captcha false": {**who, "no_captcha": "false"},
        },
        "请输入验证码",
    )
    rows |= rows_of(
        path,
        {
            "nothing": {},
            "no name": {"password": "a"},
            "no password": {"user": "a"},
            "empty name": {"user": "", "password": "a"},
            "blank name": {"user": " ", "uid": "\u3000", "password": "a"},
            "empty password": {"user": "a", "password": ""},
            "long password": {"user": "a", "password": "a" * 1025},
            "long name": {"user": "a" * 255, "password": "a"},
            "no_captcha of another kind": {**who, "no_captcha": "perhaps"},
        },
        "无效参数",
    )
    for wrong in NO_TEXT:
        for name in ("user", "uid", "uname", "phone", "email", "password"):
            body = value({"password": "a", name: wrong, "no_captcha": True})
            rows[f"{name} {wrong!r}"] = ("POST", path, body, "无效参数")
        rows[f"captcha {wrong!r}"] = ("POST", path, value({**who, "captcha": wrong}), CAPTCHA_WRONG)
    rows["a long captcha"] = ("POST", path, fields(**who, captcha="a" * 9000), CAPTCHA_WRONG)
    rows["no JSON"] = ("POST", path, raw(b"[", "application/json"), "无效参数")
    await hold(guest, rows)


@covers("user/register: says *")
async def test_a_wrong_application(guest: Guest) -> None:
    """Each field has its text, and what no other text fits is 注册错误."""
    path = "/user/register"
    good = {
        "uname": new_name(),
        "phone": Guest.new_phone(),
        "password": "a good one",
        "no_captcha": "1",
    }
    no_name, no_contact = "无效参数：缺少用户名或密码", "无效参数：缺少手机或邮箱"
    phone_format, email_format = "手机号格式不正确", "邮箱格式不正确"
    expected: dict[str, list[tuple[str, Any]]] = {
        no_name: [(n, w) for n in ("uname", "password") for w in (None, "", *NO_TEXT)],
        no_contact: [("phone", None), ("phone", "")],
        phone_format: [("phone", w) for w in (*NO_TEXT, "12345678901", "abc", "1" * 2000)],
        email_format: [("email", w) for w in (*NO_TEXT, "abc", "a" * 2000 + "@example.com")],
        "用户名不能全为数字": [("uname", "20210328"), ("uname", 20210328)],
        "用户名包含特殊字符": [("uname", "a=b"), ("uname", "a b"), ("uname", "a\0b")],
        "注册错误": [
            *[(n, "长" * 2000) for n in ("uname", "password")],
            *[("uid", w) for w in (*NO_TEXT, "my own", "9" * 2000, -1)],
            *[("no_captcha", w) for w in NO_FLAG],
        ],
        CAPTCHA_WRONG: [("captcha", w) for w in (*NO_TEXT, "a" * 2000)],
        "请输入验证码": [("no_captcha", w) for w in ("", None, False, 0, "0")],
    }
    rows: dict[str, Row] = {
        f"{text}: {name} {str(wrong)[:40]!r} {type(wrong).__name__}": (
            *("POST", path, value({**good, name: wrong})),
            text,
        )
        for text, wrongs in expected.items()
        for name, wrong in wrongs
    }
    rows["nothing"] = ("POST", path, None, no_name)
    rows["no JSON"] = ("POST", path, raw(b"[", "application/json"), "注册错误")
    await hold(guest, rows)


@covers("user/password: says 无效参数")
async def test_a_wrong_new_password(member: Guest) -> None:
    """Either of them, in any wrong form, is 无效参数."""
    good = {"old_password": member.password, "new_password": "another"}
    rows: dict[str, Row] = {
        f"{name} {str(wrong)[:40]!r}": (
            *("POST", "/user/password", value({**good, name: wrong})),
            "无效参数",
        )
        for name in good
        for wrong in (None, "", *NO_TEXT, "a" * 1025)
    }
    rows["nothing"] = ("POST", "/user/password", None, "无效参数")
    await hold(member, rows)


@covers("user/reset: says 参数错误", "user/reset: says 验证码错误", "user/reset: says 找不到用户")
async def test_a_wrong_reset(guest: Guest) -> None:
    """What is missing or of the wrong form is 参数错误; who does not exist is 找不到用户."""
    path, free = "/user/reset", {"no_captcha": "1"}
    rows = rows_of(
        path,
        {
            "nothing": {},
            "no_captcha alone": free,
            "empty": {"email": "", "phone": "", "code": "", "new_password": ""},
            "a captcha alone": {"captcha": "abcde"},
            "a code alone": {"code": "123456", **free},
            "a password alone": {"new_password": "a", **free},
            "an empty code": {"code": "", "new_password": "a", **free},
            "an empty password": {"code": "123456", "new_password": "", **free},
            "a long password": {"code": "123456", "new_password": "a" * 9000, **free},
            "no_captcha of another kind": {"email": "a@example.com", "no_captcha": "perhaps"},
        },
        "参数错误",
    )
    rows |= rows_of(
        path,
        {
            "no captcha": {"email": "a@example.com"},
            "empty captcha": {"email": "a@example.com", "captcha": "", "no_captcha": ""},
            "a long captcha": {"email": "a@example.com", "captcha": "a" * 9000},
            "no captcha for the code": {"code": "123456", "new_password": "a"},
        },
        CAPTCHA_WRONG,
    )
    rows |= rows_of(
        path,
        {
            "no e-mail": {"email": "nobody", **free},
            "a long e-mail": {"email": "a" * 300 + "@example.com", **free},
            "no phone": {"phone": "12345678901", **free},
            "a long phone": {"phone": "1" * 300, **free},
        },
        "找不到用户",
    )
    for wrong in NO_TEXT:
        for name in ("email", "phone", "code", "new_password"):
            rows[f"{name} {wrong!r}"] = ("POST", path, value({name: wrong, **free}), "参数错误")
        body = value({"email": "a@example.com", "captcha": wrong})
        rows[f"captcha {wrong!r}"] = ("POST", path, body, CAPTCHA_WRONG)
    long = fields(code="1" * 9000, new_password="a", no_captcha="1")
    rows["a long code"] = ("POST", path, long, "恢复码错误")
    rows["no JSON"] = ("POST", path, raw(b"[", "application/json"), "参数错误")
    await hold(guest, rows)
