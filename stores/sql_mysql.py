"""MySQL and MariaDB through aiomysql's pool."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

import aiomysql
import pymysql.err
from sqlalchemy import ClauseElement
from sqlalchemy.dialects import mysql

from stores.sql import Compiler, Done, Duplicate, Row, Session, SqlError

# READ COMMITTED: conditional updates must see what others committed, and lock no gaps.
_SETUP = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"


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


class MysqlDatabase:
    """A pool of connections; a dead one is replaced, so an outage ends by itself."""

    def __init__(self, *, pool: int, connect_seconds: float, **server: Any) -> None:
        self._compiler = Compiler(mysql.dialect(paramstyle="format"))
        self._size = pool
        self._connect_seconds = connect_seconds
        self._server = server

    async def __aenter__(self) -> Self:
        # minsize 0: the web process starts, and says so, while the database is away.
        self._pool = await aiomysql.create_pool(
            minsize=0,
            maxsize=self._size,
            autocommit=True,
            charset="utf8mb4",
            connect_timeout=self._connect_seconds,
            init_command=_SETUP,
            # rowcount counts rows matched, as SQLite does: an update to equal values found its row.
            client_flag=2,
            **self._server,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self._pool.close()
        await self._pool.wait_closed()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[_Connected]:
        connection = None
        try:
            connection = await self._pool.acquire()
            yield _Connected(connection, self._compiler)
        except pymysql.err.IntegrityError as error:
            raise Duplicate(str(error)) from error
        except (pymysql.err.Error, OSError, asyncio.IncompleteReadError) as error:
            if connection is not None:
                connection.close()
            raise SqlError(str(error)) from error
        except asyncio.CancelledError:
            # An answer may still be on its way: the next user must not read it as his own.
            if connection is not None:
                connection.close()
            raise
        finally:
            if connection is not None:
                self._pool.release(connection)

    async def one(self, statement: ClauseElement, /, **values: Any) -> Row | None:
        async with self._connected() as session:
            return await session.one(statement, **values)

    async def all(self, statement: ClauseElement, /, **values: Any) -> list[Row]:
        async with self._connected() as session:
            return await session.all(statement, **values)

    async def run(self, statement: ClauseElement, /, **values: Any) -> Done:
        async with self._connected() as session:
            return await session.run(statement, **values)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        async with self._connected() as session:
            connection = session._connection
            await connection.begin()
            try:
                yield session
            except BaseException as error:
                if not isinstance(error, asyncio.CancelledError) and not connection.closed:
                    await connection.rollback()
                raise
            await connection.commit()

    async def ping(self) -> None:
        async with self._connected() as session:
            await session._connection.ping(reconnect=False)
