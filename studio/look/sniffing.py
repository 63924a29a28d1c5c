"""Rule: the bytes say what a file is, not its name; and no decoder is loaded to tell."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

HEAD: Final = 4096
# The longest comment that a ZIP directory may end with, and the directory's own last record.
TAIL: Final = 65_535 + 22
ZIP_END: Final = b"PK\x05\x06\0\0\0\0"
MARKUP: Final = (b"<script", b"<!doctype", b"<html", b"<svg ", b"<?php", b"<?xml version")
HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis"})


class PictureError(Exception):
    """Raised when a file cannot be used as a picture."""


class NotAPicture(PictureError):
    """Raised when the bytes are of no format that we accept, or of two at once."""


class UnsupportedCodec(NotAPicture):
    """Raised when a clip is of a codec that no guest's device records."""

    def __init__(self, codec: str) -> None:
        super().__init__(codec)
        self.codec = codec


class BrokenPicture(PictureError):
    """Raised when a picture is truncated, damaged or cannot be read."""


class PictureTooLarge(PictureError):
    """Raised when a file claims more pixels, parts or seconds than are allowed."""

    def __init__(self, limit: str) -> None:
        super().__init__(limit)
        self.limit = limit


def sniff(head: bytes, tail: bytes = b"") -> str:
    """The format that the first bytes show; a file that is also a page or an archive is refused."""
    kind = _magic(head)
    if kind is None or _is_two(head, tail):
        raise NotAPicture("unknown format")
    return kind


def check_clip(path: Path) -> None:
    """Raise NotAPicture for what is no clip by its bytes, or a clip and something else at once."""
    head, tail = ends(path)
    if not is_clip(head) or _is_two(head, tail):
        raise NotAPicture("unknown format")


def is_clip(head: bytes) -> bool:
    """Whether a file that begins like this is of the family of MP4, of which HEIC is one too."""
    return head[4:8] == b"ftyp" and not _is_heic(head)


def ends(path: Path) -> tuple[bytes, bytes]:
    """The first bytes of a file, and its last ones."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        length = file.seek(0, io.SEEK_END)
        file.seek(max(length - TAIL, 0))
        return head, file.read()


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


def _is_heic(head: bytes) -> bool:
    """HEIC hides behind the common brand mif1 too; then the compatible brands tell."""
    if head[4:8] != b"ftyp":
        return False
    box = head[8 : min(int.from_bytes(head[:4], "big"), HEAD)]
    brands = {box[at : at + 4] for at in range(0, len(box), 4)}
    return not HEIC_BRANDS.isdisjoint(brands)
