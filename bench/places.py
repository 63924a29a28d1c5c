"""Where a point lies: the time of one look-up, inland, at a shore, abroad, and among a thousand."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np

from bench.figures import Figure, Series, at_most
from bench.lab import Lab
from stores import abroad, counties
from stores.abroad import AbroadMap
from stores.counties import CountyMap

POINTS: Final = 2_000
# (west, south, east, north): inland, and the coast where islands are small.
INLAND: Final = (100.0, 23.0, 118.0, 42.0)
COAST: Final = (120.5, 27.0, 123.0, 31.0)
# The middle of Europe, where borders and cities are many.
EUROPE: Final = (2.0, 44.0, 20.0, 53.0)
Points = list[tuple[float, float]]
Map = TypeVar("Map")


def measure(lab: Lab) -> list[Figure]:
    home, loaded = _loaded(lambda: counties.load(None))
    away, away_loaded = _loaded(abroad.load)
    inland, coast, europe = _points(INLAND, 1), _points(COAST, 2), _points(EUROPE, 3)
    sides: dict[str, Callable[[], float]] = {
        "one point inland": lambda: _singly(home, inland),
        "one point of coast and sea": lambda: _singly(home, coast),
        "each of a thousand points": lambda: _together(home, inland[:1000]),
    }
    return [
        *(_lasting(name, run, lab.rounds, 50) for name, run in sides.items()),
        _lasting("one point abroad", lambda: _singly(away, europe), lab.rounds, 100),
        _loading("places, loading at the first question", loaded),
        _loading("places, loading what lies abroad", away_loaded),
    ]


def _loaded(load: Callable[[], Map]) -> tuple[Map, Series]:
    began = time.perf_counter()
    found = load()
    return found, Series((time.perf_counter() - began,))


def _lasting(name: str, run: Callable[[], float], rounds: int, most: int) -> Figure:
    found = Series(tuple(run() for _ in range(rounds)))
    return Figure(f"place, {name}", f"{found.show('.1f')} µs", "-", found, at_most(most, "µs"))


def _loading(name: str, found: Series) -> Figure:
    return Figure(name, f"{found.show('.2f')} s", "-", found, at_most(2, "s"))


def _points(box: tuple[float, float, float, float], seed: int) -> Points:
    random = np.random.default_rng(seed)
    longitudes = random.uniform(box[0], box[2], POINTS).tolist()
    return list(zip(longitudes, random.uniform(box[1], box[3], POINTS).tolist(), strict=True))


def _singly(held: CountyMap | AbroadMap, points: Points) -> float:
    """Microseconds a point."""
    began = time.perf_counter()
    for point in points:
        held.find([point])
    return (time.perf_counter() - began) / len(points) * 1e6


def _together(held: CountyMap, points: Points) -> float:
    began = time.perf_counter()
    held.find(points)
    return (time.perf_counter() - began) / len(points) * 1e6
