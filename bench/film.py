"""The film: against x264 alone on the same frames, MoviePy and ffmpeg, and what photos cost."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.figures import Figure, Series, at_least, at_most, interleaved
from bench.lab import Lab
from bench.processes import ON_ALL, PEERS, PEERS_PYTHON, ROOT

FEW, MANY = 6, 60
USUAL, FULL = (1280, 720), (1920, 1080)
# MoviePy needs minutes for ten photos; time per second of film is compared.
MOVIEPY_PHOTOS = 3


def speed(lab: Lab) -> list[Figure]:
    photos = lab.photos
    made = run(photos)
    rounds = 2 if lab.quick else 3
    ours, limit, ffmpeg = interleaved(
        rounds,
        [
            lambda: run(photos)["seconds"],
            lambda: run(photos, limit=True)["seconds"],
            lambda: _peer("ffmpeg_film.py", photos),
        ],
    )
    length = made["film_seconds"]
    per_second = Series(tuple(value / length for value in ours.values))
    moviepy = Series((_peer("moviepy_film.py", photos[:MOVIEPY_PHOTOS]),) * rounds)
    row = f"film, {len(photos)} photos of 12 MP, {length:.0f} s, 1280x720 at 25 fps, with music"
    return [
        Figure(
            f"{row}, against x264 alone on the same frames",
            f"{ours.show('.2f')} s",
            f"{limit.show('.2f')} s",
            limit.over(ours),
            at_least(0.75),
        ),
        Figure(
            "film, time per second of film, against MoviePy making a like film (once)",
            f"{per_second.show('.3f')} s",
            f"{moviepy.show('.2f')} s",
            moviepy.over(per_second),
            at_least(12),
        ),
        Figure(
            "film, time per second of film, against ffmpeg's zoompan and xfade making a like film",
            f"{per_second.show('.3f')} s",
            f"{ffmpeg.show('.3f')} s",
            ffmpeg.over(per_second),
            at_least(1),
        ),
    ]


def memory(lab: Lab) -> list[Figure]:
    """Memory at 60 photos over that at 6, and time of a photo over that of ten, at 1920x1080."""
    photos = lab.photos
    few = run(photos[:FEW], size=FULL)["peak_mb"]
    ten = run(photos, size=FULL)
    sixty = run([photos[n % len(photos)] for n in range(MANY)], size=FULL)
    many = sixty["peak_mb"]
    return [
        Figure(
            f"film at 1920x1080, time of a photo, {MANY} against {len(photos)}",
            f"{sixty['seconds'] / MANY:.2f} s",
            f"{ten['seconds'] / len(photos):.2f} s",
            Series((sixty["seconds"] / MANY / (ten["seconds"] / len(photos)),)),
            at_most(1.1),
        ),
        Figure(
            f"render, peak memory at {MANY} photos of 12 MP against {FEW}",
            f"{many:,.0f} MB",
            f"{few:,.0f} MB",
            Series((many / few,)),
            at_most(1.3),
        ),
    ]


def run(
    photos: Sequence[Path], *, limit: bool = False, size: tuple[int, int] = USUAL
) -> dict[str, float]:
    """One film in a process of its own."""
    with tempfile.TemporaryDirectory() as out:
        asked = {"photos": [str(path) for path in photos], "out": out, "limit": limit, "size": size}
        done = subprocess.run(
            [*ON_ALL, sys.executable, "-m", "bench.films"],
            cwd=ROOT,
            input=json.dumps(asked).encode(),
            capture_output=True,
            check=True,
        )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _peer(name: str, photos: Sequence[Path]) -> float:
    """Seconds per second of film."""
    with tempfile.TemporaryDirectory() as out:
        command = [*ON_ALL, str(PEERS_PYTHON), str(PEERS / name)]
        done = subprocess.run(
            [*command, f"{out}/film.mp4", *map(str, photos)], capture_output=True, check=True
        )
    return float(done.stdout.splitlines()[-1])
