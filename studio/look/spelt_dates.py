"""Rule: a date is read in whatever order and words; where it may be two dates, both are told."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from studio.look import time_words

# Year, month, day, and the text behind them.
Spelt: TypeAlias = tuple[int, int, int, str]

# The calendar of Thailand, which its phones write into years, is ahead of ours by so many; that of
# Taiwan is behind.
BUDDHIST: Final = 543
BUDDHIST_YEARS: Final = range(2400, 2700)
REPUBLIC: Final = 1911
REPUBLIC_YEARS: Final = range(100, 200)
# The year before the first of each.
ERAS: Final = {
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "民国": REPUBLIC,
    "民國": REPUBLIC,
    "reiwa": 2018,
    "heisei": 1988,
    "r": 2018,
    "h": 1988,
}
# Who reigned since there are such cameras, and no longer than so many years.
EMPERORS: Final = ("令和", "平成")
REIGN: Final = 70
# Two digits are a year of this century up to here.
LAST_SHORT_YEAR: Final = 89

# What is no digit, blank or sign: `re` takes the vowels of Thai and Indian scripts for no letters.
LETTERS: Final = r"[^\W\d_][^\s\d!-/:-@\[-`{-~،。、]*+"
WORD: Final = rf"{LETTERS}(?:\.{LETTERS})*+"
WORDS: Final = re.compile(WORD)
# Weekdays, "on", "taken": not more than three words.
LEAD: Final = re.compile(rf"(?:{WORD}[\s.,،]++){{0,3}}")
# "de", "năm", "г.", "พ.ศ.": what stands between the parts of a date is short.
SHORT: Final = r"(?:[^\W\d_.]{1,4}(?:\.[^\W\d_])?[.']?\s*)?"
NTH: Final = r"(?:st|nd|rd|th|er|re|ème|e|o|a)?"
# What follows a year of two digits is no minute.
YEAR: Final = r"(?P<year>\d{4}|\d{2})(?![\d:]|[.h]\d)"
CLOCK: Final = r"(?P<clock>\d{1,2}:\d[\d:.]*\s*(?:[ap]m)?)"

DIGITS: Final = {digit: number for number, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}
NUMERAL: Final = re.compile(r"[〇零一二三四五六七八九十]+(?=[年月日号號时時点點分秒])")
ERA: Final = re.compile(
    rf"(?:中华|中華)?({'|'.join(ERAS)})\s*(\d{{1,3}}|元)\s*(?=[年./-])|(?:公元|西元|西暦)\s*(?=\d)"
)
YEAR_FIRST: Final = re.compile(
    r"(\d{3,4})\s*[-:/.年년_]\s*(\d{1,2})\s*[-:/.月월_]\s*(\d{1,2})(?!\d)\s*[日号號일.:]?"
    r"|(\d{4})\s+(\d{2})\s+(\d{2})(?!\d)|(\d{4})(\d{2})(\d{2})"
)
DAY_FIRST: Final = re.compile(r"(\d{1,2})\s*([-/.:])\s*(\d{1,2})\s*\2\s*(\d{4})(?!\d)")
SHORT_YEAR: Final = re.compile(
    r"(\d{2})(?:([-/.])(\d{1,2})\2(\d{1,2})(?!\d)[.]?(?=\D*\d)"
    # With colons it may be a time alone.
    r"|:(\d{2}):(\d{2})(?=\s+\d{1,2}:\d))"
)
# Vietnamese has numbers for months, and so have "6月 6, 2024" and its like.
NUMBERED: Final = re.compile(
    rf"(\d{{1,2}})\s+(?:tháng|thg)\s*(\d{{1,2}}),?\s*{SHORT}(\d{{4}})|(\d{{1,2}})[月월]\s*(\d{{1,2}})[日일]?,?\s+(\d{{4}})[年년]?"
)

DAY_BEFORE: Final = rf"(?P<day>\d{{1,2}})\.?{NTH}[\s.,/'-]*{SHORT}"
YEAR_BEFORE: Final = rf"(?P<year>\d{{4}})[\s.,/年-]*{SHORT}"
YEAR_BEHIND: Final = rf"[\s.,/'-]*{SHORT}{YEAR}(?:\s*г(?:\.|ода)?)?"
DAY_BEHIND: Final = rf"[\s./-]*(?P<day>\d{{1,2}}){NTH}(?!\d)(?:\.|\s*d\.)?"
DAY_YEAR_BEHIND: Final = rf"\.?[\s-]+(?P<day>\d{{1,2}}){NTH}[\s,،-]+{SHORT}'?{YEAR}"
# As C writes it, with the year behind the time.
CLOCK_YEAR: Final = rf"\.?\s+{CLOCK}\s*(?P<zone>\S*)\s+(?P<year>\d{{4}})"
DAY_CLOCK_YEAR: Final = rf"\.?\s+(?P<day>\d{{1,2}}){CLOCK_YEAR}"
# What stands before the name of a month, and behind it.
SHAPES: Final = [
    (re.compile(before), re.compile(behind))
    for before, behind in (
        ("", DAY_CLOCK_YEAR),
        ("", DAY_YEAR_BEHIND),
        (DAY_BEFORE, CLOCK_YEAR),
        (DAY_BEFORE, YEAR_BEHIND),
        (YEAR_BEFORE + DAY_BEFORE, ""),
        (YEAR_BEFORE, DAY_BEHIND),
    )
]


def dates(text: str) -> list[Spelt]:
    """Each date with which a text in small letters may begin; days that are none among them."""
    text = _era(NUMERAL.sub(_number, text))
    return _named(text) or _numbered(text) or _numbered(_unled(text))


def _numbered(text: str) -> list[Spelt]:
    if found := YEAR_FIRST.match(text):
        year, month, day = (int(part) for part in found.groups() if part is not None)
        return [(one, month, day, text[found.end() :]) for one in _years(year)]
    if found := DAY_FIRST.match(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        rest = text[found.end() :]
        # With dots the day is first.
        turned = [] if found[2] == "." else [(_year(year), first, second, rest)]
        return [(_year(year), second, first, rest), *turned]
    if found := NUMBERED.match(text):
        one, two, year, *late = (int(part) if part else 0 for part in found.groups())
        day, month, year = (one, two, year) if one else (late[1], late[0], late[2])
        return [(_year(year), month, day, text[found.end() :])]
    if found := SHORT_YEAR.match(text):
        one, two, three = (int(part) for part in found.group(1, 3, 4, 5, 6) if part)
        rest = text[found.end() :]
        orders = ((one, two, three), (three, two, one), (three, one, two))
        return [(_short(year), month, day, rest) for year, month, day in orders]
    return []


def _named(text: str) -> list[Spelt]:
    """Dates around the name of a month.

    Weekdays that look like one (Italian's "mar") stand before it.
    """
    known = time_words.known().months
    for word in reversed([*WORDS.finditer(text)]):
        # Hebrew writes "in" and the month as one word.
        months = known.get(word[0].replace(".", "").removeprefix("ב"))
        around = months and _around(_unled(text[: word.start()]), text[word.end() :].lstrip("."))
        if months and around:
            year, day, rest = around
            return [(year, month, day, rest) for month in months]
    return []


def _around(before: str, behind: str) -> tuple[int, int, str] | None:
    """Year, day and the rest of a text whose month stood in between."""
    for first, second in SHAPES:
        if (one := first.fullmatch(before)) and (two := second.match(behind)):
            told = one.groupdict() | two.groupdict()
            rest = f" {told.get('clock', '')} {told.get('zone', '')}{behind[two.end() :]}"
            return _long(told["year"]), int(told["day"]), rest
    return None


def _unled(text: str) -> str:
    found = LEAD.match(text)
    return text[found.end() :] if found else text


def _era(text: str) -> str:
    """The same with a year of our calendar in front."""
    found = ERA.match(text)
    if found is None:
        return text
    name, number = found.groups()
    year = str(ERAS[name] + (1 if number == "元" else int(number))) if name else ""
    return year + text[found.end() :]


def _number(found: re.Match[str]) -> str:
    """Of Chinese numerals up to 99, or of digits one by one."""
    tens, ten, ones = found[0].rpartition("十")
    if not ten:
        return "".join(str(DIGITS[digit]) for digit in ones)
    return str((DIGITS.get(tens, 0) if tens else 1) * 10 + (DIGITS.get(ones, 0) if ones else 0))


def _years(year: int) -> list[int]:
    """0006, as iPhones with Japan's calendar write it, does not say of which emperor."""
    return [year + ERAS[era] for era in EMPERORS] if 0 < year < REIGN else [_year(year)]


def _year(year: int) -> int:
    if year in BUDDHIST_YEARS:
        return year - BUDDHIST
    return year + REPUBLIC if year in REPUBLIC_YEARS else year


def _long(digits: str) -> int:
    return _year(int(digits)) if len(digits) > 2 else _short(int(digits))


def _short(year: int) -> int:
    return year + (2000 if year <= LAST_SHORT_YEAR else 1900)
