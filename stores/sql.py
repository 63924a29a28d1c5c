"""One interface to both databases: Core statements, compiled once, run by the raw driver.

SQLAlchemy's own engines cost more per query than the query; only its expression language,
types and compiler are used here.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ClauseElement
from sqlalchemy.engine import Dialect

Row = tuple[Any, ...]


class SqlError(Exception):
    """Raised when the database cannot be reached or refuses a statement."""


class Duplicate(SqlError):
    """Raised when a row would break a unique or a foreign key."""


class ChangeResult(NamedTuple):
    """What a changing statement did: rows matched, and the id of an inserted one."""

    rows: int
    id: int


class Session(Protocol):
    """What statements run on: the database itself (each its own transaction), or one transaction.

    `values` fill the statement's bind parameters by name. Raises `SqlError`.
    """

    async def one(self, statement: ClauseElement, /, **values: Any) -> Row | None: ...

    async def all(self, statement: ClauseElement, /, **values: Any) -> list[Row]: ...

    async def run(self, statement: ClauseElement, /, **values: Any) -> ChangeResult: ...


class Database(Session, Protocol):
    """A database: single statements, and transactions that commit when their block ends well."""

    def transaction(self) -> AbstractAsyncContextManager[Session]: ...

    def apart(self) -> AbstractAsyncContextManager[Session]:
        """A transaction of its own, also where what is asked belongs to a unit of work."""

    def told(self, error: Exception) -> Exception:
        """What a session of `apart` raised, as this interface calls it."""

    async def ping(self) -> None: ...

    def use(self) -> tuple[int, int]:
        """How many connections are in use, and how many there may be."""


class Compiled(NamedTuple):
    """SQL text, the names of its parameters in order, and the values fixed in the statement."""

    sql: str
    names: tuple[str, ...]
    fixed: dict[str, Any]

    def arguments(self, values: dict[str, Any]) -> tuple[Any, ...]:
        """The positional arguments, from `values` first, then from the statement."""
        fixed = self.fixed
        return tuple([values[n] if n in values else fixed[n] for n in self.names])


class Compiler:
    """Statements to text of one dialect, each compiled at its first use."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        # Keyed by identity, the clause kept beside: an id is reused only after its object is gone.
        self._compiled: dict[int, tuple[ClauseElement, Compiled]] = {}

    def compile(self, statement: ClauseElement) -> Compiled:
        found = self._compiled.get(id(statement))
        if found is None:
            compiled: Any = statement.compile(dialect=self._dialect)
            fixed = {n: bind.value for bind, n in compiled.bind_names.items() if not bind.required}
            made = Compiled(str(compiled), tuple(compiled.positiontup or ()), fixed)
            found = self._compiled[id(statement)] = (statement, made)
        return found[1]
