"""Mail: what is written to a guest, through which gateway, how often."""

from __future__ import annotations

import asyncio
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from typing import Any, NamedTuple, Protocol

import aiosmtplib
import structlog

from config import LimitsSettings, MailSettings
from protocol.caller import Caller
from services.messages.delivery import HEARD, Delivery, Undelivered
from services.messages.outbox import Outbox
from services.messages.rules import (
    MAIL,
    MAIL_SUBJECT,
    PROOF_SUBJECT,
    is_refused_for_now,
    mail_text,
    proof_text,
)
from services.running.clock import now_ms
from services.running.limits import RateLimits
from services.running.rules import DAY, HOUR

log = structlog.get_logger()


class CodeMail(NamedTuple):
    """A code for an account's mail box, and how long it lives."""

    user_id: int
    to: str
    code: str
    text: str
    seconds: float
    trace: str = ""


class MailError(Undelivered):
    """Raised when a mail was not taken; the text is what the document shows of a failure."""

    def __init__(
        self, reason: str, *, again: bool = False, left: bool = False, note: str = ""
    ) -> None:
        super().__init__([reason], again=again, left=left, note=note)


class MailGateway(Protocol):
    """Hands a code to a mail box."""

    async def send(self, mail: CodeMail) -> None:
        """A recovery code, and who asks for it waits. Raises `MailError`."""

    async def hand_over(self, mail: CodeMail) -> None:
        """A code that proves the mail box, and nobody waits."""


class OutboxMail:
    """Writes the mail to the outbox instead of sending it."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def send(self, mail: CodeMail) -> None:
        await self._write(mail, "reset")

    async def hand_over(self, mail: CodeMail) -> None:
        await self._write(mail, "prove")

    async def _write(self, mail: CodeMail, purpose: str) -> None:
        await self._outbox.write(
            {
                "channel": MAIL,
                "to": mail.to,
                "purpose": purpose,
                "code": mail.code,
                "text": mail.text,
                "at": now_ms(),
            }
        )


class JobMail:
    """Has a worker send the mail."""

    def __init__(self, delivery: Delivery, settings: MailSettings) -> None:
        self._delivery = delivery
        self._answer_seconds = settings.seconds

    async def send(self, mail: CodeMail) -> None:
        try:
            await self._delivery.send(
                MAIL,
                [mail.user_id, mail.to, mail.text],
                seconds=mail.seconds,
                answer_seconds=self._answer_seconds,
                trace=mail.trace,
            )
        except Undelivered as error:
            raise MailError(error.said[0] if error.said else TimeoutError.__name__) from None

    async def hand_over(self, mail: CodeMail) -> None:
        content = [mail.user_id, mail.to, mail.text, PROOF_SUBJECT]
        await self._delivery.hand_over(MAIL, content, seconds=mail.seconds, trace=mail.trace)


class _Client(aiosmtplib.SMTP):
    """A client that remembers whether it began to send the text, and whether the server took it."""

    handed = False
    taken = False

    async def data(self, message: str | bytes, /, **more: Any) -> aiosmtplib.SMTPResponse:
        self.handed = True
        response = await super().data(message, **more)
        self.taken = True
        return response


class SmtpMail:
    """Sends through an SMTP server, one connection a mail."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._address = parseaddr(settings.sender)[1]
        self._tls = None
        if settings.tls != "none":
            self._tls = ssl.create_default_context(cafile=settings.ca_file or None)

    async def greet(self) -> None:
        """Connect and sign in, and send nothing. Raises `MailError`."""
        client = self._client()
        try:
            async with asyncio.timeout(self._settings.seconds), client:
                pass
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise MailError(shown(error), note=_noted(error)) from error
        finally:
            client.close()

    async def send(self, to: str, text: str, subject: str = MAIL_SUBJECT) -> None:
        """Raises `MailError`."""
        client = self._client()
        try:
            # aiosmtplib's own limit is one for each command.
            async with asyncio.timeout(self._settings.seconds), client:
                await client.send_message(
                    self._message(to, text, subject), sender=self._address, recipients=[to]
                )
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            if client.taken:  # what failed was the farewell
                return
            note = _noted(error)[:500]
            log.warning("mail not sent", reason=note)
            again, left = _fate(error, client.handed)
            raise MailError(shown(error), again=again, left=left, note=note) from error
        finally:
            client.close()

    def _client(self) -> _Client:
        settings = self._settings
        return _Client(
            hostname=settings.host,
            port=settings.port,
            username=settings.user or None,
            password=settings.password or None,
            use_tls=settings.tls == "tls",
            start_tls=settings.tls == "starttls",
            tls_context=self._tls,
        )

    def _message(self, to: str, text: str, subject: str) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._settings.sender
        message["To"] = to
        message["Subject"] = subject
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self._address.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        return message


class Mails:
    """Sends codes within the limits per account and per address of who asks."""

    def __init__(self, gateway: MailGateway, limits: RateLimits, settings: LimitsSettings) -> None:
        self._gateway = gateway
        self._limits = limits
        self._settings = settings

    async def reserve(self, caller: Caller, user_id: int, purpose: str = MAIL) -> None:
        """Count a mail that is about to be sent; raises -429.

        What proves a mail box (`purpose` "proof") takes nothing from what recovers an account.
        """
        settings = self._settings
        per_hour = settings.mails_per_address_hour
        await self._limits.spend(f"{purpose}:address:{caller.address}", per_hour, HOUR)
        await self._limits.spend(*self._of_account(user_id, purpose))

    async def send(self, caller: Caller, user_id: int, to: str, code: str, seconds: int) -> None:
        """Send a code that lives so long; a mail not taken does not count against the account."""
        text = mail_text(code, seconds)
        try:
            await self._gateway.send(CodeMail(user_id, to, code, text, seconds, caller.trace))
        except Exception:
            await self.refund(user_id)
            raise

    async def hand_over(
        self, caller: Caller, user_id: int, to: str, code: str, seconds: int
    ) -> None:
        """Have a code sent that proves the mail box; how it ends nobody is told."""
        text = proof_text(code, seconds)
        await self._gateway.hand_over(CodeMail(user_id, to, code, text, seconds, caller.trace))

    async def refund(self, user_id: int, purpose: str = MAIL) -> None:
        """A mail did not go out: it does not count against the account."""
        await self._limits.refund(self._of_account(user_id, purpose))

    def _of_account(self, user_id: int, purpose: str) -> tuple[str, int, int]:
        return f"{purpose}:day:{user_id}", self._settings.mails_per_account_day, DAY


class MailCarrier:
    """The mail server's side of the job."""

    def __init__(self, server: SmtpMail, mails: Mails) -> None:
        self._server = server
        self._mails = mails

    async def carry(self, content: list[Any]) -> None:
        await self._server.send(*content[1:])

    async def refund(self, content: list[Any]) -> None:
        await self._mails.refund(content[0], "proof" if len(content) > HEARD else MAIL)


def _fate(error: Exception, handed: bool) -> tuple[bool, bool]:
    """Of a mail that failed: (whether to try again, whether it may have been sent all the same).

    A server's answer is certain: it refuses for now (4xx) or for good. What it did not answer is
    certain until the text was handed to it.
    """
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return all(is_refused_for_now(refused.code) for refused in error.recipients), False
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return is_refused_for_now(error.code), False
    # Not offered (TLS, a sign-in), or an address that cannot be written: the same next time.
    if isinstance(error, aiosmtplib.SMTPNotSupported) or (
        isinstance(error, ValueError) and not isinstance(error, OSError)
    ):
        return False, False
    return not handed, handed


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
