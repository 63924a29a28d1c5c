"""Rule: a picture is decoded once to look at it; the first ones stay, as large as a film shows."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from studio import planes
from studio.look import clips, intake, looks
from studio.look.clips import Clip
from studio.look.develop import upright
from studio.look.intake import Picture, described, opened
from studio.look.looks import Look
from studio.order import Order

# The first photos are kept as they were decoded, unless they are larger than this: 96 MB in all,
# however many there are.
KEPT, MOST_PIXELS = 10, 3_200_000
# A zoom looks at a photo that is this much larger than the frame, on each axis.
LARGER = 1.2


class Eyes(NamedTuple):
    """How a picture is inspected and looked at: who keeps it decoded does both at once."""

    inspect: Callable[[Path, int], Picture | Clip]
    look: Callable[[Path], Look]


class Glances:
    """Looks at the photos of one order. Threads may look at pictures at the same time."""

    def __init__(self, order: Order, *, keep: int = KEPT) -> None:
        self._looks: dict[Path, Look] = {}
        self._keep = {photo.path for photo in order.photos[:keep]}
        self._area = order.size[0] * order.size[1] * LARGER * LARGER
        self._kept: dict[Path, Image.Image] = {}

    @property
    def eyes(self) -> Eyes:
        return Eyes(self._inspect, self._looks.__getitem__)

    @property
    def kept(self) -> Mapping[Path, Image.Image]:
        return self._kept

    def _inspect(self, path: Path, max_pixels: int) -> Picture | Clip:
        """What it is; decoding it to look at it proves that it can be decoded."""
        if is_clip(path):
            clip = clips.inspect(path)
            self._looks[path] = looks.of(first_picture(path, (clip.width, clip.height), looks.SIDE))
            return clip
        with opened(path) as (kind, image):
            picture = described(kind, image, max_pixels)
            photo = upright(kind, image, self._wanted(path, picture))
        # A whole factor costs next to nothing; what is left is still larger than what is looked at.
        self._looks[path] = looks.of(photo.reduce(max(min(photo.size) // looks.SIDE, 1)))
        if path in self._keep and photo.width * photo.height <= MOST_PIXELS:
            self._kept[path] = photo
        return picture

    def _wanted(self, path: Path, picture: Picture) -> tuple[int, int]:
        if path not in self._keep:
            return looks.SIDE, looks.SIDE
        scale = min(math.sqrt(self._area / (picture.width * picture.height)), 1.0)
        return math.ceil(picture.width * scale), math.ceil(picture.height * scale)


def is_clip(path: Path) -> bool:
    with path.open("rb") as file:
        return intake.is_clip(file.read(intake.HEAD))


def first_picture(path: Path, size: tuple[int, int], longest: int) -> Image.Image:
    """The first picture of a clip of this size, no larger than is wanted."""
    scale = min(longest / max(size), 1.0)
    width, height = (max(round(side * scale / 2) * 2, 2) for side in size)
    return planes.to_rgb(next(clips.frames(path, 1, (width, height))))
