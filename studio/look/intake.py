"""Rule: the bytes say what a file is, not its name; limits are checked before decoding."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from studio.look import exif
from studio.look.heic import open_heic

HEAD = 4096
# The longest comment that a ZIP directory may end with, and the directory's own last record.
TAIL = 65_535 + 22
ZIP_END = b"PK\x05\x06\0\0\0\0"
MARKUP = (b"<script", b"<!doctype", b"<html", b"<svg ", b"<?php", b"<?xml version")
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis"})
# Decoding a JPEG at an eighth reads every byte of it but needs a sixty-fourth of the memory.
PROOF = 8


# A plugin is called by itself and not through Image.open: so no other format is ever tried, nothing
# is registered globally, and Pillow's own bomb limit does not speak before ours.
OPENERS: dict[str, Callable[[str], ImageFile]] = {
    "jpeg": JpegImageFile,
    "png": PngImageFile,
    "webp": WebPImageFile,
    "gif": GifImageFile,
    "heic": open_heic,
}


@dataclass(frozen=True, slots=True)
class Picture:
    """Width and height are those of the upright picture."""

    format: str
    width: int
    height: int
    taken_ms: int | None
    latitude: float | None
    longitude: float | None


class PictureError(Exception):
    """Raised when a file cannot be used as a picture."""


class NotAPicture(PictureError):
    """Raised when the bytes are of no format that we accept, or of two at once."""


class BrokenPicture(PictureError):
    """Raised when a picture is truncated, damaged or cannot be read."""


class PictureTooLarge(PictureError):
    """Raised when the header claims more pixels than are allowed."""

    def __init__(self, limit: str) -> None:
        super().__init__(limit)
        self.limit = limit


def inspect(path: Path, *, max_pixels: int) -> Picture:
    """What the picture is; proves on the way that it can be decoded to its last row."""
    with opened(path) as (kind, image):
        picture = described(kind, image, max_pixels)
        if kind == "jpeg":
            image.draft(None, (max(image.width // PROOF, 1), max(image.height // PROOF, 1)))
        image.load()
    return picture


def described(kind: str, image: ImageFile, max_pixels: int) -> Picture:
    """What the header and the camera say of an open picture, before it is decoded."""
    width, height = image.size
    if width * height > max_pixels:
        raise PictureTooLarge(f"{width}x{height} > {max_pixels}")
    found = exif.read(image)
    if exif.orientation(found) in exif.SIDEWAYS:
        width, height = height, width
    # An upload keeps the time at which it came in, wherever it is moved later.
    taken = exif.taken_ms(found, os.stat(image.filename).st_mtime_ns // 1_000_000)
    return Picture(kind, width, height, taken, *exif.place(found))


def sniff(head: bytes, tail: bytes = b"") -> str:
    """The format that the first bytes show; a file that is also a page or an archive is refused."""
    kind = _magic(head)
    if kind is None or _is_two(head, tail):
        raise NotAPicture("unknown format")
    return kind


def check_clip(path: Path) -> None:
    """Raise NotAPicture for what is no clip by its bytes, or a clip and something else at once."""
    head, tail = _ends(path)
    if not is_clip(head) or _is_two(head, tail):
        raise NotAPicture("unknown format")


def _is_two(head: bytes, tail: bytes) -> bool:
    lowered = head.lower()
    return ZIP_END in tail or any(mark in lowered for mark in MARKUP)


def _magic(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    return "heic" if _is_heic(head) else None


def is_clip(head: bytes) -> bool:
    """Whether a file that begins like this is of the family of MP4, of which HEIC is one too."""
    return head[4:8] == b"ftyp" and not _is_heic(head)


def _is_heic(head: bytes) -> bool:
    """HEIC hides behind the common brand mif1 too; then the compatible brands tell."""
    if head[4:8] != b"ftyp":
        return False
    box = head[8 : min(int.from_bytes(head[:4], "big"), HEAD)]
    brands = {box[at : at + 4] for at in range(0, len(box), 4)}
    return not HEIC_BRANDS.isdisjoint(brands)


@contextmanager
def opened(path: Path) -> Iterator[tuple[str, ImageFile]]:
    """(format, open picture); whatever a decoder raises inside leaves as one of our errors."""
    try:
        kind = sniff(*_ends(path))
        with OPENERS[kind](str(path)) as image:
            yield kind, image
    except (PictureError, MemoryError):
        raise
    except Exception as error:  # Decoders fail in many ways on hostile bytes; all mean the same.
        raise BrokenPicture(type(error).__name__) from error


def _ends(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        head = file.read(HEAD)
        length = file.seek(0, io.SEEK_END)
        file.seek(max(length - TAIL, 0))
        return head, file.read()
