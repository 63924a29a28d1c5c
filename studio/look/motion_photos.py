"""Rule: the movie of a motion photo is found by its own bytes, never by the lengths that are told.

Phones lay an MP4 behind a JPEG, or into a box of a HEIC, and say in three ways how long it is:
Google's directory, its older offset, a maker's trailer. Editors, messengers and the phones
themselves rewrite one part and leave the numbers of another. An MP4 says of itself where it begins
and where its last box ends; what stands between and behind them (padding, trailers) is passed over.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from studio.look import clips
from studio.look.movies import EmbeddedMovie
from studio.look.sniffing import BrokenPicture
from studio.look.trip import Motion

# What an MP4 of a phone has on its first level.
BOXES: Final = frozenset(
    {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"udta", b"uuid", b"meta"}
    | {b"moof", b"mfra", b"sidx", b"styp", b"pnot"}
)
# Brands and their versions; a longer one is a word in other data.
MOST_HEAD: Final = 256
MOST_BOXES: Final = 10_000
# So often the word may stand in a file before we no longer look for it.
MOST_PLACES: Final = 1_000
# In microseconds, in XMP of Google, Samsung, Xiaomi, OPPO, vivo and Honor, as an attribute or an
# element; below zero it is unknown.
MOMENT: Final = re.compile(
    rb"(?:MotionPhoto|MicroVideo)(?:Primary)?PresentationTimestampUs"
    rb"""\s*(?:=\s*["']|>)\s*(-?\d{1,15})"""
)
# Huawei and Honor: the number of a picture, in a trailer of sixty bytes.
TRAILER: Final = 256
PICTURE: Final = re.compile(rb"v\d_f(\d{1,5})\s")
LIVE: Final = b"LIVE_"


@dataclass(frozen=True, slots=True)
class MotionPhoto:
    """`moment` is the second of the movie at which the photo was taken, `picture` the number of
    its picture there; None where the phone does not say."""

    movie: EmbeddedMovie
    moment: float | None
    picture: int | None


def read(path: Path, *, max_seconds: float, max_pixels: int) -> Motion | None:
    """What moves in a picture, if anything. Raises PictureError where that cannot be shown."""
    found = find(path)
    if found is None:
        return None
    clip = clips.inspect(found.movie, max_seconds=max_seconds, max_pixels=max_pixels)
    if clip.seconds <= 0 or clip.pictures < 2:
        raise BrokenPicture("nothing moves in it")
    moment = found.moment
    if moment is None and found.picture is not None:
        moment = clip.seconds * found.picture / clip.pictures
    return Motion(found.movie, clip, moment)


def find(path: Path) -> MotionPhoto | None:
    """What moves in a picture; None where nothing does."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for start in _heads(data):
            end = _end(data, start)
            if end is not None:
                moment, picture = _moment(data, start), _picture(data)
                return MotionPhoto(EmbeddedMovie(path, start, end), moment, picture)
    return None


def _heads(data: mmap.mmap) -> Iterator[int]:
    """Where an MP4 may begin; a picture's own first box is none."""
    at = 4
    for _ in range(MOST_PLACES):
        at = data.find(b"ftyp", at + 1)
        if at < 0:
            return
        if 16 <= int.from_bytes(data[at - 4 : at], "big") <= MOST_HEAD:
            yield at - 4


def _end(data: mmap.mmap, start: int) -> int | None:
    """Where the boxes that begin here end, if an index is among them."""
    at, found = start, False
    for _ in range(MOST_BOXES):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind not in BOXES or (kind == b"ftyp") != (at == start):
            break
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        elif size == 0:
            size = len(data) - at
        if size < 8:
            break
        found = found or kind == b"moov"
        at = min(at + size, len(data))
    return at if found else None


def _moment(data: mmap.mmap, start: int) -> float | None:
    """From what stands before the movie, where XMP does."""
    if data.find(b"PresentationTimestampUs", 0, start) < 0:
        return None
    for told in MOMENT.finditer(data, 0, start):
        if int(told[1]) >= 0:
            return int(told[1]) / 1e6
    return None


def _picture(data: mmap.mmap) -> int | None:
    tail = data[-TRAILER:]
    told = PICTURE.search(tail) if LIVE in tail else None
    return int(told[1]) if told else None
