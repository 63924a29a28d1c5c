"""How near the shipped enlarger comes to pictures that were shrunk with Pillow's bicubic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from models.fsrcnn import SCALES, Enlarger, Floats, load, luma
from training.fsrcnn_patches import files, shrunk

WEIGHTS = Path("models/weights")


def measure(folder: Path) -> dict[str, Any]:
    """Mean PSNR of brightness in whole levels, a border of `scale` pixels left out."""
    return of(files(folder))


def of(paths: Sequence[Path]) -> dict[str, Any]:
    """The same of these pictures."""
    model = load(WEIGHTS)
    found: dict[int, list[float]] = {scale: [] for scale in SCALES}
    for path in paths:
        with Image.open(path) as image:
            picture = image.convert("RGB")
        for scale in SCALES:
            found[scale].append(_psnr(model, picture, scale))
    means = {str(scale): float(np.mean(values)) for scale, values in found.items()}
    return {"images": len(paths), "psnr_y": means}


def bicubic(paths: Sequence[Path]) -> dict[str, float]:
    """What Pillow's bicubic reaches of the same pictures."""
    found: dict[str, float] = {}
    for scale in SCALES:
        values = list[float]()
        for path in paths:
            with Image.open(path) as image:
                large, small = shrunk(image.convert("RGB"), scale)
            made = luma(np.asarray(small.resize(large.size, Image.Resampling.BICUBIC)))
            values.append(_ratio(made.round(), large, scale))
        found[str(scale)] = float(np.mean(values))
    return found


def _psnr(model: Enlarger, picture: Image.Image, scale: int) -> float:
    large, small = shrunk(picture, scale)
    made = model.brightness(luma(np.asarray(small)), scale).round()
    return _ratio(made, large, scale)


def _ratio(made: Floats, large: Image.Image, scale: int) -> float:
    missed = (made - luma(np.asarray(large)))[scale:-scale, scale:-scale]
    error = float(np.square(missed, dtype=np.float64).mean())
    return 10 * math.log10(255**2 / error) if error else math.inf
