"""The long picture: against decoding and encoding alone, against plain Pillow, and its memory."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import photos
from bench.figures import Figure, Series, at_least, at_most, interleaved
from bench.lab import Lab
from bench.processes import ON_ALL, ROOT

FEW, MANY = 10, 200
PHOTOS = 30


def measure(lab: Lab) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        shot = photos.take(Path(folder), PHOTOS)
        return _speed(lab, shot) + _growth(shot)


def _speed(lab: Lab, shot: Sequence[Path]) -> list[Figure]:
    def side(mode: str) -> float:
        return run(shot, mode)["seconds"]

    ours, limit, plain = interleaved(
        2 if lab.quick else 5, [lambda: side("ours"), lambda: side("limit"), lambda: side("plain")]
    )
    row = f"long picture, {PHOTOS} photos of 12 MP"
    return [
        Figure(
            f"{row}, against decoding them reduced (two threads) and encoding the same pixels",
            f"{ours.show('.2f')} s",
            f"{limit.show('.2f')} s",
            limit.over(ours),
            at_least(0.6),
        ),
        Figure(
            f"{row}, against plain Pillow: open, resize, paste, save",
            f"{ours.show('.2f')} s",
            f"{plain.show('.2f')} s",
            plain.over(ours),
            at_least(3),
        ),
    ]


def _growth(shot: Sequence[Path]) -> list[Figure]:
    """Time of a photo and peak memory, at many photos (each several times) over few."""
    few = run(shot[:FEW], "ours")
    many = run([shot[number % len(shot)] for number in range(MANY)], "repeated")
    each = [found["seconds"] / count for found, count in ((few, FEW), (many, MANY))]
    row = f"long picture, {FEW} → {MANY} photos of 12 MP"
    return [
        Figure(
            f"{row}: time of a photo",
            f"{each[1] * 1000:.0f} ms",
            f"{each[0] * 1000:.0f} ms",
            Series((each[1] / each[0],)),
            at_most(1.2),
        ),
        Figure(
            f"{row}: peak memory",
            f"{many['peak_mb']:,.0f} MB",
            f"{few['peak_mb']:,.0f} MB",
            Series((many["peak_mb"] / few["peak_mb"],)),
            at_most(1.5),
        ),
    ]


def run(shot: Sequence[Path], mode: str) -> dict[str, float]:
    """One long picture, or what it is measured against, in a process of its own."""
    with tempfile.TemporaryDirectory() as out:
        asked = {"photos": [str(path) for path in shot], "out": out, "mode": mode}
        done = subprocess.run(
            [*ON_ALL, sys.executable, "-m", "bench.longs"],
            cwd=ROOT,
            input=json.dumps(asked).encode(),
            capture_output=True,
            check=True,
        )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
