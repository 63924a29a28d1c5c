"""The form of a regulated quatrain (近体绝句): one checker, for the decoder and for the figures.

The rules are those of Wang Li's 诗词格律 (chapters on 平仄, 对, 粘, 孤平, 拗救) and of the rhyme
book 平水韵:

* A line is one of four types. In five characters, 中 being either tone:
  a 中仄中平仄, b 中平中仄平, c 中平中仄仄, d 中仄仄平平.
  b may not be 仄平仄仄平: but for the rhyme it would have a single level tone (孤平).
  c may be 平平仄平仄 (the one licence that is as common as the rule) and not 仄平仄仄仄,
  d may not end in three level tones (三平尾), nor c or a in three oblique ones made by licence.
* A seven-character line has two more in front: a free one, and one opposed to the second of
  the five.
* The lines of a couplet are opposed (对) and the couplets are linked (粘): the four types can
  only stand in the orders abcd, dbcd, cdab, bdab.
* Lines 2 and 4 end in different characters of one level-tone group. Line 1, where it ends
  level (dbcd, bdab), rhymes with them, be it from a neighbouring group (邻韵). Line 3 ends
  oblique.

A character with readings of both kinds counts as the one that fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import product

from models.poet.characters import LEVEL, OBLIQUE, level_groups, tones

ANY = "中"
SCHEMES = ("abcd", "dbcd", "cdab", "bdab")
RHYMED_TYPES = "bd"
LENGTHS = (5, 7)
# Groups that sound alike, after the nineteen classes of 词林正韵.
NEIGHBOURS = tuple(
    frozenset(row.split())
    for row in (
        "P01 P02",
        "P03 Q07",
        "P04 P05 P08 P10",
        "P06 P07",
        "P09 P10",
        "P09 Q06",
        "P11 P12 P13",
        "P13 P14 P15 Q01",
        "Q02 Q03 Q04",
        "Q08 Q09 Q10",
        "Q13 Q14 Q15",
    )
)
_RULES = {
    "a": ("中仄中平仄",),
    "b": ("平平中仄平", "仄平平仄平"),
    "c": ("中平平仄仄", "平平仄仄仄", "平平仄平仄"),
    "d": ("中仄仄平平",),
}


def _spelt(pattern: str) -> list[str]:
    choices = [LEVEL + OBLIQUE if tone == ANY else tone for tone in pattern]
    return ["".join(picked) for picked in product(*choices)]


def _opposed(tone: str) -> str:
    return OBLIQUE if tone == LEVEL else LEVEL


@cache
def patterns(kind: str, length: int) -> tuple[str, ...]:
    """Every row of tones that a line of this type may have."""
    five = [spelt for rule in _RULES[kind] for spelt in _spelt(rule)]
    if length == 5:
        return tuple(sorted(set(five)))
    return tuple(sorted({free + _opposed(row[1]) + row for row in five for free in "平仄"}))


@cache
def _kinds_of(readings: tuple[str, ...]) -> frozenset[str]:
    length = len(readings)
    return frozenset(
        kind
        for kind in _RULES
        if any(
            all(tone in possible for tone, possible in zip(row, readings, strict=True))
            for row in patterns(kind, length)
        )
    )


def line_types(line: str) -> frozenset[str]:
    """The types that a line may be, with some reading of each character."""
    return _kinds_of(tuple(tones(char) for char in line))


def is_form(lines: Sequence[str], length: int) -> bool:
    """Four lines of `length` Chinese characters."""
    return len(lines) == 4 and all(
        len(line) == length and all("\u3400" <= char <= "\u9fff" for char in line) for line in lines
    )


def schemes(lines: Sequence[str]) -> list[str]:
    """The schemes whose tones the four lines keep, 对 and 粘 included."""
    kinds = [line_types(line) for line in lines]
    return [
        scheme
        for scheme in SCHEMES
        if all(kind in possible for kind, possible in zip(scheme, kinds, strict=True))
    ]


def rhyme(lines: Sequence[str]) -> frozenset[str]:
    """The level-tone groups in which lines 2 and 4 rhyme; empty when they do not."""
    if lines[1][-1] == lines[3][-1]:
        return frozenset()
    return level_groups(lines[1][-1]) & level_groups(lines[3][-1])


def keeps_scheme(lines: Sequence[str]) -> bool:
    return bool(schemes(lines))


def _sounds_like(char: str, groups: frozenset[str]) -> bool:
    """Whether it is level in one of the groups or in a neighbour of one."""
    own = level_groups(char)
    near = (row for row in NEIGHBOURS if row & groups)
    return bool(own & groups) or any(own & row for row in near)


def keeps_rhyme(lines: Sequence[str]) -> bool:
    """Rhymed in 2 and 4, in 1 too where that ends level only, and 3 can end oblique."""
    groups = rhyme(lines)
    if not groups or OBLIQUE not in tones(lines[2][-1]):
        return False
    first = lines[0][-1]
    distinct = first not in (lines[1][-1], lines[3][-1])
    return OBLIQUE in tones(first) or (distinct and _sounds_like(first, groups))


def is_regulated(lines: Sequence[str], length: int) -> bool:
    return is_form(lines, length) and keeps_scheme(lines) and keeps_rhyme(lines)
