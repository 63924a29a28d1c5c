"""Rule: a picture is opened by the one plugin of its format; limits are checked before decoding."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from studio.look import apple_notes, exif
from studio.look.heic import open_heic
from studio.look.parts import check_parts
from studio.look.sniffing import (
    BrokenPicture,
    PictureError,
    PictureTooLarge,
    ends,
    sniff,
)

# Decoding a JPEG at an eighth reads every byte of it but needs a sixty-fourth of the memory.
PROOF = 8


# A plugin is called by itself and not through Image.open: so no other format is ever tried, nothing
# is registered globally, and Pillow's own bomb limit does not speak before ours.
OPENERS: dict[str, Callable[[str], ImageFile]] = {
    "jpeg": JpegImageFile,
    "png": PngImageFile,
    "webp": WebPImageFile,
    "gif": GifImageFile,
    "heic": open_heic,
}


@dataclass(frozen=True, slots=True)
class Picture:
    """Width and height are those of the upright picture; `content` is what an iPhone calls it and
    the clip that belongs to it."""

    format: str
    width: int
    height: int
    taken_ms: int | None
    latitude: float | None
    longitude: float | None
    content: str = ""


def inspect(path: Path, *, max_pixels: int) -> Picture:
    """What the picture is; proves on the way that it can be decoded to its last row."""
    with opened(path) as (kind, image):
        picture = described(kind, image, max_pixels)
        if kind == "jpeg":
            image.draft(None, (max(image.width // PROOF, 1), max(image.height // PROOF, 1)))
        image.load()
    return picture


def described(kind: str, image: ImageFile, max_pixels: int) -> Picture:
    """What the header and the camera say of an open picture, before it is decoded."""
    width, height = image.size
    if width * height > max_pixels:
        raise PictureTooLarge(f"{width}x{height} > {max_pixels}")
    found = exif.read(image)
    if exif.orientation(found) in exif.SIDEWAYS:
        width, height = height, width
    # An upload keeps the time at which it came in, wherever it is moved later.
    taken = exif.taken_ms(found, os.stat(image.filename).st_mtime_ns // 1_000_000)
    content = apple_notes.content(found)
    return Picture(kind, width, height, taken, *exif.place(found), content)


@contextmanager
def opened(path: Path) -> Iterator[tuple[str, ImageFile]]:
    """(format, open picture); whatever a decoder raises inside leaves as one of our errors."""
    try:
        kind = sniff(*ends(path))
        check_parts(kind, path)
        with OPENERS[kind](str(path)) as image:
            yield kind, image
    except (PictureError, MemoryError):
        raise
    except Exception as error:  # Decoders fail in many ways on hostile bytes; all mean the same.
        raise BrokenPicture(type(error).__name__) from error
