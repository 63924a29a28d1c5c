"""Rule: colours that a file names by code points are read the same way, wherever it has them.

HEIC and AVIF have them in a box (`nclx`), PNG in a chunk (`cICP`), ICC profiles in a tag (`cicp`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from PIL.ImageFile import ImageFile

from studio.look.heic import nclx_profile

# Of PNG: those before which the chunk must stand.
PIXELS: Final = (b"IDAT", b"IEND")
SIGNATURE: Final = 8
ICC_HEADER: Final = 128
# A profile has a dozen tags.
MOST_TAGS: Final = 100


class CodePoints(NamedTuple):
    """Of ITU-T H.273."""

    primaries: int
    transfer: int


def of_picture(image: ImageFile) -> CodePoints | None:
    """What an open picture names."""
    if image.format == "PNG":
        with Path(os.fsdecode(image.filename)).open("rb") as file:
            return _cicp(file)
    told = image.info.get("nclx_profile")
    if told is None and image.format == "AVIF":
        # Pillow says nothing of it.
        told = nclx_profile(Path(os.fsdecode(image.filename)))
    return _nclx(told) if isinstance(told, Mapping) else None


def of_icc_profile(profile: bytes) -> CodePoints | None:
    """What a profile names beside its curves, which cannot say that white is bright."""
    count = int.from_bytes(profile[ICC_HEADER : ICC_HEADER + 4], "big")
    for number in range(min(count, MOST_TAGS)):
        entry = profile[ICC_HEADER + 4 + 12 * number :][:12]
        if entry[:4] == b"cicp":
            at = int.from_bytes(entry[4:8], "big")
            data = profile[at : at + 12]
            return CodePoints(data[8], data[9]) if data[:4] == b"cicp" and len(data) == 12 else None
    return None


def _nclx(told: Mapping[str, Any]) -> CodePoints:
    return CodePoints(
        int(told.get("color_primaries", 2)), int(told.get("transfer_characteristics", 2))
    )


def _cicp(file: BinaryIO) -> CodePoints | None:
    file.seek(SIGNATURE)
    while len(head := file.read(8)) == 8:
        length, name = int.from_bytes(head[:4], "big"), head[4:]
        if name in PIXELS:
            break
        if name == b"cICP":
            data = file.read(4)
            return CodePoints(data[0], data[1]) if len(data) == 4 else None
        file.seek(length + 4, 1)
    return None
