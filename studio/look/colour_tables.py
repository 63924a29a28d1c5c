"""Rule: from any colours to sRGB is one look into a table, whatever lies between them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from studio.look.colour_spaces import BT709, F64, ColourSpace, from_srgb, to_709, to_srgb
from studio.look.hdr import LUMA_2020
from studio.planes import LUMA, Pixels, Planes

# Points of a table on each of its axes; between them it is interpolated.
SIDE: Final = 65
# Tables have 3 MB each; a process meets P3, PQ and HLG, and seldom anything else.
KEPT: Final = 4
# Light of a table's points may lie so far beyond black and white: what is clipped only behind the
# table is true between its points too.
BEYOND: Final = (-1.0, 1.3)
MOST_SIGNAL: Final = 1.1
LEVELS: Final = 256
WHITE: Final = 235
UP_TO_WHITE: Final = [min(level, WHITE) for level in range(LEVELS)]


def in_srgb(image: Image.Image, space: ColourSpace) -> Image.Image:
    """An RGB picture whose numbers were of that colour space."""
    if isinstance(space.curve, float):
        # A table of few points would be coarse near black: each level has its own entry first.
        image = image.point(_levels(space.curve) * 3)
        space = ColourSpace(space.primaries)
    if space.primaries == BT709 and space.curve == "srgb":
        return image
    return image.filter(_of_pictures(space))


def planes_in_srgb(y: Pixels, u: Pixels, v: Pixels, space: ColourSpace) -> Planes:
    """From planes of one size (BT.2020's matrix, limited range) to ours."""
    bands = [Image.fromarray(np.ascontiguousarray(plane)) for plane in (y, u, v)]
    # Pillow has no mode for this: it is told that the bands are red, green and blue.
    luma, cb, cr = Image.merge("RGB", bands).filter(_of_planes(space)).split()
    limited = np.asarray(luma.point(UP_TO_WHITE))
    return Planes(limited, np.asarray(cb.reduce(2)), np.asarray(cr.reduce(2)))


def _levels(exponent: float) -> list[int]:
    light = np.linspace(0, 1, LEVELS) ** exponent
    return [round(float(level)) for level in to_srgb(light) * (LEVELS - 1)]


@lru_cache(KEPT)
def _of_pictures(space: ColourSpace) -> ImageFilter.Color3DLUT:
    return _table(_shown(_points(1), space))


@lru_cache(KEPT)
def _of_planes(space: ColourSpace) -> ImageFilter.Color3DLUT:
    y, cb, cr = np.moveaxis(_points(LEVELS - 1), -1, 0)
    signal = _rgb((y - 16) / 219, (cb - 128) / 224, (cr - 128) / 224)
    return _table(_ycc(_shown(signal.clip(0, MOST_SIGNAL), space)) / (LEVELS - 1))


def _points(most: float) -> F64:
    """The points of a table; the first of three changes first, as Pillow has it."""
    values = np.linspace(0, most, SIDE)
    third, second, first = np.meshgrid(values, values, values, indexing="ij")
    return np.stack((first, second, third), axis=-1)


def _table(values: F64) -> ImageFilter.Color3DLUT:
    return ImageFilter.Color3DLUT(SIDE, values.astype(np.float32))


def _shown(signal: F64, space: ColourSpace) -> F64:
    light = from_srgb(signal) if space.curve == "srgb" else signal ** float(space.curve)
    return to_srgb((light @ to_709(space).T).clip(*BEYOND))


def _rgb(y: F64, cb: F64, cr: F64) -> F64:
    red, green, blue = LUMA_2020
    r = y + 2 * (1 - red) * cr
    b = y + 2 * (1 - blue) * cb
    return np.stack((r, (y - red * r - blue * b) / green, b), axis=-1)


def _ycc(rgb: F64) -> F64:
    y = rgb @ np.array(LUMA)
    cb = (rgb[..., 2] - y) / (2 * (1 - LUMA[2]))
    cr = (rgb[..., 0] - y) / (2 * (1 - LUMA[0]))
    return np.stack((16 + 219 * y, 128 + 224 * cb, 128 + 224 * cr), axis=-1)
