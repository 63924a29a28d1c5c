"""`python server.py db ...`: the tables of the database, at a terminal."""

from __future__ import annotations

from config import Config
from services.running.backing import open_database, sqlite_path
from stores import schema
from stores.schema import HEAD, SchemaError
from stores.sql import SqlError


async def upgrade(config: Config, to: str) -> None:
    """Lead them to a revision. Raises `SchemaError`, also when the database is away."""
    found = await _revision(config)
    if to < found:
        raise SchemaError(f"the database has revision {found}: db downgrade --to {to} leads back")
    if found != to:
        await schema.upgrade(to)
    print(f"the database has revision {to}")


async def downgrade(config: Config, to: str) -> None:
    """Lead them back. Raises `SchemaError`."""
    found = await _revision(config)
    if to >= found:
        raise SchemaError(f"the database has revision {found or 'none'}, which is not above {to}")
    await schema.downgrade(to)
    print(f"the database has revision {to}; it had {found}")


async def compare(config: Config) -> int:
    """Print what the database has and what this program wants; 1 when they differ."""
    found = await _revision(config)
    print(f"the database has revision {found or 'none'}, this program wants {HEAD}")
    if found != HEAD:
        print("server.py db upgrade leads there")
        return 1
    if differs := await schema.difference():
        print(f"its tables are not those of schema.sql: {differs}")
        return 1
    print("its tables are those of schema.sql")
    return 0


async def _revision(config: Config) -> str:
    """That of the database; of one that is not there yet none, and it is not made."""
    if not config.sql.url and not sqlite_path(config).exists():
        return ""
    try:
        async with open_database(config) as database:
            return await schema.revision(database)
    except SqlError as error:
        raise SchemaError(f"the database is away: {error}") from None
