"""What we lean on in the drivers of MySQL without their promise, one test for each line.

The lists stand in stores/mysql_aiomysql.py and stores/mysql_asyncmy.py.
"""

from __future__ import annotations

import asyncio
import logging
import os
from importlib.util import find_spec
from typing import Any

import aiomysql
import pytest
from pymysql.protocol import FieldDescriptorPacket

from addresses import sql_parts
from stores.mysql_aiomysql import DescribedConnection
from stores.mysql_pool import Driver
from stores.sql_mysql import load_driver
from tests.cluster.hosts import Host
from tests.cluster.links import Link
from tests.postcard import Backing


@pytest.fixture
def parts(backing: Backing) -> dict[str, Any]:
    return sql_parts(backing.maria.fresh_database())


def driver_of(name: str, parts: dict[str, Any]) -> Driver:
    if find_spec(name) is None and "CI" not in os.environ:
        pytest.skip(f"{name} IS NOT INSTALLED (requirements-dev.txt)")
    return load_driver(name)(2.0, charset="utf8mb4", autocommit=True, **parts)


async def ask(connection: Any, sql: str) -> Any:
    cursor = await connection.cursor()
    await cursor.execute(sql)
    return await cursor.fetchone()


async def ended_by_server(driver: Driver) -> tuple[Any, bool]:
    """A connection that the server has ended while nobody listened, and whether it was well."""
    connection, admin = await driver.connect(), await driver.connect()
    well = driver.is_alive(connection)
    (id_,) = await ask(connection, "SELECT CONNECTION_ID()")
    await ask(admin, f"KILL {id_}")
    # Until the end of the connection has come.
    await asyncio.sleep(1.0)
    admin.close()
    return connection, well


async def aborted(name: str, parts: dict[str, Any]) -> BaseException | None:
    """What one gets who waits with much to send on a connection that is aborted."""
    link = Link(Host("link"), ("127.0.0.1", 0), ("127.0.0.1", parts["port"]))
    await link.open()
    try:
        driver = driver_of(name, parts | {"port": link.port})
        connection = await driver.connect()
        link.silence(True)
        waiting = asyncio.create_task(ask(connection, f"SELECT '{'x' * 8_000_000}'"))
        await asyncio.sleep(0.3)
        driver.abort(connection)
        async with asyncio.timeout(60):
            await asyncio.wait({waiting})
        connection.close()
        return waiting.exception()
    finally:
        await link.close()


async def test_aiomysql_1_connecting_is_what_connect_does(parts: dict[str, Any]) -> None:
    """`_connect` alone makes a connection like that of `aiomysql.connect`."""
    driver = driver_of("aiomysql", parts)
    ours = await driver.connect()
    theirs = await aiomysql.connect(charset="utf8mb4", autocommit=True, **parts)
    try:
        sql = "SELECT @@character_set_client, @@autocommit, DATABASE(), USER()"

        assert await ask(theirs, sql) == await ask(ours, sql)
        assert vars(theirs).keys() == vars(ours).keys()
    finally:
        ours.close()
        theirs.close()


async def test_aiomysql_2_aborting_wakes_who_waits(parts: dict[str, Any]) -> None:
    """With an error of `broken`; before there is a connection there is nothing to abort."""
    driver = driver_of("aiomysql", parts)
    driver.abort(DescribedConnection(**parts))
    error = await aborted("aiomysql", parts)

    assert isinstance(error, driver.broken)


async def test_aiomysql_3_the_reader_knows_that_the_server_ended(parts: dict[str, Any]) -> None:
    """Though nobody listened."""
    driver = driver_of("aiomysql", parts)
    connection, well = await ended_by_server(driver)

    assert well
    assert not connection.closed
    assert not driver.is_alive(connection)
    connection.close()


async def test_aiomysql_4_descriptions_are_read_once_and_not_changed(
    parts: dict[str, Any],
) -> None:
    """Every packet comes through `_read_packet`, whose type makes it of bytes and an encoding."""
    made: list[tuple[type, int]] = []

    class Watched(aiomysql.Connection):  # type: ignore[misc]
        async def _read_packet(self, packet_type: Any = None) -> Any:
            class Counted(FieldDescriptorPacket):  # type: ignore[misc]
                def __init__(self, data: bytes, encoding: str) -> None:
                    made.append((type(data), len(data)))
                    super().__init__(data, encoding)

            if packet_type is FieldDescriptorPacket:
                packet_type = Counted
            return await (
                super()._read_packet(packet_type) if packet_type else super()._read_packet()
            )

    watched, ours = Watched(**parts), await driver_of("aiomysql", parts).connect()
    await watched._connect()
    try:
        found = await ask(watched, "SELECT 1 AS a, 'b' AS b, NULL AS c")
        same = [await ask(ours, "SELECT 1 AS a, 'b' AS b, NULL AS c") for _ in range(3)]
        other_ = await ask(ours, "SELECT 'b' AS a, 1 AS b")
        last = await ask(ours, "SELECT 1 AS a, 'b' AS b, NULL AS c")
    finally:
        watched.close()
        ours.close()

    assert 3 == len(made)
    assert {bytes} == {kind for kind, _ in made}
    assert [(1, "b", None)] * 5 == [found, *same, last]
    assert ("b", 1) == other_


async def test_aiomysql_5_a_cursor_is_made_by_its_class(parts: dict[str, Any]) -> None:
    """What `Connection.cursor` gives is no other."""
    driver = driver_of("aiomysql", parts)
    connection: Any = await driver.connect()
    try:
        theirs = await connection.cursor()
        ours = driver.cursor(connection)

        assert type(theirs) is type(ours)
        assert vars(theirs) == vars(ours)
    finally:
        connection.close()


async def test_asyncmy_1_aborting_wakes_who_waits(parts: dict[str, Any]) -> None:
    """With an error of `broken`, whatever is still to be sent; a closed one has no transport."""
    driver = driver_of("asyncmy", parts)
    closed: Any = await driver.connect()
    closed.close()
    driver.abort(closed)
    error = await aborted("asyncmy", parts)

    assert closed._transport is None
    assert isinstance(error, driver.broken)


async def test_asyncmy_2_the_stream_knows_that_the_server_ended(parts: dict[str, Any]) -> None:
    """Though nobody listened."""
    driver = driver_of("asyncmy", parts)
    connection, well = await ended_by_server(driver)

    assert well
    assert connection.connected
    assert not driver.is_alive(connection)
    connection.close()


async def test_asyncmy_3_a_cursor_is_made_by_its_class(parts: dict[str, Any]) -> None:
    """What `Connection.cursor` gives is no other; both answer."""
    driver = driver_of("asyncmy", parts)
    connection: Any = await driver.connect()
    try:
        theirs = await connection.cursor()
        ours = driver.cursor(connection)
        await ours.execute("SELECT %s", (1,))

        assert type(theirs) is type(ours)
        assert (1,) == await ours.fetchone()
    finally:
        connection.close()


async def test_asyncmy_4_only_one_logger_is_written_to(
    parts: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """A warning of the server's goes to `asyncmy`, which we have silenced."""
    driver = driver_of("asyncmy", parts)
    connection = await driver.connect()
    with caplog.at_level(logging.DEBUG):
        silent = logging.getLogger("asyncmy").level
        await ask(connection, "DROP TABLE IF EXISTS nowhere")
        quiet = [one.name for one in caplog.records]
        logging.getLogger("asyncmy").setLevel(logging.DEBUG)
        await ask(connection, "DROP TABLE IF EXISTS nowhere")
        logging.getLogger("asyncmy").setLevel(silent)
    connection.close()

    assert logging.ERROR == silent
    assert [] == [name for name in quiet if name != "asyncio"]
    assert {"asyncmy"} == {one.name for one in caplog.records} - {"asyncio"}
