"""Rule: a picture is written strip by strip as it is painted; no canvas holds all of it.

A JPEG may be cut at restart markers: each strip is encoded alone, and their scans are joined
behind one header. So memory does not grow with the height, and encoding goes on while the next
photos are made.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO, NamedTuple

from PIL import Image

QUALITY = 88
# libjpeg's own limit of a side.
MOST_HEIGHT = 65_500
# Whole rows of the blocks of a JPEG with halved colours.
BLOCK = 16
STRIP = 32 * BLOCK
SOF, DRI, SOS, FIRST_RST, EOI = 0xC0, 0xDD, 0xDA, 0xD0, b"\xff\xd9"


class JpegStrips:
    """One JPEG file; `add` rows from the top down, then `close`."""

    def __init__(self, file: BinaryIO, width: int) -> None:
        self._file = file
        self._strip = Image.new("RGB", (width, STRIP), None)
        self._filled = 0
        self._strips = 0
        self._height = 0
        self._height_at = 0

    def add(self, rows: Image.Image) -> None:
        """Add rows below what was added before."""
        self._height += rows.height
        done = 0
        while done < rows.height:
            # A full strip waits until something follows it: the last one is never empty.
            if self._filled == STRIP:
                self._encode(self._strip)
                self._filled = 0
            self._strip.paste(rows, (0, self._filled - done))
            more = min(STRIP - self._filled, rows.height - done)
            self._filled += more
            done += more

    def close(self) -> tuple[int, int]:
        """Finish the file and say how large the picture is."""
        self._encode(self._strip.crop((0, 0, self._strip.width, self._filled)))
        self._file.write(EOI)
        self._file.seek(self._height_at)
        self._file.write(self._height.to_bytes(2, "big"))
        self._file.flush()
        return self._strip.width, self._height

    def _encode(self, strip: Image.Image) -> None:
        coded = io.BytesIO()
        strip.save(coded, format="JPEG", quality=QUALITY, subsampling="4:2:0", optimize=False)
        parts = _parts(coded.getvalue())
        if self._strips == 0:
            self._begin(parts, strip.width)
        else:
            self._file.write(bytes((0xFF, FIRST_RST + (self._strips - 1) % 8)))
        self._file.write(parts.scan)
        self._strips += 1

    def _begin(self, parts: _Parts, width: int) -> None:
        interval = -(-width // BLOCK) * (STRIP // BLOCK)
        restart = bytes((0xFF, DRI, 0, 4)) + interval.to_bytes(2, "big")
        self._height_at = parts.height_at
        self._file.write(parts.tables + restart + parts.start)


class _Parts(NamedTuple):
    """Tables and sizes, where among them the height is, the start of the scan, the scan."""

    tables: bytes
    height_at: int
    start: bytes
    scan: bytes


def _parts(coded: bytes) -> _Parts:
    at, height_at = 2, 0
    while coded[at + 1] != SOS:
        if coded[at + 1] == SOF:
            height_at = at + 5
        at += 2 + int.from_bytes(coded[at + 2 : at + 4], "big")
    end = at + 2 + int.from_bytes(coded[at + 2 : at + 4], "big")
    return _Parts(coded[:at], height_at, coded[at:end], coded[end : -len(EOI)])


def save(image: Image.Image, path: Path, form: str, quality: int) -> None:
    """Write a picture so that it appears under its name only when it is whole."""
    part = path.with_name(path.name + ".part")
    image.save(part, format=form, quality=quality)
    part.replace(path)
