"""Counts what does not go together in one poem: spring with autumn, dawn with dusk, sun with rain.

Poets join such things on purpose now and then; a draft that does so mostly forgot where it began.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

SPRING: Final = ("春", "桃花", "杏花", "梨花", "海棠", "柳絮", "杨花", "莺", "杜鹃", "东风")
SUMMER: Final = ("夏", "荷", "莲", "芰", "蝉", "暑", "麦", "榴", "炎")
AUTUMN: Final = ("秋", "菊", "桂", "落叶", "黄叶", "枫", "蛩", "砧", "西风", "芦花")
WINTER: Final = ("冬", "雪", "冰", "腊", "朔风")
DAWN: Final = ("朝日", "晓", "晨", "曙", "朝霞", "朝晖")
DUSK: Final = ("暮", "夕", "落日", "斜阳", "斜晖", "斜曛", "黄昏", "日斜", "日落", "晚")
NIGHT: Final = ("夜", "星", "月明", "明月", "漏", "三更")
RAIN: Final = ("雨",)
SUN: Final = ("晴", "日")
OPPOSED: Final = ((SPRING, AUTUMN), (SUMMER, WINTER), (DAWN, DUSK), (DAWN, NIGHT))
# What the sky does is of one kind only where a guest, or their picture, says which.
SKIES: Final = ((("晴",), RAIN), (("雨",), SUN), (("雪",), (*RAIN, *SUN, *SUMMER)))


def clashes(lines: Sequence[str], words: Sequence[str]) -> int:
    """How many pairs of opposites the poem has; `words` are those it was asked for."""
    text = "\n".join(lines)
    opposed = sum(_has(text, one) and _has(text, other) for one, other in OPPOSED)
    return opposed + sum(
        any(said in words for said in sky) and _has(text, other) for sky, other in SKIES
    )


def _has(text: str, signs: Sequence[str]) -> bool:
    return any(sign in text for sign in signs)
