"""Rule: the bytes say what a file is, not its name; and no decoder is loaded to tell."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final, Literal

from studio.look.markup import is_two

HEAD: Final = 4096
# The longest comment that a ZIP directory may end with, and the directory's own last record.
TAIL: Final = 65_535 + 22
BEGINNINGS: Final = {
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
}
HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis"})
AVIF_BRANDS: Final = frozenset({b"avif", b"avis"})
# As Windows writes them, in all its versions.
BMP_HEADERS: Final = frozenset(
    size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124)
)
# What a file may have too much of: pixels, of a picture or of a clip, seconds, parts of another
# kind, or it takes too much memory.
Excess = Literal["pixels", "clip pixels", "seconds", "parts", "memory"]


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
    """Raised when a file claims more pixels, parts or seconds than are allowed.

    limit: for whoever reads a log; what, most: which limit it was, for whoever sent the file.
    """

    def __init__(self, limit: str, what: Excess = "parts", most: float = 0) -> None:
        super().__init__(limit)
        self.limit = limit
        self.what = what
        self.most = most


def sniff(head: bytes, tail: bytes = b"") -> str:
    """The format that the first bytes show; a file that is also a page or an archive is refused."""
    kind = _magic(head)
    if kind is None or is_two(kind, head, tail):
        raise NotAPicture("unknown format")
    return kind


def check_clip(path: Path) -> None:
    """Raise NotAPicture for what is no clip by its bytes, or a clip and something else at once."""
    head, tail = ends(path)
    if not is_clip(head) or is_two("clip", head, tail):
        raise NotAPicture("unknown format")


def is_clip(head: bytes) -> bool:
    """Whether a file that begins like this is of the family of MP4, and no picture of it."""
    return head[4:8] == b"ftyp" and _still(head) is None


def ends(path: Path) -> tuple[bytes, bytes]:
    """The first bytes of a file, and its last ones."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        length = file.seek(0, io.SEEK_END)
        file.seek(max(length - TAIL, 0))
        return head, file.read()


def _magic(head: bytes) -> str | None:
    for beginning, kind in BEGINNINGS.items():
        if head.startswith(beginning):
            return kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    # The size of the header behind it tells it from a text that begins with these letters.
    if head.startswith(b"BM") and head[14:18] in BMP_HEADERS:
        return "bmp"
    return _still(head)


def _still(head: bytes) -> str | None:
    """HEIC and AVIF hide behind the common brand mif1 too; then the compatible brands tell."""
    if head[4:8] != b"ftyp":
        return None
    box = head[8 : min(int.from_bytes(head[:4], "big"), HEAD)]
    brands = {box[at : at + 4] for at in range(0, len(box), 4)}
    if not HEIC_BRANDS.isdisjoint(brands):
        return "heic"
    return None if AVIF_BRANDS.isdisjoint(brands) else "avif"
