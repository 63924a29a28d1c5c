"""The rules of Postcard, and the one place where its parts are put together.

`open_services` is entered by the web process, by each worker and by tests alike.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from dramatiq import Broker

from config import Config
from services.accounts.accounts import Accounts
from services.accounts.avatars import Avatars
from services.accounts.captcha import Captcha, Easel
from services.accounts.members import Members
from services.accounts.passwords import Passwords
from services.accounts.profiles import Profiles
from services.accounts.recovery import Recovery
from services.accounts.tokens import Tokens
from services.admin.administration import Administration, make_administration
from services.community.community import Community, make_community
from services.messages.mail import CHANNEL as MAIL
from services.messages.mail import JobMail, MailCarrier, MailGateway, Mails, OutboxMail, SmtpMail
from services.messages.messages import Messages
from services.messages.outbox import Outbox
from services.messages.sending import Carrier, Sending
from services.messages.sms import CHANNEL as SMS
from services.messages.sms import Gateway, JobGateway, OutboxGateway, Provider, Sms, SmsCarrier
from services.models.answering import Answering
from services.models.models import Models
from services.places.places import Places
from services.running.backing import open_database, open_kv, open_signals
from services.running.limits import Limits
from services.running.metrics import Metrics
from services.running.precautions import refuse_dangers
from services.running.queue import Queue
from services.running.seals import Seals, read_key
from services.running.storage import open_media, sweep_scratch
from services.running.tracing import Tracing, open_tracing
from services.works.renders import Renders
from services.works.showing import Showing
from services.works.storyboards import Storyboards
from services.works.works import Albums
from stores.jobs import JobRows
from stores.kv import KV
from stores.media import Media, StorageError
from stores.signals import Signals
from stores.sql import Database
from stores.targets import TargetRows
from stores.users import UserRows
from stores.works import WorkRows


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a handler or a job may use."""

    config: Config
    database: Database
    kv: KV
    media: Media
    jobs: JobRows
    queue: Queue
    signals: Signals
    tokens: Tokens
    captcha: Captcha
    sms: Sms
    messages: Messages
    sending: Sending
    accounts: Accounts
    members: Members
    profiles: Profiles
    avatars: Avatars
    recovery: Recovery
    showing: Showing
    albums: Albums
    storyboards: Storyboards
    community: Community
    renders: Renders
    models: Models
    answering: Answering
    places: Places
    metrics: Metrics
    tracing: Tracing
    administration: Administration


def _sms_gateway(config: Config, outbox: Outbox, messages: Messages) -> Gateway:
    if config.sms.gateway == "outbox":
        return OutboxGateway(outbox)
    return JobGateway(messages, config.sms)


def _mail_gateway(config: Config, outbox: Outbox, messages: Messages) -> MailGateway:
    if config.mail.gateway == "outbox":
        return OutboxMail(outbox)
    return JobMail(messages, config.mail)


def _carriers(
    config: Config, sms: Sms, mails: Mails, stack: AsyncExitStack
) -> dict[str, Callable[[], Carrier]]:
    """How a worker reaches each provider that the settings name."""
    made: dict[str, Callable[[], Carrier]] = {}
    if config.sms.gateway == "tencent":
        made[SMS] = lambda: SmsCarrier(_open_tencent(config, stack), sms)
    if config.mail.gateway == "smtp":
        made[MAIL] = lambda: MailCarrier(SmtpMail(config.mail), mails)
    return made


def _open_tencent(config: Config, stack: AsyncExitStack) -> Provider:
    # By its name: the provider's SDK takes 6 MB, which only those pay who use it.
    tencent: Any = import_module("services.messages.sms_tencent")
    provider = tencent.TencentGateway(config.sms, config.worker.messages_at_once)
    stack.callback(provider.close)
    made: Provider = provider
    return made


@asynccontextmanager
async def open_services(config: Config, broker: Broker) -> AsyncIterator[Services]:
    """Open every store and service; all are closed when the block ends."""
    refuse_dangers(config)
    config.data.mkdir(parents=True, exist_ok=True)
    async with AsyncExitStack() as stack:
        tracing = open_tracing(config)
        stack.push_async_callback(asyncio.to_thread, tracing.close)
        database = await stack.enter_async_context(open_database(config))
        kv = await stack.enter_async_context(open_kv(config))
        signals = await stack.enter_async_context(open_signals(config))
        media = open_media(config)
        # A disk that fails is said by every request that needs it.
        with suppress(StorageError):
            await sweep_scratch(media)
        limits = Limits(kv)
        outbox = Outbox(config.data / "outbox")
        users, works, jobs = UserRows(database), WorkRows(database), JobRows(database)
        passwords, easel = Passwords(config.passwords), Easel()
        stack.callback(passwords.close)
        stack.callback(easel.close)
        captcha = Captcha(kv, limits, easel, outbox if config.debug else None, config.captcha)
        tokens = Tokens(kv, users, config.tokens)
        accounts = Accounts(users, passwords, tokens, captcha, limits, config.limits)
        avatars = Avatars(database, users, media, config.works)
        stack.callback(avatars.close)
        queue = Queue(broker)
        seals = Seals(read_key(config.secrets.key, config.data / "secret.key"))
        messages = Messages(database, jobs, queue, signals, seals)
        sms = Sms(_sms_gateway(config, outbox, messages), limits, config.limits)
        mails = Mails(_mail_gateway(config, outbox, messages), limits, config.limits)
        carriers = _carriers(config, sms, mails, stack)
        answer_seconds = max(config.sms.seconds, config.mail.seconds)
        sending = Sending(database, signals, seals, carriers, answer_seconds, config.worker)
        showing = Showing(works, TargetRows(database), media)
        stack.callback(showing.close)
        places = Places(config.places)
        stack.callback(places.close)
        albums = Albums(database, works, jobs, media, queue, signals, config.works, config.limits)
        stack.callback(albums.close)
        recovery = Recovery(kv, users, accounts, captcha, mails, sms, seals, config.recovery)
        community = make_community(database, limits, config.limits)
        yield Services(
            config=config,
            database=database,
            kv=kv,
            media=media,
            jobs=jobs,
            queue=queue,
            signals=signals,
            tokens=tokens,
            captcha=captcha,
            sms=sms,
            messages=messages,
            sending=sending,
            accounts=accounts,
            members=Members(users, accounts, passwords, tokens, captcha, limits, config.limits),
            profiles=Profiles(users),
            avatars=avatars,
            showing=showing,
            recovery=recovery,
            albums=albums,
            storyboards=Storyboards(
                works,
                TargetRows(database),
                media,
                albums,
                limits,
                per_day=config.limits.renders_again_per_user_day,
            ),
            community=community,
            renders=Renders(database, works, jobs, media, albums, config),
            models=Models(database, jobs, queue, signals, media, limits, config),
            answering=Answering(database, jobs, media, signals, config.models),
            places=places,
            metrics=Metrics(database, jobs),
            tracing=tracing,
            administration=make_administration(
                database,
                kv,
                users,
                accounts,
                passwords,
                tokens,
                recovery,
                community,
                albums,
                config,
            ),
        )
