"""A table as an admin looks through it: filtered, in one order, from a row onwards.

Every order has an index, or sorts the newest rows alone: no page costs more in a large table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Generic, NamedTuple, TypeVar

from sqlalchemy import Column as TableColumn
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    Table,
    bindparam,
    func,
    or_,
    select,
)

from stores.sql import Database

R = TypeVar("R")
Column = ColumnElement[Any]

# Among so many of the newest rows is sorted by what has no index.
NEWEST: Final = 10_000
# The greatest id, and what no name comes after.
LAST_ID: Final = 2**63 - 1
LAST: Final = "\U0010ffff"


class BrowseQuery(NamedTuple):
    """Which rows are wanted: at most `limit`, after the row of that `id` and that `value`.

    filters: by name, with what their parameters are, which may have names of their own.
    value: what that row has in the column of the order; id: 0 begins at the beginning. prefix:
    what the column must begin with. skip: so many rows first, where the order has no index.
    """

    filters: Mapping[str, Any]
    order: str = "id"
    down: bool = True
    limit: int = 50
    id: int = 0
    value: str = ""
    prefix: str = ""
    skip: int = 0


@dataclass(frozen=True, eq=False)
class BrowsableTable(Generic[R]):
    """What can be asked of one table.

    columns: what a row is made of, in the order of its fields; joined: what they are taken from,
    beside the ids of a page; filters: conditions with parameters of their own; names: columns of
    text that have an index; numbers: columns that have none.
    """

    table: Table
    row: Callable[[Iterable[Any]], R]
    columns: tuple[Column, ...]
    joined: Callable[[Subquery], FromClause]
    filters: Mapping[str, Column]
    names: Mapping[str, TableColumn[Any]] = field(default_factory=dict)
    numbers: Mapping[str, Column] = field(default_factory=dict)

    @property
    def orders(self) -> set[str]:
        return {"id", *self.names, *self.numbers}

    @property
    def is_searched(self) -> bool:
        """Whether it has a filter `words`, for words within its texts."""
        return "words" in self.filters


async def browse(database: Database, browsable: BrowsableTable[R], wanted: BrowseQuery) -> list[R]:
    """A page of the table."""
    names = frozenset(wanted.filters.keys() & browsable.filters.keys())
    statement = _statement(browsable, names, wanted.order, wanted.down)
    bounds: dict[str, Any]
    if wanted.order in browsable.numbers:
        bounds = {"skip": wanted.skip}
    elif wanted.order in browsable.names:
        bounds = _name_bounds(wanted)
    else:
        bounds = {"at_id": wanted.id or (LAST_ID if wanted.down else 0)}
    values = {"limit": wanted.limit, **bounds, **wanted.filters}
    return [browsable.row(row) for row in await database.all(statement, **values)]


async def newest_id(database: Database, browsable: BrowsableTable[R]) -> int:
    row = await database.one(_newest_id(browsable))
    return int(row[0] or 0) if row else 0


def searching(id_: Column, *texts: Column) -> dict[str, Column]:
    """Filters: texts that hold `words`, in lower case; numbers from `low` on, and below `high`."""
    found = [func.instr(func.lower(text), bindparam("words")) > 0 for text in texts]
    return {"words": or_(*found), "low": id_ >= bindparam("low"), "high": id_ < bindparam("high")}


def _name_bounds(wanted: BrowseQuery) -> dict[str, Any]:
    # What has no name at all is left out: it could be half of the table.
    first, last = wanted.prefix or "\x01", wanted.prefix + LAST
    if wanted.down:
        begin = {"at": last, "at_id": LAST_ID}
        return {"first": first} | ({"at": wanted.value, "at_id": wanted.id} if wanted.id else begin)
    begin = {"at": first, "at_id": 0}
    return {"last": last} | ({"at": wanted.value, "at_id": wanted.id} if wanted.id else begin)


@lru_cache
def _newest_id(browsable: BrowsableTable[Any]) -> Select[Any]:
    return select(func.max(browsable.table.c.id))


@lru_cache(maxsize=1024)
def _statement(
    browsable: BrowsableTable[Any], filters: frozenset[str], order: str, down: bool
) -> Select[Any]:
    where = [browsable.filters[name] for name in sorted(filters)]
    if order in browsable.numbers:
        page = _by_number(browsable.table.c.id, browsable.numbers[order], where, down)
    elif order in browsable.names:
        page = _by_name(browsable.table.c.id, browsable.names[order], where, down)
    else:
        page = _by_id(browsable.table.c.id, where, down)
    keys = [page.c.key, page.c.id] if "key" in page.c else [page.c.id]
    ordered = [key.desc() if down else key.asc() for key in keys]
    return select(*browsable.columns).select_from(browsable.joined(page)).order_by(*ordered)


def _by_id(id_: Column, where: list[Column], down: bool) -> Subquery:
    at: Column = bindparam("at_id")
    beyond, order = (id_ < at, id_.desc()) if down else (id_ > at, id_.asc())
    return (
        select(id_.label("id"))
        .where(beyond, *where)
        .order_by(order)
        .limit(bindparam("limit"))
        .subquery("page")
    )


def _by_name(id_: Column, name: TableColumn[Any], where: list[Column], down: bool) -> Subquery:
    at: Column = bindparam("at")
    at_id: Column = bindparam("at_id")
    if down:
        beyond = [name <= at, or_(name < at, id_ < at_id), name >= bindparam("first")]
        order = [name.desc(), id_.desc()]
    else:
        beyond = [name >= at, or_(name > at, id_ > at_id), name < bindparam("last")]
        order = [name.asc(), id_.asc()]
    if name.unique:
        # MariaDB sorts a million names where a unique one is followed by the number.
        del order[1:]
    return (
        select(id_.label("id"), name.label("key"))
        .where(*beyond, *where)
        .order_by(*order)
        .limit(bindparam("limit"))
        .subquery("page")
    )


def _by_number(id_: Column, number: Column, where: list[Column], down: bool) -> Subquery:
    newest = (
        select(id_.label("id"), number.label("key"))
        .where(*where)
        .order_by(id_.desc())
        .limit(NEWEST)
        .subquery("newest")
    )
    keys = (newest.c.key, newest.c.id)
    return (
        select(newest.c.id, newest.c.key)
        .order_by(*(key.desc() if down else key.asc() for key in keys))
        .limit(bindparam("limit"))
        .offset(bindparam("skip"))
        .subquery("page")
    )
