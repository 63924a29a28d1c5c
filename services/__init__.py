"""The rules of Postcard, and the one place where its parts are put together.

`open_services` is entered by the web process, by each worker and by tests alike.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from dramatiq import Broker

from config import Config, sql_parts
from services.accounts import Accounts
from services.administration import Administration, make_administration
from services.answering import Answering
from services.avatars import Avatars
from services.captcha import Captcha, Easel
from services.community import Community, make_community
from services.limits import Limits
from services.mail import MailGateway, Mails, OutboxMail, SmtpMail
from services.members import Members
from services.metrics import Metrics
from services.models import Models
from services.outbox import Outbox
from services.passwords import Passwords
from services.places import Places
from services.profiles import Profiles
from services.queue import Queue
from services.recovery import Recovery
from services.renders import Renders
from services.seals import Seals, read_key
from services.showing import Showing
from services.sms import Gateway, OutboxGateway, Sms
from services.storyboards import Storyboards
from services.tokens import Tokens
from services.works import Albums
from stores.jobs import Jobs
from stores.kv import KV
from stores.kv_redis import RedisKV
from stores.kv_sqlite import SqliteKV
from stores.media import FolderMedia, Media
from stores.signals import EmbeddedSignals, RedisSignals, Signals
from stores.sql import Database
from stores.sql_mysql import MysqlDatabase
from stores.sql_sqlite import SqliteDatabase
from stores.targets import Targets
from stores.users import Users
from stores.works import Works


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a handler or a job may use."""

    config: Config
    database: Database
    kv: KV
    media: Media
    jobs: Jobs
    queue: Queue
    signals: Signals
    tokens: Tokens
    captcha: Captcha
    sms: Sms
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
    administration: Administration


def sqlite_path(config: Config) -> Path:
    return config.data / "postcard.sqlite"


def open_database(config: Config) -> AbstractAsyncContextManager[Database]:
    """The database that sql.url names, not yet entered."""
    if not config.sql.url:
        return SqliteDatabase(sqlite_path(config))
    return MysqlDatabase(
        pool=config.sql.pool,
        connect_seconds=config.sql.connect_seconds,
        **sql_parts(config.sql.url),
    )


def _open_kv(config: Config) -> AbstractAsyncContextManager[KV]:
    if not config.redis.url:
        return SqliteKV(config.data / "kv.sqlite")
    return RedisKV(config.redis.url, command_seconds=config.redis.command_seconds)


def _open_signals(config: Config) -> AbstractAsyncContextManager[Signals]:
    return RedisSignals(config.redis.url) if config.redis.url else EmbeddedSignals()


def _open_gateway(config: Config, outbox: Outbox, stack: AsyncExitStack) -> Gateway:
    if config.sms.gateway == "outbox":
        return OutboxGateway(outbox)
    # By its name: the provider's SDK takes 6 MB, which only those pay who use it.
    tencent: Any = import_module("services.sms_tencent")
    gateway = tencent.TencentGateway(config.sms)
    stack.callback(gateway.close)
    made: Gateway = gateway
    return made


def _mail_gateway(config: Config, outbox: Outbox) -> MailGateway:
    return OutboxMail(outbox) if config.mail.gateway == "outbox" else SmtpMail(config.mail)


@asynccontextmanager
async def open_services(config: Config, broker: Broker) -> AsyncIterator[Services]:
    """Open every store and service; all are closed when the block ends."""
    config.data.mkdir(parents=True, exist_ok=True)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(config))
        kv = await stack.enter_async_context(_open_kv(config))
        signals = await stack.enter_async_context(_open_signals(config))
        media = FolderMedia(config.data / "media", config.data / "scratch")
        limits = Limits(kv)
        outbox = Outbox(config.data / "outbox")
        users, works, jobs = Users(database), Works(database), Jobs(database)
        passwords, easel = Passwords(config.passwords), Easel()
        stack.callback(passwords.close)
        stack.callback(easel.close)
        captcha = Captcha(kv, limits, easel, outbox if config.debug else None, config.captcha)
        tokens = Tokens(kv, users, config.tokens)
        accounts = Accounts(users, passwords, tokens, captcha, limits, config.limits)
        avatars = Avatars(database, users, media, config.works)
        stack.callback(avatars.close)
        sms = Sms(_open_gateway(config, outbox, stack), limits, config.limits)
        mails = Mails(_mail_gateway(config, outbox), limits, config.limits)
        seals = Seals(read_key(config.secrets.key, config.data / "secret.key"))
        showing = Showing(works, Targets(database), media)
        stack.callback(showing.close)
        places = Places(config.places)
        stack.callback(places.close)
        queue = Queue(broker)
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
            accounts=accounts,
            members=Members(users, accounts, passwords, tokens, captcha, limits, config.limits),
            profiles=Profiles(users),
            avatars=avatars,
            showing=showing,
            recovery=recovery,
            albums=albums,
            storyboards=Storyboards(
                works,
                Targets(database),
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
