"""Rule: a mixer knows its frames' size and nothing of the film."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from studio.planes import Planes


class Mixer(Protocol):
    """Mixes frames of one size; it owns scratch memory, so one for each thread."""

    def mix(self, first: Planes, second: Planes, part: float, out: Planes) -> None:
        """`part` 0 shows the 16-bit `first`, 1 the 16-bit `second`; both may be used up."""


# Takes a width, a height (both even) and a seed.
MakeMixer = Callable[[int, int, int], Mixer]
