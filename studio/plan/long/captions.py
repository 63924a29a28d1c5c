"""Rule: a caption says when and where, exactly, and never twice running."""

from __future__ import annotations

from collections.abc import Sequence

from studio.look.trip import Trip
from studio.plan import dates

DIGITS = "〇一二三四五六七八九"
# More names than these are no caption any more.
MOST_NAMES = 2


def in_words(taken: Sequence[int | None]) -> list[str]:
    """The first and the last day as they stand in columns: 二〇二四年五月廿一日."""
    known = [ms for ms in taken if ms is not None]
    if not known:
        return []
    first, last = _words(min(known)), _words(max(known))
    return [first] if first == last else [first, f"至{last}"]


def places(trip: Trip, photos: Sequence[int]) -> list[str]:
    """The names of the places of these photos, in the order of the trip."""
    names = [
        stop.name for stop in trip.stops if stop.name and not set(photos).isdisjoint(stop.photos)
    ]
    return names[:MOST_NAMES]


def taken(trip: Trip, photos: Sequence[int]) -> list[int | None]:
    """When these photos were taken, in ms since 1970 (UTC); None where nobody knows."""
    return [trip.seen[number].picture.taken_ms for number in photos]


def say(trip: Trip, numbers: Sequence[int]) -> str:
    """When and where these photos were taken."""
    parts = [dates.span(taken(trip, numbers)), *places(trip, numbers)]
    return "  ·  ".join(part for part in parts if part)


def _words(ms: int) -> str:
    date = dates.date(ms)
    year = "".join(DIGITS[int(digit)] for digit in f"{date:%Y}")
    return f"{year}年{number(date.month)}月{number(date.day)}日"


def number(value: int) -> str:
    """As a calendar writes it; above 31 as people do."""
    if value > 31:
        return _large(value)
    tens, ones = divmod(value, 10)
    if ones == 0 and tens > 1:
        return DIGITS[tens] + "十"
    return ("", "十", "廿", "三十")[tens] + (DIGITS[ones] if ones else "")


def _large(value: int) -> str:
    """Up to 999."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    said = DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        said += DIGITS[tens] + "十"
    elif hundreds and ones:
        said += "〇"
    return said + (DIGITS[ones] if ones else "")
