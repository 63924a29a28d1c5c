"""Rule: a map gives each pixel its time to change, 0 to 1, from the frame's shape and a seed."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

F32 = NDArray[np.float32]

SLATS = 8
# The part of a slat, or of the frame's width, over which the time falls back to the beginning.
RETURN = 0.12
SEAM = 0.006
# Painted maps are made this many times smaller: they have no finer detail.
COARSE = 4
DROPS = 7
LEVELS = 1024
STROKES = 6
# The part of the time that one stroke of the brush takes.
STROKE = 0.4


def right(width: int, _height: int, _seed: int) -> F32:
    return _ramp(width)[None, :]


def left(width: int, _height: int, _seed: int) -> F32:
    return _ramp(width)[None, ::-1]


def down(_width: int, height: int, _seed: int) -> F32:
    return _ramp(height)[:, None]


def up(_width: int, height: int, _seed: int) -> F32:
    return _ramp(height)[::-1, None]


def diagonal(width: int, height: int, _seed: int) -> F32:
    across = width / (width + height)
    return _ramp(width)[None, :] * np.float32(across) + _ramp(height)[:, None] * np.float32(
        1 - across
    )


def iris(width: int, height: int, _seed: int) -> F32:
    x, y = _centred(width, height)
    when: F32 = np.sqrt(x * x + y * y)
    when /= np.float32(math.hypot(width, height) / 2)
    return when


def clock(width: int, height: int, _seed: int) -> F32:
    x, y = _centred(width, height)
    when: F32 = np.arctan2(-x, y)
    when /= np.float32(2 * math.pi)
    when += np.float32(0.5)
    # Just before twelve the hand's beginning and its end would meet in a hard line.
    seam = round(SEAM * width)
    before = when[: height // 2, width // 2 - seam : width // 2]
    before *= (np.arange(seam, 0, -1, dtype=np.float32) / (seam + 1))[None, :]
    return when


def blinds(width: int, _height: int, _seed: int) -> F32:
    at = _ramp(width)
    inside = at * SLATS % 1
    slat = np.minimum(inside / (1 - RETURN), (1 - inside) / RETURN)
    when: F32 = (0.6 * slat + 0.4 * at).astype(np.float32)[None, :]
    return when


def ink(width: int, height: int, seed: int) -> F32:
    """Drops fall here and there and spread unevenly, until all is wet."""
    rng = np.random.default_rng(abs(seed))
    size = (max(width // COARSE, 8), max(height // COARSE, 8))
    x, y = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
    when = np.full((size[1], size[0]), np.inf, np.float32)
    for number in range(DROPS):
        far = np.hypot(x - rng.uniform(0, size[0]), y - rng.uniform(0, size[1])) / size[1]
        np.minimum(when, far.astype(np.float32) + np.float32(0.12 * number), out=when)
    for grain, share in ((4, 0.22), (11, 0.1), (30, 0.04), (size[1] // 2, 0.012)):
        when += np.float32(share) * _noise(size, (grain * 2, grain), rng)
    return _enlarged(_levelled(when), width, height)


def brush(width: int, height: int, seed: int) -> F32:
    """Broad strokes from left to right, each below the one before it."""
    rng = np.random.default_rng(abs(seed))
    size = (max(width // COARSE, 8), max(height // COARSE, 8))
    x, y = _ramp(size[0])[None, :], _ramp(size[1])[:, None]
    bristles = _noise(size, (6, size[1] // 2), rng) + 0.6 * _noise(size, (3, 40), rng)
    wave = 0.05 * _noise(size, (6, 12), rng)
    when = np.full((size[1], size[0]), np.inf, np.float32)
    for number in range(STROKES):
        middle = (number + 0.5) / STROKES
        beside = np.maximum(np.abs(y + wave - middle) - 0.55 / STROKES, 0)
        start = (1 - STROKE) * number / (STROKES - 1)
        np.minimum(when, start + STROKE * x + 6 * beside, out=when)
    when += np.float32(0.06) * bristles
    when -= when.min()
    when /= when.max()
    return _enlarged(when.astype(np.float32), width, height)


def _ramp(count: int) -> F32:
    return (np.arange(count, dtype=np.float32) + np.float32(0.5)) / np.float32(count)


def _centred(width: int, height: int) -> tuple[F32, F32]:
    x = np.arange(width, dtype=np.float32) - np.float32((width - 1) / 2)
    y = np.arange(height, dtype=np.float32) - np.float32((height - 1) / 2)
    return x[None, :], y[:, None]


def _noise(size: tuple[int, int], grains: tuple[int, int], rng: np.random.Generator) -> F32:
    """Smooth noise, about -1 to 1, with this many grains across and down."""
    grains = (max(min(grains[0], size[0]), 2), max(min(grains[1], size[1]), 2))
    few = rng.uniform(-1, 1, (grains[1], grains[0])).astype(np.float32)
    return np.asarray(Image.fromarray(few).resize(size, Image.Resampling.BICUBIC))


def _levelled(when: F32) -> F32:
    """Spread the times so that in equal times equal areas change."""
    low, high = float(when.min()), float(when.max())
    level = ((when - low) * ((LEVELS - 1) / (high - low))).astype(np.intp)
    reached = np.cumsum(np.bincount(level.ravel(), minlength=LEVELS)) / level.size
    spread: F32 = reached.astype(np.float32)[level]
    return spread


def _enlarged(when: F32, width: int, height: int) -> F32:
    large = np.asarray(Image.fromarray(when).resize((width, height), Image.Resampling.BICUBIC))
    return large.clip(0, 1)
