"""Runs migrations on the database of the settings in force (`sql.url`, else SQLite)."""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import URL, Connection, Engine, create_engine, event, text

from addresses import sql_parts
from config import Config, load_config
from migrations.again import MySQLAgain
from stores.tables import metadata

LOCK_SECONDS = 60
LOCK = "postcard_migrations"


def open_engine(config: Config) -> Engine:
    if config.sql.url:
        return create_engine(_mysql(config.sql.url))
    config.data.mkdir(parents=True, exist_ok=True)
    url = URL.create("sqlite", database=str(config.data / "postcard.sqlite"))
    engine = create_engine(url, connect_args={"timeout": LOCK_SECONDS})
    # The driver begins transactions by itself, but not before a change of tables: so that a
    # migration is done whole or not at all, and by one process at a time, we do.
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _begin)
    return engine


def _mysql(url: str) -> URL:
    parts = sql_parts(url)
    return URL.create(
        "mysql+pymysql",
        username=parts["user"],
        password=parts["password"],
        host=parts["host"],
        port=parts["port"],
        database=parts["db"],
        query={"charset": "utf8mb4"},
    )


def _leave_transactions_to_us(connection: Any, _: object) -> None:
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def migrate(connection: Connection) -> None:
    assert MySQLAgain.__dialect__ == "mysql"
    # Several processes of a new version may start at once: one migrates, the others wait.
    is_mysql = connection.dialect.name == "mysql"
    if is_mysql:
        _lock(connection)
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=not is_mysql,
    )
    with context.begin_transaction():
        context.run_migrations()
    # The next one reads the revision as soon as the lock is free: it must be there by then.
    connection.commit()
    if is_mysql:
        connection.execute(
            text("SELECT RELEASE_LOCK(CONCAT(:lock, MD5(DATABASE())))"), {"lock": LOCK}
        )


def _lock(connection: Connection) -> None:
    # A lock is of the whole server, and other databases of it may be migrated meanwhile.
    waited = connection.execute(
        text("SELECT GET_LOCK(CONCAT(:lock, MD5(DATABASE())), :s)"),
        {"lock": LOCK, "s": LOCK_SECONDS},
    )
    if waited.scalar() != 1:
        raise RuntimeError(f"another process has migrated for more than {LOCK_SECONDS} s")


engine = open_engine(load_config())
try:
    with engine.connect() as opened:
        migrate(opened)
finally:
    # A migration that is refused leaves its connection in the pool, and with it the lock.
    engine.dispose()
