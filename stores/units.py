"""A unit of work: what one request changes is committed together, with what is written last.

Stores know nothing of it. Where a unit is under way their statements and transactions join it: from
the first change on, all that its task asks is asked in one transaction of the database.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from contextvars import ContextVar
from typing import Any, Final, TypeVar

from sqlalchemy import ClauseElement, text

from stores.sql import ChangeResult, Database, Duplicate, Row, Session, SqlError

SAVEPOINT: Final = text("SAVEPOINT step")
ROLL_BACK: Final = text("ROLLBACK TO SAVEPOINT step")
RELEASE: Final = text("RELEASE SAVEPOINT step")

Work = Callable[[], Awaitable[Any]]
T = TypeVar("T")

log = logging.getLogger(__name__)


class Unit:
    """The changes of one task. `first` is awaited in each transaction, before what begins it.

    Whoever makes it enters it into `UNIT`, takes it out again, and ends it.
    """

    def __init__(self, database: Database, first: Callable[[Session], Awaitable[None]]) -> None:
        self._database = database
        self._first = first
        # Tasks that a request starts have a copy of its context, and no part in its transaction.
        self._task = asyncio.current_task()
        self._opened: AbstractAsyncContextManager[Session] | None = None
        self._later: list[Work] = []
        self._over = False
        self.session: Session | None = None
        # What ended the transaction: nothing more is to be written, and nothing committed.
        self.broken: BaseException | None = None

    def is_here(self) -> bool:
        """Whether what is asked now belongs to it."""
        return not self._over and asyncio.current_task() is self._task

    async def begin(self) -> Session:
        """The session of the transaction, which begins with the first change."""
        if self.broken is not None:
            raise SqlError(f"the transaction is over: {self.broken!r}")
        if self.session is None:
            opened = self._database.apart()
            inner = await opened.__aenter__()
            # Not before: one that could not be begun has no end either.
            self._opened, self.session = opened, _Joined(inner, self, self._database)
            try:
                await self._first(self.session)
            except BaseException as error:
                self.broken = self.broken or error
                raise
        return self.session

    @asynccontextmanager
    async def step(self) -> AsyncIterator[Session]:
        """What would be a transaction by itself: it is done as a whole, or not at all."""
        session = await self.begin()
        await session.run(SAVEPOINT)
        try:
            yield session
        except Exception:
            if self.broken is None:
                await session.run(ROLL_BACK)
            raise
        except BaseException as error:
            self.broken = self.broken or error
            raise
        await session.run(RELEASE)

    def later(self, work: Work) -> None:
        """Do this after the commit, or never."""
        self._later.append(work)

    async def commit(self, *, last: bool = True) -> None:
        """Commit what was changed so far; unless it is the `last` time, more may follow."""
        if self.broken is not None:
            raise SqlError(f"the transaction is over: {self.broken!r}")
        opened, self._opened, self.session = self._opened, None, None
        later, self._later = self._later, []
        self._over = True
        if opened is not None:
            await opened.__aexit__(None, None, None)
        for work in later:
            try:
                await work()
            except Exception:  # it is committed: who asked is to be told so
                log.exception("done, but not what was to follow")
        self._over = last

    async def end(self) -> None:
        """Roll back what was not committed."""
        self._over = True
        opened, self._opened, self.session = self._opened, None, None
        if opened is not None:
            error = self.broken or _Undone()
            with suppress(SqlError, type(error)):
                await opened.__aexit__(type(error), error, error.__traceback__)


class _Undone(Exception):
    """Passed to a transaction that is to be rolled back; nobody sees it."""


class _Joined:
    """The session of a unit's transaction; what it raises is this interface's own."""

    def __init__(self, inner: Session, unit: Unit, database: Database) -> None:
        self._inner = inner
        self._unit = unit
        self._database = database

    async def one(self, statement: ClauseElement, /, **values: Any) -> Row | None:
        return await self._heard(self._inner.one(statement, **values))

    async def all(self, statement: ClauseElement, /, **values: Any) -> list[Row]:
        return await self._heard(self._inner.all(statement, **values))

    async def run(self, statement: ClauseElement, /, **values: Any) -> ChangeResult:
        return await self._heard(self._inner.run(statement, **values))

    async def _heard(self, asked: Awaitable[T]) -> T:
        try:
            return await asked
        except Exception as error:
            known = self._database.told(error)
            # A key that is taken ends a statement; what else fails may have ended all of it.
            if not isinstance(known, Duplicate):
                self._unit.broken = self._unit.broken or error
            if known is error:
                raise
            raise known from error
        except BaseException as error:
            self._unit.broken = self._unit.broken or error
            raise


UNIT: Final[ContextVar[Unit | None]] = ContextVar("unit", default=None)


def joined() -> Unit | None:
    """The unit that what is asked now belongs to."""
    unit = UNIT.get()
    return unit if unit is not None and unit.is_here() else None


def reading() -> Session | None:
    """The session to read by, where this request has changed something that others cannot see."""
    unit = UNIT.get()
    return unit.session if unit is not None and unit.is_here() else None


async def settled(work: Work) -> None:
    """Do it when others see what was changed so far: now, or after the unit's commit."""
    unit = joined()
    if unit is None or unit.session is None:
        await work()
    else:
        unit.later(work)


async def twice_settled(work: Work) -> None:
    """Do it now, and again when others see what was changed so far, where they do not yet."""
    await work()
    if reading() is not None:
        await settled(work)


async def settle() -> None:
    """Let others see what was changed so far: what follows waits for what they make of it."""
    unit = joined()
    if unit is not None:
        await unit.commit(last=False)
