"""What statements may rely on, whichever database runs them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import bindparam, insert, select, text, update

from addresses import sql_parts
from stores.sql import Database, Duplicate, SqlError
from stores.sql_mysql import MysqlDatabase
from stores.sql_sqlite import SqliteDatabase
from stores.tables import users
from stores.works import WorkRows
from tests.cluster.hosts import Host
from tests.cluster.links import Link
from tests.postcard import Backing

ADD = insert(users).values(phone=bindparam("phone"), password="x", created_ms=1)
NAMES = select(users.c.phone).order_by(users.c.id)
RENAME = update(users).where(users.c.phone == bindparam("was")).values(nickname=bindparam("new"))
CLEAR = update(users).where(users.c.phone == bindparam("was")).values(email=None)


async def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    """What was written before the failure is not there after it."""
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as session:
            await session.run(ADD, phone="19900000001")
            raise ZeroDivisionError

    assert [] == await database.all(NAMES)


async def test_a_cancelled_transaction_leaves_nothing(database: Database) -> None:
    """A caller who goes away in the middle leaves no half of a change, and no lock."""
    entered = asyncio.Event()

    async def halfway() -> None:
        async with database.transaction() as session:
            await session.run(ADD, phone="19900000001")
            entered.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(halfway())
    await entered.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await database.run(ADD, phone="19900000002")

    assert [("19900000002",)] == await database.all(NAMES)


async def test_a_unique_key_is_kept(database: Database) -> None:
    """The second row of one phone is refused by name."""
    await database.run(ADD, phone="19900000001")

    with pytest.raises(Duplicate):
        await database.run(ADD, phone="19900000001")


async def test_rows_are_counted_as_matched(database: Database) -> None:
    """An update to the value that a row has already still found its row."""
    await database.run(ADD, phone="19900000001")
    counts = [
        (await database.run(RENAME, was="19900000001", new="a")).rows,
        (await database.run(RENAME, was="19900000001", new="a")).rows,
        (await database.run(RENAME, was="19900000009", new="a")).rows,
    ]

    assert [1, 1, 0] == counts


async def test_a_fixed_null_is_written(database: Database) -> None:
    """A statement may set a column to NULL without a parameter."""
    await database.run(ADD, phone="19900000001")

    assert 1 == (await database.run(CLEAR, was="19900000001")).rows


async def test_ids_are_never_given_twice(database: Database) -> None:
    """The id of an insert is the row's, and grows."""
    first = await database.run(ADD, phone="19900000001")
    second = await database.run(ADD, phone="19900000002")

    assert first.id < second.id


async def test_transactions_wait_for_each_other(database: Database) -> None:
    """Twenty increments side by side, each read and written in a transaction, are twenty."""
    await database.run(ADD, phone="19900000001")
    count = select(users.c.gender).where(users.c.phone == "19900000001")
    locked = count.with_for_update()
    write = update(users).where(users.c.phone == "19900000001").values(gender=bindparam("new"))

    async def increment() -> None:
        async with database.transaction() as session:
            row = await session.one(locked)
            assert row is not None
            await session.run(write, new=row[0] + 1)

    await asyncio.gather(*(increment() for _ in range(20)))

    assert (20,) == await database.one(count)


async def test_texts_of_every_plane_survive(database: Database) -> None:
    """Emoji, rare characters and quotes come back as they went in."""
    text = "山水😀𠮷'\"\\;--"
    await database.run(ADD, phone="19900000001")
    await database.run(RENAME, was="19900000001", new=text)
    row = await database.one(select(users.c.nickname))

    assert (text,) == row


async def test_an_unreachable_server_is_an_error_of_ours() -> None:
    """A database that is away raises SqlError, and nothing else, and soon."""
    parts = sql_parts("mysql://nobody:x@127.0.0.1:1/none")
    async with MysqlDatabase(pool=2, connect_seconds=1, answer_seconds=5, **parts) as database:
        with pytest.raises(SqlError):
            await database.ping()


async def test_a_lost_connection_is_replaced(backing: Backing) -> None:
    """After the server has ended every connection, the next statement finds a new one."""
    parts = sql_parts(backing.maria.fresh_database())
    async with MysqlDatabase(pool=2, connect_seconds=2, answer_seconds=5, **parts) as database:
        await database.ping()
        async with database.transaction() as session:
            with pytest.raises(SqlError):
                async with database.transaction() as other:
                    mine = await other.one(select(bindparam("x", 1)))
                    assert mine == (1,)
                    database._pool.driver.abort(other._lent.connection)  # type: ignore[attr-defined]
                    await other.one(select(bindparam("x", 1)))
            assert (1,) == await session.one(select(bindparam("x", 1)))

        await database.ping()


async def test_a_file_that_is_no_database_is_an_error_of_ours(tmp_path: Path) -> None:
    """Opening garbage says so."""
    path = tmp_path / "postcard.sqlite"
    path.write_bytes(b"no database" * 1000)

    with pytest.raises(SqlError):
        async with SqliteDatabase(path):
            pass


async def test_a_missing_work_is_none(database: Database) -> None:
    """Reading what is not there is no error."""
    assert None is await WorkRows(database).get(1)


async def test_a_server_that_falls_silent(backing: Backing) -> None:
    """What stands but never answers is given up in seconds, and all is well when it answers."""
    parts = sql_parts(backing.maria.fresh_database())
    link = Link(Host("link"), ("127.0.0.1", 0), ("127.0.0.1", parts["port"]))
    await link.open()
    parts["port"] = link.port
    try:
        async with MysqlDatabase(
            pool=3, connect_seconds=3.0, answer_seconds=2.0, **parts
        ) as database:
            await asyncio.gather(*(database.one(text("SELECT 1")) for _ in range(3)))
            link.silence(True)
            asked = [database.one(text("SELECT 2")) for _ in range(20)]
            async with asyncio.timeout(60):
                silent = await asyncio.gather(*asked, _change(database), return_exceptions=True)
            link.silence(False)
            back = await database.one(text("SELECT 3"))
    finally:
        await link.close()

    assert [SqlError] * 21 == [type(each) for each in silent]
    assert (3,) == back


async def _change(database: MysqlDatabase) -> None:
    async with database.transaction() as session:
        await session.run(text("SELECT 4"))


async def test_a_pause_between_statements(backing: Backing) -> None:
    """A transaction that asks nothing for longer than an answer may take is not given up."""
    parts = sql_parts(backing.maria.fresh_database())
    async with MysqlDatabase(pool=1, connect_seconds=5, answer_seconds=1.5, **parts) as database:
        async with database.transaction() as session:
            await session.one(text("SELECT 1"))
            await asyncio.sleep(3.5)
            found = await session.one(text("SELECT 2"))

    assert (2,) == found
