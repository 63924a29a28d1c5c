"""Rule: a move ends on the subject, never leaves the photo, and is never felt as haste."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from studio.look.trip import SeenPhoto
from studio.plan.storyboard import ShownPhoto
from studio.plan.template import Dimmed, Layout, Slot
from studio.plan.windows import Size, crop_around, window
from studio.rectangle import WHOLE, Rectangle

# The part of a picture that a zoom takes away, where it fills the frame, in a smaller window, and
# behind words.
ZOOM = 0.09
ZOOM_SMALL = 0.05
ZOOM_GROUND = 0.06
# What is smaller than this part of the largest photo of a scene stands still.
BESIDE = 0.4
# From this part of the frame on a window counts as large.
LARGE = 0.55
# How far a pan may travel, as a part of its window; along a panorama it may go further.
PAN = 0.16
PAN_ALONG = 0.85
# Along a long photo that is read from its top: so many windows, of which the last may be its end.
MOST_WINDOWS = 12.0
# How many of the photos that could pan do.
PANNED = 0.6
# Of a photo that nobody looked at, the middle matters.
MIDDLE = Rectangle(0.25, 0.2, 0.5, 0.5)


def shown(
    layout: Layout, size: Size, photos: Sequence[SeenPhoto], inward: bool, rng: random.Random
) -> tuple[ShownPhoto, ...]:
    """How each photo of a scene is seen and moves; a zoom goes inward or comes back."""
    if not layout.slots:
        return tuple(_ground(layout, size, photo, inward) for photo in photos)
    found = []
    held = [
        window(slot, size, size_of(photo)) for slot, photo in zip(layout.slots, photos, strict=True)
    ]
    largest = max(one.width * one.height for one in held)
    for slot, one, photo in zip(layout.slots, held, photos, strict=True):
        start, end = _ends(slot, one, size, photo, inward, rng)
        # Beside a large photo that moves small ones rest: the eye follows one thing.
        if layout.camera == "whole" or one.width * one.height < largest * BESIDE:
            start = end
        found.append(ShownPhoto(photo.photo.name, start, end))
    return tuple(found)


def camera(
    layout: Layout, inward: bool, rng: random.Random
) -> tuple[Rectangle[float], Rectangle[float]] | None:
    """The move over a composed page."""
    if layout.camera == "inside" or layout.drift <= 0:
        return None
    near = zoomed(WHOLE, layout.drift, rng.uniform(0.3, 0.7), rng.uniform(0.35, 0.65))
    return (WHOLE, near) if inward else (near, WHOLE)


def size_of(photo: SeenPhoto) -> Size:
    """Width and height of the upright photo in pixels."""
    return photo.picture.width, photo.picture.height


def subject_of(photo: SeenPhoto) -> Rectangle[float]:
    """The part of the photo that a crop must keep."""
    return photo.look.subject if photo.look else MIDDLE


def zoomed(crop: Rectangle[float], zoom: float, x: float, y: float) -> Rectangle[float]:
    """A smaller crop of the same shape; x and y say which part of the larger one it keeps."""
    width, height = crop.width * (1 - zoom), crop.height * (1 - zoom)
    return Rectangle(
        crop.x + (crop.width - width) * x, crop.y + (crop.height - height) * y, width, height
    )


def _ground(layout: Layout, size: Size, photo: SeenPhoto, inward: bool) -> ShownPhoto:
    crop = crop_around(subject_of(photo), size_of(photo), size)
    if not isinstance(layout.ground, Dimmed):
        return ShownPhoto(photo.photo.name, crop, crop)
    near = zoomed(crop, ZOOM_GROUND, *_towards(photo, crop))
    return ShownPhoto(photo.photo.name, *((crop, near) if inward else (near, crop)))


def _ends(
    slot: Slot, held: Rectangle[int], size: Size, photo: SeenPhoto, inward: bool, rng: random.Random
) -> tuple[Rectangle[float], Rectangle[float]]:
    shape = held.size
    crop = WHOLE
    if slot.fit == "cover":
        crop = crop_around(subject_of(photo), size_of(photo), shape)
    if slot.move == "still":
        return crop, crop
    if slot.move == "along":
        return _pan(crop, PAN_ALONG)
    if slot.move == "down":
        return _down(crop)
    large = held.width * held.height >= size[0] * size[1] * LARGE
    # Drawn in any case: what one photo does must not change what the next one does.
    wants_pan = rng.random() < PANNED
    slack = max(1 - crop.width, 1 - crop.height)
    if slot.move == "free" and large and slack > PAN / 2 and wants_pan:
        return _pan(crop, PAN)
    near = zoomed(crop, ZOOM if large else ZOOM_SMALL, *_towards(photo, crop))
    return (crop, near) if inward else (near, crop)


def _towards(photo: SeenPhoto, crop: Rectangle[float]) -> tuple[float, float]:
    """Where in the crop the subject's middle is, from 0 to 1; not to the very edge of it."""
    subject = subject_of(photo)
    x = (subject.x + subject.width / 2 - crop.x) / crop.width
    y = (subject.y + subject.height / 2 - crop.y) / crop.height
    return min(max(x, 0.15), 0.85), min(max(y, 0.15), 0.85)


def _pan(crop: Rectangle[float], reach: float) -> tuple[Rectangle[float], Rectangle[float]]:
    """To the crop, along the axis on which it leaves something out, from the longer side."""
    if crop.width < crop.height:
        start = _from(crop.x, crop.width, reach)
        return Rectangle(start, crop.y, crop.width, crop.height), crop
    start = _from(crop.y, crop.height, reach)
    return Rectangle(crop.x, start, crop.width, crop.height), crop


def _down(crop: Rectangle[float]) -> tuple[Rectangle[float], Rectangle[float]]:
    """From the top, to the end if that is not too far."""
    last = min(1.0, MOST_WINDOWS * crop.height) - crop.height
    return replace(crop, y=0.0), replace(crop, y=last)


def windows_high(window: Size, photo: Size) -> float:
    """How many windows high a photo is that is as wide as its window."""
    return photo[1] / photo[0] / (window[1] / window[0])


def _from(end: float, length: float, reach: float) -> float:
    before, after = end, 1 - length - end
    return (
        end - min(before, reach * length) if before >= after else end + min(after, reach * length)
    )
