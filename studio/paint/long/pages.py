"""Rule: what is too high for one file is scaled a little, and if that is not enough, split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.paint.long.sheet import PageBlock, Sheet

WIDTH = 1080
# Narrower, captions could no longer be read on a phone: then it is split, at full width.
LEAST_WIDTH = 720


@dataclass(frozen=True, slots=True)
class PagePart:
    """Blocks of one file, with where each begins."""

    blocks: tuple[PageBlock, ...]
    tops: tuple[int, ...]
    height: int


def width(height: int, most: int) -> int:
    """How wide the page is that would be so high at full width."""
    fitting = WIDTH * most // max(height, 1) - 2
    return WIDTH if height <= most or fitting < LEAST_WIDTH else fitting


def split(blocks: Sequence[PageBlock], sheet: Sheet, most: int) -> tuple[PagePart, ...]:
    """As few files as will do, of much the same height; no block is cut."""
    heights = [block.height(sheet) for block in blocks]
    files = -(-sum(heights) // most)
    while True:
        parts = _filled(heights, sum(heights) / files, most)
        if len(parts) <= files:
            return tuple(_part(blocks, heights, first, last) for first, last in parts)
        files += 1


def _filled(heights: Sequence[int], wanted: float, most: int) -> list[tuple[int, int]]:
    """From which block to which each file goes."""
    parts, first, height = [], 0, 0
    for number, own in enumerate(heights):
        full = height + own / 2 > wanted or height + own > most
        if number > first and full:
            parts.append((first, number))
            first, height = number, 0
        height += own
    return [*parts, (first, len(heights))]


def _part(blocks: Sequence[PageBlock], heights: Sequence[int], first: int, last: int) -> PagePart:
    tops = tuple(sum(heights[first:number]) for number in range(first, last))
    return PagePart(tuple(blocks[first:last]), tops, sum(heights[first:last]))
