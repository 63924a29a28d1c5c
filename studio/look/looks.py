"""Rule: a photo is looked at once, small; what was seen is compared, never opened again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.colours import RGB
from studio.look import fingerprints, saliency
from studio.look.develop import load
from studio.rectangle import Rectangle

SIDE: Final = 256
THUMBNAIL: Final = 64
COLOURS: Final = 4
# How far the mean colours of photos of the same thing are apart: so much, and a part of it. A
# fingerprint does not tell one plain picture from another.
APART: Final = 6
APART_PART: Final = 0.12


class MainColour(NamedTuple):
    """One of a photo's main colours, and the part of the photo that has it."""

    rgb: RGB
    share: float


@dataclass(frozen=True, slots=True)
class Look:
    """What can be seen of a photo without knowing what it shows.

    `sharpness` can be compared between photos; `brightness` goes from 0 to 1; `centre` is where
    in the photo, as fractions, the eye rests. `screen`: it shows a screen with text on it.
    """

    colours: tuple[MainColour, ...]
    mean: RGB
    sharpness: float
    brightness: float
    fingerprint: int
    subject: Rectangle[float]
    centre: tuple[float, float]
    screen: bool = False


def look(path: Path) -> Look:
    """Look at one photo. Raises PictureError where it cannot be read."""
    return of(load(path, (SIDE, SIDE)))


def of(photo: Image.Image) -> Look:
    """The same for a photo that is already decoded, upright and in sRGB."""
    image = _small(photo)
    grey = np.asarray(image.convert("L"), np.float32)
    mean = image.reduce(image.size)
    subject, centre = saliency.subject(image)
    return Look(
        _colours(image),
        _rgb(mean.tobytes()),
        _sharpness(grey),
        float(grey.mean()) / 255,
        fingerprints.of(image),
        subject,
        centre,
    )


def best_of(looks: Sequence[Look]) -> tuple[int, ...]:
    """The photos that stay, in their order: of those that look alike, the sharpest."""
    kept: list[int] = []
    for number in sorted(range(len(looks)), key=lambda each: -looks[each].sharpness):
        if not any(alike(looks[number], looks[other]) for other in kept):
            kept.append(number)
    return tuple(sorted(kept))


def alike(first: Look, second: Look) -> bool:
    """Whether two photos show so much the same that one of them is enough."""
    return fingerprints.near(first.fingerprint, second.fingerprint) and all(
        abs(a - b) <= APART + APART_PART * max(a, b)
        for a, b in zip(first.mean, second.mean, strict=True)
    )


def _small(image: Image.Image) -> Image.Image:
    """The same area for every photo: else sharpness could not be compared."""
    return image.resize(_within(image, SIDE), Image.Resampling.BILINEAR)


def _within(image: Image.Image, side: int) -> tuple[int, int]:
    scale = side / max(image.size)
    return max(round(image.width * scale), 1), max(round(image.height * scale), 1)


def _colours(image: Image.Image) -> tuple[MainColour, ...]:
    """The largest first; from pixels of the photo, not mixed ones."""
    thumbnail = image.resize(_within(image, THUMBNAIL), Image.Resampling.NEAREST)
    few = thumbnail.quantize(COLOURS, kmeans=1)
    counted = sorted(few.getcolors() or (), reverse=True)
    total = thumbnail.width * thumbnail.height
    return tuple(MainColour(_entry(few, index), count / total) for count, index in counted)


def _entry(image: Image.Image, index: Any) -> RGB:
    return _rgb((image.getpalette() or [])[3 * index : 3 * index + 3])


def _rgb(levels: Sequence[int]) -> RGB:
    red, green, blue = levels
    return red, green, blue


def _sharpness(grey: NDArray[np.float32]) -> float:
    """The variance of the Laplacian."""
    if min(grey.shape) < 3:
        return 0.0
    inner = grey[1:-1, 1:-1]
    edges = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * inner
    return float(edges.var())
