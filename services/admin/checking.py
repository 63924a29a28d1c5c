"""What an operator wants to know before guests come: a line for each part, and what mends it."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from addresses import sql_parts
from config import ROOT, Config, ConfigError, config_file
from services.admin import reaching
from services.admin.admins import has_sample
from services.admin.findings import Finding
from services.admin.rules import SAMPLE
from services.running.backing import open_database, sqlite_path
from services.running.beginning import open_to
from services.running.clock import now_ms
from services.running.environment import adopted, forgotten, read
from services.running.precautions import dangers
from stores.admin_tables import newest
from stores.divisions import FILES, abroad, edition
from stores.jobs import JobRows
from stores.kv import KVError
from stores.schema import HEAD, SchemaError, is_current, revision
from stores.sql import SqlError
from studio.paint.lettering import find_font

PATIENCE: Final = 5.0
LEAST_FREE: Final = 5 << 30
SEEN_MS: Final = 30_000
# A character of every poem, in no font but a Chinese one.
CHINESE: Final = "春"
# Parts that stand behind an address.
URLS: Final = ("sql", "redis")


async def check(config: Config) -> list[Finding]:
    """Every part in turn; whatever a look at one raises is its finding."""
    looks: dict[str, Callable[[Config], Coroutine[Any, Any, Finding]]] = {
        "sql": _sql,
        "redis": _redis,
        "workers": _workers,
        "admin": _admin,
    }
    found = [_settings(), _address(config), _data(config), _secrets(config)]
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
    away = await asyncio.gather(
        reaching.storage(config), reaching.sms(config), reaching.mail(config)
    )
    return [*found, *away, _places(config), _font(config)]


def _settings() -> Finding:
    """Whose settings these are: the files, and which variables there are beside them."""
    file, named = adopted(), {name for name in os.environ if name.startswith("POSTCARD__")}
    held: set[str] = set()
    texts = [str(config_file())]
    if file is not None:
        try:
            held = named & set(read(file))
            texts.append(f"{file} with {_listed(held)}")
        except ConfigError as error:
            texts.append(f"{error} (a service manager has read it)")
    elif missed := forgotten():
        fix = f"python server.py --env {missed} check"
        return Finding("settings", False, f"{texts[0]}; {missed} is there and was not read", fix)
    texts.append(f"the environment with {_listed(named - held)}")
    return Finding("settings", True, "; ".join(texts))


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "nothing of ours"


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
    there = next(one for one in (folder, *folder.parents) if os.path.exists(one))
    if not os.access(there, os.W_OK | os.X_OK):
        return Finding("data", False, f"{folder}: Permission denied", "let this user write there")
    free = shutil.disk_usage(there).free
    text = f"{folder}, {free >> 30} GiB free" + ("" if there == folder else ", not made yet")
    if free < LEAST_FREE:
        return Finding("data", False, text, "a hundred films take about 2 GiB: make room")
    if there == folder and open_to(folder):
        return Finding("data", False, f"{folder} is open to others", f"chmod 700 {folder}")
    if foreign := _foreign(folder):
        owner = folder.stat().st_uid
        fix = f"chown -R {owner}:{folder.stat().st_gid} {folder}"
        return Finding("data", False, f"{foreign} belongs to another user", fix)
    return Finding("data", True, text)


def _foreign(folder: Path) -> Path | None:
    """Something there, or in a folder there, that the folder's owner does not own."""
    with suppress(OSError):
        owner = folder.stat().st_uid
        for path in (*folder.glob("*"), *folder.glob("*/*")):
            if path.lstat().st_uid != owner:
                return path
    return None


def _secrets(config: Config) -> Finding:
    for danger in dangers(config):
        return Finding("secrets", False, danger.text, danger.fix)
    if config.secrets.key:
        return Finding("secrets", True, "the key is set")
    if config.sql.url:
        text = "no secrets.key over a database that other machines may share"
        return Finding("secrets", False, text, "set the same 64 hex digits on every machine")
    return Finding("secrets", True, f"the key is that of {config.data / 'secret.key'}")


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
    name = f"embedded, SQLite in {sqlite_path(config)}"
    if not config.sql.url and not sqlite_path(config).exists():
        return Finding("sql", True, f"{name}, made at the first start")
    if config.sql.url:
        parts = sql_parts(config.sql.url)
        name = f"MariaDB or MySQL, {parts['db']} at {parts['host']}:{parts['port']}"
    async with open_database(config) as database:
        found = await revision(database)
        if found != HEAD:
            text = f"{name}, its tables are of revision {found or 'none'}, not {HEAD}"
            return Finding("sql", False, text, "server.py db upgrade")
        user, work = await newest(database)
    text = f"{name}, revision {HEAD}, users to number {user}, works to number {work}"
    return Finding("sql", True, text)


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


def _places(config: Config) -> Finding:
    folder = ROOT / config.places.boundaries if config.places.boundaries else None
    missing = [file for file in FILES if folder and not (folder / file).is_file()]
    if missing:
        return Finding(
            "places", False, f"{folder} has no {missing[0]}", "see docs/decisions/places"
        )
    return Finding("places", True, f"{edition(folder)}; abroad {abroad()}")


def _font(config: Config) -> Finding:
    chain = find_font(ROOT / config.works.font if config.works.font else None)
    found = chain.face_for(CHINESE)
    if found is None:
        return Finding("font", False, "no font has Chinese letters", "install fonts-lxgw-wenkai")
    return Finding("font", True, found.path)
