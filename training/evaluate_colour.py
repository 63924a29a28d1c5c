"""How near the colours come to scikit-learn's k-means, and how much sooner than it and colorthief.

Both run in the benchmarks' own environment, in turn with ours.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.colour import SAMPLE, palette
from studio.look.sample import sample

COUNTS: Final = (3, 5, 8, 16)
# What k-means is given, and what errors are measured on.
PIXELS: Final = 60_000
TRIES: Final = 5
PEERS: Final = Path(".venv-bench/bin/python")
SCRIPT: Final = Path("bench/peers/colours.py")
# The least of some runs, as of ours.
CUTTING: Final = """
import io, json, sys, time
from colorthief import ColorThief
content, found = open(sys.argv[1], "rb").read(), {}
for k in map(int, sys.argv[3:]):
    times = []
    for _ in range(int(sys.argv[2])):
        begun = time.perf_counter()
        ColorThief(io.BytesIO(content)).get_palette(color_count=k)
        times.append(time.perf_counter() - begun)
    found[k] = min(times)
print(json.dumps(found))
"""

Pixels = NDArray[np.uint8]


def measure(folder: Path) -> dict[str, Any]:
    """The worst and the mean of all photos of the folder, for 3, 5, 8 and 16 colours."""
    photos = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".jpg", ".jpeg"))
    errors, means, thieves = list[float](), list[float](), list[float]()
    for photo in photos:
        pixels = _pixels(photo)
        cutting = _cutting(photo)
        for k, (seconds, centres) in _means(photo, pixels).items():
            of_pixels = partial(palette, pixels, k)
            of_file = partial(_from_file, photo, k)
            known = _error(pixels, centres)
            errors += [_error(pixels, run()) / known for run in (of_pixels, of_file)]
            means.append(seconds / _seconds(of_pixels))
            thieves.append(cutting[k] / _seconds(of_file))
    return {
        "photos": len(photos),
        "error_worst": max(errors),
        "error_mean": float(np.mean(errors)),
        "times_kmeans_least": min(means),
        "times_colorthief_least": min(thieves),
        "times_colorthief_median": float(np.median(thieves)),
        "under_ten_times": float(np.mean(np.array(thieves) < 10)),
    }


def _from_file(photo: Path, k: int) -> Any:
    return palette(sample(photo, SAMPLE), k)


def _pixels(photo: Path) -> Pixels:
    with Image.open(photo) as image:
        whole = np.asarray(image.convert("RGB")).reshape(-1, 3)
    return np.ascontiguousarray(whole[:: -(-len(whole) // PIXELS)])


def _cutting(photo: Path) -> dict[int, float]:
    """Seconds of colorthief from the file, by count."""
    run = [str(PEERS), "-c", CUTTING, str(photo), str(TRIES), *map(str, COUNTS)]
    done = subprocess.run(run, capture_output=True, check=True)
    return {int(k): seconds for k, seconds in json.loads(done.stdout).items()}


def _means(photo: Path, pixels: Pixels) -> dict[int, tuple[float, Any]]:
    """Seconds and centres of k-means, by count."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "photo.jpg"
        shutil.copyfile(photo, copy)
        np.save(copy.with_suffix(".npy"), pixels)
        run = [str(PEERS), str(SCRIPT), name, *map(str, COUNTS)]
        done = subprocess.run(run, capture_output=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return {k: (found[f"photo:{k}"][0], found[f"photo:{k}"][1]) for k in COUNTS}


def _seconds(run: Callable[[], Any]) -> float:
    times = []
    for _ in range(TRIES):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    return min(times)


def _error(pixels: Pixels, centres: Any) -> float:
    exact = pixels.astype(np.float32)
    far = [((exact - np.asarray(centre, np.float32)) ** 2).sum(1) for centre in centres]
    return float(np.min(far, axis=0).mean())
