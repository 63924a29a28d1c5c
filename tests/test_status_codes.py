"""The tables of statuses: signs, doubles, texts."""

from __future__ import annotations

from collections import Counter

import pytest

import status_codes
from handlers import registry
from protocol.registry import Endpoint
from status_codes import AdminOnly, ApiError, Global, Outcome, RestOnly

TABLES = Outcome.__subclasses__()
# Two texts for one number: which of the limits it was; that a part is busy, or is not there.
DOUBLE: dict[type[Outcome], set[int]] = {Global: {-413, -503}}

each_table = pytest.mark.parametrize("table", TABLES, ids=lambda t: t.__name__)


@each_table
def test_the_sign(table: type[Outcome]) -> None:
    """Global rows are below zero, local ones above, success is zero; no table mixes them."""
    codes = {row.code for row in table}

    if table is Global:
        assert Global.SUCCESS.code == max(codes) == 0
    elif table is RestOnly:
        assert {Global.JSON_VALUE.code} == codes
    else:
        assert codes == {0} or min(codes) >= 100


@each_table
def test_codes_are_unique_in_their_table(table: type[Outcome]) -> None:
    """No number stands twice in a table, but for successes, which differ in their text."""
    counts = Counter(row.code for row in table if row.code != 0)
    doubles = {code for code, count in counts.items() if count > 1}

    assert table is RestOnly or DOUBLE.get(table, set()) == doubles


@pytest.mark.parametrize("endpoint", list(registry()), ids=lambda e: e.name)
def test_codes_are_unique_in_their_endpoint(endpoint: Endpoint) -> None:
    """An endpoint with several tables still says one thing by one number."""
    counts = Counter(row.code for row in endpoint.outcomes if row.code != 0)

    assert {1} >= set(counts.values())
    assert not [row for row in endpoint.outcomes if isinstance(row, Global) and row.code != 0]


@each_table
def test_every_row_has_its_texts(table: type[Outcome]) -> None:
    """Each row has both texts and an HTTP status; the fields in them have the same names."""
    for row in table:
        assert row.message and row.msg, row
        assert row.http in (200, 403, 404, 413, 429, 500, 503, 504), row
        assert (row.code == 0) == (row.http == 200), row


def test_no_row_is_lost_as_an_alias() -> None:
    """Two rows that are equal in everything would be one to Enum; none are."""
    for table in TABLES:
        assert list(table.__members__) == [row.name for row in table]


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
