"""Rules of places: which numbers are a point on Earth, and which picture stands for a place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from services.places.coordinates import Point, to_wgs84
from status_codes import ApiError, Global

# Drawn by scripts/drawing/cities.py.
PICTURES: Final = "/static/city"
ELSEWHERE: Final = f"{PICTURES}/def1.png"


def points_of(longitudes: Sequence[float], latitudes: Sequence[float], system: str) -> list[Point]:
    """Points in WGS 84 of degrees in `system`. Raises -204 where there are none, or no pairs."""
    if len(longitudes) != len(latitudes):
        raise ApiError(Global.ARG_VALUE)
    points = list(zip(longitudes, latitudes, strict=True))
    if not all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in points):
        raise ApiError(Global.ARG_VALUE)
    return [to_wgs84(point, system) for point in points]


def picture_of(province: str) -> str:
    """The address of the picture of a province, by its code."""
    return f"{PICTURES}/{province}.png"
