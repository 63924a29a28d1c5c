"""Rule: the formula of HDR is followed colour by colour; each step of it is a table of one number.

A table of three numbers is coarse between its points: of strong colours the weakest part would be
wrong by 40 of 255. Powers of millions of numbers would take seconds.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.look import hdr
from studio.look.colour_spaces import F64, ColourSpace, to_709, to_srgb

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]
U16 = NDArray[np.uint16]
# A signal has 16 bits: its own table has an entry for each.
MOST: Final = (1 << 16) - 1
# Tables of light are asked by its root, which spreads what is dark as an eye does: 16 entries for
# each step of 8 bits.
STEPS: Final = (1 << 14) - 1
# What a file can say, 10,000 candelas; its root.
BRIGHTEST: Final = (hdr.PQ_MOST / hdr.PAPER) ** 0.5
# Colours are worked on in blocks that stay in the processor's cache.
BLOCK: Final = 1 << 14
# PQ, HLG, and those with other primaries.
KEPT: Final = 4
TINY: Final = 1e-12


class _Tables(NamedTuple):
    """curve: light of a signal (of HLG that of the scene); screen: by what the light of a scene is
    multiplied, by the root of its luma, None for PQ; pressed: by what light is multiplied, by the
    root of what is pressed; matrix: to the primaries of sRGB."""

    curve: F32
    screen: F32 | None
    pressed: F32
    matrix: F32


def in_srgb(signal: U16, space: ColourSpace) -> U8:
    """Colours (3, n) of PQ or HLG, 0 to 65,535, as sRGB, 0 to 255."""
    tables, shown = _tables(space), _shown()
    out = np.empty(signal.shape, np.uint8)
    for start in range(0, signal.shape[1], BLOCK):
        part = np.s_[:, start : start + BLOCK]
        light = tables.curve.take(signal[part])
        if tables.screen is not None:
            luma = np.array(hdr.LUMA_2020, np.float32) @ light
            light *= tables.screen.take(_root(luma, 1.0))
        light *= tables.pressed.take(_root(_most(light), BRIGHTEST))
        light = tables.matrix @ light
        out[part] = shown.take(_root(light.clip(0, 1, out=light), 1.0))
    return out


def picture(signal: U16, space: ColourSpace) -> Image.Image:
    """The same of a picture (3, height, width)."""
    found = in_srgb(signal.reshape(3, -1), space).reshape(signal.shape)
    return Image.merge("RGB", [Image.fromarray(band) for band in found])


def _most(light: F32) -> F32:
    squares = light * light
    most: F32 = np.einsum("cn,cn->n", squares, light) / np.maximum(squares.sum(axis=0), TINY)
    return most


def _root(light: F32, most: float) -> NDArray[Any]:
    """Where to look into a table."""
    root = np.sqrt(light)
    root *= np.float32(STEPS / most)
    root += np.float32(0.5)
    return root.astype(np.uint16)


def _roots(most: float) -> F64:
    """The light of each entry of a table."""
    return np.linspace(0, most, STEPS + 1) ** 2


@lru_cache(KEPT)
def _tables(space: ColourSpace) -> _Tables:
    signal = np.arange(MOST + 1) / MOST
    is_pq = space.curve == "pq"
    light = _roots(BRIGHTEST)
    return _Tables(
        (hdr.pq(signal) if is_pq else hdr.scene(signal)).astype(np.float32),
        None if is_pq else hdr.on_screen(_roots(1)).astype(np.float32),
        hdr.factor(light).astype(np.float32),
        to_709(space).astype(np.float32),
    )


@lru_cache(1)
def _shown() -> U8:
    """The signal of sRGB by the root of light."""
    return (to_srgb(_roots(1)) * 255 + 0.5).astype(np.uint8)
