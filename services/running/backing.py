"""Opens what the settings name: the database, the short-lived values, the signals.

A store is imported when the settings name it: the clients of MySQL and Redis take
17 MB, which an embedded Postcard does not pay, and one on servers does not pay for SQLite.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

from addresses import sql_parts
from config import Config
from stores.kv import KV
from stores.signals import EmbeddedSignals, Signals
from stores.sql import Database


def sqlite_path(config: Config) -> Path:
    return config.data / "postcard.sqlite"


def open_database(config: Config) -> AbstractAsyncContextManager[Database]:
    """The database that sql.url names, not yet entered."""
    if not config.sql.url:
        from stores.sql_sqlite import SqliteDatabase

        return SqliteDatabase(sqlite_path(config))
    from stores.sql_mysql import MysqlDatabase

    return MysqlDatabase(
        driver=config.sql.driver,
        pool=config.sql.pool,
        connect_seconds=config.sql.connect_seconds,
        answer_seconds=config.sql.answer_seconds,
        **sql_parts(config.sql.url),
    )


def copy_database(config: Config, to: Path) -> None:
    """Copy the embedded database while it is in use. Raises `SqlError`."""
    from stores.sql_sqlite import copy_database as copy

    copy(sqlite_path(config), to)


def open_kv(config: Config) -> AbstractAsyncContextManager[KV]:
    """The store of short-lived values, not yet entered."""
    if not config.redis.url:
        from stores.kv_sqlite import SqliteKV

        return SqliteKV(config.data / "kv.sqlite")
    from stores.kv_redis import RedisKV

    return RedisKV(config.redis.url, command_seconds=config.redis.command_seconds)


def open_signals(config: Config) -> AbstractAsyncContextManager[Signals]:
    """How processes tell each other that a work changed, not yet entered."""
    if not config.redis.url:
        return EmbeddedSignals()
    from stores.signals_redis import RedisSignals

    return RedisSignals(config.redis.url)
