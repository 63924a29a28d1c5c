"""What a picture shows, in words that a poem can say; whatever the label, nothing fails.

labels.tsv is written by training/label_table.py. This file needs no network and no torch.
"""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from models.poet.characters import characters

TABLE = Path(__file__).with_name("labels.tsv")
MOST = 3
# A label less sure than this says less about the picture than its weather.
SURE = 0.05
# A character of the corpus that is common enough to be a word of a poem.
COMMON = 400
WEATHER = {
    "sunny": "晴",
    "shine": "晴",
    "clear": "晴",
    "cloudy": "云",
    "overcast": "云",
    "rainy": "雨",
    "rain": "雨",
    "snow": "雪",
    "snowy": "雪",
    "foggy": "雾",
    "fog": "雾",
    "haze": "烟",
    "windy": "风",
    "thunder": "雷",
    "lightning": "雷",
    "sunrise": "朝",
    "sunset": "夕阳",
    "night": "夜",
}
# Upper end of the hue in degrees → the mood of the colour.
HUES = (
    (18, "红"),
    (40, "夕阳"),
    (68, "黄"),
    (160, "绿"),
    (200, "碧"),
    (255, "青"),
    (300, "紫"),
    (345, "桃花"),
    (360, "红"),
)


@cache
def _exact() -> dict[str, tuple[str, ...]]:
    """Every spelling of every label, English and Chinese; the first row that has it counts."""
    found: dict[str, tuple[str, ...]] = {}
    for row in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        english, chinese, keywords = row.split("\t")
        for name in [*english.split(", "), *chinese.split(",")]:
            if name:
                found.setdefault(name, tuple(keywords.split()))
    return found


@cache
def _folded() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, words in _exact().items():
        found.setdefault(name.casefold(), words)
    return found


def keywords_of(label: str) -> tuple[str, ...]:
    """One to three words for a label or any word, the nearest in meaning first; () for none."""
    name = label.strip().replace("_", " ")
    known = _exact().get(name) or _folded().get(name.casefold()) or WEATHER_WORDS.get(name)
    if known:
        return known[:MOST]
    chinese = "".join(char for char in name if char in characters())
    return _of_chinese(chinese) if chinese else _of_english(name)


def _of_chinese(name: str) -> tuple[str, ...]:
    """The longest end of it that is a label, then its last character that poems know."""
    for start in range(len(name)):
        if name[start:] in _exact():
            return _exact()[name[start:]][:MOST]
    if len(name) <= 2:
        return (name,)
    common = [char for char in name if characters()[char].seen >= COMMON]
    return (common[-1] if common else name[-1],)


def _of_english(name: str) -> tuple[str, ...]:
    """The label of its last word that is one, in the singular if need be."""
    for word in reversed(name.casefold().split()):
        for spelling in (word, word.removesuffix("s"), word.removesuffix("es")):
            known = _folded().get(spelling) or WEATHER_WORDS.get(spelling)
            if known:
                return known[:MOST]
    return ()


def weather_word(weather: str) -> str:
    """The word for a weather of the model, or for a Chinese one as it is; "" for none."""
    name = weather.strip()
    return WEATHER.get(name.casefold()) or ("".join(c for c in name if c in characters())[:2])


def colour_mood(red: int, green: int, blue: int) -> str:
    """The word for a picture's main colour."""
    hue, light, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    if light < 0.15:
        return "夜"
    if light > 0.88:
        return "白"
    if saturation < 0.12:
        return "烟"
    return next(word for end, word in HUES if hue * 360 <= end)


def words_for(
    keyword: str = "",
    types: Sequence[str] = (),
    values: Sequence[float] = (),
    weather: str = "",
    colour: tuple[int, int, int] | None = None,
) -> list[str]:
    """One to three words for a poem from whatever is known of a picture; [] if nothing is.

    A guest's own word comes first, then the surest label, the weather, other labels, colour.
    """
    sure = dict(zip(types, values, strict=False))
    ranked = sorted(types, key=lambda label: -sure.get(label, 0.0))
    firm = [word for label in ranked for word in keywords_of(label)[:1]]
    lead = firm[:1] if ranked and sure.get(ranked[0], 1.0) >= SURE else []
    own = [words[0] for words in map(keywords_of, keyword.split()) if words]
    if any(char in characters() for char in keyword):
        own = keyword.split()
    last = [colour_mood(*colour)] if colour else []
    return _distinct([*own, *lead, weather_word(weather), *firm, *last])


def _distinct(words: Sequence[str]) -> list[str]:
    """The first few words that share no character."""
    chosen = list[str]()
    for word in words:
        if word and not any(set(word) & set(other) for other in chosen):
            chosen.append(word)
    return chosen[:MOST]


WEATHER_WORDS = {name: (word,) for name, word in WEATHER.items()}
