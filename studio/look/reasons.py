"""Rule: whoever sent a file is told why it is not shown, in words of theirs."""

from __future__ import annotations

from typing import Final

from studio.look.faults import TooLittleMemory, TooNarrow
from studio.look.sniffing import (
    Excess,
    NotAPicture,
    PictureError,
    PictureTooLarge,
    UnsupportedCodec,
)

TEN_THOUSAND: Final = 10_000
# Of each limit; the first number is in ten thousands, the second by itself.
EXCESS: Final[dict[Excess, str]] = {
    "pixels": "照片超过 {0:.0f} 万像素",
    "clip pixels": "视频画面超过 {0:.0f} 万像素",
    "seconds": "视频超过 {1:g} 秒",
    "parts": "文件结构过于复杂",
    "memory": "处理文件所需内存过大",
}


def reason(error: PictureError) -> str:
    """Why a file cannot be used."""
    if isinstance(error, PictureTooLarge):
        return EXCESS[error.what].format(error.most // TEN_THOUSAND, error.most)
    if isinstance(error, UnsupportedCodec):
        return f"不支持的视频编码（{error.codec}）"
    if isinstance(error, TooNarrow):
        return "图片过于狭长"
    if isinstance(error, TooLittleMemory):
        return "图片过大，内存不足"
    return "不支持的图片格式" if isinstance(error, NotAPicture) else "图片已损坏"
