"""Rule: what the numbers of a picture mean is told by primaries and a curve, never by a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
# A number is the exponent of the screen for which the picture was made.
Curve = Literal["srgb", "pq", "hlg"] | float

BT709: Final = ((0.3127, 0.3290), (0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
BT2020: Final = ((0.3127, 0.3290), (0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
DISPLAY_P3: Final = ((0.3127, 0.3290), (0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
CINEMA_P3: Final = ((0.314, 0.351), *DISPLAY_P3[1:])
# By the code points of ITU-T H.273, as clips, HEIC, AVIF and PNG write them. All others are so near
# to BT.709 that players show them as if they were it.
WIDE: Final = {9: BT2020, 11: CINEMA_P3, 12: DISPLAY_P3}
BRIGHT: Final[dict[int, Curve]] = {16: "pq", 18: "hlg"}
UNTOLD: Final = (0, 2)
LINEAR: Final = 8
# How far the screens of one kind differ: 1/0.45455 of a PNG, and the 2.2 of cameras.
SAME_EXPONENT: Final = 0.05
SAME_PRIMARIES: Final = 0.002
SRGB_EXPONENT: Final = 2.2
# Bradford's cones, by which ICC profiles carry colours from one white to another.
CONES: Final = np.array(
    ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
)


@dataclass(frozen=True, slots=True)
class ColourSpace:
    """`primaries` are the CIE x and y of white, red, green and blue."""

    primaries: tuple[tuple[float, float], ...] = BT709
    curve: Curve = "srgb"

    @property
    def is_bright(self) -> bool:
        """Whether its white is brighter than paper."""
        return self.curve in BRIGHT.values()


SRGB: Final = ColourSpace()


def coded(primaries: int, transfer: int) -> ColourSpace:
    """The colour space of two code points of H.273; what is like sRGB on a screen is SRGB."""
    curve = BRIGHT.get(transfer, 1.0 if transfer == LINEAR else "srgb")
    if transfer in BRIGHT and primaries in UNTOLD:
        return ColourSpace(BT2020, curve)
    return ColourSpace(WIDE.get(primaries, BT709), curve)


def measured(chromaticities: Sequence[float] | None, exponent: float | None) -> ColourSpace:
    """The colour space of eight numbers (x and y of white, red, green, blue) and an exponent.

    What is missing is that of sRGB. Raises ValueError where no colours can be meant by them.
    """
    curve: Curve = "srgb" if exponent is None else exponent
    if exponent is not None and abs(exponent - SRGB_EXPONENT) < SAME_EXPONENT:
        curve = "srgb"
    if exponent is not None and not 0.1 <= exponent <= 10:
        raise ValueError("exponent")
    if chromaticities is None:
        return ColourSpace(BT709, curve)
    pairs = tuple(zip(chromaticities[::2], chromaticities[1::2], strict=True))
    if np.allclose(pairs, BT709, rtol=0, atol=SAME_PRIMARIES):
        return ColourSpace(BT709, curve)
    space = ColourSpace(pairs, curve)
    to_709(space)
    return space


def to_709(space: ColourSpace) -> F64:
    """The matrix (3, 3) that carries light of these primaries to light of sRGB's.

    Raises ValueError where they span no colours.
    """
    try:
        own, ours = _to_xyz(space.primaries), _to_xyz(BT709)
        white = CONES @ ours.sum(axis=1) / (CONES @ own.sum(axis=1))
        found: F64 = np.linalg.inv(ours) @ np.linalg.inv(CONES) @ np.diag(white) @ CONES @ own
    except (np.linalg.LinAlgError, ZeroDivisionError) as error:
        raise ValueError("primaries") from error
    if not np.isfinite(found).all() or np.abs(found).max() > 10:
        raise ValueError("primaries")
    return found


def _to_xyz(primaries: Sequence[tuple[float, float]]) -> F64:
    white, *colours = (np.array((x / y, 1.0, (1 - x - y) / y)) for x, y in primaries)
    columns = np.stack(colours, axis=1)
    scaled: F64 = columns * np.linalg.solve(columns, white)
    return scaled


def from_srgb(signal: F64) -> F64:
    """Light, 1 for white, of sRGB's signal; both go on above 1."""
    return np.where(signal <= 0.04045, signal / 12.92, ((signal.clip(0) + 0.055) / 1.055) ** 2.4)


def to_srgb(light: F64) -> F64:
    """The signal of sRGB for light, 1 for white; both go on above 1.

    Below black it goes on as above (IEC 61966-2-1, annex G): steps of a table are no steeper there.
    """
    level = np.abs(light)
    signal = np.where(level <= 0.0031308, level * 12.92, 1.055 * level ** (1 / 2.4) - 0.055)
    return np.copysign(signal, light)
