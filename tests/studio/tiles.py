"""An AVIF of tiles, as no encoder at hand writes it: boxes by hand around pictures of one."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

from PIL import Image

GRID, FIRST = 1, 2


def box(kind: bytes, inside: bytes) -> bytes:
    return struct.pack(">I", 8 + len(inside)) + kind + inside


def tiled(
    tiles: Sequence[Image.Image], size: tuple[int, int], told: tuple[int, int] | None = None
) -> bytes:
    """A row of pictures of one size, and what they are together; told: what `ispe` says of that."""
    coded = [_coded(tile) for tile in tiles]
    content = [_box_of(data, b"mdat")[8:] for data in coded]
    kept = (
        _full(b"hdlr", bytes(4) + b"pict" + bytes(13))
        + _full(b"pitm", struct.pack(">H", GRID))
        + _items(len(tiles))
        + _properties(coded[0], tiles[0].size, told or size, len(tiles))
        + box(b"idat", struct.pack(">BBBBHH", 0, 0, 0, len(tiles) - 1, *size))
    )
    brands = box(b"ftyp", b"avif\0\0\0\0avifmif1miaf")
    length = len(brands) + len(_full(b"meta", kept + _places(content, 0)))
    meta = _full(b"meta", kept + _places(content, length + 8))
    return brands + meta + box(b"mdat", b"".join(content))


def _coded(tile: Image.Image) -> bytes:
    out = io.BytesIO()
    tile.save(out, "AVIF", speed=9)
    return out.getvalue()


def _box_of(data: bytes, kind: bytes) -> bytes:
    at = data.index(kind) - 4
    return data[at : at + int.from_bytes(data[at : at + 4], "big")]


def _full(kind: bytes, inside: bytes, version: int = 0, flags: int = 0) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags) + inside)


def _items(count: int) -> bytes:
    tiles = range(FIRST, FIRST + count)
    entries = [
        _full(b"infe", struct.pack(">HH", GRID, 0) + b"grid\0", 2),
        *(_full(b"infe", struct.pack(">HH", tile, 0) + b"av01\0", 2, 1) for tile in tiles),
    ]
    made_of = box(b"dimg", struct.pack(f">HH{count}H", GRID, count, *tiles))
    listed = struct.pack(">H", len(entries)) + b"".join(entries)
    return _full(b"iinf", listed) + _full(b"iref", made_of)


def _properties(coded: bytes, tile: tuple[int, int], told: tuple[int, int], count: int) -> bytes:
    kept = b"".join(_full(b"ispe", struct.pack(">II", *size)) for size in (told, tile))
    kept += _box_of(coded, b"av1C") + _box_of(coded, b"pixi")
    whose = struct.pack(">IHBBB", count + 1, GRID, 2, 1, 4)
    for number in range(FIRST, FIRST + count):
        # What no reader may pass over has the highest bit.
        whose += struct.pack(">HBBBB", number, 3, 2, 0x80 | 3, 4)
    return box(b"iprp", box(b"ipco", kept) + _full(b"ipma", whose))


def _places(content: Sequence[bytes], at: int) -> bytes:
    """Where each item lies: the sides of all in `idat`, the tiles in the file."""
    entries = struct.pack(">HHHHII", GRID, 1, 0, 1, 0, 8)
    for number, data in enumerate(content, FIRST):
        entries += struct.pack(">HHHHII", number, 0, 0, 1, at, len(data))
        at += len(data)
    return _full(b"iloc", b"\x44\0" + struct.pack(">H", len(content) + 1) + entries, 1)
