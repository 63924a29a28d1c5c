"""Connections to a MySQL server, lent out: at most so many, and none to somebody else's answer.

A driver's own pool is not used. aiomysql's looks at every idle connection for each statement and
starts a task to give one back, which costs a seventh of a small query; asyncmy's makes one
connection at a time while all others wait. And both leave it to a timer for each statement to
notice a server that has fallen silent.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic
from typing import Any, Final, Protocol

# How often to look for connections that wait too long.
WATCH_SECONDS: Final = 0.5
# A server that is asked to end what it does for us is given so long to hear of it.
KILL_SECONDS: Final = 1.0
# Which server this is, and what it calls this connection. Behind a balancer the next connection
# may lead to another one, where the same number is somebody else's.
WHO: Final = "SELECT CONCAT(@@hostname, ':', @@port), CONNECTION_ID()"


class Cursor(Protocol):
    """A statement's answer, all of which has come."""

    @property
    def rowcount(self) -> Any: ...

    @property
    def lastrowid(self) -> Any: ...

    async def execute(self, query: str, args: Any = None) -> Any: ...

    async def fetchone(self) -> Any: ...

    async def fetchall(self) -> Any: ...


class DriverConnection(Protocol):
    """A driver's own connection, signed in; what both drivers call alike."""

    async def begin(self) -> None: ...

    async def commit(self) -> None: ...

    async def rollback(self) -> None: ...

    async def ping(self, reconnect: bool = True) -> None: ...

    def close(self) -> None: ...


class Driver(Protocol):
    """How one library connects to one server.

    broken: what it raises over a statement that failed and over a connection that was lost;
    refused: of these, what it raises over a row that would break a key.
    """

    @property
    def broken(self) -> tuple[type[BaseException], ...]: ...

    @property
    def refused(self) -> type[BaseException]: ...

    async def connect(self) -> DriverConnection:
        """A connection that is signed in and set up. Raises what is in `broken`."""

    def cursor(self, connection: Any) -> Cursor:
        """One for a statement on it."""

    def is_alive(self, connection: Any) -> bool:
        """Whether it is open, and the server has not said meanwhile that it ends."""

    def abort(self, connection: Any) -> None:
        """Break it: who waits for an answer is told so, whatever is still to be sent."""


class Lent:
    """A connection as it is lent. Within its block the server owes an answer."""

    __slots__ = ("asked", "connection", "left", "who")

    def __init__(self, connection: DriverConnection) -> None:
        self.connection = connection
        # The server's answer to `WHO`.
        self.who: tuple[Any, ...] = ()
        # Since when the server owes the answer; 0.0 when it owes none.
        self.asked = 0.0
        # Whether somebody left who was owed one: the server still does what they asked for.
        self.left = False

    def __enter__(self) -> None:
        self.asked = monotonic()

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self.asked = 0.0
        if error is None:
            return
        if isinstance(error, RuntimeError):
            # So says a transport of uvloop's of a connection that was reset since the last answer.
            raise ConnectionResetError(str(error)) from error
        self.left = self.left or not isinstance(error, Exception)


class Pool:
    """At most `size` connections, the warmest first; dead ones are replaced.

    A server that goes away without a farewell leaves connections that stand and never answer, for
    a quarter of an hour. So one look at all that wait, twice a second, breaks those that wait too
    long; a timer for each statement would cost more.

    `setup` is said on each new connection.
    """

    def __init__(self, driver: Driver, size: int, answer_seconds: float, setup: str) -> None:
        self.driver = driver
        self.size = size
        self._setup = setup
        # How many are lent, or being made for somebody.
        self.busy = 0
        self._answer_seconds = answer_seconds
        # All that are open, lent or not.
        self._open: set[Lent] = set()
        self._turns = asyncio.Semaphore(size)
        self._idle: list[Lent] = []

    async def acquire(self) -> Lent:
        """Raises TimeoutError, or what the driver raises."""
        if self._turns.locked():
            # Those before us may wait for a server that is silent.
            async with asyncio.timeout(self._answer_seconds):
                await self._turns.acquire()
        else:
            await self._turns.acquire()
        self.busy += 1
        try:
            return self._warmest() or await self._new()
        except BaseException:
            self._return_turn()
            raise

    def release(self, lent: Lent) -> None:
        """Take it back; whether it is still good is looked at before it is lent again."""
        self._idle.append(lent)
        self._return_turn()

    def _return_turn(self) -> None:
        self.busy -= 1
        self._turns.release()

    async def _new(self) -> Lent:
        lent = Lent(await self.driver.connect())
        try:
            async with asyncio.timeout(self._answer_seconds):
                cursor = self.driver.cursor(lent.connection)
                with lent:
                    await cursor.execute(self._setup)
                    await cursor.execute(WHO)
                    lent.who = await cursor.fetchone()
        except BaseException:
            lent.connection.close()
            raise
        self._open.add(lent)
        return lent

    def _warmest(self) -> Lent | None:
        while self._idle:
            lent = self._idle.pop()
            if self.driver.is_alive(lent.connection):
                return lent
            self._end(lent)
        return None

    def _end(self, lent: Lent) -> None:
        lent.connection.close()
        self._open.discard(lent)

    async def watch(self) -> None:
        """Run for ever: break the connections whose server has fallen silent."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            since = monotonic() - self._answer_seconds
            silent = [lent for lent in self._open if 0 < lent.asked < since]
            if silent:
                await self.kill(silent)
            for lent in silent:
                self.driver.abort(lent.connection)
            if silent:
                # The idle ones lead to the same server.
                self.close()

    async def kill(self, lents: list[Lent]) -> None:
        """Have the server end what it does for these, before whoever asked is told that it failed.

        It does not notice a caller who is gone: it would wait for a row, and then write. One that
        does not listen either is left to the limits that were set on its connections.
        """
        with suppress(*self.driver.broken, RuntimeError):
            async with asyncio.timeout(KILL_SECONDS):
                connection = await self.driver.connect()
                try:
                    cursor = self.driver.cursor(connection)
                    await cursor.execute(WHO)
                    server, _ = await cursor.fetchone()
                    for lent in lents:
                        if lent.who[0] == server:
                            await self._kill(cursor, lent.who[1])
                finally:
                    connection.close()

    async def _kill(self, cursor: Cursor, number: int) -> None:
        # Ended since, it is not there to be killed.
        with suppress(*self.driver.broken):
            await cursor.execute(f"KILL {number}")

    def close(self) -> None:
        """Close those that are idle."""
        for lent in self._idle:
            self._end(lent)
        self._idle.clear()
