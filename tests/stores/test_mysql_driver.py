"""What every driver of MySQL is held to: its errors, its silence, and what it leaves behind."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.util import find_spec
from typing import Any

import pytest
import uvloop
from sqlalchemy import bindparam, text

from addresses import sql_parts
from stores.mysql_pool import Lent
from stores.sql import Duplicate, Row, Session, SqlError
from stores.sql_mysql import MysqlDatabase
from tests.cluster.hosts import Host
from tests.cluster.links import Link
from tests.postcard import Backing
from tests.servers import MariaServer

DRIVERS = ("aiomysql", "asyncmy")
Open = Callable[..., MysqlDatabase]
SLEEP = text("SELECT SLEEP(:seconds)").bindparams(bindparam("seconds"))
ONE = text("SELECT :value").bindparams(bindparam("value"))


@pytest.fixture(params=DRIVERS)
def driver(request: pytest.FixtureRequest) -> str:
    """A driver's name. asyncmy is a choice of the operator's: without it, skipped at home."""
    name: str = request.param
    if find_spec(name) is None and "CI" not in os.environ:
        pytest.skip(f"{name} IS NOT INSTALLED (requirements-dev.txt)")
    return name


@pytest.fixture
def open_database(driver: str) -> Open:
    """Makes a database of one driver, not yet entered."""

    def make(parts: dict[str, Any], **changes: Any) -> MysqlDatabase:
        options = {"pool": 2, "connect_seconds": 2.0, "answer_seconds": 5.0} | changes
        return MysqlDatabase(driver=driver, **options, **parts)

    return make


@pytest.fixture
def parts(backing: Backing) -> dict[str, Any]:
    """Where an empty database is."""
    return sql_parts(backing.maria.fresh_database())


@asynccontextmanager
async def linked(parts: dict[str, Any]) -> AsyncIterator[tuple[Link, dict[str, Any]]]:
    link = Link(Host("link"), ("127.0.0.1", 0), ("127.0.0.1", parts["port"]))
    await link.open()
    try:
        yield link, parts | {"port": link.port}
    finally:
        await link.close()


async def tables(database: MysqlDatabase) -> None:
    await database.run(text("CREATE TABLE a (id INT PRIMARY KEY, x INT NOT NULL) ENGINE=InnoDB"))
    await database.run(
        text("CREATE TABLE b (a INT, FOREIGN KEY (a) REFERENCES a (id)) ENGINE=InnoDB")
    )
    await database.run(text("INSERT INTO a VALUES (1, 0), (2, 0)"))


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
        found = [await _outcome(database.run(text(sql))) for sql in refused]

        assert [Duplicate, Duplicate, *[SqlError] * 4] == found
        assert (1,) == await database.one(ONE, value=1)


async def _outcome(step: Any) -> type[BaseException] | None:
    try:
        await step
    except Exception as error:
        return type(error)
    return None


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
            told = await _outcome(ask(database, write))
        await _nobody_works(holder)
        rows = await holder.all(text("SELECT x FROM a ORDER BY id"))

    assert told in (SqlError, TimeoutError)
    assert [(0,), (0,)] == rows


async def test_what_waits_in_vain_keeps_nothing(open_database: Open, parts: dict[str, Any]) -> None:
    """What a transaction had locked before is free once it has failed, not when the other is."""
    async with (
        open_database(parts, answer_seconds=1.0) as database,
        open_database(parts, answer_seconds=30.0) as holder,
    ):
        await tables(holder)
        async with a_row(holder):
            assert SqlError is await _outcome(the_second_of_two(database, WRITE))
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
        slow = asyncio.create_task(other.one(SLEEP, seconds=1))
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


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run], ids=["asyncio", "uvloop"])
@pytest.mark.parametrize("step", ["statement", "commit", "begin", "ping", "rollback"])
def test_a_connection_is_reset_between_two_statements(
    open_database: Open, parts: dict[str, Any], run: Callable[[Any], Any], step: str
) -> None:
    """It counts as lost, whatever the loop's transports say of that; the next one is new."""

    async def both() -> tuple[Any, Any]:
        async with linked(parts) as (link, there), open_database(there) as database:
            told = await _outcome(_reset_before(step, database, link))
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

        ends = await asyncio.gather(_outcome(cross(1, 2)), _outcome(cross(2, 1)))
        rows = await database.all(text("SELECT x FROM a ORDER BY id"))

    assert {None, SqlError} == set(ends)
    assert [(1,), (1,)] == rows


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
            async with asyncio.timeout(30):
                away = await asyncio.gather(*(_outcome(database.ping()) for _ in range(16)))
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
        changes = {"pool": 3, "connect_seconds": 1.0, "answer_seconds": 1.0}
        async with open_database(there, **changes) as database:
            await asyncio.gather(*(database.one(ONE, value=1) for _ in range(3)))
            link.silence(True)
            asked = [_outcome(database.one(text(statement))) for _ in range(20)]
            async with asyncio.timeout(30):
                silent = await asyncio.gather(*asked, _outcome(_change(database)))
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
            async with asyncio.timeout(20):
                found = await asyncio.gather(*(_outcome(database.ping()) for _ in range(64)))

    assert [SqlError] * 64 == found


async def test_all_connections_in_use(open_database: Open, parts: dict[str, Any]) -> None:
    """Who waits for a connection longer than for an answer gets SqlError; the next finds one."""
    async with open_database(parts, pool=1, answer_seconds=1.0) as database:
        async with database.transaction() as session:
            await session.one(ONE, value=1)
            assert (1, 1) == database.use()
            assert [SqlError] * 5 == await asyncio.gather(
                *(_outcome(database.one(ONE, value=2)) for _ in range(5))
            )
        assert (0, 1) == database.use()
        assert (3,) == await database.one(ONE, value=3)


async def test_a_pause_between_statements(open_database: Open, parts: dict[str, Any]) -> None:
    """A transaction that asks nothing for longer than an answer may take is not given up,
    also when what it asked last was refused."""
    async with open_database(parts, pool=1, answer_seconds=0.5) as database:
        await tables(database)
        async with database.transaction() as session:
            assert SqlError is not await _outcome(session.one(text("SELEKT")))
            await asyncio.sleep(1.6)
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
            await _outcome(database.run(text("INSERT INTO a VALUES (1, 0)")))
            await _outcome(database.run(text("DROP TABLE IF EXISTS nowhere")))
            task = asyncio.create_task(database.one(SLEEP, seconds=60))
            await asyncio.sleep(0.1)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    assert [] == [one for one in caplog.records if one.name != "asyncio"]
