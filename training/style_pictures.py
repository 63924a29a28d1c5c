"""Photos to paint, cut at random, and the works whose styles are learned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageOps
from torch import Tensor

from models.style import STYLES

CROP = 192
# The short side of a photo before it is cut: small photos are enlarged, so that the net
# also learns the smooth surfaces of large ones.
SHORT = (200, 460)
SMALLEST = 180
HELD_OUT = 120
# The longest side at which a work's strokes are learned; the Chinese ones were enlarged.
STYLE_SIDE, CHINESE_SIDE = 400, 320
# What time has darkened is seen again as it was: ink on paper, green and blue on light silk.
INK = ("shanshui_ink_shore", "shanshui_ink_cliff")
GREEN = ("shanshui_green_peaks", "shanshui_green_ridge")
PAPER, SILK = np.array([0.96, 0.95, 0.92]), np.array([0.93, 0.89, 0.82])
INK_DEPTH = 2.0
# How far colours move from the silk's own, how much they darken it, and what is no more than dirt.
COLOURS, PIGMENT, DIRT = 2.8, 2.2, 0.022


def tensor(picture: Image.Image) -> Tensor:
    pixels = np.array(picture.convert("RGB"), np.float32) / 255
    return torch.from_numpy(pixels).permute(2, 0, 1).contiguous()


def work(folder: Path, name: str) -> Tensor:
    """The work of that style (1, 3, h, w)."""
    side = CHINESE_SIDE if name.startswith("shanshui") else STYLE_SIDE
    with Image.open(folder / f"{name}.jpg") as image:
        picture = image.convert("RGB")
    if name in INK:
        picture = _inked(picture)
    if name in GREEN:
        picture = _coloured(picture)
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    return tensor(picture)[None]


def _inked(picture: Image.Image) -> Image.Image:
    pixels = np.asarray(picture, np.float32) / 255
    ink = np.minimum(pixels - np.percentile(pixels, 80, (0, 1)), 0)
    return _picture(PAPER + INK_DEPTH * ink)


def _coloured(picture: Image.Image) -> Image.Image:
    pixels = np.asarray(picture, np.float32) / 255
    away = pixels - np.median(pixels, (0, 1))
    light = away.mean(-1, keepdims=True)
    colour = away - light
    strength = np.linalg.norm(colour, axis=-1, keepdims=True)
    # Towards green and blue alone: warm spots are silk.
    cool = (colour[..., :1] < 0) & (strength > DIRT)
    colour, strength = colour * cool, strength * cool
    return _picture(SILK + 2 * np.minimum(light, 0) - PIGMENT * strength + COLOURS * colour)


def _picture(pixels: NDArray[np.floating]) -> Image.Image:
    return Image.fromarray((pixels.clip(0, 1) * 255).astype(np.uint8))


class Photos:
    """All photos of some folders that are large enough, but for those held out."""

    def __init__(self, folders: list[Path], seed: int) -> None:
        self._seed = seed
        kinds = (".jpg", ".jpeg", ".png", ".webp")
        found = sorted(
            path
            for folder in folders
            for path in folder.rglob("*")
            if path.suffix.lower() in kinds and _is_large(path)
        )
        self._held_out = found[::HELD_OUT]
        self._paths = sorted(set(found) - set(self._held_out))

    def held_out(self) -> Tensor:
        return torch.stack([_cut(path, np.random.default_rng(0)) for path in self._held_out])

    def draw(self, step: int, count: int) -> tuple[Tensor, Tensor]:
        """Photos (n, 3, h, w), and for each the number of a style."""
        random = np.random.default_rng((self._seed, step))
        chosen = random.integers(len(self._paths), size=count)
        styles = random.permutation(len(STYLES))[:count]
        pictures = torch.stack([_cut(self._paths[row], random) for row in chosen])
        return pictures, torch.from_numpy(styles)


def _is_large(path: Path) -> bool:
    with Image.open(path) as image:
        return min(image.size) >= SMALLEST


def _cut(path: Path, random: np.random.Generator) -> Tensor:
    with Image.open(path) as image:
        picture = image.convert("RGB")
    factor = float(random.integers(*SHORT)) / min(picture.size)
    edge = CROP / factor
    left, top = (random.uniform(0, side - edge) for side in picture.size)
    box = (left, top, left + edge, top + edge)
    cut = picture.resize((CROP, CROP), Image.Resampling.BICUBIC, box)
    return tensor(ImageOps.mirror(cut) if random.integers(2) else cut)
