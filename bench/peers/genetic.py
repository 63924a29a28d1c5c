"""A genetic search for templates, as other album makers do it; the whole population at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

POPULATION: Final = 50
ROUNDS: Final = 100
# A parent is the best of so many; the best of all live on; so many genes of a child change.
TOURNAMENT: Final = 3
ELITE: Final = 2
CHANGED: Final = 1.5

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Task:
    """`priced` (choices, photos); `counts`, how many photos each choice shows; one of them one."""

    priced: Ints
    counts: Ints
    repeated: int


def search(task: Task, seed: int) -> int:
    """The cost of the best row of templates that was met.

    A gene stands for each photo: the template that begins there, if one does.
    """
    rng = np.random.default_rng(seed)
    photos = task.priced.shape[1]
    # Where too few photos are left for a template, a smaller one takes its place.
    fitting = [np.flatnonzero(task.counts <= left) for left in range(photos + 1)]
    fits = np.array([np.resize(fitting[photos - at], len(task.counts)) for at in range(photos)])
    genes = rng.integers(0, len(task.counts), (POPULATION, photos))
    costs = _costs(task, fits, genes)
    for _ in range(ROUNDS):
        order = np.argsort(costs, kind="stable")
        children = _children(genes, costs, len(task.counts), rng)
        children[:ELITE] = genes[order[:ELITE]]
        genes, costs = children, _costs(task, fits, children)
    return int(costs.min())


def _costs(task: Task, fits: Ints, genes: Ints) -> Ints:
    photos = task.priced.shape[1]
    every = np.arange(len(genes))
    at, last = np.zeros(len(genes), np.int64), np.full(len(genes), -1)
    total = np.zeros(len(genes), np.int64)
    while len(every):
        choice = genes[every, at]
        choice = np.where(at + task.counts[choice] > photos, fits[at, choice], choice)
        total[every] += task.priced[choice, at] + task.repeated * (choice == last)
        at = at + task.counts[choice]
        going = at < photos
        every, at, last = every[going], at[going], choice[going]
    return total


def _children(genes: Ints, costs: Ints, choices: int, rng: np.random.Generator) -> Ints:
    """Each has two parents, its genes up to a point from the one, the rest from the other."""
    met = rng.integers(0, POPULATION, (2, POPULATION, TOURNAMENT))
    first, second = np.take_along_axis(met, costs[met].argmin(2)[..., None], 2)[..., 0]
    photos = genes.shape[1]
    cut = rng.integers(0, photos + 1, POPULATION)
    children = np.where(np.arange(photos) < cut[:, None], genes[first], genes[second])
    changed = rng.random(children.shape) < CHANGED / photos
    found: Ints = np.where(changed, rng.integers(0, choices, children.shape), children)
    return found
