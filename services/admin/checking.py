"""What an operator wants to know before guests come: a line for each part, and what mends it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Coroutine
from typing import Any, Final, NamedTuple

from config import ROOT, Config, sql_parts
from services.admin.admins import has_sample
from services.admin.rules import SAMPLE
from services.running.backing import open_database, sqlite_path
from services.running.clock import now_ms
from services.running.precautions import dangers
from services.running.storage import open_media
from stores.jobs import JobRows
from stores.kv import KVError
from stores.media import StorageError
from stores.schema import SchemaError, is_current
from stores.sql import SqlError
from studio.paint.lettering import find_font

PATIENCE: Final = 5.0
LEAST_FREE: Final = 5 << 30
SEEN_MS: Final = 30_000
# A character of every poem, in no font but a Chinese one.
CHINESE: Final = "春"
# Parts that stand behind an address.
URLS: Final = ("sql", "redis")


class Finding(NamedTuple):
    """One part: whether it is as it should be, what was seen, and what would mend it."""

    part: str
    good: bool
    text: str
    fix: str = ""

    def line(self) -> str:
        mark = "ok " if self.good else "BAD"
        return f"{mark} {self.part:8} {self.text}" + (f"; {self.fix}" if self.fix else "")


async def check(config: Config) -> list[Finding]:
    """Every part in turn; whatever a look at one raises is its finding."""
    looks: dict[str, Callable[[Config], Coroutine[Any, Any, Finding]]] = {
        "sql": _sql,
        "redis": _redis,
        "workers": _workers,
        "admin": _admin,
    }
    found = [_address(config), _data(config), _secrets(config)]
    for part, look in looks.items():
        try:
            async with asyncio.timeout(PATIENCE):
                found.append(await look(config))
        except SchemaError as error:
            found.append(Finding(part, False, str(error)))
        except (SqlError, KVError, OSError, TimeoutError) as error:
            reason = str(error) or "no answer"
            fix = f"is {part}.url right, and does the server run?" if part in URLS else ""
            found.append(Finding(part, False, reason, fix))
    if config.storage.bucket:
        found.append(await _bucket(config))
    return [*found, _sms(config), _mail(config), _font(config)]


def _address(config: Config) -> Finding:
    host = config.http.host
    behind = config.http.trusted_proxies
    if config.at_home or behind or host.startswith("127."):
        return Finding("address", True, f"{host}:{config.http.port}, proxies: {behind}")
    return Finding(
        "address",
        False,
        f"{host}:{config.http.port} is open to all without a proxy",
        "put one with TLS before it and set http.trusted_proxies = 1",
    )


def _data(config: Config) -> Finding:
    folder = config.data
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".check"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return Finding("data", False, f"{folder}: {error.strerror}", "let this user write there")
    free = shutil.disk_usage(folder).free
    text = f"{folder}, {free >> 30} GiB free"
    if free < LEAST_FREE:
        return Finding("data", False, text, "a hundred films take about 2 GiB: make room")
    return Finding("data", True, text)


def _secrets(config: Config) -> Finding:
    for danger in dangers(config):
        return Finding("secrets", False, danger.text, danger.fix)
    if config.secrets.key:
        return Finding("secrets", True, "the key is set")
    if config.sql.url:
        text = "no secrets.key over a database that other machines may share"
        return Finding("secrets", False, text, "set the same 64 hex digits on every machine")
    return Finding("secrets", True, f"kept in {config.data / 'secret.key'}")


async def _admin(config: Config) -> Finding:
    if config.at_home:
        return Finding("admin", True, "the sample account may sign in, on this machine alone")
    if not config.sql.url and not sqlite_path(config).exists():
        return Finding("admin", True, "none yet")
    async with open_database(config) as database:
        if await is_current(database) and await has_sample(database, config):
            fix = f"server.py admin password {SAMPLE}, or admin remove {SAMPLE}"
            return Finding("admin", False, "the sample account has the document's password", fix)
    return Finding("admin", True, "the sample account cannot sign in")


async def _sql(config: Config) -> Finding:
    name = "sqlite"
    if not config.sql.url and not sqlite_path(config).exists():
        return Finding("sql", True, f"{name}, made at the first start")
    if config.sql.url:
        parts = sql_parts(config.sql.url)
        name = f"mysql {parts['db']} at {parts['host']}:{parts['port']}"
    async with open_database(config) as database:
        if await is_current(database):
            return Finding("sql", True, f"{name}, its tables are this version's")
    return Finding(
        "sql", False, f"{name}, its tables are of another version", "server.py db upgrade"
    )


async def _redis(config: Config) -> Finding:
    if not config.redis.url:
        if config.sql.url:
            fix = "set redis.url, or processes will not see each other's codes and tokens"
            return Finding("redis", False, "embedded, beside a database of a server", fix)
        return Finding("redis", True, "embedded")
    from stores.kv_redis import RedisKV

    async with RedisKV(config.redis.url, command_seconds=config.redis.command_seconds) as kv:
        durable = await kv.has_log()
    if not durable:
        return Finding("redis", False, "runs without AOF", "appendonly yes in redis.conf")
    return Finding("redis", True, "runs, with AOF")


async def _workers(config: Config) -> Finding:
    if not config.redis.url:
        return Finding("workers", True, "in the server process")
    async with open_database(config) as database:
        seen = await JobRows(database).workers_since(now_ms() - SEEN_MS)
    if seen:
        return Finding("workers", True, f"{seen} seen in the last 30 s")
    return Finding("workers", False, "none seen in the last 30 s", "make worker")


async def _bucket(config: Config) -> Finding:
    settings = config.storage
    name, media = f"bucket {settings.bucket} at {settings.endpoint}", open_media(config)
    probe = media.scratch("check")
    try:
        probe.write_bytes(b"check")
        async with asyncio.timeout(PATIENCE):
            await media.ping()
            # Whoever may look need not be one who may write and delete.
            await media.share(probe.name)
            await media.unshare(probe.name)
    except (StorageError, OSError, TimeoutError) as error:
        probe.unlink(missing_ok=True)
        reason = f"{name}: {str(error) or 'no answer'}"
        return Finding("storage", False, reason, "docs/storage.md says what it needs")
    return Finding("storage", True, f"{name}, can be read and written")


def _sms(config: Config) -> Finding:
    sms = config.sms
    if sms.gateway == "outbox":
        text = f"codes are files in {config.data / 'outbox'}"
        return Finding("sms", config.at_home, text, "" if config.at_home else 'gateway = "tencent"')
    names = ("secret_id", "secret_key", "app_id", "sign", "template_register", "template_reset")
    missing = [f"sms.tencent_{name}" for name in names if not getattr(sms, f"tencent_{name}")]
    if missing:
        return Finding("sms", False, "Tencent Cloud", "set " + ", ".join(missing))
    return Finding("sms", True, "Tencent Cloud")


def _mail(config: Config) -> Finding:
    mail = config.mail
    if mail.gateway == "outbox":
        text = f"letters are files in {config.data / 'outbox'}"
        return Finding("mail", config.at_home, text, "" if config.at_home else 'gateway = "smtp"')
    if not mail.host or not mail.sender:
        return Finding("mail", False, "SMTP", "set mail.host and mail.sender")
    return Finding("mail", True, f"{mail.host}:{mail.port}")


def _font(config: Config) -> Finding:
    chain = find_font(ROOT / config.works.font if config.works.font else None)
    found = chain.face_for(CHINESE)
    if found is None:
        return Finding("font", False, "no font has Chinese letters", "install fonts-lxgw-wenkai")
    return Finding("font", True, found.path)
