"""Rule: letters stand out from the ground around them by 4.5 to 1, as long as they are read.

The ratio is that of WCAG 2.2, success criterion 1.4.3, of relative luminances.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from studio.colours import RGB
from studio.planes import BLACK, LUMA, Planes

F32 = NDArray[np.float32]

# What is asked for is a little more than what is promised: a film's encoder takes some of it.
LEAST: Final = 4.5
AIM: Final = 4.8
# How far around letters their ground reaches, in parts of the shorter side; it is looked
# for at a part of the size.
AROUND, NEAR_PART = 0.012, 4
# Beyond it what darkens it ends so slowly that no edge is seen: over so many of the same parts.
FADING: Final = 0.2
# Of the ground's pixels this percentage may be brighter, or darker: a glint is no ground.
GLINT: Final = 0.5
STEPS: Final = 10
MIXES: Final = tuple(number / STEPS for number in range(STEPS + 1))
BLACK_INK: Final[RGB] = (0, 0, 0)
WHITE_INK: Final[RGB] = (255, 255, 255)


def luminance(colours: NDArray[np.floating]) -> F32:
    """The relative luminance (0 to 1) of colours (..., 3) of 0 to 255."""
    part = np.clip(colours / 255, 0, 1)
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ LUMA, np.float32)


def ratio(first: float, second: float) -> float:
    """Of two relative luminances, 1 to 21."""
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def of_ink(colour: RGB) -> float:
    return float(luminance(np.array(colour, np.float32)))


def legible(colour: RGB, ground: F32) -> RGB:
    """The ink itself where it can be read on a ground of these luminances, else a stronger one."""
    if not ground.size:
        return colour
    # Not `np.median`, which loads all of numpy's masked arrays.
    least, middle, most = np.percentile(ground, (GLINT, 50, 100 - GLINT))
    ends = np.array((least, most))
    darker = of_ink(colour) < float(middle)
    for target in (BLACK_INK, WHITE_INK) if darker else (WHITE_INK, BLACK_INK):
        for part in MIXES:
            ink = _mixed(colour, target, part)
            if _stands(of_ink(ink), ends):
                return ink
    return max((BLACK_INK, WHITE_INK), key=lambda ink: min(ratio(of_ink(ink), end) for end in ends))


def taken(dark: F32, letters: Image.Image, ink: float, seen: Sequence[F32], unit: int) -> float:
    """How much (0 to 1) must be taken of the ground around light letters beside what `dark` takes,
    for an ink of this luminance; 0 where that is enough.

    `letters` is their mask; `seen` is what lies under it, at half its size, (height, width, 3).
    """
    near = np.asarray(_around(letters, unit).reduce(2), np.uint8) > 250
    left = 1 - dark[::2, ::2][: near.shape[0], : near.shape[1]][near]
    most = (ink + 0.05) / AIM - 0.05
    grounds = [colours[near] for colours in seen]
    lights = [luminance(colours * left[:, None]) for colours in grounds]
    if not near.any() or max(_bright(light) for light in lights) <= most:
        return 0.0
    worst = max((_brightest(colours) for colours in grounds), key=lambda c: float(luminance(c)))
    return _least(worst, most)


def pool(letters: Image.Image, unit: int) -> F32:
    """1 in the box of letters and of their ground, less and less further away."""
    left, top, right, bottom = letters.getbbox() or (0, 0, *letters.size)
    beyond = _beyond(unit)
    across, down = (
        np.maximum(np.maximum(start - beyond - at, at - end - beyond), 0)
        for start, end, at in (
            (left, right, np.arange(letters.width, dtype=np.float32)),
            (top, bottom, np.arange(letters.height, dtype=np.float32)),
        )
    )
    far = np.hypot(across[None, :], down[:, None]) / np.float32(unit * FADING)
    found: F32 = (np.cos(np.minimum(far, 1) * np.float32(np.pi)) + 1) / 2
    return found


def reach(unit: int) -> int:
    """How many pixels from letters their pool ends."""
    return math.ceil(_beyond(unit) + unit * FADING)


def halved(source: Planes) -> F32:
    """The colours of planes at half their size, (height, width, 3) of 0 to 255."""
    y = source.y[::2, ::2].astype(np.float32)
    y += source.y[1::2, 1::2]
    luma = (y / 2 - BLACK[0]) * np.float32(255 / 219)
    blue, red = (
        (plane.astype(np.float32) - black) * np.float32(255 / 224)
        for plane, black in ((source.u, BLACK[1]), (source.v, BLACK[2]))
    )
    r, g, b = LUMA
    reds, blues = luma + red * (2 - 2 * r), luma + blue * (2 - 2 * b)
    greens = (luma - r * reds - b * blues) / g
    return np.stack((reds, greens, blues), 2).clip(0, 255)


def under(image: Image.Image, mask: Image.Image, at: tuple[int, int]) -> F32:
    """The luminances of a picture around and below letters whose mask lies at `at`."""
    letters = Image.new("L", image.size)
    letters.paste(mask, at)
    bounds = letters.getbbox()
    if bounds is None:
        return np.zeros(0, np.float32)
    near = letters.crop(bounds).filter(ImageFilter.MaxFilter(5))
    return luminance(np.asarray(image.crop(bounds), np.float32)[np.asarray(near) > 0])


def _around(letters: Image.Image, unit: int) -> Image.Image:
    """White where the ground of letters is."""
    small = letters.resize(
        (max(letters.width // NEAR_PART, 1), max(letters.height // NEAR_PART, 1)),
        Image.Resampling.BOX,
    )
    reach = max(round(unit * AROUND / NEAR_PART), 1)
    wide = small.point(lambda value: 255 * (value > 4)).filter(ImageFilter.MaxFilter(2 * reach + 1))
    return wide.resize(letters.size, Image.Resampling.BILINEAR)


def _beyond(unit: int) -> float:
    return unit * AROUND + NEAR_PART


def _stands(ink: float, ends: NDArray[np.floating]) -> bool:
    return all(ratio(ink, float(end)) >= AIM for end in ends)


def _bright(light: F32) -> float:
    return float(np.percentile(light, 100 - GLINT))


def _brightest(colours: F32) -> F32:
    order = luminance(colours).argsort()
    found: F32 = colours[order[min(round(len(order) * (1 - GLINT / 100)), len(order) - 1)]]
    return found


def _least(colour: F32, most: float) -> float:
    """The least part of a colour that must be taken for it to be no brighter than that."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if float(luminance(colour * np.float32(1 - middle))) > most:
            low = middle
        else:
            high = middle
    return high


def _mixed(colour: RGB, target: RGB, part: float) -> RGB:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(colour, target, strict=True))
    return red, green, blue
