"""Rule: no line begins with closing punctuation, ends with opening one or cuts a word or a name."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from functools import cache, lru_cache

CLOSING = frozenset("，。、；：？！）》」』】〉〕｝〗…—～·”’％‰℃°,.;:?!)]}%>ー々ゝ")
OPENING = frozenset("（《「『【〈〔｛〖“‘([{<￥$¥")
ELLIPSIS = "…"
# What stands between names that are told one after the other.
BETWEEN = " · "
# Blocks whose characters may each begin a line: CJK signs, kana, ideographs, full-width forms.
WIDE = ((0x2E80, 0xA4CF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0xFE30, 0xFFEF), (0x20000, 0x3FFFF))

Measure = Callable[[str], float]


@lru_cache(maxsize=8192)
def is_wide(char: str) -> bool:
    """Whether it takes a whole square, as Chinese characters and their signs do."""
    return any(first <= ord(char) <= last for first, last in WIDE)


def clean(text: str) -> str:
    """One line of visible text: controls, newlines and direction marks become or leave nothing."""
    shown = (
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Zs") else char
        for char in unicodedata.normalize("NFC", text)
        if unicodedata.category(char) not in ("Cf", "Cs", "Co", "Cn")
    )
    return " ".join("".join(shown).split())


def break_lines(text: str, width: float, measure: Measure, most: int) -> list[str]:
    """At most `most` lines of similar length; what does not fit leaves an ellipsis."""
    # To find lines of similar length the same beginnings of lines are measured again and again.
    measure = cache(measure)
    units = _units(clean(text), width, measure)
    lines = _fill(units, width, measure)
    if len(lines) > most:
        kept = lines[: most - 1] + [_shortened("".join(lines[most - 1 :]), width, measure)]
        return [line.strip() for line in kept]
    return [line.strip() for line in _balanced(units, lines, width, measure)]


def _units(text: str, width: float, measure: Measure) -> list[str]:
    """What stays together: of several names each that fits, else each of its words that does; of a
    longer word its Latin words, or one wide character, with its punctuation."""
    return [unit for name in _names(text) for unit in _name(name, width, measure)]


def _names(text: str) -> list[str]:
    """Each with what parts it from the next."""
    *before, last = text.split(BETWEEN)
    return [name + BETWEEN for name in before] + [last]


def _name(name: str, width: float, measure: Measure) -> list[str]:
    for shown in (name, name.removesuffix(BETWEEN)):
        if measure(shown.rstrip()) <= width:
            return [shown]
    *before, last = name.rstrip().split(" ")
    words = [word + " " for word in before] + [last + name[len(name.rstrip()) :]]
    return [unit for word in words for unit in _word(word, width, measure)]


def _word(word: str, width: float, measure: Measure) -> list[str]:
    return [word] if measure(word.rstrip()) <= width else _pieces(word, width, measure)


def _pieces(text: str, width: float, measure: Measure) -> list[str]:
    units: list[str] = []
    for char in text:
        if units and _joins(units[-1], char):
            units[-1] += char
        else:
            units.append(char)
    return [piece for unit in units for piece in _cut(unit, width, measure)]


def _joins(unit: str, char: str) -> bool:
    last = unit[-1]
    if char == " ":
        return True
    if last == " ":
        return False
    clings = char in CLOSING or unicodedata.combining(char) != 0 or last in OPENING
    return clings or not (is_wide(char) or is_wide(last))


def _cut(unit: str, width: float, measure: Measure) -> list[str]:
    """A word wider than the line is the one thing that is cut."""
    if measure(unit.rstrip()) <= width:
        return [unit]
    pieces = [""]
    for char in unit:
        if pieces[-1] and char not in CLOSING and measure(pieces[-1] + char) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _fill(units: list[str], width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    for unit in units:
        if lines and measure((lines[-1] + unit).rstrip()) <= width:
            lines[-1] += unit
        else:
            lines.append(unit)
    return lines


def _balanced(units: list[str], lines: list[str], width: float, measure: Measure) -> list[str]:
    """The narrowest setting with the same number of lines: no single character is left alone."""
    low, high, best = 0.0, width, lines
    for _ in range(8 if len(lines) > 1 else 0):
        middle = (low + high) / 2
        trial = _fill(units, middle, measure)
        fits = all(measure(line.rstrip()) <= width for line in trial)
        if len(trial) == len(lines) and fits:
            high, best = middle, trial
        else:
            low = middle
    return best


def _shortened(text: str, width: float, measure: Measure) -> str:
    names = _names(text)
    for kept in range(len(names) - 1, 0, -1):
        some = "".join(names[:kept]) + ELLIPSIS
        if measure(some) <= width:
            return some
    fits = bisect_right(
        range(len(text) + 1), width, key=lambda most: measure(text[:most].rstrip() + ELLIPSIS)
    )
    return text[: max(fits - 1, 0)].rstrip(" ，。、；：,.;:") + ELLIPSIS
