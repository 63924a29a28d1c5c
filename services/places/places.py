"""Where a point lies: its county and a picture, or its country; from files, asking nobody.

The boundaries come with numpy and shapely, which take a second and 40 MB. So they are loaded at
the first question, in a thread, and a process that is never asked stays small. What lies abroad is
loaded when it is first asked for.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from config import ROOT, PlacesSettings
from services.places.coordinates import Point
from services.places.rules import ELSEWHERE, picture_of

Loaded = TypeVar("Loaded")


class Place(NamedTuple):
    """Chinese names, empty outside China and where there is no such level; a picture's address."""

    province: str
    city: str
    county: str
    image: str


class KnownTown(Protocol):
    """What is known of a point abroad, in Chinese; `town` is empty where no city is near."""

    @property
    def country(self) -> str: ...

    @property
    def town(self) -> str: ...


class KnownCounty(Protocol):
    """What the boundaries know: names, and the province's code of six digits."""

    @property
    def province(self) -> str: ...

    @property
    def city(self) -> str: ...

    @property
    def county(self) -> str: ...

    @property
    def code(self) -> str: ...


class Boundaries(Protocol):
    def find(self, points: Sequence[Point]) -> Sequence[KnownCounty | None]:
        """The county of each (longitude, latitude) in WGS 84; None where there is none."""


class Abroad(Protocol):
    def find(self, points: Sequence[Point]) -> Sequence[KnownTown | None]:
        """The country and city of each (longitude, latitude) in WGS 84; None at sea and at home."""


class Places:
    def __init__(self, settings: PlacesSettings) -> None:
        self._folder = ROOT / settings.boundaries if settings.boundaries else None
        # One thread: the first question loads, those that come meanwhile stand behind it.
        self._thread = ThreadPoolExecutor(1, "places")
        self._boundaries: Boundaries | None = None
        self._abroad: Abroad | None = None

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)

    async def find(self, points: Sequence[Point]) -> list[Place]:
        """The place of each (longitude, latitude) in WGS 84."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._find, points)

    async def find_abroad(self, points: Sequence[Point]) -> list[KnownTown | None]:
        """The country and city of each (longitude, latitude) in WGS 84 that no county holds."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._find_abroad, points)

    def _find_abroad(self, points: Sequence[Point]) -> list[KnownTown | None]:
        if self._abroad is None:
            self._abroad = _loaded(_load_abroad)
        return list(self._abroad.find(points))

    def _find(self, points: Sequence[Point]) -> list[Place]:
        if self._boundaries is None:
            self._boundaries = _loaded(partial(_load, self._folder))
        return [_place(found) for found in self._boundaries.find(points)]


def _loaded(load: Callable[[], Loaded]) -> Loaded:
    # Millions of numbers come and go, which no search for cycles need look through: that would
    # hold the loop, in the end for a tenth of a second at once.
    gc.disable()
    try:
        return load()
    finally:
        gc.freeze()
        gc.enable()


def _load(folder: Path | None) -> Boundaries:
    from stores.counties import load

    return load(folder)


def _load_abroad() -> Abroad:
    from stores.abroad import load

    return load()


def _place(found: KnownCounty | None) -> Place:
    if found is None:
        return Place("", "", "", ELSEWHERE)
    return Place(found.province, found.city, found.county, picture_of(found.code))
