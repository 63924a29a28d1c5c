"""What a picture shows, in words that a poem can say; whatever the label, nothing fails.

labels.tsv is written by training/label_table.py. This file needs no network and no torch.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from models.poet.characters import characters

TABLE = Path(__file__).with_name("labels.tsv")
CHINESE = re.compile("[\u3400-\u9fff]+")
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
SEASONS = {"spring": "春", "summer": "夏", "autumn": "秋", "winter": "冬"}
# What poems call a city. One that is not here is called by its own name, if that is short.
CITIES = {
    "北京": "燕山",
    "天津": "津门",
    "石家庄": "恒山",
    "太原": "晋阳",
    "呼和浩特": "阴山",
    "沈阳": "辽阳",
    "哈尔滨": "松花",
    "上海": "沪上",
    "南京": "金陵",
    "苏州": "姑苏",
    "无锡": "太湖",
    "杭州": "钱塘",
    "绍兴": "会稽",
    "合肥": "庐州",
    "福州": "闽山",
    "厦门": "鹭江",
    "南昌": "豫章",
    "济南": "历下",
    "郑州": "嵩山",
    "开封": "汴京",
    "武汉": "江城",
    "岳阳": "洞庭",
    "广州": "羊城",
    "深圳": "南海",
    "海口": "琼州",
    "三亚": "天涯",
    "重庆": "巴山",
    "成都": "锦城",
    "昆明": "滇池",
    "丽江": "玉龙",
    "拉萨": "雪山",
    "西安": "长安",
    "兰州": "金城",
    "西宁": "青海",
    "银川": "贺兰",
    "乌鲁木齐": "天山",
}
CITY_MOST = 2
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


def colour_mood(red: float, green: float, blue: float) -> str:
    """The word for a picture's main colour."""
    hue, light, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    if light < 0.15:
        return "夜"
    if light > 0.88:
        return "白"
    if saturation < 0.12:
        return "烟"
    return next(word for end, word in HUES if hue * 360 <= end)


def place_word(place: str) -> str:
    """The word for a city, with or without 市 behind it; "" for a name too long for a line."""
    name = place.strip()
    name = name.removesuffix("市") if len(name) > CITY_MOST else name
    known = CITIES.get(name, name)
    return known if len(known) <= CITY_MOST and all(c in characters() for c in known) else ""


def words_for(
    keyword: str = "",
    types: Sequence[str] = (),
    values: Sequence[float] = (),
    weather: str = "",
    colour: Sequence[float] | None = None,
    season: str = "",
    place: str = "",
) -> list[str]:
    """One to three words for a poem from whatever is known of a picture; [] if nothing is.

    A guest's own word comes first, then the place, the surest label, the weather, the season,
    other labels, and the colour.
    """
    sure = dict(zip(types, values, strict=False))
    ranked = sorted(types, key=lambda label: -sure.get(label, 0.0))
    firm = [word for label in ranked for word in keywords_of(label)[:1]]
    lead = firm[:1] if ranked and sure.get(ranked[0], 1.0) >= SURE else []
    own = CHINESE.findall(keyword)
    own = own or [words[0] for words in map(keywords_of, keyword.split()) if words]
    around = [weather_word(weather), SEASONS.get(season, "")]
    last = [colour_mood(*colour)] if colour else []
    return _distinct([*own, place_word(place), *lead, *around, *firm, *last])


def _distinct(words: Sequence[str]) -> list[str]:
    """The first few words that share no character."""
    chosen = list[str]()
    for word in words:
        if word and not any(set(word) & set(other) for other in chosen):
            chosen.append(word)
    return chosen[:MOST]


WEATHER_WORDS = {name: (word,) for name, word in WEATHER.items()}
