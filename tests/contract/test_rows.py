"""Each row of the two documents against the tests: a row that no test names is not proved."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from tests.documents import HOTEL, TRAVEL, hotel_rows, travel_rows

TESTS = Path(__file__).resolve().parents[1]


def rows() -> Iterator[str]:
    yield from hotel_rows()
    yield from travel_rows()


def covered() -> Iterator[tuple[str, str]]:
    """Every pattern in a `covers` mark, with the test that it stands on."""
    for file in sorted(TESTS.rglob("test_*.py")):
        for test in ast.walk(ast.parse(file.read_text())):
            if isinstance(test, ast.FunctionDef | ast.AsyncFunctionDef):
                for mark in test.decorator_list:
                    if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "covers":
                        yield from ((ast.literal_eval(a), test.name) for a in mark.args)


def test_no_row_has_the_name_of_another() -> None:
    """
    A mark can only mean one row, or the rows of its pattern.
    """
    names = list(rows())

    assert sorted(set(names)) == sorted(names)


def test_every_row_has_a_test() -> None:
    """
    Each row of the documents is covered by a test that names it, save the reserved ones.
    """
    patterns = {pattern for pattern, _ in covered()}
    missing = {row for row in rows() if not any(fnmatchcase(row, p) for p in patterns)}

    assert {*HOTEL["reserved"], *TRAVEL["reserved"]} == missing


def test_every_mark_names_a_row() -> None:
    """
    No test claims to cover what the documents do not say.
    """
    known = list(rows())

    assert not {p: t for p, t in covered() if not any(fnmatchcase(row, p) for row in known)}
