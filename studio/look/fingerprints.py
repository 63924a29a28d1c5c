"""Rule: photos that look alike have fingerprints that differ in few bits.

The hash of the lowest frequencies: Ch. Zauner, "Implementation and Benchmarking of Perceptual
Image Hash Functions", 2010, section 3.2.1 (pHash's DCT hash).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image

SIDE: Final = 32
KEPT: Final = 8
# The first is the brightness of a whole row or column: it says little of what is to be seen.
WAVES: Final = np.cos(np.pi / SIDE * np.outer(np.arange(1, KEPT + 1), np.arange(SIDE) + 0.5))
# Of 64 bits. Another size, quality or light changes up to 4, a hand that moved by 2 % up to 12;
# different photos are 20 and more apart.
NEAR: Final = 12


def of(image: Image.Image) -> int:
    """64 bits: which of the slowest waves are stronger than the middle one of them."""
    grey = image.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    # Rounded, since a plain picture has none, and what is left by arithmetic is noise.
    strengths = np.rint(WAVES @ np.asarray(grey, np.float64) @ WAVES.T)
    # The median; NumPy's own loads masked arrays first, as long as looking at a photo takes.
    middle = np.sort(strengths, axis=None)[[strengths.size // 2 - 1, strengths.size // 2]].mean()
    bits = (strengths > middle).ravel()
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def near(first: int, second: int) -> bool:
    """Whether two fingerprints differ in few enough of their 64 bits to be of one photo."""
    return (first ^ second).bit_count() <= NEAR
