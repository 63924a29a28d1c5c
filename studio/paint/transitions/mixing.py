"""Rule: a transition is a name and a maker of mixers; a mixer knows its frames' size and nothing
of the film."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from studio.planes import Planes


class Mixer(Protocol):
    """Mixes frames of one size; it owns scratch memory, so one for each thread."""

    def mix(self, first: Planes, second: Planes, part: float, out: Planes) -> None:
        """`part` 0 shows the 16-bit `first`, 1 the 16-bit `second`; both may be used up."""


@dataclass(frozen=True, slots=True)
class Transition:
    """`mixer` takes a width, a height (both even) and a seed."""

    name: str
    mixer: Callable[[int, int, int], Mixer]
