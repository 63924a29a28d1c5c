"""Rule: what the boxes of a clip or a HEIC say that they hold is added up before it is decoded.

A reader makes room for every sample that an index claims, whether or not the file has its bytes:
twenty bytes can claim four thousand million.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from studio.look.bitstreams import av1_pixels, hevc_pixels
from studio.look.items import beginnings, grid_pixels
from studio.look.sniffing import BrokenPicture, PictureTooLarge

# Sound without compression has a sample for each moment: 16 s at 48 kHz, and a second track.
MOST_SAMPLES: Final = 2_000_000
# Pictures lie one by one: 16 s of 960 a second, and the packets of sound beside them.
MOST_LISTED: Final = 40_000
# Entries of all other tables together.
MOST_ENTRIES: Final = 200_000
MOST_BOXES: Final = 20_000
# A HEIC of 48 megapixels has 200 tiles, each an item; its decoder takes no more than this.
MOST_ITEMS: Final = 1_000
DEEPEST: Final = 12
# Boxes that hold boxes, and how many bytes stand before those.
HOLDERS: Final = {
    b"moov": 0,
    b"trak": 0,
    b"mdia": 0,
    b"minf": 0,
    b"stbl": 0,
    b"edts": 0,
    b"dinf": 0,
    b"udta": 0,
    b"moof": 0,
    b"traf": 0,
    b"mvex": 0,
    b"mfra": 0,
    b"iprp": 0,
    b"ipco": 0,
    b"meta": 4,
}
# Tables of so many entries, and where the number stands in the box.
TABLES: Final = {
    b"stts": 4,
    b"ctts": 4,
    b"stsc": 4,
    b"stco": 4,
    b"co64": 4,
    b"stss": 4,
    b"stps": 4,
    b"elst": 4,
    b"sgpd": 8,
    b"sbgp": 8,
    b"dref": 4,
    b"stsd": 4,
    b"keys": 4,
    b"tfra": 12,
    b"senc": 4,
    b"saio": 4,
}
# Of these each entry stands for so many samples as it says first.
RUNS: Final = (b"stts", b"ctts")
# What a picture of the family says of its size, and what its coded bytes say.
PIXELS: Final[dict[bytes, Callable[[bytes], int]]] = {
    b"ispe": lambda data: int.from_bytes(data[4:8], "big") * int.from_bytes(data[8:12], "big"),
    b"hvcC": hevc_pixels,
    b"av1C": lambda data: av1_pixels(data[4:]),
}
# More than those have that phones write; a decoder would read on.
LONGEST_HEADER: Final = 4096
# What no camera writes and a reader would unpack: an index that is compressed.
PACKED: Final = (b"cmov",)


class _Box(NamedTuple):
    kind: bytes
    start: int
    end: int


def check_clip_index(path: Path, start: int, end: int) -> None:
    """Raise PictureTooLarge where an index between these places claims more than a short clip
    has."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        _Count(data).check(start, end)


def check_items(data: mmap.mmap) -> int:
    """The same for what a HEIC or an AVIF holds: pictures, tiles, perhaps a film.

    How many pixels the largest of them has, by what is said anywhere.
    """
    count = _Count(data)
    count.check(0, len(data))
    at, end = count.index
    told = (
        max(av1_pixels(begun), grid_pixels(begun))
        for begun in beginnings(data, at, end, count.kept)
    )
    return max(count.pixels, *told, 0)


def has_box(data: bytes, kind: bytes) -> bool:
    """Whether a box of this kind lies in no other."""
    return any(box.kind == kind for box in _Count(data).inside(0, len(data)))


def spans(data: mmap.mmap, start: int, end: int, *kinds: bytes) -> list[tuple[int, int]]:
    """From where to where boxes lie that are reached by these kinds, the outermost first."""
    count = _Count(data)
    found = [(start, end)]
    for kind in kinds:
        found = [
            (box.start + count.skip(box), box.end)
            for span in found
            for box in count.inside(*span)
            if box.kind == kind
        ]
    return found


class _Count:
    """Adds up what the boxes of one file claim.

    pixels: of the largest picture; index: where that of its items lies; kept: where those lie that
    are small.
    """

    def __init__(self, data: mmap.mmap | bytes) -> None:
        self._data = data
        self._boxes = self._samples = self._listed = self._entries = self._items = 0
        self.pixels = self.kept = 0
        self.index = (0, 0)

    def check(self, start: int, end: int) -> None:
        self._walk(start, end, 0)

    def _walk(self, start: int, end: int, depth: int) -> None:
        if depth > DEEPEST:
            raise BrokenPicture("boxes in boxes")
        for box in self.inside(start, end):
            if box.kind in PACKED:
                raise BrokenPicture("a packed index")
            if box.kind in HOLDERS:
                self._walk(box.start + self.skip(box), box.end, depth + 1)
            elif not self._pictured(box):
                self._count(box)

    def skip(self, box: _Box) -> int:
        """Bytes before its boxes: a QuickTime `meta` has none, those of MP4 have four."""
        told = HOLDERS.get(box.kind, 0)
        return 0 if self._data[box.start + 4 : box.start + 8] == b"hdlr" else told

    def _pictured(self, box: _Box) -> bool:
        """What tells of pictures that do not move."""
        if box.kind in PIXELS:
            header = self._data[box.start : min(box.end, box.start + LONGEST_HEADER)]
            self.pixels = max(self.pixels, PIXELS[box.kind](header))
        elif box.kind == b"iloc":
            self.index = (box.start, box.end)
        elif box.kind == b"idat":
            self.kept = box.start
        else:
            return False
        return True

    def inside(self, start: int, end: int) -> Iterator[_Box]:
        at = start
        while at + 8 <= end:
            self._boxes += 1
            if self._boxes > MOST_BOXES:
                raise PictureTooLarge(f"{MOST_BOXES} boxes")
            size, kind = self._number(at), self._data[at + 4 : at + 8]
            head = 8
            if size == 1:
                size, head = int.from_bytes(self._data[at + 8 : at + 16], "big"), 16
            elif size == 0:
                size = end - at
            if size < head:
                return
            yield _Box(kind, at + head, min(at + size, end))
            at += size

    def _number(self, at: int) -> int:
        return int.from_bytes(self._data[at : at + 4], "big")

    def _count(self, box: _Box) -> None:
        kind, at = box.kind, box.start
        if kind in (b"stsz", b"stz2"):
            count = self._number(at + 8)
            self._samples += count
            if kind == b"stz2" or not self._number(at + 4):
                self._listed += count
        elif kind == b"trun":
            self._samples += self._number(at + 4)
            self._listed += self._number(at + 4)
        elif kind == b"sidx":
            # Behind two numbers that are twice as long in its second version.
            self._entries += (
                self._number(at + (28 if self._data[at : at + 1] > b"\0" else 20)) & 0xFFFF
            )
        elif kind == b"iinf":
            # The number is longer in later versions.
            length = 4 if self._data[at : at + 1] > b"\0" else 2
            self._items += int.from_bytes(self._data[at + 4 : at + 4 + length], "big")
        elif kind in TABLES:
            self._entries += (count := self._number(at + TABLES[kind]))
            self._refuse()
            if kind in RUNS:
                self._refuse_runs(at + 8, min(count, (box.end - at - 8) // 8))
        self._refuse()

    def _refuse_runs(self, at: int, count: int) -> None:
        entries = struct.iter_unpack(">II", self._data[at : at + count * 8])
        if sum(run for run, _ in entries) > MOST_SAMPLES:
            raise PictureTooLarge(f"{MOST_SAMPLES} samples")

    def _refuse(self) -> None:
        for count, most, what in (
            (self._samples, MOST_SAMPLES, "samples"),
            (self._listed, MOST_LISTED, "frames"),
            (self._entries, MOST_ENTRIES, "entries of an index"),
            (self._items, MOST_ITEMS, "items"),
        ):
            if count > most:
                raise PictureTooLarge(f"{most} {what}")
