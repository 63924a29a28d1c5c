"""Rule: the decoder of HEIC is loaded when the first such picture comes, and by this file alone.

It takes 4 MB, which only those processes pay that are sent such a picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL.ImageFile import ImageFile


def open_heic(path: str) -> ImageFile:
    """The picture, not decoded yet; whatever the decoder raises is raised."""
    from pillow_heif.as_plugin import HeifImageFile

    opened: ImageFile = HeifImageFile(path)  # type: ignore[no-untyped-call]
    return opened


def nclx_profile(path: Path) -> Mapping[str, Any] | None:
    """What an AVIF says of its colours, by code points; no pixel of it is decoded."""
    try:
        with open_heic(str(path)) as image:
            found: Mapping[str, Any] | None = image.info.get("nclx_profile")
    except (OSError, RuntimeError, SyntaxError, ValueError):
        return None  # Another library decodes it, and may know more.
    return found


def in_all_bits(path: Path) -> tuple[NDArray[np.uint16], int] | None:
    """The numbers (height, width, bands) of a picture of more than 8 bits, and how many bits.

    None where its colours are mixed with its alpha. Whatever the decoder raises is raised.
    """
    from pillow_heif.heif import open_heif

    # As 16 bits white would be 65,472 of 10 bits and 65,520 of 12.
    opened = open_heif(path, convert_hdr_to_8bit=False, hdr_to_16bit=False)
    if opened.premultiplied_alpha:
        return None
    numbers = np.asarray(opened)
    bits = int(opened.mode.partition(";")[2])
    return numbers if numbers.ndim > 2 else numbers[..., None], bits
