"""Rule: the decoder of AVIF is loaded when the first such picture comes, and by this file alone."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PIL.ImageFile import ImageFile

from studio.look.boxes import has_box
from studio.look.hdr_tables import U16

MOVING: Final = b"avis"
STILL: Final = b"avif"


def open_avif(path: str) -> ImageFile:
    """The picture, not decoded yet; whatever the decoder raises is raised."""
    from PIL.AvifImagePlugin import AvifImageFile

    opened = AvifImageFile(io.BytesIO(_of_its_picture(path)))
    opened.filename = path
    return opened


def in_all_bits(
    path: str, size: tuple[int, int]
) -> tuple[Callable[[int, int], U16], Callable[[U16], U16]] | None:
    """What `deep_avif` decodes; None as well where that way cannot."""
    from studio.look.deep_avif import decoded

    try:
        return decoded(_of_its_picture(path), size)
    except (OSError, ValueError):
        return None  # Pillow decodes it, or says what is wrong with it.


def _of_its_picture(path: str) -> bytes:
    data = Path(path).read_bytes()
    if data[8:12] == MOVING and has_box(data, b"meta"):
        # What the file names as its picture is shown, and no frame of its film.
        return data[:8] + STILL + data[12:]
    return data
