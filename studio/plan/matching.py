"""Rule: which template shows which photos is the cheapest choice there is; the seed only decides
between equals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from studio.colours import RGB
from studio.rectangle import Rectangle

# A point is about the least difference that an eye would hold against a page; the distance of two
# colours counts as it is, from 0 to 441.
WEATHER_WRONG: Final = 50
WEATHER_OPEN: Final = 10
# A template whose colour comes from its photos suits each of them, but sets none off.
COLOUR_OPEN: Final = 60
# A photo of which hardly anything would be seen, or of which the subject would be cut away.
SHAPE: Final = 120
SUBJECT: Final = 240
# The same template as the last time, and as the time before it.
REPEATED: Final = (50, 20)

# The seed's part of a price stays below one point, however many scenes there are.
PART: Final = 1 << 20
NEVER: Final = 1 << 60

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a photo decides; `weather` is empty where it is not known."""

    mean: RGB
    weather: str
    aspect: float
    subject: Rectangle[float]


@dataclass(frozen=True, slots=True)
class Choice:
    """A template as matching sees it: a photo for each of `slots`, its width by its height.

    A slot of None shows its photo whole. `colour` None: the template takes it from its photos.
    `weathers` None: it suits any. `price` is what using it costs in any case: so the caller says
    how many photos a scene should hold.
    """

    name: str
    slots: tuple[float | None, ...]
    colour: RGB | None = None
    weathers: frozenset[str] | None = None
    price: float = 0.0


@dataclass(frozen=True, slots=True)
class Match:
    """The template shows `count` photos from `first` on."""

    template: str
    first: int
    count: int


class NoMatch(Exception):
    """Raised when no row of templates holds exactly these photos."""


def match(points: Points, choices: Sequence[Choice], seed: int) -> tuple[Match, ...]:
    """The cheapest row of templates that shows every photo once, in the given order.

    `points` are the `misfits` of the photos; the choices' own prices may be new each time.
    """
    counts = [len(choice.slots) for choice in choices]
    if min(counts, default=1) < 1:
        raise ValueError("a template without photos gets no nearer to the end")
    steps = cheapest(_priced(points, choices), counts, REPEATED, seed)
    return tuple(Match(choices[number].name, first, counts[number]) for number, first in steps)


def prices(photos: Sequence[Traits], choices: Sequence[Choice]) -> NDArray[np.int64]:
    """Points (choices, photos) for each choice that begins at each photo, without repetition.

    Where too few photos are left for a choice there is any number, which nobody reads.
    """
    return _priced(misfits(photos, choices), choices)


def misfits(photos: Sequence[Traits], choices: Sequence[Choice]) -> Points:
    """The part of `prices` that the photos decide."""
    found = np.zeros((len(choices), len(photos)))
    for number, choice in enumerate(choices):
        starts = len(photos) - len(choice.slots) + 1
        for place, aspect in enumerate(choice.slots if starts > 0 else ()):
            shown = photos[place : place + starts]
            found[number, :starts] += [_misfit(photo, choice, aspect) for photo in shown]
    return found


def cheapest(
    priced: NDArray[np.int64], counts: Sequence[int], repeated: Sequence[int], seed: int
) -> list[tuple[int, int]]:
    """The (choice, first photo) of every step, from what each choice costs at each photo.

    `repeated` is what it costs more to use the last choice again, the one before it, and so on.
    What follows depends only on how many photos are done and on these choices: each such state
    keeps its cheapest past, so none is overlooked.
    """
    photos, held = priced.shape[1], np.array(counts, np.int64)
    if not photos or not counts:
        return _nothing(photos, counts)
    before = max(counts)
    arriving, again = _arriving(_parted(priced, seed), held), _again(len(counts), repeated)
    # Axes: the photos done, from before the first; the choices remembered, the newest first.
    worth = np.full((before + photos + 1, *[len(counts) + 1] * len(repeated)), NEVER, np.int64)
    worth[(before, *[-1] * len(repeated))] = 0
    for end in range(1, photos + 1):
        ways = worth[before + end - held]
        ways += again
        np.add(ways.min(-1).T, arriving[end], out=worth[before + end, :-1].T)
    return _walked_back(worth[before:], again, counts)


def _priced(points: Points, choices: Sequence[Choice]) -> NDArray[np.int64]:
    own = np.array([choice.price for choice in choices], np.float64)
    return np.rint(points + own[:, None]).astype(np.int64)


def _nothing(photos: int, counts: Sequence[int]) -> list[tuple[int, int]]:
    if photos:
        raise NoMatch(f"{photos} photos, templates of {sorted(set(counts))}")
    return []


def _parted(priced: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """With a part of a point by the seed; all parts of a row of templates add up to less than 1.

    NumPy promises the same numbers of a seed for ever of RandomState alone.
    """
    dice = np.random.RandomState(seed % (1 << 32))
    most = PART // (priced.shape[1] + 1)
    parts: NDArray[np.int64] = (dice.random_sample(priced.shape) * most).astype(np.int64)
    return priced * PART + parts


def _arriving(priced: NDArray[np.int64], held: NDArray[np.int64]) -> NDArray[np.int64]:
    """(photos done, choices): the price of a choice by where it ends."""
    photos = priced.shape[1]
    starts = np.arange(photos + 1)[:, None] - held
    found: NDArray[np.int64] = priced[np.arange(len(held)), np.clip(starts, 0, photos - 1)]
    return found


def _again(choices: int, repeated: Sequence[int]) -> NDArray[np.int64]:
    """What each choice costs more after each past; the last index of a past stands for none."""
    memory = len(repeated)
    total = np.zeros((choices, *[choices + 1] * memory), np.int64)
    for back, points in enumerate(repeated, 1):
        shape = [choices, *[1] * memory]
        shape[back] = choices + 1
        total += points * PART * np.eye(choices, choices + 1, dtype=np.int64).reshape(shape)
    return total


def _walked_back(
    worth: NDArray[np.int64], again: NDArray[np.int64], counts: Sequence[int]
) -> list[tuple[int, int]]:
    end = len(worth) - 1
    state = [int(part) for part in np.unravel_index(int(worth[end].argmin()), worth.shape[1:])]
    if worth[(end, *state)] >= NEVER // 2:
        raise NoMatch(f"{end} photos, templates of {sorted(set(counts))}")
    steps = []
    while end:
        now, past = state[0], state[1:]
        end -= counts[now]
        steps.append((now, end))
        state = [*past, int((worth[(end, *past)] + again[(now, *past)]).argmin())]
    return steps[::-1]


def _misfit(photo: Traits, choice: Choice, aspect: float | None) -> float:
    points = _colour(photo, choice) + _weather(photo, choice)
    if aspect is None:
        return points
    ratio = aspect / photo.aspect
    width, height = min(ratio, 1.0), min(1 / ratio, 1.0)
    seen = min(width / photo.subject.width, 1.0) * min(height / photo.subject.height, 1.0)
    return points + SHAPE * (1 - width * height) + SUBJECT * (1 - seen)


def _colour(photo: Traits, choice: Choice) -> float:
    return COLOUR_OPEN if choice.colour is None else math.dist(photo.mean, choice.colour)


def _weather(photo: Traits, choice: Choice) -> float:
    if choice.weathers is None or not photo.weather:
        return WEATHER_OPEN
    return 0 if photo.weather in choice.weathers else WEATHER_WRONG
