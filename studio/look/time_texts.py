"""Rule: a time that a person can read is read, however its maker spells it."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from studio.look import clock_texts, spelt_dates, zone_names

# Fields hold a few dozen letters; what is longer is no time, and is not searched.
LONGEST: Final = 96
# A field may be filled up with blanks.
LONGEST_FIELD: Final = 1024
QUOTES: Final = " \t\r\n\v\f\"'`´“”‘’«»"
# Years before are those of other calendars: 1403 is Persia's, 0031 a Japanese emperor's.
FIRST_YEAR: Final = 1900
NONE: Final = timedelta()
EARLIEST_OFFSET, LATEST_OFFSET = timedelta(hours=-12), timedelta(hours=14)

OFFSET: Final = re.compile(
    r"(?P<name>utc|gmt|z)?(?P<sign>[-+])?"
    r"(?:(?P<hours>\d{1,2})(?:[:.h'](?P<minutes>\d{2})(?::\d{2})?'?)?|(?P<digits>\d{3,4})|(?P<half>\d{1,2}[.,]5))"
)
# A time may stand before its date.
TIME_FIRST: Final = re.compile(r"(\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?:\s?[ap]\.?m\.?)?),?\s+")
BRACKET: Final = re.compile(r"[(\[<]")


@dataclass(frozen=True, slots=True)
class TimeText:
    """`clock` has no zone; `offset` is that from UTC, None where none is told.

    universal: the clock is UTC's and says nothing of the place's; day: the hour is not known.
    """

    clock: datetime
    offset: timedelta | None = None
    universal: bool = False
    day: bool = False


def read(value: Any) -> TimeText | None:
    """None for what is no time, or may be two: blanks and noughts stand for "unknown"."""
    found = readings(value)
    return found[0] if len(found) == 1 else None


def readings(value: Any) -> list[TimeText]:
    """All that a text may mean: of 06/07/2024 nobody knows which is the month."""
    text = plain(value)
    if not text or len(text) > LONGEST:
        return []
    if (moment := _since_1970(text)) is not None:
        return [moment]
    found = _read(text)
    if not found and (first := TIME_FIRST.match(text)):
        found = _read(f"{text[first.end() :]} {first[1]}")
    return list(dict.fromkeys(found))


def offset(value: Any) -> timedelta | None:
    """What a field that holds nothing but a zone says: "+08:00", "+8", "GMT+0800", "JST", 8."""
    if isinstance(value, tuple | list):
        value = value[0] if value else None
    text = "".join(plain(value).replace("\u2212", "-").split())
    if text in zone_names.UNIVERSAL:
        return NONE
    found = OFFSET.fullmatch(text)
    return zone_names.offset(text) if found is None else _offset(found)


def fraction(value: Any) -> timedelta:
    """Of a second, as the fields for it write it: "5" is half a second, and so is "500"."""
    digits = plain(value)
    return timedelta(seconds=float(f"0.{digits}")) if digits.isdecimal() else NONE


def plain(value: Any) -> str:
    """The text of a field in small letters and usual digits, up to its first nought byte.

    Without quotes around it and the marks of direction that Windows and Arabic have.
    """
    if not isinstance(value, bytes):
        value = str("" if value is None else value)
    if len(value) > LONGEST_FIELD:
        return ""
    text = _decoded(value).lstrip("\0").split("\0", 1)[0]
    text = unicodedata.normalize("NFKC", text)
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return text.strip(QUOTES).lower()


def _decoded(value: str | bytes) -> str:
    """Pillow reads the texts of EXIF as Latin-1; makers write UTF-8, or GB 2312.

    Not GBK: in it an accent and the letter behind it can be one sign too.
    """
    if isinstance(value, str):
        if value.isascii() or max(value) > "\xff":
            return value
        value = value.encode("latin-1")
    for encoding in ("utf-8", "gb2312"):
        with contextlib.suppress(UnicodeDecodeError):
            return value.decode(encoding)
    return value.decode("latin-1")


def _read(text: str) -> list[TimeText]:
    found = []
    dates = (date for date in spelt_dates.dates(text) if date[0] >= FIRST_YEAR)
    for year, month, day, rest in dates:
        with contextlib.suppress(ValueError, OverflowError):
            told = _timed(datetime(year, month, day), rest)
            found += [told] if told else []
    return found


def _timed(date: datetime, rest: str) -> TimeText | None:
    zone = "".join(rest.split())
    if not any(char.isdigit() for char in rest) or (zone[0] == "+" and OFFSET.fullmatch(zone)):
        return TimeText(date, day=True)
    told = clock_texts.read(rest)
    if told is None:
        return None
    return _zoned(date + told.passed, told.rest.replace("\u2212", "-"), told.early)


def _zoned(clock: datetime, rest: str, early: str) -> TimeText:
    """Java and Kotlin write a zone's name behind its offset, browsers too: either in brackets."""
    parts = [part.strip(" ,.;)]>") for part in BRACKET.split(rest, maxsplit=1)]
    words = parts[0].split()[:1]
    for said in (*parts, *words, early):
        if (told := _in_zone(clock, said)) is not None:
            return told
    return TimeText(clock)


def _in_zone(clock: datetime, said: str) -> TimeText | None:
    """None where no zone is told."""
    if said in zone_names.UNIVERSAL:
        return TimeText(clock, universal=True)
    if (named := zone_names.offset(said, clock)) is not None:
        return TimeText(clock, named)
    found = OFFSET.fullmatch("".join(said.split()))
    if found is None or not (found["sign"] or found["name"]):
        return None
    told = _offset(found)
    # By RFC 3339 -00:00 is UTC of a clock whose zone nobody knows.
    if told == NONE and found["sign"] == "-":
        return TimeText(clock, universal=True)
    return TimeText(clock, told)


def _offset(found: re.Match[str]) -> timedelta | None:
    if found["half"]:
        told = timedelta(hours=float(found["half"].replace(",", ".")))
    elif found["digits"]:
        told = _hours(found["digits"][:-2], found["digits"][-2:])
    else:
        told = _hours(found["hours"], found["minutes"] or "0")
    if found["sign"] == "-":
        told = -told
    whole = not told % timedelta(minutes=15)
    return told if whole and EARLIEST_OFFSET <= told <= LATEST_OFFSET else None


def _hours(hours: str, minutes: str) -> timedelta:
    return timedelta(hours=int(hours), minutes=int(minutes))


def _since_1970(text: str) -> TimeText | None:
    """Ten digits are seconds, thirteen milliseconds, sixteen millionths."""
    whole, _, part = text.replace(",", ".").partition(".")
    digits = whole + part
    if not digits.isdecimal() or len(whole) not in (10, 13, 16) or (part and len(whole) > 10):
        return None
    moment = datetime.fromtimestamp(0, UTC) + timedelta(seconds=int(whole[:10]))
    moment += fraction(digits[10:16])
    return TimeText(moment.replace(tzinfo=None), universal=True)
