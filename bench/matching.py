"""Photos to templates: our optimum against a genetic search, in cost and in time.

The cost is that of the album makers before us: the distance of a photo's mean colour to the
template's, a term for other weather, and 50 for the template that was shown last.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench.figures import Figure, Series, at_least, at_most, interleaved
from bench.lab import Lab
from bench.peers.genetic import POPULATION, ROUNDS, Task, search
from studio.plan.matching import cheapest

TEMPLATES: Final = 20
PHOTOS: Final = (10, 60, 200)
REPEATED: Final = 50
OTHER_WEATHER: Final = 50
WEATHERS: Final = 4
# Albums whose costs are compared; their photos and templates are drawn by chance.
ALBUMS: Final = 20
SEARCH: Final = f"{POPULATION} for {ROUNDS} rounds"


def measure(lab: Lab) -> list[Figure]:
    albums = 5 if lab.quick else ALBUMS
    return [figure for photos in PHOTOS for figure in _of_size(lab, photos, albums)]


def _of_size(lab: Lab, photos: int, albums: int) -> list[Figure]:
    tasks = [_task(photos, seed) for seed in range(albums)]
    ours = [_cost(task, cheapest(task.priced, _counts(task), (REPEATED,), 1)) for task in tasks]
    peers = [search(task, seed) for seed, task in enumerate(tasks)]
    ratios = [one / other for one, other in zip(ours, peers, strict=True)]
    times = interleaved(
        lab.rounds,
        (
            lambda: _timed(lambda: cheapest(tasks[0].priced, _counts(tasks[0]), (REPEATED,), 1)),
            lambda: _timed(lambda: search(tasks[0], 1)),
        ),
    )
    row = f"{photos} photos to {TEMPLATES} templates, against a genetic search ({SEARCH})"
    mine, theirs = map(_shown, times)
    return [
        Figure(
            f"{row}: worst cost of {albums} albums",
            f"{np.mean(ours):,.0f} points",
            f"{np.mean(peers):,.0f} points",
            Series((max(ratios),)),
            at_most(1),
        ),
        Figure(f"{row}: time", mine, theirs, times[1].over(times[0]), at_least(20)),
    ]


def _task(photos: int, seed: int) -> Task:
    rng = np.random.default_rng(seed)
    counts = np.arange(TEMPLATES) % 4 + 1
    colours = rng.integers(0, 256, (TEMPLATES, 3))
    means = rng.integers(0, 256, (photos, 3))
    weathers = rng.integers(0, WEATHERS, TEMPLATES)[:, None] != rng.integers(0, WEATHERS, photos)
    distance = np.linalg.norm(colours[:, None] - means, axis=2)
    each = np.rint(distance + OTHER_WEATHER * weathers).astype(np.int64)
    return Task(_summed(each, counts), counts, REPEATED)


def _summed(each: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """What a template costs that begins at a photo: the sum over all that it shows."""
    total = np.zeros_like(each)
    for row, costs, count in zip(total, each, counts.tolist(), strict=True):
        shown = np.lib.stride_tricks.sliding_window_view(costs, count)
        row[: len(shown)] = shown.sum(1)
    return total


def _counts(task: Task) -> list[int]:
    return [int(count) for count in task.counts]


def _cost(task: Task, steps: list[tuple[int, int]]) -> int:
    """Counted anew, so that our own search is not believed."""
    last, total = -1, 0
    for choice, first in steps:
        total += int(task.priced[choice, first]) + REPEATED * (choice == last)
        last = choice
    return total


def _timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _shown(seconds: Series) -> str:
    return f"{seconds.median * 1000:,.2f} ms"
