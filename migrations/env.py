"""Runs migrations on the database of the settings in force (`sql.url`, else SQLite)."""

from __future__ import annotations

from alembic import context
from sqlalchemy import URL, Connection, create_engine, text

from config import Config, load_config, sql_parts
from stores.tables import metadata

LOCK_SECONDS = 60


def url_of(config: Config) -> URL:
    if not config.sql.url:
        config.data.mkdir(parents=True, exist_ok=True)
        return URL.create("sqlite", database=str(config.data / "postcard.sqlite"))
    parts = sql_parts(config.sql.url)
    return URL.create(
        "mysql+pymysql",
        username=parts["user"],
        password=parts["password"],
        host=parts["host"],
        port=parts["port"],
        database=parts["db"],
        query={"charset": "utf8mb4"},
    )


def migrate(connection: Connection) -> None:
    # Several processes of a new version may start at once: one migrates, the others wait.
    is_mysql = connection.dialect.name == "mysql"
    if is_mysql:
        connection.execute(text("SELECT GET_LOCK('postcard_migrations', :s)"), {"s": LOCK_SECONDS})
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    if is_mysql:
        connection.execute(text("SELECT RELEASE_LOCK('postcard_migrations')"))
    connection.commit()


with create_engine(url_of(load_config())).connect() as opened:
    migrate(opened)
