"""user/reset: recovery codes by mail and SMS, from a real SMTP server to the new password."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from config import load_config
from services.messages.mail import MailError, SmtpMail
from services.running.seals import SealBroken, Seals, read_key
from status_codes import Global, UserReset
from tests.conftest import WAYS
from tests.documents import covers
from tests.postcard import Guest, Postcard
from tests.smtp import SmtpServer
from tests.special import captured, execute, sent_to, serve, serving
from tests.traveller import Traveller, code_of, travelling

NEW = "a new password"


@pytest.fixture
async def traveller(postcard: Postcard) -> AsyncIterator[Traveller]:
    """Somebody with an account who has forgotten his password, and is signed in elsewhere."""
    async with travelling(postcard) as found:
        await found.sign_up()
        yield found


@pytest.fixture
async def visitor(postcard: Postcard) -> AsyncIterator[Traveller]:
    """The same person at another browser, without a cookie."""
    async with travelling(postcard) as found:
        yield found


async def ask(who: Traveller, **data: str) -> dict[str, Any]:
    """The first step, with a right captcha unless `data` says otherwise."""
    given = {"captcha": await who.captcha()} if "captcha" not in data else {}
    return await who.ask("POST", "/user/reset", data=given | data)


async def answer(who: Traveller, code: str, new: str = NEW, **data: str) -> tuple[int, str]:
    """The second step."""
    given = {"captcha": await who.captcha()} if "captcha" not in data else {}
    return await who.say(
        "POST", "/user/reset", data=given | {"code": code, "new_password": new} | data
    )


def code_to(postcard: Postcard, to: str) -> str:
    return str(sent_to(postcard, to)[-1]["code"])


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
    (mail,) = sent_to(visitor.postcard, traveller.email)
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


async def test_the_code_goes_to_the_account_as_it_is_written_there(
    member: Guest, visitor: Traveller
) -> None:
    """An e-mail set over the hotel API is found in any letters, and written to as it was set."""
    email = f"Guest{member.phone}@example.com"
    await member.call("info", "update", {"email": email})

    for spelled in (email, f" {email} "):
        assert 200 == (await ask(visitor, email=spelled))["code"]

    assert 2 == len(sent_to(visitor.postcard, email))


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

    assert (403, "找不到用户", {}) == tuple(reply.values())
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

    assert (403, "参数错误", {}) == tuple(reply.values())


async def test_neither_step(visitor: Traveller) -> None:
    """Without anything it is 无效参数."""
    assert (403, "无效参数") == await visitor.say("POST", "/user/reset")


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


def test_the_key_is_made_once(tmp_path: Path) -> None:
    """Its file is the owner's alone, and the next start reads the same; a setting goes before."""
    file = tmp_path / "secret.key"

    made = read_key("", file)

    assert 32 == len(made)
    assert made == read_key("", file)
    assert 0o600 == file.stat().st_mode & 0o777
    assert bytes(range(32)) == read_key(bytes(range(32)).hex(), file)
    assert [file] == list(tmp_path.iterdir())


def test_a_seal() -> None:
    """Two of one value differ; a changed, a moved and a foreign one do not open."""
    seals, value = Seals(bytes(32)), b"a secret"
    first, second = seals.seal("a", value), seals.seal("a", value)
    broken = [
        ("b", first),
        ("a", first[:-1] + bytes([first[-1] ^ 1])),
        ("a", bytes([first[0] ^ 1]) + first[1:]),
        ("a", first[:20]),
        ("a", b""),
        ("a", Seals(bytes([1] * 32)).seal("a", value)),
    ]

    assert first != second
    assert value not in first
    assert value == seals.open("a", first) == seals.open("a", second)
    for purpose, sealed in broken:
        with pytest.raises(SealBroken):
            seals.open(purpose, sealed)


LIMITS = {
    "POSTCARD__HTTP__TRUSTED_PROXIES": "1",
    "POSTCARD__LIMITS__MAILS_PER_ADDRESS_HOUR": "3",
    "POSTCARD__LIMITS__MAILS_PER_ACCOUNT_DAY": "2",
    "POSTCARD__LIMITS__SMS_PER_PHONE_SECONDS": "60",
    "POSTCARD__RECOVERY__MAIL_SECONDS": "4",
}


@pytest.fixture(scope="module")
def smtp() -> Iterator[SmtpServer]:
    opened = SmtpServer()
    opened.start()
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=WAYS)
def posting(request: pytest.FixtureRequest, smtp: SmtpServer) -> Iterator[Postcard]:
    """A Postcard that sends mail through a server, a few a day."""
    env = {
        "POSTCARD__MAIL__GATEWAY": "smtp",
        "POSTCARD__MAIL__HOST": "127.0.0.1",
        "POSTCARD__MAIL__PORT": str(smtp.port),
        "POSTCARD__MAIL__TLS": "none",
        "POSTCARD__MAIL__SENDER": "明信片 <post@example.com>",
        "POSTCARD__MAIL__SECONDS": "2",
    }
    with serving(request.param, request, LIMITS | env) as opened:
        opened.start()
        yield opened


_addresses = (f"10.9.{n >> 8}.{n & 255}" for n in range(1, 60000))


@pytest.fixture
async def sender(posting: Postcard) -> AsyncIterator[Traveller]:
    """Somebody with an account there, from an address of his own."""
    async with travelling(posting, **{"X-Forwarded-For": next(_addresses)}) as found:
        await found.sign_up()
        yield found


def mails_to(smtp: SmtpServer, address: str) -> list[Any]:
    return [m for m in smtp.messages if m["X-Envelope-To"] == address]


async def test_a_mail(sender: Traveller, smtp: SmtpServer) -> None:
    """The server is handed a plain Chinese text with the code, from the sender of the settings."""
    reply = await ask(sender, email=sender.email)
    (mail,) = mails_to(smtp, sender.email)
    text = mail.get_content()
    code = captured(r"恢复码：([0-9]{6})\n", text)
    done = await answer(sender, code)

    assert (200, "已发送恢复码至邮箱") == (reply["code"], reply["msg"])
    assert ("post@example.com", sender.email) == (mail["X-Envelope-From"], mail["To"])
    assert "明信片 <post@example.com>" == str(mail["From"])
    assert "密码恢复码" in mail["Subject"]
    assert "text/plain" == mail.get_content_type()
    assert ("auto-generated", True) == (mail["Auto-Submitted"], bool(mail["Message-ID"]))
    assert (200, "修改成功") == done
    assert [] == [m for m in sender.postcard.messages() if m["channel"] == "mail"]


@covers("user/reset: says 发送邮件失败", "user/reset: notice 2")
async def test_a_mail_box_that_is_refused(sender: Traveller, smtp: SmtpServer) -> None:
    """msg and data say what the server said, as the document shows it; nobody waits for a code."""
    smtp.refused[sender.email] = "550 Mailbox not found or access denied"

    reply = await ask(sender, email=sender.email)

    said = (
        "发送邮件失败：SMTPRecipientsRefused("
        f"{{'{sender.email}': (550, b'Mailbox not found or access denied')}})"
    )
    assert {"code": 403, "msg": said, "data": said} == reply
    assert sender.cookie("reset") is None


async def test_a_mail_that_is_refused(sender: Traveller, smtp: SmtpServer) -> None:
    """What the server says of the text is shown alike."""
    smtp.refuse_data = "554 Looks like spam"
    try:
        reply = await ask(sender, email=sender.email)
    finally:
        smtp.refuse_data = ""

    assert "发送邮件失败：SMTPDataError(554, b'Looks like spam')" == reply["msg"] == reply["data"]


async def test_a_mail_server_that_takes_too_long(sender: Traveller, smtp: SmtpServer) -> None:
    """After mail.seconds the guest is told; of the server only that it was too slow."""
    smtp.delay = 3.0
    try:
        reply = await ask(sender, email=sender.email)
    finally:
        smtp.delay = 0.0

    assert "发送邮件失败：TimeoutError" == reply["msg"]


async def test_refused_mails_do_not_count(sender: Traveller, smtp: SmtpServer) -> None:
    """Two that were refused leave the account its two of the day."""
    smtp.refused[sender.email] = "550 full"
    refused = [await ask(sender, email=sender.email) for _ in range(2)]
    del smtp.refused[sender.email]

    sent = await ask(sender, email=sender.email)

    assert [403, 403, 200] == [reply["code"] for reply in (*refused, sent)]


async def test_mails_of_an_account(sender: Traveller, posting: Postcard) -> None:
    """The third mail of a day to one account is refused, wherever it is asked for."""
    sent = [await ask(sender, email=sender.email) for _ in range(2)]
    async with travelling(posting, **{"X-Forwarded-For": next(_addresses)}) as elsewhere:
        third = await ask(elsewhere, email=sender.email)

    assert [200, 200] == [reply["code"] for reply in sent]
    assert (429, Global.TOO_MANY.msg) == (third["code"], third["msg"])
    assert 1 <= third["data"]["retry_after"] <= 86_400


async def test_mails_of_an_address(sender: Traveller, posting: Postcard) -> None:
    """The fourth mail that one address asks for within the hour is refused."""
    others = []
    for _ in range(3):
        async with travelling(posting, **{"X-Forwarded-For": next(_addresses)}) as other:
            await other.sign_up()
            others.append(other.email)

    codes = [(await ask(sender, email=email))["code"] for email in (*others, sender.email)]

    assert [200, 200, 200, 429] == codes


async def test_one_sms_a_minute(sender: Traveller) -> None:
    """The limits of SMS codes hold for recovery codes too."""
    first, second = [await ask(sender, phone=sender.phone) for _ in range(2)]

    assert (200, 429) == (first["code"], second["code"])


async def test_a_code_that_is_too_old(sender: Traveller, smtp: SmtpServer) -> None:
    """Once its life is over the code is 未获取恢复码或已失效."""
    await ask(sender, email=sender.email)
    code = captured("恢复码：([0-9]{6})", mails_to(smtp, sender.email)[-1].get_content())
    await asyncio.sleep(4.2)
    async with travelling(sender.postcard) as late:
        reply = await answer(late, code, reset=sender.held("reset").value)
    expired = await answer(sender, code)

    assert (403, "未获取恢复码或已失效") == reply == expired


def settings(server: SmtpServer, **changed: Any) -> Any:
    """The mail settings for a server."""
    given = {
        "gateway": "smtp",
        "host": "127.0.0.1",
        "port": server.port,
        "tls": "starttls",
        "ca_file": "",
        "user": "",
        "password": "",
        "sender": "post@example.com",
        "seconds": 5,
    }
    return load_config(mail=given | changed).mail


@pytest.mark.parametrize("tls", ["starttls", "tls"])
async def test_encrypted_mail(tls: str) -> None:
    """Either way to encrypt carries mail, to a server whose certificate is trusted."""
    server = SmtpServer(tls=tls)
    server.start()
    try:
        trusting = SmtpMail(settings(server, tls=tls, ca_file=str(server.ca_file)))
        await trusting.send("guest@example.com", "你好")
        with pytest.raises(MailError) as doubted:
            await SmtpMail(settings(server, tls=tls)).send("guest@example.com", "x")
    finally:
        server.close()

    assert ["你好\n"] == [m.get_content() for m in server.messages]
    assert str(doubted.value) in ("SSLCertVerificationError", "SMTPConnectError", "SMTPException")


async def test_no_mail_goes_out_in_clear() -> None:
    """A server that offers no encryption is sent nothing, unless the settings say so."""
    server = SmtpServer()
    server.start()
    try:
        with pytest.raises(MailError):
            await SmtpMail(settings(server)).send("guest@example.com", "x")
        await SmtpMail(settings(server, tls="none")).send("guest@example.com", "y")
    finally:
        server.close()

    assert ["y\n"] == [m.get_content() for m in server.messages]


async def test_signing_in_to_the_mail_server() -> None:
    """With the right password mail is taken; with another one the kind of failure alone is told."""
    server = SmtpServer(tls="starttls", login=("post", "its password"))
    server.start()
    try:
        known = {"ca_file": str(server.ca_file), "user": "post"}
        right = SmtpMail(settings(server, **known, password="its password"))
        await right.send("guest@example.com", "x")
        with pytest.raises(MailError) as refused:
            await SmtpMail(settings(server, **known, password="another")).send(
                "guest@example.com", "x"
            )
    finally:
        server.close()

    assert 1 == len(server.messages)
    assert "SMTPAuthenticationError" == str(refused.value)


@covers("user/reset: says 发送短信失败")
async def test_an_sms_that_is_not_sent() -> None:
    """A provider that does not answer is 发送短信失败, and nobody waits for a code."""
    opened = Postcard(
        {
            "POSTCARD__SMS__GATEWAY": "tencent",
            "POSTCARD__SMS__TENCENT_SCHEME": "http",
            "POSTCARD__SMS__TENCENT_ENDPOINT": "127.0.0.1:9",
            "POSTCARD__SMS__SECONDS": "1",
            "POSTCARD__WORKER__MESSAGE_ATTEMPTS": "1",
            **{
                f"POSTCARD__SMS__TENCENT_{name}": "1"
                for name in ("SECRET_ID", "SECRET_KEY", "APP_ID", "SIGN")
            },
            "POSTCARD__SMS__TENCENT_TEMPLATE_REGISTER": "1",
            "POSTCARD__SMS__TENCENT_TEMPLATE_RESET": "1",
        }
    )
    try:
        serve(opened)
        async with travelling(opened) as traveller:
            await traveller.sign_up()
            reply = await ask(traveller, phone=traveller.phone)
            cookie = traveller.cookie("reset")
        rows = execute(opened, "SELECT count(*) FROM users WHERE admin = 0")
    finally:
        opened.close()

    assert (403, "发送短信失败") == (reply["code"], reply["msg"])
    assert "发送短信失败：请求下发短信/语音超时" == reply["data"]
    assert cookie is None
    assert [(1,)] == rows
