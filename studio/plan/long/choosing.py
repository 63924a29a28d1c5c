"""Rule: matching chooses the frames; how dense a page is follows from how many photos it has."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.look.trip import SeenPhoto
from studio.plan import matching, whereabouts
from studio.plan.long.captions import captioned_each
from studio.plan.long.frame import Frame, FrameSlot
from studio.plan.matching import Choice, Traits
from studio.plan.whereabouts import Whereabouts
from studio.rectangle import WHOLE

# What a slot costs a photo whose shape it does not suit, for each time that it is too wide.
UNFIT = 150
# What it costs, for each photo of a frame, to hold one photo more or less than is wanted.
CROWDED = 40
# And where letters could not be read; the frame in which they can.
UNREADABLE = 100_000
WIDE = "whole"
# How much more a seed may like one frame than another.
LIKING = 20
# And from one place to the next: equal photos would else be set in the same turn for ever.
WHIM = 30
# The same frame twice running, or with one between, is a page from a machine.
REPEATED = (140, 90)
# Two days or two places under one caption: no other price outweighs it.
MIXED = 1_000_000
# Photos in a frame that are wanted at so many photos of the whole picture.
DENSITY = ((1, 1.0), (4, 1.3), (12, 1.9), (30, 2.4), (80, 2.9), (200, 3.3))


@dataclass(frozen=True, slots=True)
class ChosenFrame:
    """The frame shows `count` photos from `first` on, `mirrored` or not."""

    frame: Frame
    first: int
    count: int
    mirrored: bool


def choose(
    seen: Sequence[SeenPhoto], each: Sequence[Whereabouts], frames: Sequence[Frame], seed: int
) -> tuple[ChosenFrame, ...]:
    """The first photo stands alone: it is the one that the cover shows.

    `each` says where and when they were taken: where that changes a frame ends, unless it says so
    of each photo.
    """
    photos = [_traits(item) for item in seen]
    wide = [item.look is not None and item.look.screen for item in seen]
    single = [frame for frame in frames if len(frame.slots) == 1]
    steps = _matched(photos[:1], each[:1], wide[:1], single, 1.0, seed)
    if len(photos) > 1:
        at, dense = [row[0] for row in DENSITY], [row[1] for row in DENSITY]
        wanted = float(np.interp(len(photos), at, dense))
        others = _matched(photos[1:], each[1:], wide[1:], frames, wanted, seed)
        steps += [(frame, first + 1) for frame, first in others]
    return _mirrored(steps)


def _matched(
    photos: Sequence[Traits],
    each: Sequence[Whereabouts],
    wide: Sequence[bool],
    frames: Sequence[Frame],
    wanted: float,
    seed: int,
) -> list[tuple[Frame, int]]:
    rng = random.Random(seed)
    choices = [_choice(frame, wanted, rng.uniform(0, LIKING)) for frame in frames]
    priced = matching.prices(photos, choices) + _unfit(photos, frames)
    priced += _narrow(wide, frames)
    priced += _whims(rng, frames, len(photos))
    counts = [len(frame.slots) for frame in frames]
    own = map(captioned_each, frames)
    priced += MIXED * whereabouts.mixed(each, list(zip(counts, own, strict=True)))
    return [
        (frames[number], first)
        for number, first in matching.cheapest(priced, counts, REPEATED, seed)
    ]


def _traits(item: SeenPhoto) -> Traits:
    look = item.look
    aspect = item.picture.width / item.picture.height
    if look is None:
        return Traits((128, 128, 128), item.weather, aspect, WHOLE)
    return Traits(look.mean, item.weather, aspect, look.subject)


def _choice(frame: Frame, wanted: float, liking: float) -> Choice:
    slots = tuple(slot.aspect for slot in frame.slots)
    crowded = CROWDED * abs(len(slots) - wanted)
    return Choice(frame.name, slots, price=len(slots) * (frame.price + crowded - liking))


def _unfit(photos: Sequence[Traits], frames: Sequence[Frame]) -> NDArray[np.int64]:
    """What frames cost (frames, photos) for photos that are wider or higher than they suit."""
    found = np.zeros((len(frames), len(photos)), np.int64)
    for row, frame in zip(found, frames, strict=True):
        for place, slot in enumerate(frame.slots):
            points = [_points(photo.aspect, slot) for photo in photos[place:]]
            row[: len(points)] += np.array(points, np.int64)
    return found


def _narrow(wide: Sequence[bool], frames: Sequence[Frame]) -> NDArray[np.int64]:
    """What frames cost where they hold one that must be as wide as the page to be read."""
    found = np.zeros((len(frames), len(wide)), np.int64)
    for row, frame in zip(found, frames, strict=True):
        if frame.name != WIDE:
            for place in range(len(frame.slots)):
                shown = np.array(wide[place:], np.int64)
                row[: len(shown)] += UNREADABLE * shown
    return found


def _whims(rng: random.Random, frames: Sequence[Frame], photos: int) -> NDArray[np.int64]:
    whims = [
        [round(rng.uniform(0, WHIM) * len(frame.slots)) for _ in range(photos)] for frame in frames
    ]
    return np.array(whims, np.int64)


def _points(aspect: float, slot: FrameSlot) -> int:
    least, most = slot.fits
    return round(UNFIT * max(aspect / most - 1, least / aspect - 1, 0))


def _mirrored(steps: Sequence[tuple[Frame, int]]) -> tuple[ChosenFrame, ...]:
    """A frame is mirrored every second time that it comes."""
    used: dict[str, int] = {}
    chosen = []
    for frame, first in steps:
        used[frame.name] = used.get(frame.name, 0) + 1
        chosen.append(ChosenFrame(frame, first, len(frame.slots), used[frame.name] % 2 == 0))
    return tuple(chosen)
