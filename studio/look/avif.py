"""Rule: the decoder of AVIF is loaded when the first such picture comes, and by this file alone."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

from PIL.ImageFile import ImageFile

from studio.look.boxes import has_box

MOVING: Final = b"avis"
STILL: Final = b"avif"


def open_avif(path: str) -> ImageFile:
    """The picture, not decoded yet; whatever the decoder raises is raised."""
    from PIL.AvifImagePlugin import AvifImageFile

    data = Path(path).read_bytes()
    if data[8:12] == MOVING and has_box(data, b"meta"):
        # What the file names as its picture is shown, and no frame of its film.
        data = data[:8] + STILL + data[12:]
    opened = AvifImageFile(io.BytesIO(data))
    opened.filename = path
    return opened
