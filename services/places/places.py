"""Where a point lies: province, city, county and a picture; from files, asking nobody.

The boundaries come with numpy and shapely, which take a second and 40 MB. So they are loaded at
the first question, in a thread, and a process that is never asked stays small.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from config import ROOT
from config import Places as Settings

# Drawn by scripts/drawing/cities.py.
PICTURES: Final = "/static/city"
ELSEWHERE: Final = f"{PICTURES}/def1.png"

Point = tuple[float, float]


class Place(NamedTuple):
    """Chinese names, empty outside China and where there is no such level; a picture's address."""

    province: str
    city: str
    county: str
    image: str


class Found(Protocol):
    """What the boundaries know: names, and the province's code of six digits."""

    province: str
    city: str
    county: str
    code: str


class Counties(Protocol):
    def find(self, points: Sequence[Point]) -> list[Found | None]:
        """The county of each (longitude, latitude) in WGS 84; None where there is none."""


class Places:
    def __init__(self, settings: Settings) -> None:
        self._folder = ROOT / settings.boundaries if settings.boundaries else None
        # One thread: the first question loads, those that come meanwhile stand behind it.
        self._thread = ThreadPoolExecutor(1, "places")
        self._counties: Counties | None = None

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)

    async def find(self, points: Sequence[Point]) -> list[Place]:
        """The place of each (longitude, latitude) in WGS 84."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._find, points)

    def _find(self, points: Sequence[Point]) -> list[Place]:
        if self._counties is None:
            self._counties = _load(self._folder)
        return [_place(found) for found in self._counties.find(points)]


def _load(folder: Path | None) -> Counties:
    counties: Counties = import_module("stores.counties").load(folder)
    return counties


def _place(found: Found | None) -> Place:
    if found is None:
        return Place("", "", "", ELSEWHERE)
    return Place(found.province, found.city, found.county, f"{PICTURES}/{found.code}.png")
