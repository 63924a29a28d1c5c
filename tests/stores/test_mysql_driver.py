"""What every driver of MySQL is held to: its errors, its silence, and what it leaves behind."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvloop
from sqlalchemy import bindparam, text

from addresses import sql_parts
from stores.sql import Duplicate, SqlError
from stores.sql_mysql import MysqlDatabase
from tests.cluster.hosts import Host
from tests.cluster.links import Link
from tests.servers import MariaServer
from tests.stores.mysql import SLEEP, Open, outcome_of, tables

ONE = text("SELECT :value").bindparams(bindparam("value"))


@asynccontextmanager
async def linked(parts: dict[str, Any]) -> AsyncIterator[tuple[Link, dict[str, Any]]]:
    link = Link(Host("link"), ("127.0.0.1", 0), ("127.0.0.1", parts["port"]))
    await link.open()
    try:
        yield link, parts | {"port": link.port}
    finally:
        await link.close()


async def test_errors_are_typed(open_database: Open, parts: dict[str, Any]) -> None:
    """What breaks a key is Duplicate; all else that the server refuses is SqlError alone."""
    refused = [
        "INSERT INTO a VALUES (1, 0)",
        "INSERT INTO b VALUES (9)",
        "SELEKT",
        "SELECT * FROM nowhere",
        "INSERT INTO a VALUES (3, 'x')",
        "SELECT nothing FROM a",
    ]
    async with open_database(parts) as database:
        await tables(database)
        found = [await outcome_of(database.run(text(sql))) for sql in refused]

        assert [Duplicate, Duplicate, *[SqlError] * 4] == found
        assert (1,) == await database.one(ONE, value=1)


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run], ids=["asyncio", "uvloop"])
@pytest.mark.parametrize("step", ["statement", "commit", "begin", "ping", "rollback"])
def test_a_connection_is_reset_between_two_statements(
    open_database: Open, parts: dict[str, Any], run: Callable[[Any], Any], step: str
) -> None:
    """It counts as lost, whatever the loop's transports say of that; the next one is new."""

    async def both() -> tuple[Any, Any]:
        async with linked(parts) as (link, there), open_database(there) as database:
            told = await outcome_of(_reset_before(step, database, link))
            return told, await database.one(ONE, value=3)

    told, then = run(both())

    assert (ZeroDivisionError if step == "rollback" else SqlError, (3,)) == (told, then)


async def _reset_before(step: str, database: MysqlDatabase, link: Link) -> None:
    pool = database._pool
    if step in ("begin", "ping"):
        # As when it is reset after it was looked at: nobody lends a connection known to be lost.
        lent = await pool.acquire()
        pool.release(lent)
        link.reset()
        await asyncio.sleep(0.2)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pool.driver, "is_alive", lambda _: True)
            await (database.ping() if step == "ping" else _change(database))
        return
    async with database.transaction() as session:
        await session.one(ONE, value=1)
        link.reset()
        await asyncio.sleep(0.2)
        if step == "rollback":
            raise ZeroDivisionError
        if step == "statement":
            await session.one(ONE, value=2)


async def test_a_caller_who_leaves_in_the_middle(
    open_database: Open, parts: dict[str, Any]
) -> None:
    """Nobody reads an answer that was meant for somebody who left, and no lock stays behind."""
    async with open_database(parts, pool=1) as database:
        await tables(database)
        for moment in (0.0, 0.001, 0.05):
            task = asyncio.create_task(database.one(SLEEP, seconds=0.3))
            await asyncio.sleep(moment)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert task.cancelled()
            assert (42,) == await database.one(ONE, value=42)

        async def halfway() -> None:
            async with database.transaction() as session:
                await session.run(text("UPDATE a SET x = 5 WHERE id = 1"))
                await session.one(SLEEP, seconds=1)

        task = asyncio.create_task(halfway())
        await asyncio.sleep(0.2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await database.run(text("UPDATE a SET x = x + 1 WHERE id = 1"))

        assert (1,) == await database.one(text("SELECT x FROM a WHERE id = 1"))
        assert (0, 1) == database.use()


async def test_a_failed_block_is_rolled_back(open_database: Open, parts: dict[str, Any]) -> None:
    """An error of the caller's own undoes what was written, and costs no connection."""
    async with open_database(parts, pool=1) as database:
        await tables(database)
        before = await database.one(text("SELECT CONNECTION_ID()"))
        with pytest.raises(ZeroDivisionError):
            async with database.transaction() as session:
                await session.run(text("UPDATE a SET x = 5 WHERE id = 1"))
                raise ZeroDivisionError

        assert (0,) == await database.one(text("SELECT x FROM a WHERE id = 1"))
        assert before == await database.one(text("SELECT CONNECTION_ID()"))


async def test_connections_that_the_server_ends(open_database: Open, parts: dict[str, Any]) -> None:
    """An idle one that was ended is replaced unseen; who waits on one is told."""
    async with open_database(parts, pool=2) as database, open_database(parts) as admin:
        await asyncio.gather(*(database.one(SLEEP, seconds=0.1) for _ in range(2)))
        for (id_,) in await admin.all(
            text("SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID()")
        ):
            await admin.run(text(f"KILL {id_}"))
        await asyncio.sleep(0.1)
        found = await asyncio.gather(*(database.one(ONE, value=n) for n in range(8)))
        waiting = asyncio.create_task(database.one(SLEEP, seconds=60))
        await asyncio.sleep(0.2)
        (id_,) = (
            await admin.one(
                text("SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT SL%'")
            )
            or ()
        )
        await admin.run(text(f"KILL {id_}"))
        with pytest.raises(SqlError):
            await waiting

        assert [(n,) for n in range(8)] == found
        assert (1,) == await database.one(ONE, value=1)


async def test_a_server_that_starts_again(open_database: Open) -> None:
    """While it is away every caller gets SqlError, and all is well when it is back."""
    server = MariaServer()
    try:
        server.start()
        parts = sql_parts(server.fresh_database())
        async with open_database(parts) as database:
            await asyncio.gather(*(database.one(ONE, value=1) for _ in range(8)))
            await asyncio.to_thread(server.stop)
            async with asyncio.timeout(60):
                away = await asyncio.gather(*(outcome_of(database.ping()) for _ in range(16)))
            await asyncio.to_thread(server.start)
            back = await asyncio.gather(*(database.one(ONE, value=n) for n in range(16)))
    finally:
        server.close()

    assert [SqlError] * 16 == away
    assert [(n,) for n in range(16)] == back


@pytest.mark.parametrize("statement", ["SELECT 2", "SELECT '" + "x" * 4_000_000 + "'"])
async def test_a_server_that_falls_silent(
    open_database: Open, parts: dict[str, Any], statement: str
) -> None:
    """What stands but never answers is given up in seconds, however much was still to be sent."""
    async with linked(parts) as (link, there):
        changes = {"pool": 3, "connect_seconds": 3.0, "answer_seconds": 2.0}
        async with open_database(there, **changes) as database:
            await asyncio.gather(*(database.one(ONE, value=1) for _ in range(3)))
            link.silence(True)
            asked = [outcome_of(database.one(text(statement))) for _ in range(20)]
            async with asyncio.timeout(60):
                silent = await asyncio.gather(*asked, outcome_of(_change(database)))
            link.silence(False)
            back = await database.one(ONE, value=3)

    assert [SqlError] * 21 == silent
    assert (3,) == back


async def _change(database: MysqlDatabase) -> None:
    async with database.transaction() as session:
        await session.run(text("SELECT 4"))


async def test_a_server_that_takes_connections_and_says_nothing(open_database: Open) -> None:
    """Every caller is told when a connection or an answer is overdue, not one after the other."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as silent:
        port = silent.getsockname()[1]
        there = {"host": "127.0.0.1", "port": port, "user": "app", "password": "x", "db": "none"}
        async with open_database(there, connect_seconds=1.0, answer_seconds=2.0) as database:
            async with asyncio.timeout(60):
                found = await asyncio.gather(*(outcome_of(database.ping()) for _ in range(64)))

    assert [SqlError] * 64 == found


async def test_all_connections_in_use(open_database: Open, parts: dict[str, Any]) -> None:
    """Who waits for a connection longer than for an answer gets SqlError; the next finds one."""
    async with open_database(parts, pool=1, answer_seconds=1.0) as database:
        async with database.transaction() as session:
            await session.one(ONE, value=1)
            assert (1, 1) == database.use()
            assert [SqlError] * 5 == await asyncio.gather(
                *(outcome_of(database.one(ONE, value=2)) for _ in range(5))
            )
        assert (0, 1) == database.use()
        assert (3,) == await database.one(ONE, value=3)


async def test_a_pause_between_statements(open_database: Open, parts: dict[str, Any]) -> None:
    """A transaction that asks nothing for longer than an answer may take is not given up,
    also when what it asked last was refused."""
    async with open_database(parts, pool=1, answer_seconds=1.5) as database:
        await tables(database)
        async with database.transaction() as session:
            assert SqlError is not await outcome_of(session.one(text("SELEKT")))
            await asyncio.sleep(3.5)
            found = await session.one(ONE, value=2)

    assert (2,) == found


async def test_values_come_back_as_they_went(open_database: Open, parts: dict[str, Any]) -> None:
    """Text of every plane, quotes and percent signs, numbers at their ends, and nothing."""
    values: list[Any] = ["山水😀𠮷'\"\\;--%s%%", "", 2**63 - 1, -(2**63), 0, None]
    async with open_database(parts) as database:
        found = [await database.one(ONE, value=value) for value in values]
        names = await database.one(
            text("SELECT @@character_set_client, @@tx_isolation, @@autocommit, 'a%%b'")
        )

    assert [(value,) for value in values] == found
    assert names is not None
    assert ("utf8mb4", "READ-COMMITTED", 1) == names[:3]


async def test_nothing_is_said(
    open_database: Open, parts: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """Neither a statement nor its failure makes a driver write a line, or keep a socket open."""
    with caplog.at_level(logging.DEBUG):
        async with open_database(parts) as database:
            await tables(database)
            await outcome_of(database.run(text("INSERT INTO a VALUES (1, 0)")))
            await outcome_of(database.run(text("DROP TABLE IF EXISTS nowhere")))
            task = asyncio.create_task(database.one(SLEEP, seconds=60))
            await asyncio.sleep(0.1)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    assert [] == [one for one in caplog.records if one.name != "asyncio"]
