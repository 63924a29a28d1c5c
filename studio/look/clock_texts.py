"""Rule: what stands behind a date is its time of day, with the words that people put around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from studio.look import time_words, zone_names
from studio.look.spelt_dates import WORDS
from studio.look.time_words import Hours

# "T", "at", "kl.", weekdays, "เวลา": not more than so many words.
MOST_WORDS: Final = 4
BETWEEN: Final = " \t_,.-;،、@:|"
BRACKETED: Final = re.compile(r"[(（][^()（）]{1,9}[)）]")
CLOCK: Final = re.compile(
    r"(?P<hour>\d{1,2})(?:\s*[-:._时時点點h시]\s*|\s+)(?P<minute>\d{1,2})(?!\d)"
    r"(?:(?:\s*[-:._分m분]\s*|\s+)(?P<second>\d{1,2})(?!\d)(?:[.,:]\s*(?P<fraction>\d{1,9}))?)?"
    r"\s*(?:[秒s초분分](?!\w))?"
    r"|(?P<hours>\d{2})(?P<minutes>\d{2})(?:(?P<seconds>\d{2})(?:[.,]?(?P<part>\d{1,9}))?)?(?!\d)"
    r"|(?P<alone>\d{1,2})\s*(?:[时時点點시](?P<past>半)?|h\b|uhr\b|(?=[a-z]))"
)


@dataclass(frozen=True, slots=True)
class ClockText:
    """`passed` since the day began; `rest` of the text; `early`: a zone that stood before."""

    passed: timedelta
    rest: str
    early: str


def read(text: str) -> ClockText | None:
    """None where no time of day stands there; raises ValueError for one that is none."""
    half = early = ""
    for _ in range(MOST_WORDS):
        text = text.lstrip(BETWEEN)
        word = _half(text) or _match(BRACKETED, text) or _match(WORDS, text)
        if not word:
            break
        half = _half(text) or half
        early = word if word in zone_names.UNIVERSAL - {"z"} else early
        text = text[len(word) :]
    found = CLOCK.match(text.lstrip(BETWEEN))
    if found is None:
        return None
    rest = text.lstrip(BETWEEN)[found.end() :].lstrip()
    late = _half(rest)
    if found["alone"] and not (late or half or found[0].strip() != found["alone"]):
        return None
    return ClockText(_passed(found, half or late), rest[len(late) :], early)


def _half(text: str) -> str:
    """The word for a part of the day with which a text begins."""
    found = time_words.known().half.match(text)
    if found is None or text[found.end() : found.end() + 1].isalpha():
        return ""
    return found[0]


def _match(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(text)
    return found[0] if found else ""


def _passed(told: re.Match[str], half: str) -> timedelta:
    hour = int(told["hour"] or told["hours"] or told["alone"])
    minute = 30 if told["past"] else int(told["minute"] or told["minutes"] or 0)
    second = int(told["second"] or told["seconds"] or 0)
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError(told[0])
    digits = told["fraction"] or told["part"]
    part = timedelta(seconds=float(f"0.{digits}")) if digits else timedelta()
    # Phones that count hours from 1 to 24 write 24:08 for eight minutes after the day began.
    hour = _hour(hour, minute, half) if half and hour <= 12 else hour % 24
    return timedelta(hours=hour, minutes=minute, seconds=second) + part


def _hour(hour: int, minute: int, half: str) -> int:
    """Of two hours that one half of a dial has, that in this part of the day, or nearest to it."""
    spans = time_words.known().halves["".join(half.split())]
    either = [hour % 12, hour % 12 + 12]
    first, second = (_away(one + minute / 60, spans) for one in either)
    if first == second:
        raise ValueError(half)
    return either[first > second]


def _away(hour: float, spans: Sequence[Hours]) -> tuple[bool, float]:
    return min(_away_from(hour, begin, end) for begin, end in spans)


def _away_from(hour: float, begin: int, end: int) -> tuple[bool, float]:
    """Whether it is outside, and by how many hours."""
    if any(begin <= turn < end or turn == begin for turn in (hour, hour + 24)):
        return False, 0.0
    return True, min((begin - hour) % 24, (hour - end) % 24)
