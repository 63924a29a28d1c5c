"""Rule: frames are three planes (4:2:0, BT.709, limited range) and never become RGB again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.rectangle import Rectangle

I16 = NDArray[np.int16]
U16 = NDArray[np.uint16]
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


@dataclass(slots=True, eq=False)
class Planes:
    """Y, then Cb and Cr at half its size; 8 bits in a frame, 16 while two frames are mixed.

    `ground` is what a shot left in it that need not be painted again, where its rectangles that
    change are; whoever else writes to the planes sets it to None.
    """

    y: Pixels
    u: Pixels
    v: Pixels
    ground: Planes | None = None

    def all(self) -> tuple[Pixels, Pixels, Pixels]:
        """Y, Cb and Cr, in this order."""
        return self.y, self.u, self.v

    def window(self, area: Rectangle[int]) -> Planes:
        """A view of a rectangle of even pixels; writing to it writes to the frame."""
        full = np.s_[area.y : area.bottom, area.x : area.right]
        half = np.s_[area.y // 2 : area.bottom // 2, area.x // 2 : area.right // 2]
        return Planes(self.y[full], self.u[half], self.v[half])


def blank(width: int, height: int, dtype: type[np.uint8] | type[np.int16]) -> Planes:
    """Planes for a frame of this even size, with any values in them."""
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
    """Copy all planes; values are converted to the type of `out`."""
    for plane, target in zip(source.all(), out.all(), strict=True):
        np.copyto(target, plane, casting="unsafe")


def mix(first: Planes, second: Planes, weight: int, out: Planes) -> None:
    """out = first + (second - first) * weight / 128; the 16-bit `second` is used up."""
    for planes in zip(first.all(), second.all(), out.all(), strict=True):
        for top in range(0, len(planes[0]), BLOCK):
            a, b, target = (plane[top : top + BLOCK] for plane in planes)
            b -= a
            b *= np.int16(weight)
            b += np.int16(HALF)
            b >>= np.int16(SHIFT)
            np.add(a, b, out=target, casting="unsafe")


def dim(frame: Planes, weight: int) -> None:
    """Fade towards black: weight 128 leaves the frame alone, 0 leaves it black."""
    for plane, black in zip(frame.all(), BLACK, strict=True):
        deep = plane.astype(np.int16)
        deep -= np.int16(black)
        deep *= np.int16(weight)
        deep >>= np.int16(SHIFT)
        np.add(deep, np.int16(black), out=plane, casting="unsafe")


class PairedPlanes(NamedTuple):
    """Planes ready to be moved: each word is a pixel, and the one to the right of it above it.

    So the slow gather of columns is done once for both. Chroma planes lie side by side in one.
    """

    luma: U16
    chroma: U16


def paired(source: Planes) -> PairedPlanes:
    """The same pixels, ready to be moved by `PlaneMover`."""
    return PairedPlanes(
        _paired(source.y), np.concatenate((_paired(source.u), _paired(source.v)), axis=1)
    )


def _paired(plane: Pixels) -> U16:
    pairs = plane.astype(np.uint16)
    pairs[:, :-1] |= pairs[:, 1:] << np.uint16(8)
    return pairs


class _Axis(NamedTuple):
    """For each output pixel the source pixel before it and how far past it to look, in 128ths."""

    whole: NDArray[np.intp]
    part: I16


class _Columns:
    """The columns of planes that lie side by side, all moved alike; `axis` None moves nothing."""

    def __init__(self, axis: _Axis | None, limit: int, planes: int, width: int) -> None:
        self._starts = [(number * limit, number * width) for number in range(planes)]
        self._width = width
        self.count = planes * width
        self.axis = axis
        if axis is not None and planes > 1:
            whole = np.concatenate([axis.whole + source for source, _ in self._starts])
            self.axis = _Axis(whole, np.tile(axis.part, planes))

    def spans(self) -> list[tuple[slice, slice]]:
        """Where each plane's columns are taken from, and where they go."""
        width = self._width
        return [
            (slice(source, source + width), slice(target, target + width))
            for source, target in self._starts
        ]


def _halved(box: Rectangle[float]) -> Rectangle[float]:
    return Rectangle(box.x / 2, box.y / 2, box.width / 2, box.height / 2)


class PlaneMover:
    """Zooms and pans by fractions of a pixel; it owns the scratch memory, so one for each thread.

    A move is parallel to the axes, so bilinear sampling is one lerp of columns and one of rows. An
    axis on which nothing moves costs next to nothing.
    """

    def __init__(self) -> None:
        self._scratch: dict[str, I16] = {}

    def draw(self, source: PairedPlanes, box: Rectangle[float], out: Planes) -> None:
        """Fill `out` with what lies in the box, which is counted in (parts of) luma pixels."""
        self._draw(source.luma, box, (out.y,))
        self._draw(source.chroma, _halved(box), (out.u, out.v))

    def _draw(self, pairs: U16, box: Rectangle[float], targets: tuple[Pixels, ...]) -> None:
        """Into targets of one size; what they are drawn from lies side by side."""
        height, width = targets[0].shape
        limit = pairs.shape[1] // len(targets)
        rows = _axis(box.y, box.height, height, len(pairs))
        axis = _axis(box.x, box.width, width, limit)
        columns = _Columns(axis, limit, len(targets), width)
        for top in range(0, height, BLOCK):
            drawn = self._block(pairs, rows, columns, top, min(BLOCK, height - top))
            for number, target in enumerate(targets):
                part = drawn[:, number * width : (number + 1) * width]
                np.copyto(target[top : top + BLOCK], part, casting="unsafe")

    def _block(
        self, pairs: U16, rows: _Axis | None, columns: _Columns, top: int, count: int
    ) -> I16:
        if rows is None:
            return self._across(pairs[top : top + count], columns)
        whole, part = (side[top : top + count] for side in rows)
        lines = self._across(pairs[whole[0] : whole[-1] + 2], columns)
        fall = self._room("fall", (len(lines) - 1, columns.count))
        np.subtract(lines[:-1], lines[1:], out=fall)
        at = whole - whole[0]
        found = self._room("found", (count, columns.count))
        # The indices are inside the plane: "wrap" only spares their check, which costs a third.
        np.take(fall, at, axis=0, out=found, mode="wrap")
        found *= part[:, None]
        # The lerp of columns is cut, and this one, since it is taken away, goes up: together they
        # are true.
        found >>= np.int16(SHIFT)
        level = self._room("fall", found.shape)
        np.take(lines, at, axis=0, out=level, mode="wrap")
        np.subtract(level, found, out=found)
        return found

    def _across(self, pairs: U16, columns: _Columns) -> I16:
        left = self._room("left", (len(pairs), columns.count))
        if columns.axis is None:
            for source, target in columns.spans():
                np.bitwise_and(
                    pairs[:, source], np.uint16(255), out=left.view(np.uint16)[:, target]
                )
            return left
        np.take(pairs.view(np.int16), columns.axis.whole, axis=1, out=left, mode="wrap")
        right = self._room("found", left.shape)
        np.right_shift(left.view(np.uint16), np.uint16(8), out=right.view(np.uint16))
        left &= np.int16(255)
        right -= left
        right *= columns.axis.part
        right >>= np.int16(SHIFT)
        left += right
        return left

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
