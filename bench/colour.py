"""The main colours of a photo: as good as scikit-learn's, and how much sooner they are there."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image

from bench.figures import Figure, Series, at_least, at_most
from bench.lab import Lab
from bench.processes import ON_SERVER, PEERS, PEERS_PYTHON
from models.colour import SAMPLE, palette
from studio.look.sample import sample

COUNTS: Final = (3, 5, 8)
# One pixel of so many is what k-means is given, and what errors are measured on.
EVERY: Final = 61
PHOTOS: Final = 4

# (seconds, centres) by photo and count.
Found = dict[str, tuple[float, Any]]


def measure(lab: Lab) -> list[Figure]:
    rounds = 2 if lab.quick else 3
    with tempfile.TemporaryDirectory() as name:
        photos = [_with_pixels(photo, Path(name)) for photo in lab.photos[:PHOTOS]]
        measured = [(_of_pixels(photos), _of_files(photos), _peers(name)) for _ in range(rounds)]
        of_pixels, of_files, peers = measured[0]
        worst = [_worst(photos, found, peers) for found in (of_pixels, of_files)]
    pixels = Series(tuple(_mean(row[0], 0) for row in measured))
    files = Series(tuple(_mean(row[1], 0) for row in measured))
    means = Series(tuple(_mean(row[2], 0) for row in measured))
    thief = Series(tuple(_mean(row[2], 2) for row in measured))
    row = f"colours of photos of 12 MP, k = {', '.join(map(str, COUNTS))}"
    count = f"{12_000_000 // EVERY:,} pixels"
    return [
        _error_figure(f"{row}: worst error on {count}, against scikit-learn", worst[0]),
        _error_figure(f"{row}: worst error of those from the JPEG, against the same", worst[1]),
        _time_figure(f"{row}: time for {count}, against KMeans(n_init=10)", pixels, means),
        _time_figure(f"{row}: time from the JPEG, against colorthief", files, thief),
    ]


def _error_figure(row: str, worst: float) -> Figure:
    return Figure(row, "-", "-", Series((worst,)), at_most(1.02))


def _time_figure(row: str, ours: Series, peer: Series) -> Figure:
    return Figure(row, _shown(ours), _shown(peer), peer.over(ours), at_least(10))


def _shown(seconds: Series) -> str:
    return f"{seconds.median * 1000:,.1f} ms"


def _with_pixels(photo: Path, folder: Path) -> Path:
    copy = folder / photo.name
    shutil.copyfile(photo, copy)
    np.save(copy.with_suffix(".npy"), np.asarray(Image.open(copy)).reshape(-1, 3)[::EVERY])
    return copy


def _of_pixels(photos: list[Path]) -> Found:
    found = {}
    for photo in photos:
        pixels = np.load(photo.with_suffix(".npy"))
        for k in COUNTS:
            found[f"{photo.stem}:{k}"] = _timed(lambda p=pixels, n=k: palette(p, n))  # type: ignore[misc]
    return found


def _of_files(photos: list[Path]) -> Found:
    return {
        f"{photo.stem}:{k}": _timed(lambda p=photo, n=k: palette(sample(p, SAMPLE), n))  # type: ignore[misc]
        for photo in photos
        for k in COUNTS
    }


def _timed(run: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = run()
    return time.perf_counter() - began, found


def _peers(folder: str) -> dict[str, Any]:
    script = [str(PEERS_PYTHON), str(PEERS / "colours.py"), folder, *map(str, COUNTS)]
    done = subprocess.run([*ON_SERVER, *script], capture_output=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _mean(found: dict[str, Any], column: int) -> float:
    return float(np.mean([row[column] for row in found.values()]))


def _worst(photos: list[Path], ours: Found, peers: dict[str, Any]) -> float:
    """The highest ratio of errors, of all photos and counts."""
    ratios = []
    for photo in photos:
        pixels = np.load(photo.with_suffix(".npy")).astype(np.float32)
        for k in COUNTS:
            name = f"{photo.stem}:{k}"
            ratios.append(_error(pixels, ours[name][1]) / _error(pixels, peers[name][1]))
    return max(ratios)


def _error(pixels: Any, centres: Any) -> float:
    far = [((pixels - np.asarray(centre, np.float32)) ** 2).sum(1) for centre in centres]
    return float(np.min(far, axis=0).mean())
