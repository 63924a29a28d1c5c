"""What a benchmark finds: series of values, ratios with their spread, a target to hold against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple


class Series(NamedTuple):
    """Values of several rounds."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.values)

    def over(self, other: Series) -> Series:
        """Round by round: what disturbed a round disturbed both sides of it."""
        return Series(tuple(a / b for a, b in zip(self.values, other.values, strict=True)))

    def show(self, form: str = ",.0f") -> str:
        return f"{self.median:{form}}"

    def spread(self, form: str = ".2f") -> str:
        """Median, and the lowest and highest round."""
        if len(self.values) == 1:
            return f"{self.median:{form}}"
        return f"{self.median:{form}} ({min(self.values):{form}} to {max(self.values):{form}})"


@dataclass(frozen=True, slots=True)
class Target:
    """`at_least` or at most `value`."""

    at_least: bool
    value: float
    unit: str = "×"

    def met_by(self, value: float) -> bool:
        return value >= self.value if self.at_least else value <= self.value

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.value:g} {self.unit}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the results."""

    row: str
    ours: str
    peer: str
    found: Series
    target: Target

    @property
    def met(self) -> bool:
        return self.target.met_by(self.found.median)


def at_least(value: float, unit: str = "×") -> Target:
    return Target(True, value, unit)


def at_most(value: float, unit: str = "×") -> Target:
    return Target(False, value, unit)


def interleaved(rounds: int, sides: Sequence[Callable[[], float]]) -> list[Series]:
    """Measure every side once a round, in an order that turns; one series per side."""
    found: list[list[float]] = [[] for _ in sides]
    for number in range(rounds):
        for step in range(len(sides)):
            side = (number + step) % len(sides)
            found[side].append(sides[side]())
    return [Series(tuple(values)) for values in found]
