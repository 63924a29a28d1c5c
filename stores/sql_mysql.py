"""MySQL and MariaDB, through the driver that the settings name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.util import find_spec
from typing import Any, Final, Self

from sqlalchemy import ClauseElement
from sqlalchemy.dialects import mysql

from config import ConfigError
from stores.mysql_pool import Cursor, Driver, Lent, Pool
from stores.sql import ChangeResult, Compiler, Duplicate, Row, Session, SqlError
from stores.units import joined, reading

# READ COMMITTED: conditional updates must see what others committed, and lock no gaps.
_SETUP: Final = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"
# A server does not notice that nobody waits for a statement any more: it would still get its row,
# and write, when who asked was long told that it failed. So it gives up first, by its own clock.
# Only MariaDB reads what stands behind the M: MySQL has a limit for queries that write nothing.
_LIMITS: Final = (
    "SET SESSION innodb_lock_wait_timeout = {lock}, lock_wait_timeout = {lock}"
    " /*M!100100 , max_statement_time = {statement:.3f} */"
)
# rowcount counts rows matched, as SQLite does: an update to equal values counts.
_FOUND_ROWS: Final = 2


def _limits(answer_seconds: float) -> str:
    """What keeps the server's own patience below ours. A lock is waited for in whole seconds."""
    lock = max(1, int(answer_seconds / 2))
    return _LIMITS.format(lock=lock, statement=answer_seconds * 0.8)


def load_driver(name: str) -> Callable[..., Driver]:
    """What makes connections through the library of that name, one of sql.driver's.

    Raises `ConfigError` where it is not installed.
    """
    if name == "asyncmy":
        if find_spec("asyncmy") is None:
            raise ConfigError('sql.driver = "asyncmy": pip install asyncmy==0.2.18')
        from stores.mysql_asyncmy import AsyncmyDriver

        return AsyncmyDriver
    from stores.mysql_aiomysql import AiomysqlDriver

    return AiomysqlDriver


class _Connected:
    """Statements on one connection."""

    def __init__(self, lent: Lent, driver: Driver, compiler: Compiler) -> None:
        self._lent = lent
        self._driver = driver
        self._compiler = compiler

    async def _execute(self, statement: ClauseElement, values: dict[str, Any]) -> Cursor:
        compiled = self._compiler.compile(statement)
        cursor = self._driver.cursor(self._lent.connection)
        with self._lent:
            await cursor.execute(compiled.sql, compiled.arguments(values))
        return cursor

    async def one(self, statement: ClauseElement, /, **values: Any) -> Row | None:
        row: Row | None = await (await self._execute(statement, values)).fetchone()
        return row

    async def all(self, statement: ClauseElement, /, **values: Any) -> list[Row]:
        return list(await (await self._execute(statement, values)).fetchall())

    async def run(self, statement: ClauseElement, /, **values: Any) -> ChangeResult:
        cursor = await self._execute(statement, values)
        return ChangeResult(cursor.rowcount, cursor.lastrowid or 0)


class _Lease:
    """A connection for the length of a block; what the driver raises leaves as an error of ours.

    A class and not a generator: entering and leaving one costs as much as a tenth of a query.
    """

    def __init__(self, pool: Pool, compiler: Compiler) -> None:
        self._pool = pool
        self._compiler = compiler
        self.lent: Lent

    async def __aenter__(self) -> _Connected:
        try:
            self.lent = await self._pool.acquire()
        except self._pool.driver.broken as error:
            raise SqlError(str(error) or "no connection in time") from error
        return _Connected(self.lent, self._pool.driver, self._compiler)

    async def __aexit__(self, _: object, error: BaseException | None, __: object) -> None:
        if error is None:
            self._pool.release(self.lent)
            return
        refused = isinstance(error, self._pool.driver.refused)
        broken = isinstance(error, self._pool.driver.broken) and not refused
        try:
            if self.lent.left:
                await self._pool.kill([self.lent])
        finally:
            if broken or not isinstance(error, Exception):
                # An answer may still be on its way: the next user must not read it as their own.
                self.lent.connection.close()
            self._pool.release(self.lent)
        if refused or broken:
            raise told(error, self._pool.driver) from error


def told(error: BaseException, driver: Driver) -> SqlError:
    """An error of the driver's, as ours."""
    refused = isinstance(error, driver.refused)
    return Duplicate(str(error)) if refused else SqlError(str(error))


class MysqlDatabase:
    """A pool of connections; a dead one is replaced, so an outage ends by itself.

    `server` is what both drivers call alike: host, port, user, password, db.
    """

    def __init__(
        self,
        *,
        pool: int,
        connect_seconds: float,
        answer_seconds: float,
        driver: str = "aiomysql",
        **server: Any,
    ) -> None:
        self._compiler = Compiler(mysql.dialect(paramstyle="format"))
        # Connects at the first statement: the web process starts while the database is away.
        made = load_driver(driver)(
            connect_seconds,
            autocommit=True,
            charset="utf8mb4",
            init_command=_SETUP,
            client_flag=_FOUND_ROWS,
            **server,
        )
        self._pool = Pool(made, pool, answer_seconds, _limits(answer_seconds))

    async def __aenter__(self) -> Self:
        self._watching = asyncio.create_task(self._pool.watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._watching.cancel()
        await asyncio.gather(self._watching, return_exceptions=True)
        self._pool.close()

    async def one(self, statement: ClauseElement, /, **values: Any) -> Row | None:
        if (unseen := reading()) is not None:
            return await unseen.one(statement, **values)
        async with _Lease(self._pool, self._compiler) as session:
            return await session.one(statement, **values)

    async def all(self, statement: ClauseElement, /, **values: Any) -> list[Row]:
        if (unseen := reading()) is not None:
            return await unseen.all(statement, **values)
        async with _Lease(self._pool, self._compiler) as session:
            return await session.all(statement, **values)

    async def run(self, statement: ClauseElement, /, **values: Any) -> ChangeResult:
        if (unit := joined()) is not None:
            return await (await unit.begin()).run(statement, **values)
        async with _Lease(self._pool, self._compiler) as session:
            return await session.run(statement, **values)

    def transaction(self) -> AbstractAsyncContextManager[Session]:
        unit = joined()
        return self.apart() if unit is None else unit.step()

    def told(self, error: Exception) -> Exception:
        driver = self._pool.driver
        return told(error, driver) if isinstance(error, driver.broken) else error

    @asynccontextmanager
    async def apart(self) -> AsyncIterator[Session]:
        lease = _Lease(self._pool, self._compiler)
        async with lease as session:
            lent, connection = lease.lent, lease.lent.connection
            with lent:
                await connection.begin()
            try:
                yield session
            except BaseException as error:
                left = isinstance(error, asyncio.CancelledError)
                if not left and self._pool.driver.is_alive(connection):
                    with lent:
                        await connection.rollback()
                raise
            with lent:
                await connection.commit()

    def use(self) -> tuple[int, int]:
        return self._pool.busy, self._pool.size

    async def ping(self) -> None:
        lease = _Lease(self._pool, self._compiler)
        async with lease:
            with lease.lent:
                await lease.lent.connection.ping(reconnect=False)
