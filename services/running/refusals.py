"""What is said of a file that has too much of something, in words of whoever sent it."""

from __future__ import annotations

from typing import Final

from status_codes import ApiError, Global
from studio.look.sniffing import Excess, PictureTooLarge

ROWS: Final[dict[Excess, Global]] = {
    "pixels": Global.PICTURE_PIXELS,
    "clip pixels": Global.CLIP_PIXELS,
    "seconds": Global.CLIP_SECONDS,
    "parts": Global.FILE_COMPLEX,
    "memory": Global.FILE_COMPLEX,
}
# What the texts count in.
TEN_THOUSAND: Final = 10_000
MIB: Final = 1 << 20


def too_large(error: PictureTooLarge) -> ApiError:
    """-413, with the limit that it is over."""
    row = ROWS[error.what]
    if row is Global.FILE_COMPLEX:
        return ApiError(row)
    most = error.most if row is Global.CLIP_SECONDS else error.most // TEN_THOUSAND
    return ApiError(row, limit=f"{most:.10g}")


def megabytes(limit: int) -> str:
    """A number of bytes as guests know it."""
    return f"{limit / MIB:.3g} MB"
