"""ICC profiles made of the one that LittleCMS brings, and what a PNG says of its colours."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

from PIL import ImageCms

# Colorants of Display P3 by the white of ICC (D50), as they stand in everybody's profile of it.
DISPLAY_P3 = ((0.51512, 0.2412, -0.00105), (0.29198, 0.69225, 0.04189), (0.1571, 0.06657, 0.78407))
# What Skia writes as a name, with curves of sRGB and the primaries of Display P3.
SKIA = "Display P3 Gamut with sRGB Transfer"
# A red and a skin of Display P3, and what they are in sRGB.
PAIRS = (((234, 51, 35), (255, 0, 0)), ((191, 143, 115), (200, 140, 110)))


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def rgb(name: str, colorants: Sequence[Sequence[float]] = DISPLAY_P3) -> bytes:
    """A profile with sRGB's curve, these colorants and this name."""
    tags = _tags(srgb())
    tags[b"desc"] = _text(name)
    for tag, values in zip((b"rXYZ", b"gXYZ", b"bXYZ"), colorants, strict=True):
        tags[tag] = b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(v * 65536) for v in values))
    return _profile(srgb()[:128], tags)


def grey(exponent: float) -> bytes:
    """A profile of grey pictures with this curve."""
    old = _tags(srgb())
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(exponent * 256))
    tags = {b"desc": _text("grey"), b"cprt": old[b"cprt"], b"wtpt": old[b"wtpt"], b"kTRC": curve}
    head = srgb()[:16] + b"GRAY" + srgb()[20:128]
    return _profile(head, tags)


def bright(primaries: int, transfer: int) -> bytes:
    """A profile that says by code points what its curves cannot."""
    tags = _tags(srgb())
    tags[b"cicp"] = b"cicp\0\0\0\0" + bytes((primaries, transfer, 0, 1))
    return _profile(srgb()[:128], tags)


def inks() -> bytes:
    """A profile of CMYK: each ink takes half of its light, and black takes all."""
    grid = 2
    table = b"mft2\0\0\0\0" + bytes((4, 3, grid, 0))
    table += struct.pack(">9i", *(65536 if at % 4 == 0 else 0 for at in range(9)))
    table += struct.pack(">HH", 2, 2) + struct.pack(">HH", 0, 65535) * 4
    for number in range(grid**4):
        cyan, magenta, yellow, black = (number >> at & 1 for at in (3, 2, 1, 0))
        light = 0.0 if black else 1.0
        table += struct.pack(
            ">3H", *_lab([light * (1 - ink / 2) for ink in (cyan, magenta, yellow)])
        )
    table += struct.pack(">HH", 0, 65535) * 3
    old = _tags(srgb())
    tags = {b"desc": _text("inks"), b"cprt": old[b"cprt"], b"wtpt": old[b"wtpt"], b"A2B0": table}
    head = srgb()[:8] + b"\x02\x40\0\0prtrCMYKLab " + srgb()[24:128]
    return _profile(head, tags)


def _lab(light: Sequence[float]) -> tuple[int, int, int]:
    """16-bit Lab of version 2 of ICC, of light in sRGB's primaries."""
    red, green, blue = ((0.436, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))
    xyz = [
        sum(a * b for a, b in zip(light, row, strict=True))
        for row in zip(red, green, blue, strict=True)
    ]
    x, y, z = (
        (part / white) ** (1 / 3) if part / white > 0.008856 else 7.787 * part / white + 16 / 116
        for part, white in zip(xyz, (0.9642, 1.0, 0.8249), strict=True)
    )
    lab = (116 * y - 16, 500 * (x - y), 200 * (y - z))
    return round(lab[0] * 652.8), round((lab[1] + 128) * 256), round((lab[2] + 128) * 256)


def _text(words: str) -> bytes:
    """Of version 4 (mluc), in English."""
    coded = words.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II4sII", 1, 12, b"enUS", len(coded), 28) + coded


def _tags(profile: bytes) -> dict[bytes, bytes]:
    count = struct.unpack_from(">I", profile, 128)[0]
    found = (struct.unpack_from(">4sII", profile, 132 + 12 * at) for at in range(count))
    return {name: profile[at : at + size] for name, at, size in found}


def _profile(head: bytes, tags: dict[bytes, bytes]) -> bytes:
    at = 132 + 12 * len(tags)
    table, data = b"", b""
    for name, content in tags.items():
        table += struct.pack(">4sII", name, at + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    body = struct.pack(">I", len(tags)) + table + data
    return struct.pack(">I", 128 + len(body)) + head[4:128] + body


def add_chunks(path: Path, *chunks: tuple[bytes, bytes]) -> Path:
    """Put chunks into a PNG, right behind its header."""
    data = path.read_bytes()
    more = b"".join(
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )
    path.write_bytes(data[:33] + more + data[33:])
    return path
