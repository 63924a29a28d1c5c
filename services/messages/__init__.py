"""The wing of messages: codes by SMS and mail, through whom they go, how often."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass

from config import Config
from services.messages.delivery import Delivery
from services.messages.mail import JobMail, MailCarrier, MailGateway, Mails, OutboxMail, SmtpMail
from services.messages.outbox import Outbox
from services.messages.rules import MAIL, SMS
from services.messages.sending import Carrier, Sending
from services.messages.sms import Gateway, JobGateway, OutboxGateway, Provider, Sms, SmsCarrier
from services.running import Running


@dataclass(frozen=True, slots=True)
class Messages:
    """`sms` and `mails` are for whoever has a code to send, `sending` is for a worker.

    delivery: how messages get from the one to the other; outbox: where they lie instead, and a
    developer's captchas too.
    """

    sms: Sms
    mails: Mails
    delivery: Delivery
    sending: Sending
    outbox: Outbox


@asynccontextmanager
async def open(running: Running) -> AsyncIterator[Messages]:
    """Open the ways out that the settings name; providers are reached at the first message."""
    config = running.config
    outbox = Outbox(config.data / "outbox")
    delivery = Delivery(
        running.database, running.jobs, running.queue, running.signals, running.seals
    )
    sms = Sms(_sms_gateway(config, outbox, delivery), running.limits, config.limits)
    mails = Mails(_mail_gateway(config, outbox, delivery), running.limits, config.limits)
    with ExitStack() as stack:
        sending = Sending(
            running.database,
            running.signals,
            running.seals,
            _carriers(config, sms, mails, stack),
            max(config.sms.seconds, config.mail.seconds),
            config.worker,
            running.metrics,
        )
        yield Messages(sms, mails, delivery, sending, outbox)


def _sms_gateway(config: Config, outbox: Outbox, delivery: Delivery) -> Gateway:
    if config.sms.gateway == "outbox":
        return OutboxGateway(outbox)
    return JobGateway(delivery, config.sms)


def _mail_gateway(config: Config, outbox: Outbox, delivery: Delivery) -> MailGateway:
    if config.mail.gateway == "outbox":
        return OutboxMail(outbox)
    return JobMail(delivery, config.mail)


def _carriers(
    config: Config, sms: Sms, mails: Mails, stack: ExitStack
) -> dict[str, Callable[[], Carrier]]:
    """How a worker reaches each provider that the settings name."""
    made: dict[str, Callable[[], Carrier]] = {}
    if config.sms.gateway == "tencent":
        made[SMS] = lambda: SmsCarrier(_open_tencent(config, stack), sms)
    if config.mail.gateway == "smtp":
        made[MAIL] = lambda: MailCarrier(SmtpMail(config.mail), mails)
    return made


def _open_tencent(config: Config, stack: ExitStack) -> Provider:
    # The provider's SDK takes 6 MB, which only those pay who use it.
    from services.messages.sms_tencent import TencentGateway

    gateway = TencentGateway(config.sms, config.worker.messages_at_once)
    stack.callback(gateway.close)
    return gateway
