"""Rule: text is laid over a finished frame with its own alpha; two texts never cross-fade."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from studio.planes import BLACK, SHIFT, Planes

U16 = NDArray[np.uint16]

INK = (234, 126, 130)
# The soft shadow that parts light letters from a light ground.
SHADE_BLUR = 0.009
SHADE = 0.6


@dataclass(frozen=True, slots=True)
class Overlay:
    """For each plane how much it covers (0..256) and what it adds, inside an even rectangle."""

    x: int
    y: int
    width: int
    height: int
    covers: tuple[U16, U16, U16]
    adds: tuple[U16, U16, U16]

    def lay(self, frame: Planes, weight: int) -> None:
        """Draw with a weight of 0 (unseen) to 128 (full)."""
        if weight <= 0 or self.width == 0:
            return
        view = frame.window(self.x, self.y, self.width, self.height)
        for plane, cover, add in zip(view.all(), self.covers, self.adds, strict=True):
            hidden = cover * np.uint16(weight) >> np.uint16(SHIFT)
            kept = plane * (np.uint16(256) - hidden) >> np.uint16(8)
            kept += add * np.uint16(weight) >> np.uint16(SHIFT)
            plane[...] = kept


def from_ink(ink: Image.Image) -> Overlay:
    """From a mask of the whole frame that is white where the letters are."""
    shade = _shade(ink)
    left, top, right, bottom = shade.getbbox() or (0, 0, 0, 0)
    left, top = left // 2 * 2, top // 2 * 2
    right, bottom = min(-(-right // 2) * 2, ink.width), min(-(-bottom // 2) * 2, ink.height)
    if right <= left:
        none = np.zeros((0, 0), np.uint16)
        return Overlay(0, 0, 0, 0, (none, none, none), (none, none, none))
    letters, shadow = (mask.crop((left, top, right, bottom)) for mask in (ink, shade))
    y = _layer(letters, shadow, INK[0], BLACK[0])
    u, v = (
        _layer(letters.reduce(2), shadow.reduce(2), bright, dark)
        for bright, dark in zip(INK[1:], BLACK[1:], strict=True)
    )
    return Overlay(left, top, right - left, bottom - top, (y[0], u[0], v[0]), (y[1], u[1], v[1]))


def _shade(ink: Image.Image) -> Image.Image:
    radius = min(ink.size) * SHADE_BLUR
    # Twice: the blurred edge of thin strokes alone would be too faint to matter.
    soft = ink.filter(ImageFilter.GaussianBlur(radius)).point(lambda v: min(v * 2, 255))
    return soft.point(lambda value: round(value * SHADE))


def _layer(letters: Image.Image, shadow: Image.Image, bright: int, dark: int) -> tuple[U16, U16]:
    ink = np.asarray(letters).astype(np.float32) / 255
    shade = np.asarray(shadow).astype(np.float32) / 255 * (1 - ink)
    cover = np.round((ink + shade) * 256).astype(np.uint16)
    return cover, np.round(ink * bright + shade * dark).astype(np.uint16)
