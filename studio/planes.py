"""Rule: frames are three planes (4:2:0, BT.709, limited range) and never become RGB again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

U8 = NDArray[np.uint8]
I16 = NDArray[np.int16]
Pixels = NDArray[Any]

# Fractions of a pixel and weights are counted in 128ths: 255 * 128 still fits into 16 bits.
ONE = 128
HALF = 64
SHIFT = 7
# Rows are worked on in blocks that stay in the processor's cache.
BLOCK = 96
BLACK = (16, 128, 128)
# An axis whose step and offset differ from 1 and 0 by less than this does not move.
STILL = 1e-6
LUMA = (0.2126, 0.7152, 0.0722)

_Y = 219 / 255
_C = 224 / 255


class Box(NamedTuple):
    """A rectangle in pixels of the luma plane; it may begin and end between pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Planes:
    """Y, then Cb and Cr at half its size; 8 bits in a frame, 16 while two frames are mixed."""

    y: Pixels
    u: Pixels
    v: Pixels

    def all(self) -> tuple[Pixels, Pixels, Pixels]:
        return self.y, self.u, self.v

    def window(self, x: int, y: int, width: int, height: int) -> Planes:
        """A view of an even rectangle; writing to it writes to the frame."""
        full = np.s_[y : y + height, x : x + width]
        half = np.s_[y // 2 : (y + height) // 2, x // 2 : (x + width) // 2]
        return Planes(self.y[full], self.u[half], self.v[half])


def blank(width: int, height: int, dtype: type[np.uint8] | type[np.int16]) -> Planes:
    sizes = ((height, width), (height // 2, width // 2), (height // 2, width // 2))
    y, u, v = (np.empty(size, dtype) for size in sizes)
    return Planes(y, u, v)


def from_rgb(image: Image.Image) -> Planes:
    """Convert a picture of even size; chroma is the mean of each 2x2 square."""
    r, g, b = LUMA
    cb = 0.5 / (1 - b)
    cr = 0.5 / (1 - r)
    matrix = (
        (r * _Y, g * _Y, b * _Y, 16.0)
        + (-r * cb * _C, -g * cb * _C, 0.5 * _C, 128.0)
        + (0.5 * _C, -g * cr * _C, -b * cr * _C, 128.0)
    )
    y, u, v = image.convert("RGB", matrix).split()
    return Planes(np.asarray(y), np.asarray(u.reduce(2)), np.asarray(v.reduce(2)))


def to_rgb(source: Planes) -> Image.Image:
    """For pictures that were never RGB, such as those of a clip, when they are looked at."""
    y, u, v = (
        plane.astype(np.float32) - black for plane, black in zip(source.all(), BLACK, strict=True)
    )
    luma = y / _Y
    blue, red = (np.repeat(np.repeat(half / _C, 2, 0), 2, 1) for half in (u, v))
    r, g, b = LUMA
    reds, blues = luma + red * (2 - 2 * r), luma + blue * (2 - 2 * b)
    greens = (luma - r * reds - b * blues) / g
    return Image.fromarray(np.stack((reds, greens, blues), 2).round().clip(0, 255).astype(np.uint8))


def copy(source: Planes, out: Planes) -> None:
    for plane, target in zip(source.all(), out.all(), strict=True):
        np.copyto(target, plane, casting="unsafe")


def mix(first: Planes, second: Planes, weight: int, out: Planes) -> None:
    """out = first + (second - first) * weight / 128; the 16-bit `second` is used up."""
    for a, b, target in zip(first.all(), second.all(), out.all(), strict=True):
        np.subtract(b, a, out=b)
        np.multiply(b, np.int16(weight), out=b)
        np.add(b, np.int16(HALF), out=b)
        np.right_shift(b, np.int16(SHIFT), out=b)
        np.add(a, b, out=target, casting="unsafe")


def dim(frame: Planes, weight: int) -> None:
    """Fade towards black: weight 128 leaves the frame alone, 0 leaves it black."""
    for plane, black in zip(frame.all(), BLACK, strict=True):
        deep = plane.astype(np.int16)
        deep -= np.int16(black)
        deep *= np.int16(weight)
        deep >>= np.int16(SHIFT)
        np.add(deep, np.int16(black), out=plane, casting="unsafe")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One plane ready to be moved: values in 128ths, half of one added, and steps down the rows.

    The half makes the shift that ends an interpolation round instead of cut.
    """

    base: I16
    rise: I16


def sheets(source: Planes) -> tuple[Sheet, Sheet, Sheet]:
    y, u, v = (_sheet(plane) for plane in source.all())
    return y, u, v


def _sheet(plane: Pixels) -> Sheet:
    base = plane.astype(np.int16)
    rise = np.zeros_like(base)
    np.subtract(base[1:], base[:-1], out=rise[:-1])
    return Sheet(base * np.int16(ONE) + np.int16(HALF), rise)


class _Axis(NamedTuple):
    """For each output pixel the source pixel before it and how far past it to look, in 128ths."""

    whole: NDArray[np.intp]
    part: I16


class Mover:
    """Zooms and pans by fractions of a pixel; it owns the scratch memory, so one for each thread.

    A move is parallel to the axes, so bilinear sampling is one lerp of rows and one of columns. An
    axis on which nothing moves costs nothing.
    """

    def __init__(self) -> None:
        self._scratch: dict[str, I16] = {}

    def draw(self, source: tuple[Sheet, Sheet, Sheet], box: Box, out: Planes) -> None:
        for sheet, target, part in zip(source, out.all(), (1, 2, 2), strict=True):
            self._draw_plane(sheet, Box(*(side / part for side in box)), target)

    def _draw_plane(self, sheet: Sheet, box: Box, out: Pixels) -> None:
        height, width = out.shape
        rows = _axis(box.y, box.height, height, sheet.base.shape[0])
        columns = _axis(box.x, box.width, width, sheet.base.shape[1])
        for top in range(0, height, BLOCK):
            block = slice(top, min(top + BLOCK, height))
            lines = self._rows(sheet, rows, block)
            if columns is None:
                np.copyto(out[block], lines[:, :width], casting="unsafe")
            else:
                self._lerp_columns(lines, columns, out[block])

    def _rows(self, sheet: Sheet, rows: _Axis | None, block: slice) -> I16:
        shape = (block.stop - block.start, sheet.base.shape[1])
        lines = self._room("lines", shape)
        if rows is None:
            return np.right_shift(sheet.base[block], np.int16(SHIFT), out=lines)
        # The indices are inside the plane: "wrap" only spares their check, which costs a third.
        np.take(sheet.rise, rows.whole[block], axis=0, out=lines, mode="wrap")
        lines *= rows.part[block, None]
        base = self._room("base", shape)
        np.take(sheet.base, rows.whole[block], axis=0, out=base, mode="wrap")
        lines += base
        lines >>= np.int16(SHIFT)
        return lines

    def _lerp_columns(self, lines: I16, columns: _Axis, out: Pixels) -> None:
        height, width = out.shape
        # Both neighbours lie in one 16-bit word, so the slow gather is done once.
        pairs = self._room("pairs", (height, lines.shape[1] - 1))
        np.left_shift(lines[:, 1:], np.int16(8), out=pairs)
        pairs |= lines[:, :-1]
        left = self._room("left", (height, width))
        np.take(pairs, columns.whole, axis=1, out=left, mode="wrap")
        right = self._room("right", (height, width))
        np.right_shift(left.view(np.uint16), np.uint16(8), out=right.view(np.uint16))
        left &= np.int16(255)
        right -= left
        right *= columns.part
        right >>= np.int16(SHIFT)
        np.add(left, right, out=out, casting="unsafe")

    def _room(self, name: str, shape: tuple[int, int]) -> I16:
        """A block of scratch memory; blocks of one name are reused, whatever their shape."""
        size = shape[0] * shape[1]
        held = self._scratch.get(name)
        if held is None or held.size < size:
            held = self._scratch[name] = np.empty(size, np.int16)
        return held[:size].reshape(shape)


def _axis(start: float, length: float, count: int, limit: int) -> _Axis | None:
    """None when every output pixel is exactly the source pixel of the same number."""
    step = length / count
    if abs(step - 1) < STILL and abs(start) < STILL and count <= limit:
        return None
    at = start + (np.arange(count) + 0.5) * step - 0.5
    np.clip(at, 0, max(limit - 1.01, 0), out=at)
    whole = at.astype(np.intp)
    return _Axis(whole, ((at - whole) * ONE).astype(np.int16))
