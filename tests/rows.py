"""Tables of cases in one test: a failure names every row that is wrong, not the first alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def none_of(faults: Iterable[str]) -> None:
    """Fail with every line of `faults`."""
    lines = list(faults)
    assert not lines, "\n".join([f"{len(lines)} in all:", *lines])


def same_rows(expected: Mapping[str, object], seen: Mapping[str, object]) -> None:
    """Fail with every row that one of them lacks, or that differs, and how."""
    assert expected, "no rows"
    none_of(
        f"{row}: expected {expected.get(row, 'no such row')!r}, saw {seen.get(row, 'nothing')!r}"
        for row in dict.fromkeys([*expected, *seen])
        if row not in expected or row not in seen or expected[row] != seen[row]
    )
