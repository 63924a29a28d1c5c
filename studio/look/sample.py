"""Rule: few pixels stand for a picture; they are its own, not mixed ones, and transparent ones
are left out."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.look import hdr_pictures, modes, profiles
from studio.look.develop import to_rgb
from studio.look.intake import opened

# Half the size mixes neighbours a little, which does no harm in a picture that stays so large.
# At a quarter the mixed colours can be seen among its main ones.
HALVED_FROM = 1_200_000
OPAQUE = 128


def sample(path: Path, count: int) -> NDArray[np.uint8]:
    """At most `count` sRGB pixels (n, 3), evenly from all over the picture."""
    with opened(path) as (kind, image):
        if kind == "jpeg" and image.width * image.height >= HALVED_FROM:
            image.draft(None, (image.width // 2, image.height // 2))
        colours = profiles.told(image)
        if colours.space.is_bright:
            halved = 2 if image.width * image.height >= HALVED_FROM else 1
            picture = hdr_pictures.shown(kind, image, colours.space, halved)
            few, colours = _few(picture, count), profiles.PLAIN
        else:
            image.load()
            few = modes.in_8_bits(_few(image, count))
        pixels = np.asarray(to_rgb(few, colours)).reshape(-1, 3)
        seen = _opaque(few)
    return pixels if seen is None or not seen.any() else pixels[seen]


def _few(image: Image.Image, count: int) -> Image.Image:
    step = math.ceil(math.sqrt(image.width * image.height / count))
    size = (max(image.width // step, 1), max(image.height // step, 1))
    few = image.resize(size, Image.Resampling.NEAREST)
    few.info.update(image.info)
    return few


def _opaque(image: Image.Image) -> NDArray[np.bool_] | None:
    """Which pixels can be seen; None where all can."""
    alpha = modes.opaque(image)[1]
    if alpha is None:
        return None
    found: NDArray[np.bool_] = np.asarray(alpha).ravel() >= OPAQUE
    return found
