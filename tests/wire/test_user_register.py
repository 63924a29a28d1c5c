"""user/register: the documented fields, and each text in its case."""

from __future__ import annotations

import asyncio

from status_codes import UserRegister
from tests.documents import covers
from tests.postcard import Guest
from tests.rows import same_rows
from tests.special import execute
from tests.traveller import Traveller, new_name

ANOTHER = "ZZZZZ"
WRONG = [
    ({"uname": "-"}, UserRegister.NO_NAME),
    ({"uname": ""}, UserRegister.NO_NAME),
    ({"uname": " \u3000"}, UserRegister.NO_NAME),
    ({"password": "-"}, UserRegister.NO_NAME),
    ({"password": ""}, UserRegister.NO_NAME),
    ({"phone": "-"}, UserRegister.NO_CONTACT),
    ({"phone": "", "email": ""}, UserRegister.NO_CONTACT),
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
]


def wanted(**changed: str) -> dict[str, str]:
    """A good application, changed."""
    good = {"uname": new_name(), "phone": Guest.new_phone(), "password": "a"}
    return {key: value for key, value in (good | changed).items() if value != "-"}


@covers("user/register: says 注册成功", "user/register: takes *", "user/register: by POST")
async def test_registering(visitor: Traveller) -> None:
    """A phone is enough, and so is an e-mail; either then signs in."""
    for contacts in (("phone",), ("email",), ("phone", "email")):
        phone = Guest.new_phone()
        known = {"phone": phone, "email": f"{phone}@example.com"}
        given = {name: known[name] for name in contacts}

        made = await visitor.register(uname=new_name(), password="a", **given)
        logins = [await visitor.login(user=name, password="a") for name in given.values()]

        assert (200, "注册成功") == (made["code"], made["msg"]), contacts
        assert [made["data"]["uid"]] * len(given) == [reply["data"]["uid"] for reply in logins]


async def test_no_password_is_kept(traveller: Traveller) -> None:
    """What the database holds is an argon2 hash."""
    (found,) = execute(traveller.postcard, "SELECT password FROM users WHERE id = ?", traveller.uid)

    assert found[0].startswith("$argon2id$")


@covers(
    "user/register: says 无效参数*",
    "user/register: says 注册错误",
    "user/register: says 用户名*",
    "user/register: says 手机号格式不正确",
    "user/register: notice *",
)
async def test_wrong_applications(visitor: Traveller) -> None:
    """Each fault has its text, and is told before the captcha is spent."""
    code = await visitor.captcha()

    seen = {}
    for changed, _ in WRONG:
        reply = await visitor.register(**wanted(**changed), captcha=code)
        seen[ascii(changed)] = tuple(reply.values())
    made = await visitor.register(**wanted(), captcha=code)

    same_rows({ascii(changed): (403, row.msg) for changed, row in WRONG}, seen)
    assert 200 == made["code"]


async def test_a_number_of_ones_own(visitor: Traveller) -> None:
    """Accounts are given theirs: asking for another is 注册错误."""
    for uid in ("999999999", "my own"):
        reply = await visitor.register(**wanted(uid=uid))

        assert (403, UserRegister.FAILED.msg) == tuple(reply.values()), uid


async def test_good_names(visitor: Traveller) -> None:
    """Letters of any script and pictures are no special characters; 32 of them fit."""
    starts = ("a", "王小明", "Ann", "é", "旅人🏔", "二〇二六")

    seen = {}
    for start in starts:
        reply = await visitor.register(**wanted(uname=new_name(start).ljust(32, "é")))
        seen[start] = (reply["code"], reply["msg"])

    same_rows(dict.fromkeys(starts, (200, "注册成功")), seen)


async def test_one_name_in_two_spellings(visitor: Traveller) -> None:
    """A letter with its accent and a letter and an accent are the same to whoever reads them."""
    uname = new_name("é")
    await visitor.register(**wanted(uname=uname))

    taken = await visitor.register(**wanted(uname=uname.replace("é", "e\u0301")))

    assert UserRegister.UNAME_TAKEN.msg == taken["msg"]


@covers("user/register: says 用户ID已存在", "user/register: says 用户名已存在")
async def test_what_is_taken(traveller: Traveller) -> None:
    """Number, name, phone and e-mail are each somebody's; the text says which."""
    rows = {
        "uid": UserRegister.UID_TAKEN,
        "uname": UserRegister.UNAME_TAKEN,
        "phone": UserRegister.PHONE_TAKEN,
        "email": UserRegister.EMAIL_TAKEN,
        "uname phone email": UserRegister.UNAME_TAKEN,
    }

    seen = {}
    for names in rows:
        taken = {name: str(getattr(traveller, name)) for name in names.split()}
        reply = await traveller.register(**wanted(**taken))
        seen[names] = (reply["code"], reply["msg"])

    same_rows({names: (403, row.msg) for names, row in rows.items()}, seen)


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
