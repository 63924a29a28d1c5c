"""tests.rows: a table that is wrong fails with each of its wrong rows."""

from __future__ import annotations

import pytest

from tests.rows import none_of, same_rows


def test_every_wrong_row_is_named() -> None:
    """What differs, what is missing and what is too much, each on a line; what is right is not."""
    with pytest.raises(AssertionError) as failed:
        same_rows({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 4, "d": 5})

    assert [
        "3 in all:",
        "b: expected 2, saw 4",
        "c: expected 3, saw 'nothing'",
        "d: expected 'no such row', saw 5",
    ] == str(failed.value).splitlines()


def test_a_table_without_rows_proves_nothing() -> None:
    """It fails; one whose rows are right, and no faults, do not."""
    with pytest.raises(AssertionError):
        same_rows({}, {})

    same_rows({"a": 1}, {"a": 1})
    none_of([])
