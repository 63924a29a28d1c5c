"""SQLite: a reader and a writer connection, each in a thread of its own."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import ClauseElement
from sqlalchemy.dialects import sqlite

from stores.sql import Compiler, Done, Duplicate, Row, Session, SqlError

T = TypeVar("T")


class _Lane:
    """One connection and the thread that alone touches it; jobs run in the order given."""

    def __init__(self, path: Path, compiler: Compiler) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self._path = path
        self._compiler = compiler

    async def open(self) -> None:
        self._connection = await self._call(self._connect)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        # WAL with NORMAL: a killed process loses nothing; a power cut may lose the last commits.
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA busy_timeout=5000")
        return connection

    async def close(self) -> None:
        await self._call(self._connection.close)
        self._thread.shutdown()

    async def _call(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except sqlite3.IntegrityError as error:
            raise Duplicate(str(error)) from error
        except sqlite3.Error as error:
            raise SqlError(str(error)) from error

    async def one(self, statement: ClauseElement, /, **values: Any) -> Row | None:
        rows = await self.all(statement, **values)
        return rows[0] if rows else None

    async def all(self, statement: ClauseElement, /, **values: Any) -> list[Row]:
        compiled = self._compiler.compile(statement)
        arguments = compiled.arguments(values)
        return await self._call(
            lambda: self._connection.execute(compiled.sql, arguments).fetchall()
        )

    async def run(self, statement: ClauseElement, /, **values: Any) -> Done:
        compiled = self._compiler.compile(statement)
        arguments = compiled.arguments(values)

        def work() -> Done:
            cursor = self._connection.execute(compiled.sql, arguments)
            return Done(cursor.rowcount, cursor.lastrowid or 0)

        return await self._call(work)

    async def say(self, sql: str) -> None:
        await self._call(lambda: self._connection.execute(sql))


class SqliteDatabase:
    """The embedded database. Reads see what was committed; one transaction writes at a time."""

    def __init__(self, path: Path) -> None:
        compiler = Compiler(sqlite.dialect(paramstyle="qmark"))
        self._reader = _Lane(path, compiler)
        self._writer = _Lane(path, compiler)
        self._writing = asyncio.Lock()

    async def __aenter__(self) -> Self:
        await self._writer.open()
        await self._reader.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._reader.close()
        await self._writer.close()

    async def one(self, statement: ClauseElement, /, **values: Any) -> Row | None:
        return await self._reader.one(statement, **values)

    async def all(self, statement: ClauseElement, /, **values: Any) -> list[Row]:
        return await self._reader.all(statement, **values)

    async def run(self, statement: ClauseElement, /, **values: Any) -> Done:
        async with self._writing:
            return await self._writer.run(statement, **values)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        async with self._writing:
            # Should the caller be cancelled while a statement is in the thread, ROLLBACK
            # still comes after it, since a lane keeps its order.
            try:
                await self._writer.say("BEGIN IMMEDIATE")
                yield self._writer
                await self._writer.say("COMMIT")
            except BaseException:
                await self._writer.say("ROLLBACK")
                raise

    async def ping(self) -> None:
        await self._reader.say("SELECT 1")
