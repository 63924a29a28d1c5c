"""Rule: a photo is cut as dense as its window shows it, and no denser than memory allows."""

from __future__ import annotations

import math

from studio.rectangle import Rectangle

# Sampling a little denser than the frame keeps a slow move from pulsing between sharp and soft.
DENSER = 1.06
# The largest source, in sizes of its window.
MOST_SOURCE = 3.0
# The largest of a move that does not zoom, in pixels: along a long photo all of it is seen as sharp
# as its window is, and a strip of it takes no more memory than the zooms of a large frame.
MOST_STRIP = 12_000_000


def of_move(
    start: Rectangle[float], end: Rectangle[float], area: Rectangle[float], window: Rectangle[int]
) -> tuple[float, float]:
    """The size of the whole photo, in pixels of which the area is cut."""
    if (start.width, start.height) == (end.width, end.height):
        wide = window.width / start.width * (DENSER if start.x != end.x else 1)
        tall = window.height / start.height * (DENSER if start.y != end.y else 1)
        most = math.sqrt(MOST_STRIP / (area.width * wide * area.height * tall))
        return wide * min(most, 1.0), tall * min(most, 1.0)
    wide = _density(start.x, end.x, start.width, end.width, area.width) * window.width
    tall = _density(start.y, end.y, start.height, end.height, area.height) * window.height
    return wide, tall


def _density(start: float, end: float, first: float, last: float, area: float) -> float:
    """Pixels of the whole photo for each pixel of the window; an axis that rests is sampled 1:1.

    A far zoom that somebody wrote into a storyboard is soft: it must not need all the memory.
    """
    if (start, first) == (end, last):
        return 1 / first
    return min(DENSER / min(first, last), MOST_SOURCE / area)
