"""Rule: of what a camera wrote before it made a picture of it, the picture beside it is shown.

DNG, and what else is built like a TIFF, holds the light of each sensor cell, and a JPEG of the
whole for screens; only that is decoded.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from studio.look.jpegs import Jpeg
from studio.look.sniffing import NotAPicture

# Of the TIFF and DNG specifications.
SUBFILE_TYPE, COMPRESSION, PHOTOMETRIC, STRIP_OFFSETS, STRIP_BYTES = 254, 259, 262, 273, 279
SUB_IFDS, JPEG_OFFSET, JPEG_BYTES, DNG_VERSION = 330, 513, 514, 50706
REDUCED: Final = 1
CANON: Final = b"CR"
JPEG: Final = (6, 7)
YCBCR: Final = 6
# A camera has up to eight; more are no photo.
MOST_IFDS: Final = 32
# Fewer pixels are a thumbnail, which nobody would take for their photo.
LEAST_PIXELS: Final = 1_000_000


class Preview(Jpeg):
    """The picture beside the raw one; what the camera wrote of it stands in the outer file."""

    def __init__(self, picture: bytes, whole: bytes, path: str) -> None:
        super().__init__(io.BytesIO(picture))
        self.filename = path
        self._outer = Image.Exif()
        self._outer.load_from_fp(io.BytesIO(whole))

    def getexif(self) -> Image.Exif:
        return self._outer


def is_raw(data: bytes) -> bool:
    """Whether a TIFF is what a camera keeps for later, or a picture by itself."""
    first = next(_directories(data), {})
    is_dng = DNG_VERSION in first
    # Makers' own raw files begin with a thumbnail, or with their mark.
    return is_dng or first.get(SUBFILE_TYPE) == REDUCED or data[8:10] == CANON


def open_preview(path: str) -> Preview:
    """The largest picture of the whole. Raises NotAPicture where there is a thumbnail alone."""
    data = Path(path).read_bytes()
    places = [place for directory in _directories(data) if (place := _jpeg_of(directory))]
    for start, length in sorted(places, key=lambda place: -place[1]):
        picture = data[start : start + length]
        if picture.startswith(b"\xff\xd8\xff"):
            preview = Preview(picture, data, path)
            if preview.width * preview.height >= LEAST_PIXELS:
                return preview
    raise NotAPicture("no preview")


def _directories(data: bytes) -> Iterator[Mapping[int, Any]]:
    """Each directory of a TIFF, those that are named by another too."""
    file = io.BytesIO(data)
    first = ImageFileDirectory_v2(file.read(8))
    waiting, seen = [first.next], set[int]()
    while waiting and len(seen) < MOST_IFDS:
        place = waiting.pop(0)
        if not 0 < place < len(data) or place in seen:
            continue
        seen.add(place)
        file.seek(place)
        directory = ImageFileDirectory_v2(data[:8])
        directory.load(file)
        yield directory
        others = directory.get(SUB_IFDS, ())
        waiting += [directory.next, *(others if isinstance(others, tuple) else (others,))]


def _jpeg_of(directory: Mapping[int, Any]) -> tuple[int, int] | None:
    """Where the JPEG of a directory lies, and how long it is."""
    if JPEG_OFFSET in directory and JPEG_BYTES in directory:
        return int(directory[JPEG_OFFSET]), int(directory[JPEG_BYTES])
    places, lengths = (directory.get(tag, ()) for tag in (STRIP_OFFSETS, STRIP_BYTES))
    is_jpeg = directory.get(COMPRESSION) in JPEG and directory.get(PHOTOMETRIC) == YCBCR
    if is_jpeg and len(places) == len(lengths) == 1:
        return int(places[0]), int(lengths[0])
    return None
