"""Rule: what slides is moved by even numbers of pixels, so that chroma moves with luma."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio import planes
from studio.paint.transitions.fades import towards
from studio.paint.transitions.mixing import Mixer
from studio.planes import BLACK, I16, ONE, SHIFT, Pixels, Planes
from studio.rectangle import Rectangle

# Of the covered picture's own way, and of the shadow: how wide and how light at its darkest.
DRIFT = 0.25
SHADOW = 0.06
SHADOW_LIGHT = 70
# The back of a page: its paper, how much of the picture shines through, and the width of its curl.
PAPER = (222, 124, 131)
THROUGH = 22
CURL = 0.16


class PushMixer:
    """The second picture pushes the first out of the frame."""

    def __init__(self, width: int, height: int, across: int, down: int) -> None:
        self._size = (width, height)
        self._across, self._down = across, down

    def mix(self, first: Planes, second: Planes, part: float, out: Planes) -> None:
        width, height = self._size
        x, y = _even(part * width * self._across), _even(part * height * self._down)
        kept = (width - x, height - y)
        planes.copy(first.window(Rectangle(x, y, *kept)), out.window(Rectangle(0, 0, *kept)))
        new = (x or width, y or height)
        at = (width - new[0], height - new[1])
        if x or y:
            planes.copy(second.window(Rectangle(0, 0, *new)), out.window(Rectangle(*at, *new)))


def push_left(width: int, height: int, _seed: int) -> Mixer:
    return PushMixer(width, height, 1, 0)


def push_up(width: int, height: int, _seed: int) -> Mixer:
    return PushMixer(width, height, 0, 1)


class SlideOverMixer:
    """The second picture comes from the right and lies down over the first."""

    def __init__(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._shadow = _slope(_even(SHADOW * width), SHADOW_LIGHT)[::-1]

    def mix(self, first: Planes, second: Planes, part: float, out: Planes) -> None:
        width, height = self._size
        edge = width - _even(part * width)
        drift = _even(part * width * DRIFT)
        kept = min(edge, width - drift)
        planes.copy(
            first.window(Rectangle(drift, 0, kept, height)),
            out.window(Rectangle(0, 0, kept, height)),
        )
        planes.copy(
            second.window(Rectangle(0, 0, width - edge, height)),
            out.window(Rectangle(edge, 0, width - edge, height)),
        )
        if part > 0:
            _shade(out, edge - len(self._shadow), self._shadow)


def slide_over(width: int, height: int, _seed: int) -> Mixer:
    return SlideOverMixer(width, height)


class PageTurnMixer:
    """The first picture is a page that is turned over to the left."""

    def __init__(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._beneath = _slope(_even(SHADOW * width), SHADOW_LIGHT)
        self._curl = _curl(_even(CURL * width))

    def mix(self, first: Planes, second: Planes, part: float, out: Planes) -> None:
        width, height = self._size
        fold = width - _even(part * width)
        turned = min(width - fold, fold)
        flat = fold - turned
        planes.copy(
            second.window(Rectangle(fold, 0, width - fold, height)),
            out.window(Rectangle(fold, 0, width - fold, height)),
        )
        planes.copy(
            first.window(Rectangle(0, 0, flat, height)), out.window(Rectangle(0, 0, flat, height))
        )
        self._back(
            first.window(Rectangle(fold, 0, turned, height)),
            out.window(Rectangle(flat, 0, turned, height)),
        )
        if turned:
            _shade(out, fold, self._beneath)
            _shade(out, flat - len(self._beneath), self._beneath[::-1])
            _shade(out, fold - len(self._curl), self._curl, least=flat)

    def _back(self, page: Planes, out: Planes) -> None:
        """The picture from behind: as in a mirror, faintly, through the paper."""
        for plane, paper, target in zip(page.all(), PAPER, out.all(), strict=True):
            towards(plane[:, ::-1], paper, THROUGH, target)


def page_turn(width: int, height: int, _seed: int) -> Mixer:
    return PageTurnMixer(width, height)


def _even(length: float) -> int:
    return round(length / 2) * 2


def _slope(count: int, light: int) -> I16:
    """Light, in 128ths, that comes back softly over so many columns."""
    at = np.arange(count) / max(count, 1)
    return np.round(light + (ONE - light) * (1 - (1 - at) ** 2)).astype(np.int16)


def _curl(count: int) -> I16:
    """Light on a page's bend: a gleam where it leaves the plane, dark where it turns."""
    at = np.arange(count) / max(count, 1)
    light = 1 + 0.06 * np.sin(np.pi * np.minimum(at * 1.6, 1)) - 0.5 * at**4
    return np.round(light * ONE).astype(np.int16)


def _shade(frame: Planes, left: int, light: I16, least: int = 0) -> None:
    """Multiply the columns from `left` on with `light`; what is outside the frame is left out."""
    right = min(left + len(light), frame.y.shape[1])
    start = max(left, least)
    if right <= start:
        return
    here = light[start - left : right - left]
    weights = (here, here[::2], here[::2])
    view = frame.window(Rectangle(start, 0, right - start, frame.y.shape[0]))
    for plane, weight, black in zip(view.all(), weights, BLACK, strict=True):
        _light(plane, weight, black)


def _light(plane: Pixels, weight: NDArray[np.int16], black: int) -> None:
    deep = plane.astype(np.int16)
    deep -= np.int16(black)
    deep *= weight
    deep >>= np.int16(SHIFT)
    deep += np.int16(black)
    np.clip(deep, 0, 255, out=deep)
    np.copyto(plane, deep, casting="unsafe")
