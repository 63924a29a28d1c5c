"""Rule: what a file says of its time is kept as it is said until the whole trip is known."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, Final, TypeAlias

from studio.look import time_texts
from studio.look.time_texts import TimeText

StrOrBytesPath: TypeAlias = str | bytes | os.PathLike[str]

# Before it there were no such cameras. A clock that lost its battery begins in 1904, 1970 or 1980.
FIRST_YEAR: Final = 1990
# No photo is younger than its file, but for clocks that are not quite right.
SLACK: Final = timedelta(minutes=10)
# Of two times of one file, whose zones may be unknown.
SAME_DAY: Final = timedelta(hours=26)


class Source(Enum):
    """One row a source, the most trusted first: its name in storyboards, its weight (0 to 1)."""

    ORIGINAL = "exif_original", 1.0
    CREATION_DATE = "quicktime_creation_date", 0.95
    CAMERA_NOTE = "camera_note", 0.95
    GPS = "gps", 0.85
    DIGITIZED = "exif_digitized", 0.8
    DATE_TIME = "exif_date_time", 0.7
    XMP = "xmp", 0.6
    DAY_TAG = "quicktime_day", 0.55
    HEADER = "creation_time", 0.5
    XMP_CHANGED = "xmp_changed", 0.4
    PNG_TEXT = "png_text", 0.4
    PNG_TIME = "png_time", 0.35
    NAME = "file_name", 0.3
    SAVED_NAME = "saved_file_name", 0.2
    DAY = "day", 0.1

    def __init__(self, title: str, weight: float) -> None:
        self.title = title
        self.weight = weight


RANKS: Final = {source: rank for rank, source in enumerate(Source)}


@dataclass(frozen=True, slots=True)
class Claim:
    """`clock` is what a clock showed there (naive), `utc` the moment (aware); one of them is told.

    writer: where some cameras write their local clock as if it were UTC, what tells such cameras
    apart; empty where it is UTC. others: what the same text may mean as well (24/06/06).
    """

    source: Source
    clock: datetime | None = None
    utc: datetime | None = None
    writer: str = ""
    others: tuple[Claim, ...] = ()

    @property
    def offset(self) -> timedelta | None:
        """From UTC, where the file tells it."""
        if self.clock is None or self.utc is None:
            return None
        return self.clock - self.utc.replace(tzinfo=None)


def of(source: Source, value: Any, zone: timedelta | None = None, part: Any = None) -> list[Claim]:
    """What a field's text claims, or nothing; `zone` and `part` of a second as fields beside it."""
    said = [_read(source, told, zone, part) for told in time_texts.readings(value)]
    return [replace(said[0], others=tuple(said[1:]))] if said else []


def _read(source: Source, told: TimeText, zone: timedelta | None, part: Any) -> Claim:
    if told.day:
        return Claim(Source.DAY, told.clock + timedelta(hours=12))
    clock = told.clock if told.clock.microsecond else told.clock + time_texts.fraction(part)
    return _claim(source, clock, told, zone)


def _claim(source: Source, clock: datetime, told: TimeText, zone: timedelta | None) -> Claim:
    if told.universal:
        return Claim(source, utc=clock.replace(tzinfo=UTC))
    offset = told.offset if told.offset is not None else zone
    if offset is None:
        return Claim(source, clock)
    return Claim(source, clock, (clock - offset).replace(tzinfo=UTC))


def believed(claim: Claim, uploaded: datetime) -> bool:
    """Whether it can be true of a file that came in then (aware).

    The first moment of a year is where clocks begin that were never set.
    """
    latest = uploaded + SLACK
    if claim.utc is None or claim.writer:
        latest += time_texts.LATEST_OFFSET
    said = [time.replace(tzinfo=None) for time in (claim.clock, claim.utc) if time is not None]
    if any(time.year < FIRST_YEAR or _year_begins(time) for time in said):
        return False
    moment = claim.utc or (claim.clock.replace(tzinfo=UTC) if claim.clock else latest)
    return moment <= latest


def sorted_by_trust(claims: Iterable[Claim], uploaded: datetime) -> list[Claim]:
    """Those that can be true, the most trusted first; what is in doubt as the others say."""
    possible = [
        [one for one in (claim, *claim.others) if believed(one, uploaded)] for claim in claims
    ]
    sure = [one for (one, *more) in filter(None, possible) if not more]
    meant = (_meant(readings, sure) for readings in possible)
    found = [replace(claim, others=()) for claim in meant if claim is not None]
    return sorted(found, key=lambda claim: RANKS[claim.source])


def _meant(readings: Sequence[Claim], sure: Sequence[Claim]) -> Claim | None:
    """The one that can be true, or that is of a day on which the file says that it was made."""
    if len(readings) > 1:
        readings = [one for one in readings if any(_is_near(one, other) for other in sure)]
    return readings[0] if len(readings) == 1 else None


def _is_near(first: Claim, second: Claim) -> bool:
    one, other = (claim.clock or claim.utc for claim in (first, second))
    if one is None or other is None:
        return False
    return abs(one.replace(tzinfo=None) - other.replace(tzinfo=None)) <= SAME_DAY


def clock_ms(claims: Iterable[Claim], uploaded: datetime) -> int | None:
    """What the file's own clock shows, in ms since 1970 as if it were UTC."""
    clocks = [claim.clock for claim in sorted_by_trust(claims, uploaded) if claim.clock]
    return in_ms(clocks[0]) if clocks else None


def in_ms(clock: datetime) -> int:
    """A clock without a zone, in ms since 1970 as if it were UTC."""
    return (clock - datetime(1970, 1, 1)) // timedelta(milliseconds=1)


def uploaded(path: StrOrBytesPath) -> datetime:
    """An upload keeps the time at which it came in, wherever it is moved later."""
    return datetime.fromtimestamp(os.stat(path).st_mtime, UTC)


def _year_begins(time: datetime) -> bool:
    return time == datetime(time.year, 1, 1)
