"""Colours: k-means centres as good as patience finds them, and the same every time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from models.colour import SAMPLE, palette
from studio.look.sample import sample

COUNTS = (1, 2, 3, 5, 8, 16)


def blobs(
    centres: Sequence[tuple[int, int, int]], shares: Sequence[int], spread: float, seed: int = 0
) -> NDArray[np.uint8]:
    """Pixels around known colours, in random order."""
    random = np.random.default_rng(seed)
    parts = [random.normal(c, spread, (n, 3)) for c, n in zip(centres, shares, strict=True)]
    pixels = np.concatenate(parts).round().clip(0, 255).astype(np.uint8)
    return random.permutation(pixels)


def landscape(seed: int = 0) -> NDArray[np.uint8]:
    """A picture's worth of pixels: gradients, a sun, hills, grain."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:150, 0:200] / (150, 200)[0]
    sky = np.stack([90 + 120 * y, 140 + 60 * y, 220 - 70 * y], 2)
    sky[np.hypot(x - 0.9, y - 0.25) < 0.12] = (255, 240, 190)
    hill = y > 0.62 + 0.12 * np.sin(7 * x + seed)
    sky[hill] = np.stack([40 + 60 * y, 110 - 40 * y, 50 + 20 * x], 2)[hill]
    noisy = sky + random.normal(0, 9, sky.shape)
    return noisy.clip(0, 255).astype(np.uint8).reshape(-1, 3)


def error(pixels: NDArray[np.uint8], centres: NDArray[Any]) -> float:
    """Mean squared distance to the nearest centre."""
    return float(distances(pixels, centres).min(1).mean())


def distances(pixels: NDArray[Any], centres: NDArray[Any]) -> NDArray[np.float64]:
    """Squared distances (pixels, centres)."""
    # (a - b)² multiplied out: a tenth of the time of taking each colour from each other.
    exact = pixels.astype(np.float64)
    lengths = (exact**2).sum(1)[:, None] + (centres**2).sum(1)
    far: NDArray[np.float64] = np.maximum(lengths - 2 * exact @ centres.T, 0)
    return far


def patient(pixels: NDArray[np.uint8], k: int, starts: int = 12, rounds: int = 40) -> float:
    """The least error that plain k-means finds on all pixels, from many starts."""
    random = np.random.default_rng(1)
    exact = pixels.astype(np.float64)
    found = []
    for _ in range(starts):
        centres = exact[random.integers(len(exact))][None]
        while len(centres) < k:
            far = distances(exact, centres).min(1)
            chosen = random.choice(len(exact), p=far / far.sum())
            centres = np.concatenate([centres, exact[chosen][None]])
        for _ in range(rounds):
            nearest = distances(exact, centres).argmin(1)
            centres = np.stack(
                [
                    exact[nearest == n].mean(0) if (nearest == n).any() else centres[n]
                    for n in range(k)
                ]
            )
        found.append(error(pixels, centres))
    return min(found)


@pytest.mark.parametrize("k", COUNTS)
def test_exactly_k(k: int) -> None:
    """As many as asked for, all of them colours, no two alike."""
    centres = palette(landscape(), k)

    assert (k, 3) == centres.shape
    assert len(np.unique(centres, axis=0)) == k
    assert 0 <= centres.min() and centres.max() <= 255


@pytest.mark.slow
@pytest.mark.parametrize("k", [2, 3, 5, 8])
@pytest.mark.parametrize("seed", [0, 1])
def test_as_good_as_patience(k: int, seed: int) -> None:
    """The error is at most 1.02 times that of k-means on every pixel from many starts."""
    pixels = landscape(seed)[::4]

    ours = error(pixels, palette(pixels, k))

    assert ours <= 1.02 * patient(pixels, k)


def test_the_same_every_time() -> None:
    """Not one digit differs."""
    assert np.array_equal(palette(landscape(), 6), palette(landscape(), 6))


def test_known_colours_are_found_by_share() -> None:
    """The centres of plain groups, the largest group first."""
    centres = [(200, 40, 40), (30, 160, 70), (40, 60, 210), (240, 230, 200)]
    pixels = blobs(centres, (3000, 9000, 1000, 5000), 5)

    found = palette(pixels, 4)

    expected = np.array([centres[1], centres[3], centres[0], centres[2]])
    assert np.abs(found - expected).max() < 1


@pytest.mark.parametrize("k", [3, 4, 16])
def test_fewer_colours_than_asked_for(k: int) -> None:
    """Three distinct colours are three, exactly, by share."""
    pixels = np.array([[1, 2, 3]] * 5 + [[255, 0, 9]] * 9 + [[7, 7, 7]] * 2, np.uint8)

    assert [[255, 0, 9], [1, 2, 3], [7, 7, 7]] == palette(pixels, k).tolist()


def test_colours_that_hardly_differ() -> None:
    """Sixteen of 27 neighbours are told apart, and one plain colour is itself."""
    close = np.random.default_rng(0).integers(100, 103, (5000, 3)).astype(np.uint8)

    assert 16 == len(np.unique(palette(close, 16), axis=0))
    assert [[9, 9, 9]] == palette(np.full((50, 3), 9, np.uint8), 5).tolist()
    assert [[1, 2, 3]] == palette(np.array([[1, 2, 3]], np.uint8), 1).tolist()


def test_a_sample_is_of_the_pictures_own_pixels(tmp_path: Path) -> None:
    """Not more than asked for, from everywhere, none that the picture has not."""
    image = Image.new("RGB", (1000, 700), (10, 200, 30))
    image.paste((240, 10, 20), (500, 0, 1000, 700))
    image.save(tmp_path / "a.png")

    pixels = sample(tmp_path / "a.png", 4000)

    assert 2000 < len(pixels) <= 4000
    assert {(10, 200, 30), (240, 10, 20)} == set(map(tuple, pixels.tolist()))
    assert abs((pixels[:, 0] == 10).mean() - 0.5) < 0.02


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16", "CMYK"])
def test_a_sample_of_any_kind_of_picture(tmp_path: Path, mode: str) -> None:
    """Whatever a file holds, its pixels are RGB; what is transparent is left out."""
    image = Image.new("RGBA", (40, 40), (200, 0, 0, 255))
    image.paste((0, 0, 200, 0), (0, 0, 40, 30))
    made = Image.new("I;16", (40, 40), 40_000) if mode == "I;16" else image.convert(mode)
    name = "a.jpg" if mode == "CMYK" else "a.png"
    made.save(tmp_path / name)

    pixels = sample(tmp_path / name, SAMPLE)

    assert (3, np.dtype(np.uint8)) == (pixels.shape[1], pixels.dtype)
    assert len(pixels) == (400 if mode in ("RGBA", "LA", "P") else 1600)


def test_a_large_picture_is_read_at_half_its_size(tmp_path: Path) -> None:
    """A JPEG of 3 megapixels: its colours stay those of the whole."""
    pixels = np.tile(landscape().reshape(150, 200, 3), (10, 10, 1))
    Image.fromarray(pixels).save(tmp_path / "a.jpg", quality=95)
    whole = np.asarray(Image.open(tmp_path / "a.jpg")).reshape(-1, 3)[::97]

    ours = error(whole, palette(sample(tmp_path / "a.jpg", SAMPLE), 5))

    assert ours <= 1.02 * error(whole, palette(whole, 5))
