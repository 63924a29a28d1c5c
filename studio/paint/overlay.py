"""Rule: what lies over moving pictures is drawn once, and laid over frames with its own alpha."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from studio import planes
from studio.colours import RGB
from studio.paint import contrast
from studio.paint.typeset import InkedLine
from studio.planes import BLACK, ONE, SHIFT, Planes
from studio.rectangle import Rectangle

# What is seen in an area of even pixels, at some of the times at which it is looked at.
Glimpse = Callable[[Rectangle[int]], Sequence[Planes]]

U16 = NDArray[np.uint16]
F32 = NDArray[np.float32]

# What parts light letters from a light ground: a soft shadow close to them, and around that a wide
# faint darkness; blur radii are parts of the shorter side.
SHADE_BLUR, SHADE = 0.006, 0.6
POOL_BLUR, POOL = 0.034, 0.46
# A blur is seen as far as about this many of its radii.
REACH = 2.2
# A wide blur holds no detail: it is made at this part of the size.
POOL_PART = 4


@dataclass(frozen=True, slots=True)
class Overlay:
    """For each plane how much it covers (0..256) and what it adds, in an area of even pixels."""

    area: Rectangle[int]
    covers: tuple[U16, U16, U16]
    adds: tuple[U16, U16, U16]

    def lay(self, frame: Planes, weight: int) -> None:
        """Draw with a weight of 0 (unseen) to 128 (full)."""
        if weight <= 0 or self.area.width == 0:
            return
        view = frame.window(self.area)
        for plane, cover, add in zip(view.all(), self.covers, self.adds, strict=True):
            # Values are 0 to 255 in both kinds of planes, and times 256 they need 16 bits.
            held = plane.view(np.uint16) if plane.dtype == np.int16 else plane
            hidden = cover if weight == ONE else cover * np.uint16(weight) >> np.uint16(SHIFT)
            kept = held * (np.uint16(256) - hidden) >> np.uint16(8)
            kept += add if weight == ONE else add * np.uint16(weight) >> np.uint16(SHIFT)
            plane[...] = kept

    def within(self, area: Rectangle[int]) -> Overlay | None:
        """What of it lies in an area of even pixels, with the area's corner as its origin."""
        common = area.common(self.area)
        if common is None:
            return None
        inner = Planes(*self.covers).window(common.moved(-self.area.x, -self.area.y))
        added = Planes(*self.adds).window(common.moved(-self.area.x, -self.area.y))
        return Overlay(common.moved(-area.x, -area.y), inner.all(), added.all())


def from_ink(
    lines: Sequence[InkedLine], size: tuple[int, int], *, shade: bool, glimpse: Glimpse
) -> Overlay | None:
    """Lines of text as one overlay; None where nothing of them is inside the frame.

    `glimpse` shows what lies under it while it is read: shade grows, or ink changes, by that.
    """
    unit = min(size)
    area = _around(lines, size, round(unit * POOL_BLUR * REACH) if shade else 0)
    if area is None:
        return None
    letters = _letters(lines, area)
    seen = [contrast.halved(each) for each in glimpse(area)]
    shadow: F32 | None = None
    if shade:
        shadow = _part(_shade(letters, unit), small=False)
        weakest = min(contrast.of_ink(line.colour) for line in lines)
        taken = contrast.taken(shadow, letters, weakest, seen, unit)
        if taken:
            area, letters, shadow = _pooled(lines, size, taken)
    else:
        lines = _legible(lines, area, seen)
    masks = [_placed(line, area) for line in lines]
    layers = [_yuv(line.colour) for line in lines]
    found = []
    for number in range(3):
        small = number > 0
        parts = [_part(mask, small) for mask in masks]
        ink = _part(letters, small)
        dark = np.zeros_like(ink)
        if shadow is not None:
            dark = (1 - ink) * (_halved(shadow) if small else shadow)
        add = dark * BLACK[number]
        for part, layer in zip(parts, layers, strict=True):
            add = np.maximum(add, part * np.float32(layer[number]) + dark * BLACK[number])
        found.append(_layer(ink + dark, add))
    return _overlay(area, found)


def from_picture(image: Image.Image) -> Overlay | None:
    """An RGBA picture of the whole frame as an overlay of what of it is not clear."""
    bounds = image.getchannel("A").getbbox()
    if bounds is None:
        return None
    left, top = bounds[0] // 2 * 2, bounds[1] // 2 * 2
    right, bottom = -(-bounds[2] // 2) * 2, -(-bounds[3] // 2) * 2
    right, bottom = min(right, image.width), min(bottom, image.height)
    part = image.crop((left, top, right, bottom))
    coloured = planes.from_rgb(part.convert("RGB"))
    alpha = part.getchannel("A")
    found = []
    for number, plane in enumerate(coloured.all()):
        cover = _part(alpha, number > 0)
        found.append(_layer(cover, cover * plane))
    return _overlay(Rectangle(left, top, right - left, bottom - top), found)


def _overlay(area: Rectangle[int], found: list[tuple[U16, U16]]) -> Overlay:
    (y, u, v) = found
    return Overlay(area, (y[0], u[0], v[0]), (y[1], u[1], v[1]))


def _around(
    lines: Sequence[InkedLine], size: tuple[int, int], margin: int
) -> Rectangle[int] | None:
    """An even rectangle around all lines, inside the frame."""
    boxes = [(line, line.mask.getbbox()) for line in lines]
    drawn = [(line, box) for line, box in boxes if box is not None]
    if not drawn:
        return None
    left = max(min(line.x + box[0] for line, box in drawn) - margin, 0) // 2 * 2
    top = max(min(line.y + box[1] for line, box in drawn) - margin, 0) // 2 * 2
    right = -(-(max(line.x + box[2] for line, box in drawn) + margin) // 2) * 2
    bottom = -(-(max(line.y + box[3] for line, box in drawn) + margin) // 2) * 2
    right, bottom = min(right, size[0]), min(bottom, size[1])
    if right <= left or bottom <= top:
        return None
    return Rectangle(left, top, right - left, bottom - top)


def _pooled(
    lines: Sequence[InkedLine], size: tuple[int, int], taken: float
) -> tuple[Rectangle[int], Image.Image, F32]:
    """The area in which so much is taken of the ground, the letters in it, and their shadow."""
    unit = min(size)
    area = _around(lines, size, contrast.reach(unit))
    assert area is not None  # There is ink in the frame: its ground was seen.
    letters = _letters(lines, area)
    shadow = _part(_shade(letters, unit), small=False)
    return area, letters, np.maximum(shadow, taken * contrast.pool(letters, unit))


def _letters(lines: Sequence[InkedLine], area: Rectangle[int]) -> Image.Image:
    letters = Image.new("L", area.size)
    for line in lines:
        letters = ImageChops.lighter(letters, _placed(line, area))
    return letters


def _placed(line: InkedLine, area: Rectangle[int]) -> Image.Image:
    mask = Image.new("L", area.size)
    mask.paste(line.mask, (line.x - area.x, line.y - area.y))
    return mask


def _legible(
    lines: Sequence[InkedLine], area: Rectangle[int], seen: Sequence[F32]
) -> list[InkedLine]:
    """Without a shade each line has an ink that can be read on its own ground."""
    found = []
    for line in lines:
        near = np.asarray(_placed(line, area).filter(ImageFilter.MaxFilter(5)).reduce(2)) > 0
        grounds = [contrast.luminance(colours[near]) for colours in seen]
        ground = np.concatenate(grounds) if grounds else np.zeros(0, np.float32)
        found.append(replace(line, colour=contrast.legible(line.colour, ground)))
    return found


def _halved(part: F32) -> F32:
    quarters: F32 = part.reshape(part.shape[0] // 2, 2, part.shape[1] // 2, 2).mean((1, 3))
    return quarters


def _shade(ink: Image.Image, unit: int) -> Image.Image:
    # Twice: the blurred edge of thin strokes alone would be too faint to matter.
    close = ink.filter(ImageFilter.GaussianBlur(unit * SHADE_BLUR))
    close = close.point(lambda value: round(min(value * 2, 255) * SHADE))
    small = (max(ink.width // POOL_PART, 1), max(ink.height // POOL_PART, 1))
    wide = ink.resize(small, Image.Resampling.BOX)
    wide = wide.filter(ImageFilter.GaussianBlur(unit * POOL_BLUR / POOL_PART))
    wide = wide.point(lambda value: round(min(value * 5, 255) * POOL))
    wide = wide.resize(ink.size, Image.Resampling.BICUBIC)
    return ImageChops.screen(close, wide)


def _part(mask: Image.Image, small: bool) -> F32:
    found: F32 = np.asarray(mask.reduce(2) if small else mask, np.float32) / np.float32(255)
    return found


def _yuv(colour: RGB) -> tuple[float, float, float]:
    found = planes.from_rgb(Image.new("RGB", (2, 2), colour))
    y, u, v = (float(plane[0, 0]) for plane in found.all())
    return y, u, v


def _layer(cover: F32, add: F32) -> tuple[U16, U16]:
    return np.round(cover * 256).astype(np.uint16), np.round(add).astype(np.uint16)
