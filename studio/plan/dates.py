"""Rule: the days of a trip are written in one way, on films and on long pictures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from studio.look.intake import Picture


def date(ms: int) -> datetime:
    """Of a time in ms since 1970 (UTC)."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def day(picture: Picture) -> str:
    """The day on which it was taken, by the clock of the place; empty where nobody knows it."""
    return "" if picture.taken_ms is None else f"{date(picture.taken_ms):%Y.%m.%d}"


def span(taken: Sequence[int | None]) -> str:
    """One date, or the first and the last; empty when nothing is known."""
    known = [ms for ms in taken if ms is not None]
    if not known:
        return ""
    first, last = date(min(known)), date(max(known))
    start = f"{first:%Y.%m.%d}"
    if first.date() == last.date():
        return start
    return f"{start} – {last:%m.%d}" if first.year == last.year else f"{start} – {last:%Y.%m.%d}"
