"""MySQL and MariaDB through aiomysql's connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from time import monotonic
from typing import Any, Final, Self

import aiomysql
import pymysql.err
from pymysql.protocol import FieldDescriptorPacket, MysqlPacket
from sqlalchemy import ClauseElement
from sqlalchemy.dialects import mysql

from stores.sql import Compiler, Done, Duplicate, Row, Session, SqlError

# READ COMMITTED: conditional updates must see what others committed, and lock no gaps.
_SETUP = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"


# How often to look for connections that wait too long.
WATCH_SECONDS: Final = 0.5

# What aiomysql raises over a statement that failed and over a connection that broke.
_BROKEN = (pymysql.err.Error, OSError, asyncio.IncompleteReadError)


class _Connected:
    """Statements on one connection."""

    def __init__(self, connection: Any, compiler: Compiler) -> None:
        self._connection = connection
        self._compiler = compiler

    async def _execute(self, statement: ClauseElement, values: dict[str, Any]) -> Any:
        compiled = self._compiler.compile(statement)
        cursor = await self._connection.cursor()
        await cursor.execute(compiled.sql, compiled.arguments(values))
        return cursor

    async def one(self, statement: ClauseElement, /, **values: Any) -> Row | None:
        row: Row | None = await (await self._execute(statement, values)).fetchone()
        return row

    async def all(self, statement: ClauseElement, /, **values: Any) -> list[Row]:
        return list(await (await self._execute(statement, values)).fetchall())

    async def run(self, statement: ClauseElement, /, **values: Any) -> Done:
        cursor = await self._execute(statement, values)
        return Done(cursor.rowcount, cursor.lastrowid or 0)


# A description of a column as the server sends it → read. They come with every answer, the same
# ones each time, and reading them anew costs a fifth of a small query.
_described = lru_cache(maxsize=4096)(FieldDescriptorPacket)


class _Connection(aiomysql.Connection):  # type: ignore[misc]  # aiomysql has no types
    # When the server was asked what it has not answered; 0 when it owes us nothing.
    asked = 0.0

    async def _execute_command(self, command: Any, sql: Any) -> None:
        self.asked = monotonic()
        await super()._execute_command(command, sql)

    async def _read_query_result(self, unbuffered: bool = False) -> None:
        await super()._read_query_result(unbuffered)
        self.asked = 0.0

    async def _read_ok_packet(self) -> bool:
        await super()._read_ok_packet()
        self.asked = 0.0
        return True

    def abort(self) -> None:
        """Break the connection: who waits for an answer is told so."""
        self.asked = 0.0
        if self._writer is not None:
            self._writer.transport.abort()

    async def _read_packet(self, packet_type: Any = MysqlPacket) -> Any:
        kind = _described if packet_type is FieldDescriptorPacket else packet_type
        return await super()._read_packet(kind)


async def _connect(server: dict[str, Any]) -> _Connection:
    # What aiomysql.connect does, with a class of ours.
    connection = _Connection(**server)
    try:
        # Its own limit is of the TCP connection alone: a server that takes it and then is silent
        # would keep the caller waiting for ever.
        async with asyncio.timeout(server["connect_timeout"]):
            await connection._connect()
    except BaseException:
        # It closes what failed, but not what was cancelled.
        connection.close()
        raise
    return connection


class _Pool:
    """At most `size` connections, the warmest first; dead ones are replaced.

    A server that goes away without a farewell leaves connections that stand and never answer, for
    a quarter of an hour. So one look at all that wait, twice a second, breaks those that wait too
    long; a timer for each statement would cost more.

    aiomysql's own pool looks at every idle connection for each statement and starts a task to
    give one back, which costs a seventh of a small query.
    """

    def __init__(self, size: int, answer_seconds: float, server: dict[str, Any]) -> None:
        self._server = server
        self._answer_seconds = answer_seconds
        self.size = size
        self._busy: set[Any] = set()
        self._turns = asyncio.Semaphore(size)
        self._idle: list[Any] = []

    async def acquire(self) -> Any:
        if self._turns.locked():
            # Those before us may wait for a server that is silent.
            async with asyncio.timeout(self._answer_seconds):
                await self._turns.acquire()
        else:
            await self._turns.acquire()
        try:
            connection = self._warmest() or await _connect(self._server)
        except BaseException:
            self._turns.release()
            raise
        self._busy.add(connection)
        return connection

    def _warmest(self) -> Any:
        while self._idle:
            connection = self._idle.pop()
            if _is_alive(connection):
                return connection
            connection.close()
        return None

    def release(self, connection: Any) -> None:
        self._busy.discard(connection)
        if not connection.closed:
            self._idle.append(connection)
        self._turns.release()

    @property
    def busy(self) -> int:
        return self.size - self._turns._value

    async def watch(self) -> None:
        """Run for ever: break the connections whose server has fallen silent."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            since = monotonic() - self._answer_seconds
            silent = [connection for connection in self._busy if 0 < connection.asked < since]
            for connection in silent:
                connection.abort()
            if silent:
                # The idle ones lead to the same server.
                self.close()

    def close(self) -> None:
        for connection in self._idle:
            connection.close()
        self._idle.clear()


def _is_alive(connection: Any) -> bool:
    # What the server said while nobody listened (that it ends) is known to the reader alone.
    reader = connection._reader
    return not (connection.closed or reader.at_eof() or reader.eof_received or reader.exception())


class _Lease:
    """A connection for the length of a block; what the driver raises leaves as ours.

    A class and not a generator: entering and leaving one costs as much as a tenth of a query.
    """

    def __init__(self, pool: _Pool, compiler: Compiler) -> None:
        self._pool = pool
        self._compiler = compiler
        self._connection: Any = None

    async def __aenter__(self) -> _Connected:
        try:
            self._connection = await self._pool.acquire()
        except _BROKEN as error:
            raise SqlError(str(error) or "no connection in time") from error
        return _Connected(self._connection, self._compiler)

    async def __aexit__(self, _: object, error: BaseException | None, __: object) -> None:
        refused = isinstance(error, pymysql.err.IntegrityError)
        broken = isinstance(error, _BROKEN) and not refused
        if broken or not isinstance(error, Exception | None):
            # An answer may still be on its way: the next user must not read it as his own.
            self._connection.close()
        self._pool.release(self._connection)
        if refused:
            raise Duplicate(str(error)) from error
        if broken:
            raise SqlError(str(error)) from error


class MysqlDatabase:
    """A pool of connections; a dead one is replaced, so an outage ends by itself."""

    def __init__(
        self, *, pool: int, connect_seconds: float, answer_seconds: float, **server: Any
    ) -> None:
        self._compiler = Compiler(mysql.dialect(paramstyle="format"))
        # Connects at the first statement: the web process starts while the database is away.
        self._pool = _Pool(
            pool,
            answer_seconds,
            {
                "autocommit": True,
                "charset": "utf8mb4",
                "connect_timeout": connect_seconds,
                "init_command": _SETUP,
                # rowcount counts rows matched, as SQLite does: an update to equal values counts.
                "client_flag": 2,
                **server,
            },
        )

    async def __aenter__(self) -> Self:
        self._watching = asyncio.create_task(self._pool.watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._watching.cancel()
        await asyncio.gather(self._watching, return_exceptions=True)
        self._pool.close()

    async def one(self, statement: ClauseElement, /, **values: Any) -> Row | None:
        async with _Lease(self._pool, self._compiler) as session:
            return await session.one(statement, **values)

    async def all(self, statement: ClauseElement, /, **values: Any) -> list[Row]:
        async with _Lease(self._pool, self._compiler) as session:
            return await session.all(statement, **values)

    async def run(self, statement: ClauseElement, /, **values: Any) -> Done:
        async with _Lease(self._pool, self._compiler) as session:
            return await session.run(statement, **values)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        async with _Lease(self._pool, self._compiler) as session:
            connection = session._connection
            await connection.begin()
            try:
                yield session
            except BaseException as error:
                if not isinstance(error, asyncio.CancelledError) and not connection.closed:
                    await connection.rollback()
                raise
            await connection.commit()

    def use(self) -> tuple[int, int]:
        return self._pool.busy, self._pool.size

    async def ping(self) -> None:
        async with _Lease(self._pool, self._compiler) as session:
            await session._connection.ping(reconnect=False)
