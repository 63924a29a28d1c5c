"""What the settings put below the services: a database, short-lived values, signals.

A store is loaded by its name when the settings name it: the clients of MySQL and Redis take
17 MB, which an embedded Postcard does not pay, and one on servers does not pay for SQLite.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from importlib import import_module
from pathlib import Path
from typing import Any

from config import Config, sql_parts
from stores.kv import KV
from stores.signals import EmbeddedSignals, Signals
from stores.sql import Database


def sqlite_path(config: Config) -> Path:
    return config.data / "postcard.sqlite"


def open_database(config: Config) -> AbstractAsyncContextManager[Database]:
    """The database that sql.url names, not yet entered."""
    opened: AbstractAsyncContextManager[Database]
    if not config.sql.url:
        opened = _sqlite().SqliteDatabase(sqlite_path(config))
    else:
        opened = import_module("stores.sql_mysql").MysqlDatabase(
            driver=config.sql.driver,
            pool=config.sql.pool,
            connect_seconds=config.sql.connect_seconds,
            answer_seconds=config.sql.answer_seconds,
            **sql_parts(config.sql.url),
        )
    return opened


def copy_database(config: Config, to: Path) -> None:
    """Copy the embedded database while it is in use. Raises `SqlError`."""
    _sqlite().copy_database(sqlite_path(config), to)


def open_kv(config: Config) -> AbstractAsyncContextManager[KV]:
    """The store of short-lived values, not yet entered."""
    opened: AbstractAsyncContextManager[KV]
    if not config.redis.url:
        opened = import_module("stores.kv_sqlite").SqliteKV(config.data / "kv.sqlite")
    else:
        opened = import_module("stores.kv_redis").RedisKV(
            config.redis.url, command_seconds=config.redis.command_seconds
        )
    return opened


def open_signals(config: Config) -> AbstractAsyncContextManager[Signals]:
    """How processes tell each other that a work changed, not yet entered."""
    if not config.redis.url:
        return EmbeddedSignals()
    opened: AbstractAsyncContextManager[Signals]
    opened = import_module("stores.signals_redis").RedisSignals(config.redis.url)
    return opened


def _sqlite() -> Any:
    return import_module("stores.sql_sqlite")
