"""Rule: a caption says when and where, exactly, and never twice running."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from studio.plan import dates, whereabouts
from studio.plan.long.frame import Frame
from studio.plan.whereabouts import NOTHING, Whereabouts

DIGITS = "〇一二三四五六七八九"


class FrameWords(NamedTuple):
    """`told`: what stands at the frame, nothing where it has just been said; and of each photo."""

    told: Whereabouts
    each: tuple[Whereabouts, ...]


def captioned_each(frame: Frame) -> bool:
    """Whether each photo of the frame has a caption of its own: on the border of its print."""
    return frame.mount == "polaroid"


class Captions:
    """The captions of a trip, asked for in the order of its photos."""

    def __init__(self, each: Sequence[Whereabouts]) -> None:
        self._each = each
        self._said = NOTHING

    def of(self, frame: Frame, first: int) -> FrameWords:
        """What is said at a frame of the photos from `first` on."""
        photos = tuple(self._each[first : first + len(frame.slots)])
        if captioned_each(frame):
            self._said = next((each for each in reversed(photos) if any(each)), self._said)
            return FrameWords(NOTHING, photos)
        shared = whereabouts.shared(photos)
        if not frame.caption or not shared.says_more_than(self._said):
            return FrameWords(NOTHING, photos)
        self._said = shared
        return FrameWords(shared, photos)


def in_words(taken: Sequence[int | None]) -> list[str]:
    """The first and the last day as they stand in columns: 二〇二四年五月廿一日."""
    known = [ms for ms in taken if ms is not None]
    if not known:
        return []
    first, last = _words(min(known)), _words(max(known))
    return [first] if first == last else [first, f"至{last}"]


def say(each: Whereabouts) -> str:
    """When and where, on one line."""
    return "  ·  ".join(word for word in each if word)


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
