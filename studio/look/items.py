"""Rule: where a HEIC or an AVIF keeps its coded pictures is read before a decoder is asked."""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from typing import Final

# Enough for the headers that a coded picture begins with.
BEGINNING: Final = 256
IN_FILE, IN_BOX = 0, 1
# The sides of a picture of tiles, behind its version, its flags and how many they are; in so many
# bytes as nothing else has that begins with that version.
GRIDS: Final = {8: ">xxxxHH", 12: ">xxxxII"}


def beginnings(data: mmap.mmap | bytes, at: int, end: int, box: int) -> Iterator[bytes]:
    """The first bytes of each item of an `iloc` (its content, to `end`), with what lies behind a
    short one and without; `box`: where `idat` is."""
    try:
        yield from _beginnings(data, at, end, box)
    except IndexError:
        return


def _beginnings(data: mmap.mmap | bytes, at: int, end: int, box: int) -> Iterator[bytes]:
    fields = _Fields(data, at, end)
    version = fields.read(4) >> 24
    sizes = fields.read(2)
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    many = 4 if version == 2 else 2
    for _ in range(fields.read(many)):
        fields.read(many)
        where = fields.read(2) & 15 if version else IN_FILE
        fields.read(2)
        start = fields.read(base)
        for number in range(fields.read(2)):
            fields.read(index if version else 0)
            place = start + fields.read(offset) + (box if where == IN_BOX else 0)
            many_bytes = fields.read(length)
            if number == 0 and where in (IN_FILE, IN_BOX):
                yield data[place : place + BEGINNING]
                yield data[place : place + min(many_bytes, BEGINNING)]


def grid_pixels(item: bytes) -> int:
    """How many a picture of tiles has; 0 where an item is something else."""
    if item[:1] != b"\0" or len(item) not in GRIDS:
        return 0
    width, height = struct.unpack(GRIDS[len(item)], item)
    return int(width * height)


class _Fields:
    """Numbers one behind the other. Raises IndexError behind the end."""

    def __init__(self, data: mmap.mmap | bytes, at: int, end: int) -> None:
        self._data, self._at, self._end = data, at, end

    def read(self, length: int) -> int:
        start, self._at = self._at, self._at + length
        if self._at > self._end:
            raise IndexError("no more fields")
        return int.from_bytes(self._data[start : self._at], "big")
