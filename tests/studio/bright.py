"""Light as PQ and HLG write it, and how far two colours are apart to an eye."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
PQ, HLG = 16, 18
# What BT.2408 says of a chart: candelas of white paper, and of its grey of 18 %.
PAPER, GREY = 203, 26
# Highlights of a chart: of paper, and of what is brighter, up to the screen of HLG.
HIGHLIGHTS = (203, 277, 379, 594, 1000)
# Skins in sRGB: two fields of a colour chart, and the middle of the six skins of its owners.
SKINS = ((115, 82, 68), (194, 150, 130), (141, 104, 85))
TO_2020 = np.array(((0.6274, 0.3293, 0.0433), (0.0691, 0.9195, 0.0114), (0.0164, 0.0880, 0.8956)))
TO_XYZ = np.array(((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)))


def light(rgb: Sequence[float]) -> tuple[float, ...]:
    """Candelas, in BT.2020, of a colour of sRGB whose white is paper."""
    signal = np.asarray(rgb, float) / 255
    plain = np.where(signal <= 0.04045, signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4)
    return tuple(float(part) for part in TO_2020 @ plain * PAPER)


def signal(transfer: int, candelas: Sequence[float], most: float = 1.0) -> tuple[float, ...]:
    """What PQ (16) or HLG (18) writes for red, green and blue light, 0 to `most`."""
    coded = _pq(candelas) if transfer == PQ else _hlg(candelas)
    return tuple(float(part) * most for part in coded)


def _pq(candelas: Any) -> F64:
    """The signal of SMPTE ST 2084."""
    part = (np.asarray(candelas, float) / 10_000) ** (2610 / 16384)
    found: F64 = ((3424 / 4096 + 2413 / 128 * part) / (1 + 2392 / 128 * part)) ** (2523 / 32)
    return found


def _hlg(candelas: Any) -> F64:
    """The signal of HLG that a screen of 1,000 candelas shows so."""
    shown = np.asarray(candelas, float) / 1000
    whole = float(np.array((0.2627, 0.6780, 0.0593)) @ np.broadcast_to(shown, 3))
    scene = shown * max(whole, 1e-9) ** (1 / 1.2 - 1)
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    found: F64 = np.where(
        scene <= 1 / 12, np.sqrt(3 * scene), a * np.log(np.maximum(12 * scene - b, 1e-9)) + c
    )
    return found


def apart(first: Sequence[float], second: Sequence[float]) -> float:
    """The distance of two colours of sRGB in CIELAB (1976)."""
    return float(np.linalg.norm(_lab(first) - _lab(second)))


def _lab(rgb: Sequence[float]) -> F64:
    signal = np.asarray(rgb, float) / 255
    plain = np.where(signal <= 0.04045, signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(TO_XYZ @ plain / TO_XYZ.sum(axis=1))
    return np.array((116 * y - 16, 500 * (x - y), 200 * (y - z)))


def shown(rgb: Sequence[float]) -> tuple[float, ...]:
    """What is shown of a colour of sRGB whose white is paper: 0 to 255.

    Written down once more, as docs/formats/colours.md has it: in light of BT.2020, all three by
    one factor.
    """
    own = np.array(light(rgb)) / PAPER
    most = (own**3).sum() / (own**2).sum()
    signal = _srgb(most)
    if signal > 0.65:
        signal = 0.65 + 0.15368 * np.log1p((signal - 0.65) / 0.15368)
        own = own * ((signal + 0.055) / 1.055) ** 2.4 / most
    return tuple(float(part) * 255 for part in _srgb(np.linalg.inv(TO_2020) @ own))


def _srgb(light: Any) -> Any:
    level = np.clip(light, 0, 1)
    return np.where(level <= 0.0031308, level * 12.92, 1.055 * level ** (1 / 2.4) - 0.055)
