"""Pictures for the models, from disk as a worker has them, and drawn ones with sharp edges."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from studio.look.develop import load
from studio.look.sample import sample

WEIGHTS = Path(__file__).resolve().parents[2] / "models/weights"
SIDEWAYS = 6


class OnDisk:
    """What models are given."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self, size: tuple[int, int]) -> Image.Image:
        return load(self._path, size)

    def sample(self, count: int) -> NDArray[np.uint8]:
        return sample(self._path, count)


def saved(image: Image.Image, path: Path, **options: Any) -> OnDisk:
    image.save(path, **options)
    return OnDisk(path)


def turned_sideways(image: Image.Image, path: Path) -> OnDisk:
    """The same picture, in a file whose EXIF says how it is to be turned."""
    exif = Image.Exif()
    exif[0x0112] = SIDEWAYS
    return saved(image.transpose(Image.Transpose.ROTATE_90), path, exif=exif, quality=100)


def drawing(width: int, height: int, seed: int = 0) -> Image.Image:
    """Discs, bars and lines at all angles, smooth at their edges."""
    random = np.random.default_rng(seed)
    large = Image.new("RGB", (width * 4, height * 4), (120, 150, 190))
    pen = ImageDraw.Draw(large)
    for _ in range(60):
        x, y = random.integers((width * 4, height * 4)).tolist()
        edge = int(random.integers(12, 160))
        colour = tuple(random.integers(0, 256, 3).tolist())
        if random.integers(2):
            pen.ellipse((x - edge, y - edge, x + edge, y + edge), colour)
        else:
            end = (x + random.integers(-400, 400, 2)[0], y + random.integers(-400, 400, 2)[1])
            pen.line((x, y, *map(int, end)), colour, int(random.integers(6, 40)))
    return large.resize((width, height), Image.Resampling.LANCZOS)
