"""user/reset: recovery codes through a real SMTP server, limited, refused and encrypted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from config import load_config
from services.messages.mail import MailError, SmtpMail
from status_codes import Global
from tests.conftest import WAYS
from tests.documents import covers
from tests.postcard import Postcard
from tests.recovery import answer, ask
from tests.smtp import SmtpServer
from tests.special import captured, execute, serve, serving
from tests.traveller import Traveller, travelling

LIMITS = {
    "POSTCARD__HTTP__TRUSTED_PROXIES": "1",
    "POSTCARD__LIMITS__MAILS_PER_ADDRESS_HOUR": "3",
    "POSTCARD__LIMITS__MAILS_PER_ACCOUNT_DAY": "2",
    "POSTCARD__LIMITS__SMS_PER_PHONE_SECONDS": "60",
    "POSTCARD__RECOVERY__MAIL_SECONDS": "12",
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
    """Somebody with an account there, from an address of their own."""
    async with travelling(posting, **{"X-Forwarded-For": next(_addresses)}) as found:
        await found.sign_up(mailed=False)
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
            await other.sign_up(mailed=False)
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
    # The browser forgets the cookie as well: what it was is sent by hand.
    name = sender.held("reset").value
    await asyncio.sleep(12.2)
    async with travelling(sender.postcard) as late:
        reply = await answer(late, code, reset=name)
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
            await traveller.sign_up(mailed=False)
            reply = await ask(traveller, phone=traveller.phone)
            cookie = traveller.cookie("reset")
        rows = execute(opened, "SELECT count(*) FROM users WHERE admin = 0")
    finally:
        opened.close()

    assert (403, "发送短信失败") == (reply["code"], reply["msg"])
    assert "发送短信失败：请求下发短信/语音超时" == reply["data"]
    assert cookie is None
    assert [(1,)] == rows
