"""Countries and cities outside China, in Chinese, in memory: which of them a point belongs to.

stores/abroad.json is made by scripts/abroad.py. Importing this brings in numpy and shapely;
services/places/places.py does so when a point outside China is first asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray

from stores.divisions import ABROAD

# The kilometres that a city of so many people reaches, and how that grows with their number.
PEOPLE, REACH, GROWTH = 15_000, 8.0, 0.28
# Areas are drawn over the sea without care: so many kilometres from all its cities is no country.
AT_SEA: Final = 600.0
KM_A_DEGREE: Final = 111.195
# Islands that China has, where neighbours claim them too and the boundaries draw none, or only
# points: nobody else's name stands there. Rings of (longitude, latitude).
OURS: Final = (
    # 钓鱼岛
    ((123.2, 25.5), (124.8, 25.5), (124.8, 26.2), (123.2, 26.2)),
    # 西沙, 中沙, 南沙, 黄岩岛
    (
        (110.6, 17.6), (109.8, 14.0), (109.7, 7.0), (111.5, 4.4), (112.2, 3.7), (112.7, 4.3),
        (113.6, 6.0), (115.4, 7.7), (116.8, 9.3), (118.2, 11.6), (118.3, 15.5), (115.0, 17.6),
    ),
)  # fmt: skip

Point = tuple[float, float]


class Town(NamedTuple):
    """Chinese names; `town` is empty where no city is near."""

    country: str
    town: str


class _Cities(NamedTuple):
    """Of one country: names, (longitude, latitude), and how many kilometres each reaches."""

    names: list[str]
    at: NDArray[np.float64]
    reach: NDArray[np.float64]

    def nearest(self, point: Point) -> str | None:
        """The city whose reach the point lies deepest in; empty where it is in none's.

        None where all are so far away that it lies on the open sea.
        """
        far = away(self.at, point)
        parts = far / self.reach
        best = int(parts.argmin())
        if parts[best] <= 1:
            return self.names[best]
        return "" if far.min() <= AT_SEA else None


class AbroadMap:
    def __init__(self, areas: Sequence[Any], cities: Sequence[Any]) -> None:
        self._codes = [code for code, _, _ in areas]
        self.countries = [name for _, name, _ in areas]
        self.cities = _by_country(cities)
        drawn = [_shape(polygons) for _, _, polygons in areas]
        shapes = np.array([*drawn, *(shapely.Polygon(ring) for ring in OURS)])
        shapely.prepare(shapes)
        # Islands of ours are no area, so they count as the smallest.
        self._sizes = [*shapely.area(drawn).tolist(), *(0.0 for _ in OURS)]
        self._tree = shapely.STRtree(shapes)

    def find(self, points: Sequence[Point]) -> list[Town | None]:
        """Country and city of each (longitude, latitude) in WGS 84; None at sea and in China."""
        areas: dict[int, int] = {}
        hits = self._tree.query(shapely.points(points), predicate="intersects")
        for point, area in zip(*hits.tolist(), strict=True):
            # Of areas in one another the smaller: an island that is not its surroundings'.
            if point not in areas or self._sizes[area] < self._sizes[areas[point]]:
                areas[point] = area
        return [
            self._town(areas[number], point) if number in areas else None
            for number, point in enumerate(points)
        ]

    def _town(self, area: int, point: Point) -> Town | None:
        if area >= len(self._codes):
            return None
        cities = self.cities.get(self._codes[area])
        town = cities.nearest(point) if cities else ""
        return None if town is None else Town(self.countries[area], town)


def away(at: NDArray[np.float64], point: Point) -> NDArray[np.float64]:
    """The kilometres from a point to others near it, each a row (longitude, latitude)."""
    east = (at[:, 0] - point[0] + 180) % 360 - 180
    flat = np.hypot(east * np.cos(np.radians(point[1])), at[:, 1] - point[1])
    return np.asarray(flat * KM_A_DEGREE)


def reach(people: float) -> float:
    """Within so many kilometres of its middle a city of so many people is meant."""
    return float(REACH * (max(people, PEOPLE) / PEOPLE) ** GROWTH)


def load() -> AbroadMap:
    """What stores/abroad.json holds."""
    held = orjson.loads(ABROAD.read_bytes())
    return AbroadMap(held["countries"], held["cities"])


def _shape(polygons: Sequence[Any]) -> Any:
    return shapely.MultiPolygon([(outer, holes) for outer, *holes in polygons])


def _by_country(rows: Sequence[Any]) -> dict[str, _Cities]:
    held: dict[str, list[Any]] = {}
    for row in rows:
        held.setdefault(row[0], []).append(row[1:])
    return {code: _cities(of_one) for code, of_one in held.items()}


def _cities(rows: Sequence[Any]) -> _Cities:
    return _Cities(
        [row[0] for row in rows],
        np.array([row[1:3] for row in rows], np.float64),
        np.array([reach(row[3]) for row in rows], np.float64),
    )
