"""Rule: a picture is opened by the one plugin of its format; limits are checked before decoding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from studio.look import apple_notes, claims, exif, photo_times
from studio.look.avif import open_avif
from studio.look.claims import Claim
from studio.look.heic import open_heic
from studio.look.jpegs import Jpeg, missing_rows
from studio.look.parts import check_parts
from studio.look.previews import is_raw, open_preview
from studio.look.sniffing import (
    BrokenPicture,
    PictureError,
    PictureTooLarge,
    ends,
    sniff,
)

# The limit of pixels is that of a JPEG which a decoder makes smaller while it reads: that takes
# time and next to no memory. What is decoded whole may have a part of it: docs/formats.md has
# figures.
WHOLE: Final = 3
WHOLE_WEBP: Final = 6
# Decoding a JPEG at an eighth reads every byte of it but needs a sixty-fourth of the memory.
PROOF = 8


# A plugin is called by itself and not through Image.open: so no other format is ever tried, nothing
# is registered globally, and Pillow's own bomb limit does not speak before ours.
OPENERS: dict[str, Callable[[str], ImageFile]] = {
    "jpeg": Jpeg,
    "png": PngImageFile,
    "webp": WebPImageFile,
    "gif": GifImageFile,
    "heic": open_heic,
    "avif": open_avif,
    "bmp": BmpImageFile,
    "tiff": TiffImageFile,
    "dng": open_preview,
}


@dataclass(frozen=True, slots=True)
class Picture:
    """Width and height are those of the upright picture.

    taken_ms: the local clock where and when it was taken, in ms since 1970 as if it were UTC: what
    the file's own clock shows, None where it has none; in a `SeenPhoto` what the whole trip tells.
    claims: all that the file says of its time, believed or not.
    missing: rows at its lower end as it is stored, of which the file has no data.
    content: what an iPhone calls it and the clip that belongs to it.
    """

    format: str
    width: int
    height: int
    taken_ms: int | None
    latitude: float | None
    longitude: float | None
    claims: tuple[Claim, ...] = ()
    missing: int = 0
    content: str = ""


def inspect(path: Path, *, max_pixels: int) -> Picture:
    """What the picture is; proves on the way that it can be decoded to its last row."""
    with opened(path, max_pixels) as (kind, image):
        picture = described(kind, image, max_pixels)
        if kind == "jpeg":
            image.draft(None, (max(image.width // PROOF, 1), max(image.height // PROOF, 1)))
        image.load()
        return replace(picture, missing=missing_rows(image))


def most_pixels(kind: str, is_plain: bool, max_pixels: int) -> int:
    """How many pixels a picture may have where a plain JPEG may have so many."""
    if is_plain:
        return max_pixels
    return max_pixels // (WHOLE_WEBP if kind == "webp" else WHOLE)


def described(kind: str, image: ImageFile, max_pixels: int) -> Picture:
    """What the header and the camera say of an open picture, before it is decoded."""
    width, height = image.size
    is_plain = isinstance(image, Jpeg) and image.is_plain
    if width * height > (most := most_pixels(kind, is_plain, max_pixels)):
        raise PictureTooLarge(f"{width}x{height} > {most}", "pixels", most)
    found = exif.read(image)
    if exif.orientation(found) in exif.SIDEWAYS:
        width, height = height, width
    times = photo_times.told(image, found)
    taken = claims.clock_ms(times, claims.uploaded(image.filename))
    place = exif.place(found)
    return Picture(kind, width, height, taken, *place, times, content=apple_notes.content(found))


def _kind(path: Path) -> str:
    """By its first bytes; of what is built like a TIFF its directories tell."""
    kind = sniff(*ends(path))
    return "dng" if kind == "tiff" and is_raw(path.read_bytes()) else kind


@contextmanager
def opened(path: Path, max_pixels: int | None = None) -> Iterator[tuple[str, ImageFile]]:
    """(format, open picture); whatever a decoder raises inside leaves as one of our errors.

    max_pixels: of any picture in it, where it has not been looked at before.
    """
    try:
        kind = _kind(path)
        found = check_parts(kind, path)
        if max_pixels is not None and found.pixels > (most := most_pixels(kind, False, max_pixels)):
            raise PictureTooLarge(f"{found.pixels} > {most}", "pixels", most)
        with OPENERS[kind](str(path)) as image:
            if isinstance(image, Jpeg):
                image.is_plain = found.plain
            yield kind, image
            missing_rows(image)
    except (PictureError, MemoryError):
        raise
    except Exception as error:  # Decoders fail in many ways on hostile bytes; all mean the same.
        raise BrokenPicture(type(error).__name__) from error
