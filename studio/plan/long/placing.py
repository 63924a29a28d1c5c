"""Rule: a photo in a high enough slot is whole; in another the crop keeps what matters in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from studio.look.trip import SeenPhoto
from studio.plan.long.frame import COLUMNS, INNER, MARGIN, Frame, FrameSlot
from studio.plan.windows import crop_around
from studio.rectangle import WHOLE, Rectangle

# Larger than this a small photo is only blurred; but it is never a mere dot.
MOST_ENLARGED = 3.0
LEAST = 3.0
# The page that enlarging is counted on, in pixels for a column.
PIXELS = 60


class PlacedPhoto(NamedTuple):
    """Where a photo lies in its frame, in columns, and what of it is seen; turned by degrees."""

    area: Rectangle[float]
    crop: Rectangle[float]
    turn: float


def place(frame: Frame, mirrored: bool, pad: float, seen: Sequence[SeenPhoto]) -> list[PlacedPhoto]:
    """`pad` of each slot is left to the mount on every side, so that outer edges are in line."""
    if frame.joined:
        places = _joined(frame, pad, seen)
    else:
        slots = zip(frame.slots, seen, strict=True)
        places = [_placed(slot, pad, item) for slot, item in slots]
    return [_mirror(each) for each in places] if mirrored and not frame.joined else places


def _placed(slot: FrameSlot, pad: float, item: SeenPhoto) -> PlacedPhoto:
    size = (item.picture.width, item.picture.height)
    if slot.height is not None:
        width, height = slot.width - 2 * pad, slot.height - 2 * pad
        subject = item.look.subject if item.look else WHOLE
        crop = crop_around(subject, size, (width, height))
        area = Rectangle(slot.x + pad, slot.y + pad, width, height)
        return PlacedPhoto(area, crop, slot.turn)
    largest = max(size[0] * MOST_ENLARGED / PIXELS, LEAST)
    width = min(slot.width - 2 * pad, (slot.most - 2 * pad) * size[0] / size[1], largest)
    height = width * size[1] / size[0]
    left = slot.x + (slot.width - width) * slot.align
    area = Rectangle(left + pad * (1 - 2 * slot.align), slot.y + pad, width, height)
    return PlacedPhoto(area, WHOLE, slot.turn)


def _joined(frame: Frame, pad: float, seen: Sequence[SeenPhoto]) -> list[PlacedPhoto]:
    """One row of one height, in the middle of the page if it cannot be as wide as that."""
    aspects = [item.picture.width / item.picture.height for item in seen]
    gap = frame.gap + 2 * pad
    gaps = gap * (len(seen) - 1) + 2 * pad
    height = min((INNER - gaps) / sum(aspects), *(slot.most for slot in frame.slots))
    left = MARGIN + pad + (INNER - gaps - height * sum(aspects)) / 2
    places = []
    for aspect in aspects:
        area = Rectangle(left, frame.slots[0].y + pad, height * aspect, height)
        places.append(PlacedPhoto(area, WHOLE, 0.0))
        left += height * aspect + gap
    return places


def _mirror(place: PlacedPhoto) -> PlacedPhoto:
    area = place.area
    mirrored = Rectangle(COLUMNS - area.x - area.width, area.y, area.width, area.height)
    return PlacedPhoto(mirrored, place.crop, -place.turn)
