"""What waits for a lock on MySQL: it fails in time, and is not done later."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import text

from stores.mysql_pool import Lent
from stores.sql import Row, Session, SqlError
from stores.sql_mysql import MysqlDatabase
from tests.stores.mysql import SLEEP, Open, outcome_of, tables


async def test_a_lock_that_is_not_given(open_database: Open, parts: dict[str, Any]) -> None:
    """Waiting too long for a row is SqlError, and the row is as its holder left it."""
    async with open_database(parts) as database:
        await tables(database)
        async with database.transaction() as holder:
            await holder.run(text("UPDATE a SET x = 1 WHERE id = 1"))
            with pytest.raises(SqlError) as raised:
                async with database.transaction() as other:
                    await other.run(text("SET innodb_lock_wait_timeout = 1"))
                    await other.run(text("UPDATE a SET x = 2 WHERE id = 1"))

        assert type(raised.value) is SqlError
        assert (1,) == await database.one(text("SELECT x FROM a WHERE id = 1"))


Held = Callable[[MysqlDatabase], Any]


@asynccontextmanager
async def a_row(holder: MysqlDatabase) -> AsyncIterator[None]:
    """Somebody keeps row 1 until the block ends."""
    async with holder.transaction() as session:
        await session.one(text("SELECT x FROM a WHERE id = 1 FOR UPDATE"))
        yield


@asynccontextmanager
async def the_table(holder: MysqlDatabase) -> AsyncIterator[None]:
    """Somebody changes the table until the block ends."""
    async with holder.transaction() as session:
        await session.run(text("LOCK TABLES a WRITE"))
        yield
        await session.run(text("UNLOCK TABLES"))


@asynccontextmanager
async def nothing(_: MysqlDatabase) -> AsyncIterator[None]:
    """No lock is held: the statement is slow by itself."""
    yield


WRITE = "UPDATE a SET x = 7 WHERE id = 1"
SLOW = "UPDATE a SET x = 7 + SLEEP(3) WHERE id = 1"


async def one_statement(database: MysqlDatabase, write: str) -> None:
    await database.run(text(write))


async def the_second_of_two(database: MysqlDatabase, write: str) -> None:
    async with database.transaction() as session:
        await session.run(text("UPDATE a SET x = 7 WHERE id = 2"))
        await session.run(text(write))


async def given_up(database: MysqlDatabase, write: str) -> None:
    """As a handler is that takes too long."""
    async with asyncio.timeout(0.3):
        await database.run(text(write))


async def given_up_between(database: MysqlDatabase, write: str) -> None:
    async with asyncio.timeout(0.3):
        await the_second_of_two(database, write)


@pytest.mark.parametrize(
    ("held", "write"),
    [(a_row, WRITE), (the_table, WRITE), (nothing, SLOW)],
    ids=["a row", "the table", "slow"],
)
@pytest.mark.parametrize(
    "ask", [one_statement, the_second_of_two, given_up, given_up_between], ids=lambda f: f.__name__
)
async def test_nothing_is_written_once_it_has_failed(
    open_database: Open, parts: dict[str, Any], held: Held, write: str, ask: Any
) -> None:
    """Who is told that it failed finds it undone, also when what it waited for is free again."""
    async with (
        open_database(parts, answer_seconds=1.0) as database,
        open_database(parts, answer_seconds=30.0) as holder,
    ):
        await tables(holder)
        async with held(holder):
            told = await outcome_of(ask(database, write))
        await _nobody_works(holder)
        rows = await holder.all(text("SELECT x FROM a ORDER BY id"))

    assert told in (SqlError, TimeoutError)
    assert [(0,), (0,)] == rows


async def test_what_waits_in_vain_keeps_nothing(open_database: Open, parts: dict[str, Any]) -> None:
    """What a transaction had locked before is free once it has failed, not when the other is."""
    async with (
        open_database(parts, answer_seconds=2.0) as database,
        open_database(parts, answer_seconds=30.0) as holder,
    ):
        await tables(holder)
        async with a_row(holder):
            assert SqlError is await outcome_of(the_second_of_two(database, WRITE))
            await database.run(text("UPDATE a SET x = 3 WHERE id = 2"))

        assert (3,) == await holder.one(text("SELECT x FROM a WHERE id = 2"))


async def _nobody_works(watcher: MysqlDatabase) -> None:
    """Return when the server does nothing for anybody else."""
    busy = text(
        "SELECT id FROM information_schema.processlist WHERE user = 'app'"
        " AND db = DATABASE() AND command <> 'Sleep' AND id <> CONNECTION_ID()"
    )
    async with asyncio.timeout(30):
        while await watcher.all(busy):
            await asyncio.sleep(0.05)


async def test_a_number_of_another_server_is_let_be(
    open_database: Open, parts: dict[str, Any]
) -> None:
    """Behind a balancer a connection's number may be somebody else's: nobody ends it then."""
    async with open_database(parts) as database, open_database(parts) as other:
        slow = asyncio.create_task(other.one(SLEEP, seconds=3))
        async with database.transaction() as session:
            (number,) = await _number_of_a_sleeper(session)
            lent = Lent(None)  # type: ignore[arg-type]  # what it leads to is elsewhere
            lent.who = ("elsewhere:3306", number)
            await database._pool.kill([lent])

        assert (0,) == await slow


async def _number_of_a_sleeper(session: Session) -> Row:
    asked = text("SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT SL%'")
    async with asyncio.timeout(30):
        while (found := await session.one(asked)) is None:
            await asyncio.sleep(0.01)
    return found


async def test_a_deadlock(open_database: Open, parts: dict[str, Any]) -> None:
    """Of two who wait for each other one gets SqlError, and the other goes on."""
    async with open_database(parts) as database:
        await tables(database)
        both = asyncio.Barrier(2)

        async def cross(first: int, then: int) -> None:
            async with database.transaction() as session:
                await session.run(text(f"UPDATE a SET x = x + 1 WHERE id = {first}"))
                await both.wait()
                await session.run(text(f"UPDATE a SET x = x + 1 WHERE id = {then}"))

        ends = await asyncio.gather(outcome_of(cross(1, 2)), outcome_of(cross(2, 1)))
        rows = await database.all(text("SELECT x FROM a ORDER BY id"))

    assert {None, SqlError} == set(ends)
    assert [(1,), (1,)] == rows
