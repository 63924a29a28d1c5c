"""Colours by scikit-learn and by colorthief. Argument: a folder of photos, each with its pixels.

For each photo there are <name>.jpg and <name>.npy; prints one JSON: seconds and centres by name.
"""

from __future__ import annotations

import json
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from colorthief import ColorThief
from sklearn.cluster import KMeans


def by_means(pixels: Path, k: int) -> tuple[float, Any]:
    """(seconds, centres) of k-means on the pixels, ten starts."""
    exact = np.load(pixels).astype(np.float64)
    began = time.perf_counter()
    found = KMeans(k, n_init=10, random_state=0).fit(exact)
    return time.perf_counter() - began, found.cluster_centers_.tolist()


def by_cutting(photo: Path, k: int) -> float:
    """Seconds from the file's bytes to a palette."""
    content = photo.read_bytes()
    began = time.perf_counter()
    ColorThief(BytesIO(content)).get_palette(color_count=k)
    return time.perf_counter() - began


def main() -> None:
    folder, counts = Path(sys.argv[1]), [int(k) for k in sys.argv[2:]]
    print(
        json.dumps(
            {
                f"{photo.stem}:{k}": [*by_means(photo.with_suffix(".npy"), k), by_cutting(photo, k)]
                for photo in sorted(folder.glob("*.jpg"))
                for k in counts
            }
        )
    )


main()
