"""How long the shipped painter takes for a picture of 1,024 pixels, and how large its file is."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Final

import numpy as np

from models.style import STYLES, WEIGHTS, load
from models.threads import threads
from studio.look.develop import load as developed
from training.fsrcnn_patches import files

FOLDER: Final = Path("models/weights")
LONGEST: Final = 1024


def measure(folder: Path) -> dict[str, Any]:
    """Milliseconds on two cores, the mean over the folder's pictures and then some styles."""
    path = FOLDER / WEIGHTS
    if not path.is_file():
        return {"styles": len(STYLES), "absent": str(path)}
    painter, times = load(FOLDER), list[float]()
    with threads():
        for number, file in enumerate(files(folder)[: len(STYLES)]):
            photo = developed(file, (LONGEST, LONGEST))
            photo.thumbnail((LONGEST, LONGEST))
            pixels = np.asarray(photo)
            begun = time.perf_counter()
            painter.painted(pixels, STYLES[number % len(STYLES)])
            times.append((time.perf_counter() - begun) * 1000)
    return {
        "styles": len(STYLES),
        "ms": float(np.mean(times)),
        "ms_worst": max(times),
        "mb": path.stat().st_size / 1e6,
    }
