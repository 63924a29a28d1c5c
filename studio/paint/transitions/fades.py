"""Rule: a fade treats all pixels of a frame alike."""

from __future__ import annotations

import numpy as np

from studio import planes
from studio.paint.transitions.mixing import Mixer
from studio.planes import BLACK, I16, ONE, SHIFT, Pixels, PlaneMover, Planes
from studio.rectangle import Rectangle

WHITE = (235, 128, 128)
# The part of the way during which nothing but the colour is seen.
BLIND = 0.08
ZOOM = 0.3


class FadeMixer:
    def mix(self, first: Planes, second: Planes, part: float, out: Planes) -> None:
        planes.mix(first, second, round(part * ONE), out)


def fade(_width: int, _height: int, _seed: int) -> Mixer:
    return FadeMixer()


class ColourMixer:
    """The first picture sinks into a colour, then the second rises out of it."""

    def __init__(self, colour: tuple[int, int, int]) -> None:
        self._colour = colour

    def mix(self, first: Planes, second: Planes, part: float, out: Planes) -> None:
        shown = first if part < 0.5 else second
        weight = round(max(abs(2 * part - 1) - BLIND, 0) / (1 - BLIND) * ONE)
        for plane, colour, target in zip(shown.all(), self._colour, out.all(), strict=True):
            towards(plane, colour, weight, target)


def towards(plane: I16, colour: int, weight: int, out: Pixels) -> None:
    """Weight 128 leaves the plane alone, 0 leaves only the colour; the plane is used up."""
    plane -= np.int16(colour)
    plane *= np.int16(weight)
    plane >>= np.int16(SHIFT)
    np.add(plane, np.int16(colour), out=out, casting="unsafe")


def through_black(_width: int, _height: int, _seed: int) -> Mixer:
    return ColourMixer(BLACK)


def through_white(_width: int, _height: int, _seed: int) -> Mixer:
    return ColourMixer(WHITE)


class ZoomMixer:
    """The first picture comes nearer while it gives way to the second."""

    def __init__(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._mover = PlaneMover()

    def mix(self, first: Planes, second: Planes, part: float, out: Planes) -> None:
        width, height = self._size
        kept = 1 / (1 + ZOOM * part)
        box = Rectangle(
            width * (1 - kept) / 2, height * (1 - kept) / 2, width * kept, height * kept
        )
        self._mover.draw(planes.paired(first), box, first)
        planes.mix(first, second, round(part * ONE), out)


def zoom(width: int, height: int, _seed: int) -> Mixer:
    return ZoomMixer(width, height)
