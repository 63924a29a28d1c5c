"""Rule: a JPEG that ends too early is shown as viewers show it, as long as nearly all is there."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile

from studio.look.parts import START_OF_SCAN, segments
from studio.look.sniffing import BrokenPicture

END_OF_IMAGE: Final = b"\xff\xd9"
# Decoders paint this grey where no data came; in inverted inks it is the other one.
NOTHING: Final = (127, 128)
# Of its rows at most this part may be missing: more is an upload that was cut off.
MOST_MISSING: Final = 0.05
# A row of blocks, which is the least that can be missing.
SMALLEST: Final = 16
# Of each of three or four planes 64 coefficients are sent, in a progressive picture bit by bit.
COEFFICIENTS: Final = 64


class Jpeg(JpegImageFile):
    """is_plain: it can be decoded smaller; is_short, once it is decoded: the file ended early."""

    is_plain = False
    is_short = False

    def _open(self) -> None:
        super()._open()
        # What is said of a picture may be taken from it once it is decoded.
        self.full_height, self.is_progressive = self.height, "progressive" in self.info

    def load_read(self, read_bytes: int) -> bytes:
        """As Pillow's with LOAD_TRUNCATED_IMAGES, which would hold for every format and thread."""
        data = super().load_read(read_bytes)
        if data or self.is_short:
            return data
        self.is_short = True
        return END_OF_IMAGE


def missing_rows(image: ImageFile) -> int:
    """How many rows at the lower end of a decoded picture its file lacks.

    Raises BrokenPicture where they are more than a viewer would pass over.
    """
    if not isinstance(image, Jpeg) or not image.is_short:
        return 0
    if image.is_progressive and not _all_begun(Path(str(image.filename)).read_bytes()):
        raise BrokenPicture("scans are missing")
    rows = math.ceil(_grey_rows(image) * image.full_height / image.height)
    if rows > max(image.full_height * MOST_MISSING, SMALLEST):
        raise BrokenPicture(f"{rows} of {image.full_height} rows are missing")
    return rows


def _grey_rows(image: Image.Image) -> int:
    """The last rows that nothing was painted in to their end."""
    column = image.crop((image.width - 1, 0, image.width, image.height))
    last = np.asarray(column).reshape(image.height, -1)
    painted = np.flatnonzero(~np.isin(last, NOTHING).all(axis=1))
    return image.height - 1 - int(painted[-1]) if painted.size else image.height


def _all_begun(data: bytes) -> bool:
    """Whether the last bit of every coefficient of a progressive picture is on its way."""
    bits: dict[int, list[int]] = {}
    for marker, at in segments(data):
        if marker == START_OF_SCAN and at + 2 < len(data):
            planes = data[at + 2]
            first, last, bit = data[at + 3 + 2 * planes : at + 6 + 2 * planes]
            for plane in data[at + 3 : at + 3 + 2 * planes : 2]:
                left = bits.setdefault(plane, [COEFFICIENTS] * COEFFICIENTS)
                left[first : last + 1] = [bit & 15] * (last + 1 - first)
    return bool(bits) and not any(map(any, bits.values()))
