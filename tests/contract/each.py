"""One test for all rows of a document, which names every row that is not as it should be."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

Row = dict[str, Any]
OfOne = Callable[[Row], None]


def each(rows: Iterable[Row]) -> Callable[[OfOne], Callable[[], None]]:
    """The test of one row, made the test of all."""

    def of_all(test: OfOne) -> Callable[[], None]:
        def whole() -> None:
            wrong = {row["name"]: told for row in rows if (told := _told(test, row))}

            assert {} == wrong

        functools.update_wrapper(whole, test)
        # pytest would look there for what the test asks for.
        del whole.__wrapped__  # type: ignore[attr-defined]
        return whole

    return of_all


def _told(test: OfOne, row: Row) -> str:
    """What is wrong with a row; empty when nothing is."""
    try:
        test(row)
    except AssertionError as error:
        return str(error) or "it fails"
    return ""
