"""Chinese map services move every point by some hundred metres; here the points move back.

The shift from WGS 84 to GCJ-02 was never published. What everybody uses is the approximation that
became public in 2010: a series of sines over (longitude - 105°, latitude - 35°), scaled to degrees
on the ellipsoid of Krasovsky 1940. Its inverse is found by steps. BD-09 turns GCJ-02 once more, by
the constants that its owner's own conversions show.
"""

from __future__ import annotations

import math
from typing import Final

Point = tuple[float, float]

AXIS: Final = 6_378_245.0
ECCENTRICITY: Final = 0.006_693_421_622_965_943
# Outside of this box the map services move nothing: west, south, east, north.
MOVED: Final = (72.004, 0.8293, 137.8347, 55.8271)
# After so many steps the inverse is good to a millimetre.
STEPS: Final = 5
BAIDU: Final = math.pi * 3000 / 180


def to_wgs84(point: Point, system: str) -> Point:
    """(longitude, latitude) of `system` ("wgs84", "gcj02" or "bd09") in WGS 84."""
    if system == "wgs84":
        return point
    return _from_gcj02(_from_bd09(point) if system == "bd09" else point)


def to_gcj02(point: Point) -> Point:
    """Where Chinese maps show a point of WGS 84."""
    x, y = point
    west, south, east, north = MOVED
    if not (west <= x <= east and south <= y <= north):
        return point
    eastward, northward = _metres(x - 105, y - 35)
    sine = math.sin(math.radians(y))
    bend = 1 - ECCENTRICITY * sine * sine
    root = math.sqrt(bend)
    meridian = AXIS * (1 - ECCENTRICITY) / (bend * root)
    parallel = AXIS / root * math.cos(math.radians(y))
    return x + math.degrees(eastward / parallel), y + math.degrees(northward / meridian)


def _metres(x: float, y: float) -> Point:
    """How far east and north a point is moved; `x` and `y` are degrees from (105°, 35°)."""
    both = 2 / 3 * (20 * math.sin(6 * math.pi * x) + 20 * math.sin(2 * math.pi * x))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + both
    east += 2 / 3 * (20 * math.sin(math.pi * x) + 40 * math.sin(math.pi * x / 3))
    east += 2 / 3 * (150 * math.sin(math.pi * x / 12) + 300 * math.sin(math.pi * x / 30))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + both
    north += 2 / 3 * (20 * math.sin(math.pi * y) + 40 * math.sin(math.pi * y / 3))
    north += 2 / 3 * (160 * math.sin(math.pi * y / 12) + 320 * math.sin(math.pi * y / 30))
    return east, north


def _from_gcj02(point: Point) -> Point:
    x, y = point
    for _ in range(STEPS):
        shown = to_gcj02((x, y))
        x, y = x + point[0] - shown[0], y + point[1] - shown[1]
    return x, y


def _from_bd09(point: Point) -> Point:
    x, y = point[0] - 0.0065, point[1] - 0.006
    far = math.hypot(x, y) - 0.00002 * math.sin(y * BAIDU)
    angle = math.atan2(y, x) - 0.000003 * math.cos(x * BAIDU)
    return far * math.cos(angle), far * math.sin(angle)
