"""Orders of long pictures, and what is seen in their files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from studio import asking
from studio.long_picture import make_long_picture
from studio.order import LongPicture, Order, Photo
from studio.paint.long import pages
from studio.progress import ReportProgress
from studio.write.strips import MOST_HEIGHT
from tests.studio import albums
from tests.studio.colours import of_colour

Colour = tuple[int, int, int]
GREEN, BLUE, PINK = (30, 200, 30), (30, 30, 220), (230, 30, 200)
# Colours so far apart that no two photos of them are taken for the same one.
LEVELS = (0, 51, 102, 153, 204, 255)
MANY = [(r, g, b) for g in LEVELS for r in LEVELS for b in LEVELS]


def photo(path: Path, size: tuple[int, int], colour: Colour = GREEN, taken: str = "") -> Photo:
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    Image.new("RGB", size, colour).save(path, format="JPEG", quality=95, exif=exif)
    return Photo(path, path.name)


def order_of(folder: Path, *photos: Photo) -> Order:
    return replace(albums.order_of(folder, *photos), size=(1280, 720), fps=25)


def made(
    order: Order, ask: asking.Ask = asking.nobody, report: ReportProgress = albums.silent
) -> LongPicture:
    """The result, after what every result must keep was checked on its files."""
    result = make_long_picture(order, report, ask)
    with Image.open(result.file) as image, Image.open(result.cover) as cover:
        image.load()
        cover.load()

        assert ("JPEG", (result.width, result.height)) == (image.format, image.size)
        assert ("JPEG", (result.cover_width, result.cover_height)) == (cover.format, cover.size)
    names = {"cover.jpg", "result.jpg"} | {path.name for path in result.extras}
    assert sorted(names) == sorted(item.name for item in order.out.iterdir())
    assert pages.LEAST_WIDTH <= result.width <= pages.WIDTH
    assert result.height <= MOST_HEIGHT
    return result


def bands(file: Path) -> Iterator[np.ndarray]:
    """The picture in parts: memory is short for the highest ones."""
    with Image.open(file) as image:
        for top in range(0, image.height, 4000):
            part = image.crop((0, top, image.width, min(top + 4000, image.height)))
            yield np.asarray(part).astype(np.int16)


def where(file: Path, colour: Colour) -> np.ndarray:
    """Which pixels have the colour."""
    return np.concatenate([of_colour(band, colour, 16) for band in bands(file)])


def seen(files: Sequence[Path], colours: Sequence[Colour]) -> set[Colour]:
    """Which of the colours of the grid are seen on a patch somewhere."""
    wanted, found = set(colours), set()
    for band in (band for file in files for band in bands(file)):
        spots = band[::6, ::6].reshape(-1, 3)
        near = (spots + 25) // 51 * 51
        close = near[(np.abs(spots - near) < 9).all(axis=1)].astype(np.int32)
        # One number sorts faster than three.
        values, counts = np.unique(close @ [1 << 16, 1 << 8, 1], return_counts=True)
        found |= {(v >> 16, v >> 8 & 255, v & 255) for v in values[counts > 60].tolist()}
    return wanted & found
