"""How near the shipped enlarger comes to pictures that were shrunk with Pillow's bicubic."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from models.fsrcnn import SCALES, Enlarger, load, luma
from training.fsrcnn_patches import files, shrunk

WEIGHTS = Path("models/weights")


def measure(folder: Path) -> dict[str, Any]:
    """Mean PSNR of brightness in whole levels, a border of `scale` pixels left out."""
    model, paths = load(WEIGHTS), files(folder)
    found: dict[int, list[float]] = {scale: [] for scale in SCALES}
    for path in paths:
        with Image.open(path) as image:
            picture = image.convert("RGB")
        for scale in SCALES:
            found[scale].append(_psnr(model, picture, scale))
    means = {str(scale): float(np.mean(values)) for scale, values in found.items()}
    return {"images": len(paths), "psnr_y": means}


def _psnr(model: Enlarger, picture: Image.Image, scale: int) -> float:
    large, small = shrunk(picture, scale)
    made = model.brightness(luma(np.asarray(small)), scale).round()
    missed = (made - luma(np.asarray(large)))[scale:-scale, scale:-scale]
    error = float(np.square(missed, dtype=np.float64).mean())
    return 10 * math.log10(255**2 / error) if error else math.inf
