"""Rule: whatever mode a decoder gives, colours are converted of L, RGB, CMYK or LAB of 8 bits."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

# Where alpha is, and what is left without it.
WITH_ALPHA: Final = {"RGBA": "RGBA", "RGBa": "RGBA", "PA": "RGBA", "LA": "LA", "La": "LA"}
AS_THEY_ARE: Final = ("L", "RGB", "CMYK", "LAB")
GREY: Final = ("1", "L")
# Their pixels are numbers, of which no two can be mixed.
UNMIXED: Final = ("P", "PA", "1")
# Of the TIFF specification: what a number of 0 means.
PHOTOMETRIC, WHITE_IS_ZERO = 262, 0
BITS_8: Final = 1 << 8
BITS_16: Final = 1 << 16


def in_8_bits(image: Image.Image) -> Image.Image:
    """The same picture, where words or fractions are its pixels as L, or LA where some are clear.

    Pillow clips them at 255 when it converts, and averages none of 16 bits.
    """
    if not (image.mode.startswith("I") or image.mode == "F"):
        return image
    values = np.asarray(image)
    levels = _levels(values)
    # Pillow turns such a TIFF of 8 bits over, and none of 16.
    tags = getattr(image, "tag_v2", {})
    grey = Image.fromarray(255 - levels if tags.get(PHOTOMETRIC) == WHITE_IS_ZERO else levels)
    clear = image.info.get("transparency")
    if isinstance(clear, int):
        grey.putalpha(Image.fromarray(np.where(values == clear, 0, 255).astype(np.uint8)))
    grey.info.update({key: value for key, value in image.info.items() if key != "transparency"})
    return grey


def _levels(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Words are taken as 16 bits, if none is larger; fractions as 0 to 1, if none is larger."""
    if values.dtype == np.uint16:
        return (values >> 8).astype(np.uint8)
    finite = np.nan_to_num(values.astype(np.float64), nan=0.0)
    most = float(finite.max(initial=0))
    if values.dtype.kind == "f" and most < BITS_8:
        scale = 255.0 if most <= 1 else 1.0
    else:
        scale = 1 / BITS_8 if most < BITS_16 else 1 / BITS_16 / BITS_8
    return (finite * scale + (0.5 if scale >= 1 else 0)).clip(0, 255).astype(np.uint8)


def is_clear(image: Image.Image) -> bool:
    """Whether some of it may be transparent."""
    return image.mode in WITH_ALPHA or "transparency" in image.info


def opaque(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """In a mode whose colours can be converted, and its alpha (L) where it has one."""
    if not is_clear(image):
        return _settled(image), None
    wanted = WITH_ALPHA.get(image.mode, "LA" if image.mode in GREY else "RGBA")
    clear = _with_8_bit_transparency(image).convert(wanted)
    *bands, alpha = clear.split()
    return (bands[0] if wanted == "LA" else Image.merge("RGB", bands)), alpha


def _settled(image: Image.Image) -> Image.Image:
    if image.mode in AS_THEY_ARE:
        return image
    return image.convert("L" if image.mode in GREY else "RGB")


def _with_8_bit_transparency(image: Image.Image) -> Image.Image:
    """Pillow gives the pixels of a PNG of three times 16 bits in 8, but not its clear colour."""
    clear = image.info.get("transparency")
    if image.mode != "RGB" or not isinstance(clear, tuple) or max(clear) < BITS_8:
        return image
    narrow = image.copy()
    narrow.info["transparency"] = tuple(level >> 8 for level in clear)
    return narrow
