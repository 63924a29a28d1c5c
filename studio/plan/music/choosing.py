"""Rule: the weather and the colours of a trip say how its music sounds; the seed decides between
what fits equally well."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from studio.colours import RGB
from studio.plan.music.mood import find
from studio.plan.music.piece import Music
from studio.planes import LUMA

T = TypeVar("T")

# What the weather model says, and the moods that suit it.
WEATHER: dict[str, tuple[str, ...]] = {
    "rainy": ("rain",),
    "snow": ("snow",),
    "cloudy": ("rain", "clear"),
    "sunny": ("clear", "clear", "festive"),
}
ANY = ("clear", "clear", "rain", "festive")
# Brightness 0 to 1 below which it is night, whatever the sky.
DARK = 0.2
# Reds and golds: how much more red than blue, from 0 to 1.
WARM = 0.25
BRIGHT, PALE = 0.72, 0.12


def choose(palette: Sequence[RGB], weather: str, seed: int) -> Music:
    """A piece for these colours; the first of them count most. All of it may be empty."""
    rng = random.Random(seed)
    mood = _mood(palette, weather, rng)
    return of_mood(mood, seed, _brightness(palette), _colourfulness(palette))


def of_mood(name: str, seed: int, bright: float = 0.5, colourful: float = 0.5) -> Music:
    """Bright pictures are played higher, colourful ones quicker."""
    rng = random.Random(f"{name} {seed}")
    mood = find(name)
    key = _at(mood.keys, bright + rng.uniform(-0.35, 0.35))
    return Music(name, key, 60 / _at(mood.beats, colourful + rng.uniform(-0.3, 0.3)), seed)


def _at(choices: Sequence[T], part: float) -> T:
    return choices[min(max(int(part * len(choices)), 0), len(choices) - 1)]


def _mood(palette: Sequence[RGB], weather: str, rng: random.Random) -> str:
    if palette and _brightness(palette) < DARK:
        return "night"
    if weather in WEATHER:
        return rng.choice(WEATHER[weather])
    if palette and _mean([red - blue for red, _, blue in palette]) > WARM:
        return "festive"
    if palette and _brightness(palette) > BRIGHT and _colourfulness(palette) < PALE:
        return "snow"
    return rng.choice(ANY)


def _brightness(palette: Sequence[RGB]) -> float:
    return _mean([sum(c * w for c, w in zip(colour, LUMA, strict=True)) for colour in palette])


def _colourfulness(palette: Sequence[RGB]) -> float:
    return _mean([max(colour) - min(colour) for colour in palette])


def _mean(values: Sequence[float]) -> float:
    """The mean of values from 0 to 255, as 0 to 1; the first weighs most."""
    if not values:
        return 0.5
    weights = [1 / (number + 1) for number in range(len(values))]
    total = sum(value * weight for value, weight in zip(values, weights, strict=True))
    return total / sum(weights) / 255
