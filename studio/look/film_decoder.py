"""Rule: a picture is decoded once to look at it; the first ones stay, as large as a film shows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PIL import Image

from studio.look import clips, exif, looks, screens
from studio.look.clips import Clip
from studio.look.decoding import first_picture, is_clip
from studio.look.develop import upright
from studio.look.intake import Picture, described, opened
from studio.look.jpegs import missing_rows
from studio.look.looks import Look
from studio.order import Order

# The first photos are kept as they were decoded, unless they are larger than this: 96 MB in all,
# however many there are.
KEPT, MOST_PIXELS = 10, 3_200_000
# A zoom looks at a photo that is this much larger than the frame, on each axis.
LARGER = 1.2


class FilmDecoder:
    """The `PhotoDecoder` of a film; the first `keep` photos stay decoded."""

    def __init__(self, order: Order, *, keep: int = KEPT) -> None:
        self._order = order
        self._looks: dict[Path, Look] = {}
        self._keep = {photo.path for photo in order.photos[:keep]}
        self._area = order.size[0] * order.size[1] * LARGER * LARGER
        self._kept: dict[Path, Image.Image] = {}
        # A storyboard says of each photo what is shown of it.
        self.moves = order.board is not None or order.motion != "still"

    @property
    def kept(self) -> Mapping[Path, Image.Image]:
        """Photos that are decoded already, by path."""
        return self._kept

    def look(self, path: Path) -> Look:
        return self._looks[path]

    def inspect(self, path: Path) -> Picture | Clip:
        """What it is; decoding it to look at it proves that it can be decoded."""
        if is_clip(path):
            clip = clips.inspect(
                path, max_seconds=self._order.clip_seconds, max_pixels=self._order.clip_pixels
            )
            self._looks[path] = looks.of(first_picture(path, (clip.width, clip.height), looks.SIDE))
            return clip
        with opened(path, self._order.max_pixels) as (kind, image):
            picture = described(kind, image, self._order.max_pixels)
            camera = screens.by_camera(exif.read(image))
            photo = upright(kind, image, self._wanted(path, picture))
            picture = replace(picture, missing=missing_rows(image))
        # A whole factor costs next to nothing; what is left is still larger than what is looked at.
        small = photo.reduce(max(min(photo.size) // looks.SIDE, 1))
        screen = not camera and screens.is_screen(small, (picture.width, picture.height))
        self._looks[path] = replace(looks.of(small), screen=screen)
        if path in self._keep and photo.width * photo.height <= MOST_PIXELS:
            self._kept[path] = photo
        return picture

    def _wanted(self, path: Path, picture: Picture) -> tuple[int, int]:
        if path not in self._keep:
            return looks.SIDE, looks.SIDE
        scale = min(math.sqrt(self._area / (picture.width * picture.height)), 1.0)
        return math.ceil(picture.width * scale), math.ceil(picture.height * scale)
