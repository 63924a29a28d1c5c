"""Where a point lies: the time of one look-up, inland, at a shore, and among a thousand."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import numpy as np

from bench.figures import Figure, Series, at_most
from bench.lab import Lab
from stores.counties import CountyMap, load

POINTS: Final = 2_000
# (west, south, east, north): inland, and the coast where islands are small.
INLAND: Final = (100.0, 23.0, 118.0, 42.0)
COAST: Final = (120.5, 27.0, 123.0, 31.0)
Points = list[tuple[float, float]]


def measure(lab: Lab) -> list[Figure]:
    began = time.perf_counter()
    counties = load(None)
    loaded = Series((time.perf_counter() - began,))
    inland, coast = _points(INLAND, 1), _points(COAST, 2)
    sides: dict[str, Callable[[], float]] = {
        "one point inland": lambda: _singly(counties, inland),
        "one point of coast and sea": lambda: _singly(counties, coast),
        "each of a thousand points": lambda: _together(counties, inland[:1000]),
    }
    figures = []
    for name, run in sides.items():
        found = Series(tuple(run() for _ in range(lab.rounds)))
        figures.append(
            Figure(f"place, {name}", f"{found.show('.1f')} µs", "-", found, at_most(50, "µs"))
        )
    first = f"{loaded.show('.2f')} s"
    return [
        *figures,
        Figure("places, loading at the first question", first, "-", loaded, at_most(2, "s")),
    ]


def _points(box: tuple[float, float, float, float], seed: int) -> Points:
    random = np.random.default_rng(seed)
    longitudes = random.uniform(box[0], box[2], POINTS).tolist()
    return list(zip(longitudes, random.uniform(box[1], box[3], POINTS).tolist(), strict=True))


def _singly(counties: CountyMap, points: Points) -> float:
    """Microseconds a point."""
    began = time.perf_counter()
    for point in points:
        counties.find([point])
    return (time.perf_counter() - began) / len(points) * 1e6


def _together(counties: CountyMap, points: Points) -> float:
    began = time.perf_counter()
    counties.find(points)
    return (time.perf_counter() - began) / len(points) * 1e6
