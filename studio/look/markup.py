"""Rule: a page or an archive that is also a picture is refused; text inside a picture is none.

Cameras and editors write XML into their files: settings of a printer, how a sphere is to be turned.
It stands in a part whose length is told, which every reader passes over; only what lies outside of
the parts of a file makes it two things at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

ZIP_END: Final = b"PK\x05\x06\0\0\0\0"
MARKUP: Final = (b"<script", b"<!doctype", b"<html", b"<svg ", b"<?php", b"<?xml version")
# What may follow the byte that a marker begins with.
LEAST_MARKER: Final = 0xC0
START_OF_SCAN: Final = 0xDA
# No file is so large: such a length is four letters of a text.
NO_LENGTH: Final = 0x2000_0000


def is_two(kind: str, head: bytes, tail: bytes) -> bool:
    """Whether a file of this kind that begins and ends like this is a page or an archive too."""
    if ZIP_END in tail:
        return True
    outside = _without(head, PARTS[kind](head)).lower()
    return any(mark in outside for mark in MARKUP)


def _without(head: bytes, parts: Iterator[tuple[int, int]]) -> bytes:
    """What lies outside of these (start, end)."""
    found, at = [], 0
    for start, end in parts:
        found.append(head[at:start])
        at = end
    return b"\0".join([*found, head[at:]])


def _segments(head: bytes) -> Iterator[tuple[int, int]]:
    """Of a JPEG, up to the data of its first scan."""
    at = 2
    while at + 4 <= len(head) and head[at] == 0xFF and head[at + 1] >= LEAST_MARKER:
        if head[at + 1] == 0xFF:
            at += 1
            continue
        if head[at + 1] == START_OF_SCAN:
            return
        end = at + 2 + max(int.from_bytes(head[at + 2 : at + 4], "big"), 2)
        yield at + 4, end
        at = end


def _chunks(head: bytes) -> Iterator[tuple[int, int]]:
    """Of a PNG."""
    at = 8
    while at + 8 <= len(head):
        length = int.from_bytes(head[at : at + 4], "big")
        if length >= NO_LENGTH:
            return
        yield at + 8, at + 8 + length
        at += 12 + length


def _riff(head: bytes) -> Iterator[tuple[int, int]]:
    """Of a WebP."""
    at = 12
    while at + 8 <= len(head):
        length = int.from_bytes(head[at + 4 : at + 8], "little")
        if length >= NO_LENGTH:
            return
        yield at + 8, at + 8 + length
        at += 8 + length + length % 2


def _extensions(head: bytes) -> Iterator[tuple[int, int]]:
    """Of a GIF, before its first frame: comments, and what editors tell of the picture."""
    at = 13 + (3 << ((head[10] & 7) + 1) if head[10:11] >= b"\x80" else 0)
    while head[at : at + 1] == b"!":
        start, at = at, at + 2
        while at < len(head) and head[at]:
            at += head[at] + 1
        at += 1
        yield start, at


def _everything(head: bytes) -> Iterator[tuple[int, int]]:
    """Of what is read by offsets: all of it may be a part."""
    yield 0, len(head)


def _boxes(head: bytes) -> Iterator[tuple[int, int]]:
    """Of all that is built like an MP4; a type is four characters of ASCII."""
    at = 0
    while at + 16 <= len(head):
        size, start = int.from_bytes(head[at : at + 4], "big"), at + 8
        if size == 1:
            size, start = int.from_bytes(head[at + 8 : at + 16], "big"), at + 16
        if not start - at <= size < NO_LENGTH:
            return
        yield start, at + size
        at += size


PARTS: Final[dict[str, Callable[[bytes], Iterator[tuple[int, int]]]]] = {
    "jpeg": _segments,
    "png": _chunks,
    "webp": _riff,
    "gif": _extensions,
    "bmp": _everything,
    "tiff": _everything,
    "heic": _boxes,
    "avif": _boxes,
    "clip": _boxes,
}
