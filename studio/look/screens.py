"""Rule: a picture of a screen is told by its shape, its flat grounds and its rows of text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.look import exif

# Width by height of a phone's screen, or of a tablet's; what is longer was put together of several.
PHONE, TABLET = (1.7, 2.6), (1.3, 1.65)
# From this many widths on a picture is long: no page shows it whole and so that it can be read.
LONG: Final = 2.8
# Where nobody says who made the camera, cameras say for how long and how wide they opened.
EXPOSED: Final = (0x829A, 0x829D)
# What is looked at, in pixels of a picture whose shorter side has about SHORTER of them.
SHORTER, TALLEST = 256, 640
# A screen has few grounds, and none of them has a shade: so many levels of grey, and what a JPEG
# adds to them, cover this part of it, and this part of its rows of text. Of photos that were looked
# at these had 0.2 and 0.2 at most; a conversation 0.84 and 0.73.
GROUNDS, GRAIN = 3, 1
COVERED, AMONG_TEXT = 0.5, 0.4
# A row of text has so many edges of this strength; between rows of text there are next to none.
EDGE: Final = 24
EDGES, QUIET = 10, 2
ROWS: Final = 7

Grey = NDArray[np.int16]


def by_camera(found: Mapping[int, Any]) -> bool:
    """Whether what `exif.read` found says that a camera took it."""
    told = found.get(exif.EXIF_IFD, {})
    return any(found.get(tag) for tag in exif.MADE_BY) or any(tag in told for tag in EXPOSED)


def is_long(size: tuple[int, int]) -> bool:
    """Whether a picture of this width and height is so high that it is gone along."""
    return size[1] >= LONG * size[0]


def is_screen(image: Image.Image, size: tuple[int, int]) -> bool:
    """Whether a picture of `size` that no camera took shows a screen with text on it.

    `image` is the same picture, upright, reduced at most to about SHORTER pixels of its shorter
    side: text that is smaller is no text any more.
    """
    if not _fits(size):
        return False
    grey = _looked_at(image)
    edges = (np.abs(np.diff(grey, axis=1)) >= EDGE).sum(axis=1)
    ground = _is_ground(grey)
    if ground.mean() < COVERED or _rows(edges) < ROWS:
        return False
    return float(ground[edges >= EDGES].mean()) >= AMONG_TEXT


def _is_ground(grey: Grey) -> NDArray[np.bool_]:
    most = np.bincount(grey.ravel(), minlength=256).argsort()[-GROUNDS:]
    near = {level + apart for level in most.tolist() for apart in range(-GRAIN, GRAIN + 1)}
    return np.isin(grey, list(near))


def _fits(size: tuple[int, int]) -> bool:
    if is_long(size):
        return True
    aspect = max(size) / min(size)
    return any(least <= aspect <= most for least, most in (PHONE, TABLET))


def _looked_at(image: Image.Image) -> Grey:
    """From the middle of it, so that neither bars nor keyboards speak for the rest."""
    scale = max(min(image.size) // SHORTER, 1)
    small = image.convert("L").reduce(scale) if scale > 1 else image.convert("L")
    top = max((small.height - TALLEST) // 2, 0)
    part = small.crop((0, top, small.width, min(top + TALLEST, small.height)))
    return np.asarray(part, np.int16)


def _rows(edges: NDArray[np.intp]) -> int:
    """How many rows of text there are: lines full of edges, parted by lines without."""
    count, inside = 0, False
    for number in edges.tolist():
        if number >= EDGES:
            count += not inside
            inside = True
        elif number <= QUIET:
            inside = False
    return count
