"""SQLite on the caller's loop: a reader and a writer connection, and a thread for the disk.

A statement takes some ten microseconds; handing it to a thread costs more than that, and in a
busy process the thread waits for the interpreter lock far longer than the statement takes.
What does take long, copying the log into the database file, is the thread's.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import ClauseElement
from sqlalchemy.dialects import sqlite

from stores.sql import ChangeResult, Compiler, Duplicate, Row, Session, SqlError
from stores.units import joined, reading

# Another process on this file (a migration, a backup) may hold the lock for so long.
LOCKED_SECONDS: Final = 1.0
CHECKPOINT_SECONDS: Final = 1.0
# The log is copied here when the thread gets no turn: 64 MiB of pages of 4 KiB.
LOG_PAGES: Final = 16_384

log = logging.getLogger(__name__)


def connect(path: Path) -> sqlite3.Connection:
    """A connection that commits each statement, unless it is told to begin."""
    connection = sqlite3.connect(
        path, timeout=LOCKED_SECONDS, isolation_level=None, check_same_thread=False
    )
    # WAL with NORMAL: a killed process loses nothing; a power cut may lose the last commits.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
    return connection


def copy_database(path: Path, to: Path) -> None:
    """Copy a database that others may be writing to: whole, as it is at one moment."""
    try:
        with closing(sqlite3.connect(path, timeout=LOCKED_SECONDS)) as source:
            with closing(sqlite3.connect(to)) as target:
                source.backup(target)
                (said,) = target.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as error:
        raise SqlError(f"{path}: {error}") from error
    if said != "ok":
        raise SqlError(f"{to}: {said}")


class _Lane:
    """Statements on one connection."""

    def __init__(self, connection: sqlite3.Connection, compiler: Compiler) -> None:
        self.connection = connection
        self._compiler = compiler

    def _execute(self, statement: ClauseElement, values: dict[str, Any]) -> sqlite3.Cursor:
        compiled = self._compiler.compile(statement)
        return self.say(compiled.sql, compiled.arguments(values))

    def say(self, sql: str, arguments: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        try:
            return self.connection.execute(sql, arguments)
        except sqlite3.IntegrityError as error:
            raise Duplicate(str(error)) from error
        except sqlite3.Error as error:
            raise SqlError(str(error)) from error

    async def one(self, statement: ClauseElement, /, **values: Any) -> Row | None:
        rows = await self.all(statement, **values)
        return rows[0] if rows else None

    async def all(self, statement: ClauseElement, /, **values: Any) -> list[Row]:
        try:
            return self._execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise SqlError(str(error)) from error

    async def run(self, statement: ClauseElement, /, **values: Any) -> ChangeResult:
        cursor = self._execute(statement, values)
        return ChangeResult(cursor.rowcount, cursor.lastrowid or 0)


class SqliteDatabase:
    """The embedded database. Reads see what was committed; one transaction writes at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writing = asyncio.Lock()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._checkpoint, name="sqlite", daemon=True)

    async def __aenter__(self) -> Self:
        compiler = Compiler(sqlite.dialect(paramstyle="qmark"))
        try:
            self._writer = _Lane(connect(self._path), compiler)
            self._reader = _Lane(connect(self._path), compiler)
        except sqlite3.Error as error:
            raise SqlError(f"{self._path}: {error}") from error
        self._thread.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing.set()
        self._thread.join()
        self._reader.connection.close()
        self._writer.connection.close()

    async def one(self, statement: ClauseElement, /, **values: Any) -> Row | None:
        if (unseen := reading()) is not None:
            return await unseen.one(statement, **values)
        return await self._reader.one(statement, **values)

    async def all(self, statement: ClauseElement, /, **values: Any) -> list[Row]:
        if (unseen := reading()) is not None:
            return await unseen.all(statement, **values)
        return await self._reader.all(statement, **values)

    async def run(self, statement: ClauseElement, /, **values: Any) -> ChangeResult:
        if (unit := joined()) is not None:
            return await (await unit.begin()).run(statement, **values)
        async with self._writing:
            return await self._writer.run(statement, **values)

    def transaction(self) -> AbstractAsyncContextManager[Session]:
        unit = joined()
        return self.apart() if unit is None else unit.step()

    def told(self, error: Exception) -> Exception:
        return error

    @asynccontextmanager
    async def apart(self) -> AsyncIterator[Session]:
        async with self._writing:
            self._writer.say("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.say("COMMIT")
            except BaseException:
                # SQLite has rolled back by itself after some errors (a full disk).
                if self._writer.connection.in_transaction:
                    self._writer.say("ROLLBACK")
                raise

    def use(self) -> tuple[int, int]:
        # The reader is never waited for; the writer is busy while a transaction is open.
        return int(self._writing.locked()), 1

    async def ping(self) -> None:
        self._reader.say("SELECT 1")

    def _checkpoint(self) -> None:
        connection = connect(self._path)
        while not self._closing.wait(CHECKPOINT_SECONDS):
            try:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            except sqlite3.Error as error:
                log.warning("the log of SQLite is not copied: %s", error)
        connection.close()
