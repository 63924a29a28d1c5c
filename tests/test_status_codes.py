"""The tables of statuses: signs, doubles, texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import status_codes
from handlers import registry
from status_codes import AdminOnly, ApiError, Global, Outcome, RestOnly
from tests.rows import none_of, same_rows

TABLES = Outcome.__subclasses__()
# Several texts for one number: which of the limits it was; what is wrong with a reference; that a
# part is busy, or is not there.
DOUBLE: dict[type[Outcome], set[int]] = {Global: {-413, -424, -503}}


def test_the_sign() -> None:
    """Global rows are below zero, local ones above, success is zero; no table mixes them."""
    codes = {table: {row.code for row in table} for table in TABLES}
    rest = {table: found for table, found in codes.items() if table not in (Global, RestOnly)}

    assert Global.SUCCESS.code == max(codes[Global]) == 0
    assert {Global.JSON_KEY.code, Global.JSON_VALUE.code} == codes[RestOnly]
    none_of(
        f"{table.__name__}: {sorted(found)}"
        for table, found in rest.items()
        if found != {0} and min(found) < 100
    )


def test_codes_are_unique_in_their_table() -> None:
    """No number stands twice in a table, but for successes, which differ in their text."""
    tables = [table for table in TABLES if table is not RestOnly]

    same_rows(
        {table.__name__: DOUBLE.get(table, set()) for table in tables},
        {table.__name__: doubles(table) for table in tables},
    )


def test_codes_are_unique_in_their_endpoint() -> None:
    """An endpoint with several tables still says one thing by one number."""
    none_of(
        f"{endpoint.name}: {code}" for endpoint in registry() for code in doubles(endpoint.outcomes)
    )
    none_of(
        f"{endpoint.name}: {row}"
        for endpoint in registry()
        for row in endpoint.outcomes
        if isinstance(row, Global) and row.code != 0
    )


def doubles(rows: Iterable[Outcome]) -> set[int]:
    """The codes, but for that of success, that stand more than once."""
    counts = Counter(row.code for row in rows if row.code != 0)
    return {code for code, count in counts.items() if count > 1}


def test_every_row_has_its_texts() -> None:
    """Each row has both texts and an HTTP status; the fields in them have the same names."""
    none_of(
        f"{table.__name__}.{row.name}: {row.code} {row.http} {row.message!r} {row.msg!r}"
        for table in TABLES
        for row in table
        if not (row.message and row.msg)
        or row.http not in (200, 400, 403, 404, 409, 412, 413, 416, 422, 424, 429, 500, 503, 504)
        or (row.code == 0) != (row.http == 200)
    )


def test_no_row_is_lost_as_an_alias() -> None:
    """Two rows that are equal in everything would be one to Enum; none are."""
    none_of(
        f"{table.__name__}.{name}: {row.name}"
        for table in TABLES
        for name, row in table.__members__.items()
        if name != row.name
    )


def test_an_error_carries_its_row() -> None:
    """ApiError keeps outcome, data and texts for whoever answers."""
    error = ApiError(Global.FILE_TOO_LARGE, {"a": 1}, limit=5)

    assert (Global.FILE_TOO_LARGE, {"a": 1}, {"limit": 5}) == (
        error.outcome,
        error.data,
        error.texts,
    )
    assert {} == ApiError(Global.HASH).data


def test_every_table_is_used() -> None:
    """A table that no endpoint declares is nobody's."""
    declared = {type(row) for endpoint in registry() for row in endpoint.outcomes}

    assert set(TABLES) - {Global, RestOnly, AdminOnly} <= declared
    assert status_codes.__doc__
