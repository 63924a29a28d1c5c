"""Photos for films: drawn landscapes with the grain of a camera, 12 megapixels each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from scripts.scenery import SCENES, draw

SIZE = (4000, 3000)
# Drawn smaller, since drawing takes seconds; the grain is of full size.
DRAWN = (1600, 1200)
GRAIN = 4.0
QUALITY = 92


def take(folder: Path, count: int) -> list[Path]:
    """Write `count` photos; the same every time."""
    return [_take(folder / f"{number:02d}.jpg", number) for number in range(count)]


def _take(path: Path, number: int) -> Path:
    scene = SCENES[number % len(SCENES)]
    smooth = draw(scene, DRAWN, number).resize(SIZE, Image.Resampling.BICUBIC)
    random = np.random.default_rng(number)
    grain = random.normal(0, GRAIN, (SIZE[1], SIZE[0], 1)).astype(np.float32)
    picture = np.asarray(smooth, np.float32) + grain
    Image.fromarray(picture.clip(0, 255).astype(np.uint8)).save(path, quality=QUALITY)
    return path
