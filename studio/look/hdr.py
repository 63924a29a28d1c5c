"""Rule: a bright picture keeps its middle tones; only what is brighter than paper is pressed."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from studio.planes import LUMA, Pixels, Planes

Curve = Literal["pq", "hlg"]
F64 = NDArray[np.float64]

# Points of the table on each of its axes; between them it is interpolated.
SIDE = 65
# Candelas: white paper (BT.2408), and the screen for which HLG is meant (BT.2100).
PAPER, SCREEN = 203.0, 1000.0
HLG_GAMMA = 1.2
# Light above this part of paper white is pressed into what is left below white.
KNEE = 0.8
# Of the screens on which a film is seen.
GAMMA = 2.2
LUMA_2020 = (0.2627, 0.6780, 0.0593)
TO_709 = np.array(
    ((1.6605, -0.5876, -0.0728), (-0.1246, 1.1329, -0.0083), (-0.0182, -0.1006, 1.1187))
)


def to_sdr(y: Pixels, u: Pixels, v: Pixels, table: ImageFilter.Color3DLUT) -> Planes:
    """From planes of one size (BT.2020, limited range) to ours."""
    bands = [Image.fromarray(np.ascontiguousarray(plane)) for plane in (y, u, v)]
    # Pillow has no mode for this: it is told that the bands are red, green and blue.
    luma, cb, cr = Image.merge("RGB", bands).filter(table).split()
    return Planes(np.asarray(luma), np.asarray(cb.reduce(2)), np.asarray(cr.reduce(2)))


def table(curve: Curve) -> ImageFilter.Color3DLUT:
    """From Y, Cb, Cr of a bright picture to those of a plain one."""
    values = np.linspace(0, 255, SIDE)
    cr, cb, y = np.meshgrid(values, values, values, indexing="ij")
    signal = _rgb((y - 16) / 219, (cb - 128) / 224, (cr - 128) / 224).clip(0, 1)
    light = (_pq(signal) if curve == "pq" else _hlg(signal)) / PAPER
    pressed = _pressed(light)
    plain = (pressed @ TO_709.T).clip(0, 1) ** (1 / GAMMA)
    return ImageFilter.Color3DLUT(SIDE, (_ycc(plain) / 255).ravel().tolist())


def _rgb(y: F64, cb: F64, cr: F64) -> F64:
    red, green, blue = LUMA_2020
    r = y + 2 * (1 - red) * cr
    b = y + 2 * (1 - blue) * cb
    return np.stack((r, (y - red * r - blue * b) / green, b), axis=-1)


def _ycc(rgb: F64) -> F64:
    y = rgb @ np.array(LUMA)
    cb = (rgb[..., 2] - y) / (2 * (1 - LUMA[2]))
    cr = (rgb[..., 0] - y) / (2 * (1 - LUMA[0]))
    return np.stack((16 + 219 * y, 128 + 224 * cb, 128 + 224 * cr), axis=-1)


def _pq(signal: F64) -> F64:
    """Candelas of SMPTE ST 2084."""
    root = signal ** (32 / 2523)
    light: F64 = 10_000 * (
        np.maximum(root - 3424 / 4096, 0) / (2413 / 128 - 2392 / 128 * root)
    ) ** (8192 / 1305)
    return light


def _hlg(signal: F64) -> F64:
    """Candelas of ARIB STD-B67 on the screen for which it is meant."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    whole = scene @ np.array(LUMA_2020)
    light: F64 = SCREEN * scene * np.maximum(whole, 1e-6)[..., None] ** (HLG_GAMMA - 1)
    return light


def _pressed(light: F64) -> F64:
    """By the brightest of the three colours, so that the hue of a sunset stays."""
    most = np.maximum(light.max(axis=-1, keepdims=True), 1e-6)
    above = np.maximum(most - KNEE, 0) / (1 - KNEE)
    pressed: F64 = light * np.where(most > KNEE, KNEE + (1 - KNEE) * -np.expm1(-above), most) / most
    return pressed
