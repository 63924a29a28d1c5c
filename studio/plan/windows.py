"""Rule: where a photo is seen is a rectangle of even pixels, and a crop has its window's shape."""

from __future__ import annotations

from collections.abc import Sequence

from studio.plan.template import Layout, Slot
from studio.rectangle import Rectangle

Size = tuple[int, int]

# A photo that is shown whole is not blown up further than this.
MOST_ENLARGED = 3.0
# Shapes that differ by less than this part are one shape.
SAME = 0.004
# Of what a crop leaves out of a tall subject more is taken from below: heads are above.
UPPER = 0.15


def windows(layout: Layout, size: Size, photos: Sequence[Size]) -> tuple[Rectangle[int], ...]:
    """The window of each slot of the layout, for photos of these sizes."""
    return tuple(
        window(slot, size, photo) for slot, photo in zip(layout.slots, photos, strict=True)
    )


def window(slot: Slot, size: Size, photo: Size) -> Rectangle[int]:
    """The window of one slot in a frame of `size` pixels, for a photo of that size."""
    around = pixels(slot.area, size)
    if slot.fit == "cover":
        return around
    scale = min(around.width / photo[0], around.height / photo[1], MOST_ENLARGED)
    width, height = even(photo[0] * scale), even(photo[1] * scale)
    left = around.x + (around.width - width) // 4 * 2
    top = around.y + (around.height - height) // 4 * 2
    return Rectangle(max(left, 0), max(top, 0), min(width, size[0]), min(height, size[1]))


def pixels(area: Rectangle[float], size: Size) -> Rectangle[int]:
    """Neighbours that share an edge share it in pixels too."""
    left, top = even(area.x * size[0], 0), even(area.y * size[1], 0)
    right = min(even(area.right * size[0]), size[0])
    bottom = min(even(area.bottom * size[1]), size[1])
    left, top = min(left, size[0] - 2), min(top, size[1] - 2)
    return Rectangle(left, top, max(right - left, 2), max(bottom - top, 2))


def even(length: float, least: int = 2) -> int:
    """The nearest even number of pixels, `least` at least."""
    return max(round(length / 2) * 2, least)


def fitted(crop: Rectangle[float], photo: Size, shape: tuple[float, float]) -> Rectangle[float]:
    """The crop itself if it has this shape, or its largest part of this shape, from its middle."""
    ratio = (shape[0] / shape[1]) / (crop.width * photo[0] / (crop.height * photo[1]))
    if abs(ratio - 1) < SAME:
        return crop
    width, height = crop.width * min(ratio, 1.0), crop.height * min(1 / ratio, 1.0)
    return Rectangle(
        crop.x + (crop.width - width) / 2, crop.y + (crop.height - height) / 2, width, height
    )


def crop_around(
    subject: Rectangle[float], photo: tuple[int, int], shape: tuple[float, float]
) -> Rectangle[float]:
    """The largest crop of the window's shape, around the subject.

    It keeps the photographer's composition: the subject stands in the crop where it stands in
    the photo, as far as all of it can then be seen.
    """
    ratio = (shape[0] / shape[1]) / (photo[0] / photo[1])
    width, height = min(ratio, 1.0), min(1 / ratio, 1.0)
    return Rectangle(
        _begin(subject.x, subject.width, width, 0.5),
        _begin(subject.y, subject.height, height, UPPER),
        width,
        height,
    )


def _begin(start: float, length: float, window: float, kept: float) -> float:
    """Where a window of this length begins, that it may hold what starts there."""
    if length >= window:
        return start + (length - window) * kept
    natural = (start + length / 2) * (1 - window)
    return min(max(natural, start + length - window), start)


def union(first: Rectangle[float], second: Rectangle[float]) -> Rectangle[float]:
    """The smallest rectangle that holds both."""
    x, y = min(first.x, second.x), min(first.y, second.y)
    right = max(first.right, second.right)
    bottom = max(first.bottom, second.bottom)
    return Rectangle(x, y, right - x, bottom - y)
