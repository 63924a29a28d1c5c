"""Rule: a time that a person can read is read, however its maker spells it."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

# Fields hold a few dozen letters; what is longer is no time, and is not searched.
LONGEST: Final = 64
MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
BEFORE_NOON: Final = ("am", "上午", "凌晨", "清晨", "早上", "午前", "오전")
AFTER_NOON: Final = ("pm", "下午", "中午", "傍晚", "晚上", "午后", "午後", "오후")
# "a.m.", and "p. m." as Spanish has it.
DOTTED_HALF: Final = re.compile(r"\b([ap])\.\s?m\.")
HALF: Final = "|".join((*BEFORE_NOON, *AFTER_NOON))
# The calendar of Thailand, which its phones write into years, is ahead of ours by so many.
BUDDHIST: Final = 543
BUDDHIST_YEARS: Final = range(2400, 2700)
NONE: Final = timedelta()
EARLIEST_OFFSET, LATEST_OFFSET = timedelta(hours=-12), timedelta(hours=14)

DATE: Final = re.compile(
    r"(\d{4})\s*[-:/.年_]\s*(\d{1,2})\s*[-:/.月_]\s*(\d{1,2})(?!\d)\s*[日.:]?|(\d{4})(\d{2})(\d{2})"
)
TIME: Final = re.compile(
    rf"[\s_,at]*-?(?:(?:星期|周|週).\s*|\(.\)\s*)?(?P<half>{HALF})?\s*(?:"
    r"(?P<hour>\d{1,2})\s*[-:._时時点點h]\s*(?P<minute>\d{1,2})"
    r"(?:\s*[-:._分m]\s*(?P<second>\d{1,2})(?:[.,:]\s*(?P<fraction>\d{1,9}))?)?\s*[秒s]?"
    r"|(?P<hours>\d{2})(?P<minutes>\d{2})(?P<seconds>\d{2})(?:\.?(?P<part>\d{1,6}))?"
    rf")\s*(?P<late_half>{HALF})?"
)
NAMED_DAY: Final = re.compile(
    r"(?:[a-z]{3,9}\.?,?\s+)?(\d{1,2})[-\s]+([a-z]{3})[a-z]*\.?,?[-\s]+(\d{4})"
)
NAMED_MONTH: Final = re.compile(
    r"(?:[a-z]{3,9}\.?,?\s+)?([a-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+(\d{4})"
)
YEAR_LAST: Final = re.compile(
    r"[a-z]{3},?\s+([a-z]{3})\s+(\d{1,2})\s+(\d[\d:]+)\s*([-+a-z\d:]*)\s+(\d{4})"
)
DAY_FIRST: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
OFFSET: Final = re.compile(
    r"(?P<name>utc|gmt|z)?(?P<sign>[-+])?"
    r"(?:(?P<hours>\d{1,2})(?:[:.h'](?P<minutes>\d{2})(?::\d{2})?'?)?|(?P<digits>\d{3,4})|(?P<half>\d{1,2}[.,]5))"
)


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
    """None for what is no time: blanks and noughts stand for "unknown"."""
    text = plain(value)
    if not text or len(text) > LONGEST:
        return None
    text = _year_first(text)
    try:
        return _since_1970(text) or _read(text)
    except (ValueError, OverflowError):
        return None


def offset(value: Any) -> timedelta | None:
    """What a field that holds nothing but a zone says: "+08:00", "+8", "GMT+0800", "Z", 8."""
    if isinstance(value, tuple | list):
        value = value[0] if value else None
    text = "".join(plain(value).replace("\u2212", "-").split())
    if text in ("z", "utc", "gmt"):
        return NONE
    found = OFFSET.fullmatch(text)
    return None if found is None else _offset(found)


def fraction(value: Any) -> timedelta:
    """Of a second, as the fields for it write it: "5" is half a second, and so is "500"."""
    digits = plain(value)
    return timedelta(seconds=float(f"0.{digits}")) if digits.isdecimal() else NONE


def plain(value: Any) -> str:
    """The text of a field in small letters and usual digits, up to its first nought byte."""
    if not isinstance(value, bytes):
        value = str("" if value is None else value)
    text = unicodedata.normalize("NFKC", _decoded(value))
    return DOTTED_HALF.sub(r"\1m", text.lstrip("\0").split("\0", 1)[0].strip().lower())


def _decoded(value: str | bytes) -> str:
    """Pillow reads the texts of EXIF as Latin-1; makers write UTF-8, or GBK."""
    if isinstance(value, str):
        if value.isascii() or max(value) > "\xff":
            return value
        value = value.encode("latin-1")
    for encoding in ("utf-8", "gbk"):
        with contextlib.suppress(UnicodeDecodeError):
            return value.decode(encoding)
    return value.decode("latin-1")


def _read(text: str) -> TimeText | None:
    found = DATE.match(text)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part is not None)
    if year in BUDDHIST_YEARS:
        year -= BUDDHIST
    date, rest = datetime(year, month, day), text[found.end() :]
    if not any(char.isdigit() for char in rest):
        return TimeText(date, day=True)
    told = TIME.match(rest)
    if told is None:
        return None
    clock = date + _time_of_day(told)
    return _zoned(clock, rest[told.end() :])


def _time_of_day(told: re.Match[str]) -> timedelta:
    hour = int(told["hour"] or told["hours"])
    minute, second = (
        int(told["minute"] or told["minutes"]),
        int(told["second"] or told["seconds"] or 0),
    )
    half = told["half"] or told["late_half"]
    if half in AFTER_NOON and hour < 12 and not (half == "中午" and hour > 9):
        hour += 12
    # Phones that count hours from 1 to 24 write 24:08 for eight minutes after the day began.
    elif hour == 24 or (half in BEFORE_NOON and hour == 12):
        hour = 0
    if hour > 23 or minute > 59 or second > 60:
        raise ValueError(told[0])
    part = fraction(told["fraction"] or told["part"])
    return timedelta(hours=hour, minutes=minute, seconds=second) + part


def _zoned(clock: datetime, rest: str) -> TimeText:
    # Java and Kotlin write the zone's name behind its offset, in brackets.
    zone = "".join(rest.replace("\u2212", "-").split()).split("[", 1)[0]
    if zone in ("z", "utc", "gmt"):
        return TimeText(clock, universal=True)
    found = OFFSET.fullmatch(zone)
    if found is None or not (found["sign"] or found["name"]):
        return TimeText(clock)
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
    """Ten digits are seconds, thirteen milliseconds."""
    if not text.isdecimal() or len(text) not in (10, 13):
        return None
    moment = datetime.fromtimestamp(0, UTC) + timedelta(seconds=int(text[:10]))
    moment += fraction(text[10:])
    return TimeText(moment.replace(tzinfo=None), universal=True)


def _year_first(text: str) -> str:
    """The same text with its date as ISO 8601 writes it: also of a month's name, or a last year."""
    if found := YEAR_LAST.match(text):
        month, day, time, zone, year = found.groups()
        return f"{year}-{_month(month)}-{day} {time}{zone}"
    if found := NAMED_DAY.match(text):
        day, month, year = found.groups()
    elif found := NAMED_MONTH.match(text):
        month, day, year = found.groups()
    elif found := DAY_FIRST.match(text):
        return f"{found[4]}-{_day_and_month(found)}{text[found.end() :]}"
    else:
        return text
    return f"{year}-{_month(month)}-{day}{text[found.end() :]}"


def _month(name: str) -> int:
    return MONTHS.index(name) + 1 if name in MONTHS else 0


def _day_and_month(found: re.Match[str]) -> str:
    """With dots the day is first; where either number may be the month nobody can read it."""
    first, second = int(found[1]), int(found[3])
    if found[2] == "." or first > 12 or first == second:
        return f"{second}-{first}"
    return f"{first}-{second}" if second > 12 else "0-0"
