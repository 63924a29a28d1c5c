"""Rule: a migration that was broken off is run again, and goes on where it was.

MySQL ends each change of a table by itself, so a process that dies half-way leaves half a revision
behind. Here a step whose end is there already is passed over, for every revision alike: one has
only to write its rows so that writing them again does no harm.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from alembic.ddl.base import AddColumn, DropColumn
from alembic.ddl.mysql import MySQLImpl
from sqlalchemy import CursorResult, Executable, Inspector, Table, inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import (
    AddConstraint,
    CreateIndex,
    CreateTable,
    DropConstraint,
    DropIndex,
    DropTable,
)

# A change of a table waits for whoever uses it, and all others wait behind it: so it gives way
# after a while, and tries again.
GIVE_WAY_SECONDS: Final = 1
PAUSE_SECONDS: Final = 1.0
PATIENCE_SECONDS: Final = 60.0
# MySQL's number of a lock that was not given in time.
NOT_GIVEN: Final = 1205


def _has_table(there: Inspector, name: str) -> bool:
    # What was found before is not asked for again.
    there.clear_cache()
    return there.has_table(name)


def _has_column(there: Inspector, table: str, name: str) -> bool:
    return name in {column["name"] for column in there.get_columns(table)}


def _has_index(there: Inspector, table: str, name: str) -> bool:
    return name in {index["name"] for index in there.get_indexes(table)}


def _has_constraint(there: Inspector, table: str, name: str) -> bool:
    found: list[Any] = [*there.get_unique_constraints(table), *there.get_foreign_keys(table)]
    found += there.get_check_constraints(table)
    return name in {constraint["name"] for constraint in found}


def _table_of(step: Any) -> str:
    table: Table = step.element.table
    return table.name


# A step → whether it is done.
DONE: Final[dict[type, Callable[[Inspector, Any], bool]]] = {
    CreateTable: lambda there, step: _has_table(there, step.element.name),
    DropTable: lambda there, step: not _has_table(there, step.element.name),
    AddColumn: lambda there, step: _has_column(there, step.table_name, step.column.name),
    DropColumn: lambda there, step: not _has_column(there, step.table_name, step.column.name),
    CreateIndex: lambda there, step: _has_index(there, _table_of(step), step.element.name),
    DropIndex: lambda there, step: not _has_index(there, _table_of(step), step.element.name),
    AddConstraint: lambda there, step: _has_constraint(there, _table_of(step), step.element.name),
    DropConstraint: lambda there, step: (
        not _has_constraint(there, _table_of(step), step.element.name)
    ),
}


class MySQLAgain(MySQLImpl):
    """Alembic's way of changing MySQL and MariaDB; it is this one as soon as this is imported."""

    __dialect__ = "mysql"

    def _exec(
        self,
        construct: Executable | str,
        execution_options: Mapping[str, Any] | None = None,
        multiparams: Sequence[Mapping[str, Any]] | None = None,
        params: Mapping[str, Any] = {},  # as Alembic has it; nobody changes it
    ) -> CursorResult[Any] | None:
        if self.as_sql:
            return super()._exec(construct, execution_options, multiparams, params)
        is_done = DONE.get(type(construct))
        if is_done is not None and is_done(inspect(self.connection), construct):
            return None
        assert self.connection is not None
        self.connection.execute(text(f"SET SESSION lock_wait_timeout = {GIVE_WAY_SECONDS}"))
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return super()._exec(construct, execution_options, multiparams, params)
            except OperationalError as error:
                code = error.orig.args[0] if error.orig is not None else 0
                if code != NOT_GIVEN or time.monotonic() > end:
                    raise
                time.sleep(PAUSE_SECONDS)
