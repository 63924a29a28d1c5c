"""Pictures for the enlarger: each with what Pillow shrinks it to, and patches drawn from both.

The same patches come for the same step, whenever a training is stopped and goes on.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from models.fsrcnn import SCALES, luma

BATCH, PATCH = 32, 32
# Sizes that each picture is used at: smaller ones are sharper.
SIZES = (1.0, 0.85, 0.7)
# Every so many pictures one is kept for validation.
HELD_OUT = 12
# Of this share of the pictures the small one was a JPEG file, as guests' photos are.
JPEG_SHARE = 0.2
JPEG_QUALITY = (80, 98)
# Brightness is kept in steps of 1/256 of a level.
STEPS = 256

Pixels = NDArray[np.uint8]
Luma = NDArray[np.uint16]


class Pair(NamedTuple):
    small: Luma
    large: Luma


def files(folder: Path) -> list[Path]:
    kinds = (".webp", ".png", ".jpg", ".jpeg", ".bmp")
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in kinds)


def shrunk(picture: Image.Image, scale: int) -> tuple[Image.Image, Image.Image]:
    """The picture cut to a multiple of `scale`, and what bicubic makes of it."""
    width, height = picture.width // scale, picture.height // scale
    large = picture.crop((0, 0, width * scale, height * scale))
    return large, large.resize((width, height), Image.Resampling.BICUBIC)


def _stored(picture: Image.Image) -> Luma:
    return (luma(np.asarray(picture)) * STEPS).round().astype(np.uint16)


def _as_jpeg(picture: Image.Image, quality: int) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    with Image.open(file) as image:
        return image.convert("RGB")


def _pairs(path: Path, random: np.random.Generator) -> Iterator[tuple[int, Pair]]:
    with Image.open(path) as image:
        whole = image.convert("RGB")
    for size in SIZES:
        new = (round(whole.width * size), round(whole.height * size))
        picture = whole if size == 1 else whole.resize(new, Image.Resampling.BICUBIC)
        for scale in SCALES:
            large, small = shrunk(picture, scale)
            if min(small.size) < PATCH:
                continue
            if random.random() < JPEG_SHARE:
                small = _as_jpeg(small, int(random.integers(*JPEG_QUALITY)))
            yield scale, Pair(_stored(small), _stored(large))


class Patches:
    """All pictures but those held out, in memory, for each scale."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._seed = seed
        random = np.random.default_rng(seed)
        found = files(folder)
        self.held_out = found[::HELD_OUT]
        self._pairs: dict[int, list[Pair]] = {scale: [] for scale in SCALES}
        for path in sorted(set(found) - set(self.held_out)):
            for scale, pair in _pairs(path, random):
                self._pairs[scale].append(pair)
        self._share = {
            scale: np.cumsum([pair.small.size for pair in pairs], dtype=np.float64)
            for scale, pairs in self._pairs.items()
        }

    def draw(self, step: int, scale: int) -> tuple[Tensor, Tensor]:
        """A batch of small patches and of large ones, turned and mirrored at random."""
        random = np.random.default_rng((self._seed, step))
        share = self._share[scale]
        chosen = np.searchsorted(share, random.random(BATCH) * share[-1])
        drawn = [_cut(self._pairs[scale][i], scale, random) for i in chosen]
        return _batch([pair.small for pair in drawn]), _batch([pair.large for pair in drawn])


def _cut(pair: Pair, scale: int, random: np.random.Generator) -> Pair:
    height, width = pair.small.shape
    top, left = random.integers(height - PATCH + 1), random.integers(width - PATCH + 1)
    turns, mirrored = int(random.integers(4)), bool(random.integers(2))
    return Pair(
        _turned(pair.small[top : top + PATCH, left : left + PATCH], turns, mirrored),
        _turned(
            pair.large[
                top * scale : (top + PATCH) * scale,
                left * scale : (left + PATCH) * scale,
            ],
            turns,
            mirrored,
        ),
    )


def _turned(patch: Luma, turns: int, mirrored: bool) -> Luma:
    turned = np.rot90(patch, turns)
    return turned[:, ::-1] if mirrored else turned


def _batch(patches: list[Any]) -> Tensor:
    whole = np.stack(patches).astype(np.float32) / np.float32(STEPS * 255)
    return torch.from_numpy(whole[:, None])
