"""Rule: what a still picture is made of is counted in its bytes before any decoder sees them.

A decoder does work for each scan of a JPEG and each frame of an animation, however few bytes it
has, and makes room for a canvas as the header claims it. Of an animation we show the first frame.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from studio.look.boxes import check_items
from studio.look.sniffing import BrokenPicture, PictureTooLarge

# Encoders write up to 13 scans; those that search for the shortest file, a few more.
MOST_SCANS: Final = 32
MOST_FRAMES: Final = 1000
# A decoder of WebP makes room for several canvases as soon as it is asked what a file is.
MOST_CANVAS: Final = 1 << 25
MOST_MOVING_CANVAS: Final = 16_000_000
MOST_CHUNKS: Final = 100_000
# In the data of a scan a marker is 0xFF before what is neither a stuffed zero nor a restart.
MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
# The headers of pictures that are written from top to bottom, as cameras do it.
SEQUENTIAL: Final = (0xC0, 0xC1, 0xC9)
# They stand alone, without a length: TEM, and the start and the end of a picture.
ALONE: Final = (0x01, 0xD8, END_OF_IMAGE)


class Parts(NamedTuple):
    """Of a canvas, what the header claims; only where frames are painted on one.

    plain: whether a decoder can make it smaller while it reads; pixels: of the largest picture in
    it, by what is said anywhere.
    """

    scans: int = 1
    frames: int = 1
    canvas: int = 0
    plain: bool = False
    pixels: int = 0


def check_parts(kind: str, path: Path) -> Parts:
    """What it has. Raises PictureTooLarge for more scans, frames or items than a picture needs."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        found = COUNTS[kind](data)
    if found.scans > MOST_SCANS:
        raise PictureTooLarge(f"{MOST_SCANS} scans")
    if found.frames > MOST_FRAMES:
        raise PictureTooLarge(f"{MOST_FRAMES} frames")
    if found.canvas > (most := MOST_CANVAS if found.frames == 1 else MOST_MOVING_CANVAS):
        raise PictureTooLarge(f"{most} pixels, {found.frames} frames", "pixels", most)
    return found


def _jpeg(data: mmap.mmap) -> Parts:
    scans, planes, whole = 0, b"", False
    for marker, at in segments(data):
        if marker in SEQUENTIAL:
            planes = data[at + 7 : at + 8]
        elif marker == START_OF_SCAN:
            if not scans:
                # By its first scan a decoder decides whether it keeps all of the picture. More
                # behind one that is whole are of no camera; they are counted as any.
                whole = planes != b"" and planes == data[at + 2 : at + 3]
            scans += 1
            if scans > MOST_SCANS:
                break
    return Parts(scans=scans, plain=whole)


def segments(data: mmap.mmap | bytes) -> Iterator[tuple[int, int]]:
    """(marker, place behind it) of each part of a JPEG, up to its end."""
    at = 2
    for _ in range(MOST_CHUNKS):
        found = MARKER.search(data, at)
        if found is None or found[0][-1] == END_OF_IMAGE:
            return
        marker, at = found[0][-1], found.end()
        yield marker, at
        if marker not in ALONE:
            at += int.from_bytes(data[at : at + 2], "big")
    raise BrokenPicture("too many segments")


def _webp(data: mmap.mmap) -> Parts:
    frames = sum(name == b"ANMF" for name, _ in _chunks(data, 12, "little"))
    return Parts(frames=max(frames, 1), canvas=_webp_canvas(data))


def _webp_canvas(data: mmap.mmap) -> int:
    if data[12:16] == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        return width * height
    if data[12:16] == b"VP8L":
        packed = int.from_bytes(data[21:25], "little")
        return ((packed & 0x3FFF) + 1) * ((packed >> 14 & 0x3FFF) + 1)
    width, height = (int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    return width * height


def _png(data: mmap.mmap) -> Parts:
    """An interlaced one has seven passes and no more; an animated one says how many frames."""
    width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    for name, at in _chunks(data, 8, "big"):
        if name == b"acTL":
            return Parts(frames=int.from_bytes(data[at : at + 4], "big"), canvas=width * height)
        if name == b"IDAT":
            break
    return Parts()


def _chunks(data: mmap.mmap, at: int, order: str) -> Iterator[tuple[bytes, int]]:
    """(name, place) of each chunk of a RIFF file (little) or a PNG (big)."""
    for _ in range(MOST_CHUNKS):
        head = data[at : at + 8]
        if len(head) < 8:
            return
        if order == "little":
            name, length = head[:4], int.from_bytes(head[4:], "little")
            step = length + length % 2
        else:
            name, length = head[4:], int.from_bytes(head[:4], "big")
            step = length + 4
        yield name, at + 8
        at += 8 + step
    raise BrokenPicture("too many chunks")


def _gif(data: mmap.mmap) -> Parts:
    """Frames by their descriptors; between them lie extensions, and data in short blocks."""
    frames, at = 0, 13 + _colours(data[10])
    width, height = (int.from_bytes(data[at : at + 2], "little") for at in (6, 8))
    while at < len(data) and frames <= MOST_FRAMES:
        kind = data[at]
        if kind == 0x21:
            at = _after_blocks(data, at + 2)
        elif kind == 0x2C and at + 10 < len(data):
            frames += 1
            at = _after_blocks(data, at + 11 + _colours(data[at + 9]))
        else:
            break
    return Parts(frames=frames, canvas=width * height if frames > 1 else 0)


def _colours(flags: int) -> int:
    """How long a table of colours is."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: mmap.mmap, at: int) -> int:
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1


def _items(data: mmap.mmap) -> Parts:
    """A film may be hidden beside the pictures: its samples are counted as those of a clip are."""
    return Parts(pixels=check_items(data))


def _one(_: mmap.mmap) -> Parts:
    """What is read by offsets: its own header counts, which is judged before it is decoded."""
    return Parts()


COUNTS: Final[dict[str, Callable[[mmap.mmap], Parts]]] = {
    "jpeg": _jpeg,
    "png": _png,
    "webp": _webp,
    "gif": _gif,
    "heic": _items,
    "avif": _items,
    "bmp": _one,
    "tiff": _one,
    "dng": _one,
}
