"""Rule: a file is decoded once; what is needed of it stays, small, until it is shown."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from studio.look import clips, looks, screens
from studio.look.clips import Clip
from studio.look.decoding import first_picture, is_clip
from studio.look.develop import resized, upright
from studio.look.faults import check_shape
from studio.look.intake import Picture, described, opened
from studio.look.jpegs import missing_rows
from studio.look.looks import Look
from studio.look.trip import SeenPhoto
from studio.order import Order

# What the largest slot shows: decoders reduce to a half, a quarter or an eighth of a photo for
# nearly nothing, and a photo of 4,000 pixels has 1,000 at a quarter.
SIDE = 960
# A very long photo is kept with this many pixels of its shorter side, if it has them.
SHORTER = 240
MOST_SIDE = 4096
# Of a long one only the upper part is shown, so many widths high: as wide as the page it can be
# read, and whole it would be a thread.
UPPER = 0.96
WIDTH = 1080
# A photo is looked at smaller still.
LOOKED = 300
# More photos are kept as JPEG, at two tenths of the size: so memory does not grow with them.
PLAIN = 40
QUALITY = 95


class PageDecoder:
    """The `PhotoDecoder` of a long picture, and what it keeps, as they are shown."""

    moves = False

    def __init__(self, order: Order) -> None:
        self._order = order
        self._packs = len(order.photos) > PLAIN
        self._held: dict[Path, Image.Image | bytes] = {}
        self._looks: dict[Path, Look] = {}
        # Long photos of which only the upper part is kept.
        self.cut: set[Path] = set()

    def look(self, path: Path) -> Look:
        return self._looks[path]

    def inspect(self, path: Path) -> Picture | Clip:
        """Prove that the photo can be decoded, look at it, and keep it; of a clip its beginning."""
        if is_clip(path):
            clip = clips.inspect(
                path, max_seconds=self._order.clip_seconds, max_pixels=self._order.clip_pixels
            )
            self._keep(path, first_picture(path, (clip.width, clip.height), SIDE))
            return clip
        with opened(path, self._order.max_pixels) as (kind, image):
            picture = described(kind, image, self._order.max_pixels)
            check_shape(picture)
            long = screens.is_long((picture.width, picture.height))
            size = _needed(picture.width, picture.height)
            if long:
                picture, size = _upper(picture)
            photo = upright(kind, image, size)
            picture = replace(picture, missing=missing_rows(image))
        if long:
            self.cut.add(path)
            photo = photo.crop((0, 0, photo.width, round(photo.width * UPPER)))
        if photo.width > size[0] * 1.25:
            photo = resized(photo, size)
        self._keep(path, photo)
        return picture

    def _keep(self, path: Path, photo: Image.Image) -> None:
        found = looks.of(photo.reduce(max(max(photo.size) // LOOKED, 1)))
        self._looks[path] = replace(found, screen=path in self.cut)
        self._held[path] = _packed(photo) if self._packs else photo

    def take(self, item: SeenPhoto, size: tuple[int, int]) -> Image.Image:
        """The photo; it covers `size` if it was kept so large, and may be larger."""
        held = self._held[item.photo.path]
        if isinstance(held, Image.Image):
            return held
        photo = JpegImageFile(io.BytesIO(held))
        photo.draft(None, size)
        return photo


def _upper(picture: Picture) -> tuple[Picture, tuple[int, int]]:
    """What is shown of a long picture, and the size in which it is kept."""
    width = min(picture.width, WIDTH)
    part = replace(picture, height=max(round(picture.width * UPPER), 1))
    return part, (width, max(round(width * UPPER), 1))


def _needed(width: int, height: int) -> tuple[int, int]:
    scale = min(max(SIDE / max(width, height), SHORTER / min(width, height)), 1.0)
    scale = min(scale, MOST_SIDE / max(width, height))
    return max(round(width * scale), 1), max(round(height * scale), 1)


def _packed(photo: Image.Image) -> bytes:
    file = io.BytesIO()
    photo.save(file, format="JPEG", quality=QUALITY, subsampling=0)
    return file.getvalue()
