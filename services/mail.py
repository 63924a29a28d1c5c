"""Mail: what is written to a guest, through which gateway, how often."""

from __future__ import annotations

import asyncio
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from typing import Protocol

import aiosmtplib
import structlog

from config import Limits as LimitSettings
from config import Mail as Settings
from services.clock import now_ms
from services.limits import Limits
from services.outbox import Outbox

log = structlog.get_logger()

DAY = 86_400
HOUR = 3_600
SUBJECT = "Postcard 密码恢复码"
TEXT = """您好：

您正在找回 Postcard 账号的密码。

恢复码：{code}

{minutes} 分钟内有效，只能使用一次。请不要把它告诉任何人。
如果不是您本人操作，请忽略这封邮件，您的密码不会改变。
"""


class MailError(Exception):
    """Raised when a mail was not taken; the text is what the document shows of a failure."""


class MailGateway(Protocol):
    """Hands a recovery code to a mail box. Raises `MailError`."""

    async def send(self, to: str, code: str, text: str) -> None: ...


class OutboxMail:
    """Writes the mail to the outbox instead of sending it."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def send(self, to: str, code: str, text: str) -> None:
        await self._outbox.write(
            {
                "channel": "mail",
                "to": to,
                "purpose": "reset",
                "code": code,
                "text": text,
                "at": now_ms(),
            }
        )


class SmtpMail:
    """Sends through an SMTP server, one connection a mail."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._address = parseaddr(settings.sender)[1]
        self._tls = None
        if settings.tls != "none":
            self._tls = ssl.create_default_context(cafile=settings.ca_file or None)

    async def send(self, to: str, code: str, text: str) -> None:
        settings = self._settings
        try:
            # aiosmtplib's own limit is one for each command.
            async with asyncio.timeout(settings.seconds):
                await aiosmtplib.send(
                    self._message(to, text),
                    sender=self._address,
                    recipients=[to],
                    hostname=settings.host,
                    port=settings.port,
                    username=settings.user or None,
                    password=settings.password or None,
                    use_tls=settings.tls == "tls",
                    start_tls=settings.tls == "starttls",
                    tls_context=self._tls,
                )
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            log.warning("mail not sent", reason=_noted(error)[:500])
            raise MailError(shown(error)) from error

    def _message(self, to: str, text: str) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._settings.sender
        message["To"] = to
        message["Subject"] = SUBJECT
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self._address.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        return message


class Mails:
    """Sends recovery codes within the limits per account and per address of who asks."""

    def __init__(self, gateway: MailGateway, limits: Limits, settings: LimitSettings) -> None:
        self._gateway = gateway
        self._limits = limits
        self._settings = settings

    async def reserve(self, user_id: int, address: str) -> None:
        """Count a mail that is about to be sent; raises -429."""
        settings = self._settings
        await self._limits.spend(f"mail:address:{address}", settings.mails_per_address_hour, HOUR)
        await self._limits.spend(*self._of_account(user_id))

    async def send(self, user_id: int, to: str, code: str, seconds: int) -> None:
        """Send a code that lives so long; a mail not taken does not count against the account."""
        text = TEXT.format(code=code, minutes=max(1, seconds // 60))
        try:
            await self._gateway.send(to, code, text)
        except Exception:
            await self._limits.refund(*self._of_account(user_id))
            raise

    def _of_account(self, user_id: int) -> tuple[str, int, int]:
        return f"mail:day:{user_id}", self._settings.mails_per_account_day, DAY


def _noted(error: Exception) -> str:
    """For the log, which keeps nobody's address."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return f"{type(error).__name__}: {[refused.code for refused in error.recipients]}"
    return f"{type(error).__name__}: {error}"


def shown(error: Exception) -> str:
    """A failure as the document writes it: its kind, and what the server says of the mail.

    Of a server that is away or refuses us only the kind is shown: the rest is the operator's.
    """
    kind = type(error).__name__
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        refused = {r.recipient: (r.code, r.message.encode()) for r in error.recipients}
        return f"{kind}({refused})"
    if isinstance(error, aiosmtplib.SMTPDataError):
        return f"{kind}({error.code}, {error.message.encode()!r})"
    return kind
