"""Rule: what is ordered and what is delivered, as plain values that load no studio machinery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

MotionShown = Literal["still", "motion", "both"]

# As long as the name of an upload may be, and of a picture in a storyboard.
MOST_NAME: Final = 255
# No setting allows more of a clip; the pixels are those of 4096x2304.
MOST_CLIP_SECONDS: Final = 15.0
MOST_CLIP_PIXELS: Final = 9_437_184
# What a guest is told of an upload that info.json passes over.
NOT_LISTED: Final = "info.json 未列出，未使用：{}"


@dataclass(frozen=True, slots=True)
class Photo:
    """`name` is what the guest calls the picture, or the clip; beside: a clip that was not asked
    for, which is shown with the photo that it belongs to or not at all."""

    path: Path
    name: str
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Labels:
    """What the guest's phone saw in a picture, and how sure it is of each (0 to 1)."""

    types: tuple[str, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """`ordered` keeps the given order of the photos; else they go by the time they were taken.

    factors: of each photo, or nothing; board: an edited storyboard to follow, as a document;
    latitude and longitude: where the trip was, in WGS 84, if the guest says so;
    format: "jpeg", or "webp" for a long picture in both;
    motion: what a film shows of photos that move: "still", "motion", or "both" one after the other;
    warnings: what its owner is to know before anything is looked at;
    utc_offset_minutes: of clocks whose zone nothing tells, China's;
    max_pixels: of a photo; clip_seconds, clip_pixels: of a clip, and of the movie in a photo.
    """

    photos: tuple[Photo, ...]
    title: str
    description: str
    size: tuple[int, int]
    fps: int
    seed: int
    font: Path | None
    out: Path
    ordered: bool
    max_pixels: int
    factors: tuple[Labels | None, ...] = ()
    board: Mapping[str, Any] | None = None
    latitude: float | None = None
    longitude: float | None = None
    format: str = "jpeg"
    motion: MotionShown = "both"
    warnings: tuple[str, ...] = ()
    utc_offset_minutes: int = 480
    clip_seconds: float = MOST_CLIP_SECONDS
    clip_pixels: int = MOST_CLIP_PIXELS


@dataclass(frozen=True, slots=True)
class Made:
    """What was delivered: files in the order's folder, their sizes, what a guest should know.

    extras: what else of it is to be kept beside the file, such as storyboard.json or result-2.jpg.
    """

    file: Path
    cover: Path
    width: int
    height: int
    cover_width: int
    cover_height: int
    warnings: tuple[str, ...]
    extras: tuple[Path, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Film(Made):
    """`seconds` is the length of the film, `frames` the number of its pictures."""

    seconds: float
    frames: int


@dataclass(frozen=True, slots=True)
class LongPicture(Made):
    """`file` is the first of its files; the others are among `extras`."""


def named(photos: Sequence[Photo]) -> tuple[Photo, ...]:
    """The same photos with names of which no two are alike: a storyboard knows them by name."""
    found: dict[str, Photo] = {}
    for photo in photos:
        name, number = photo.name, 1
        while name in found:
            number += 1
            ending = f" ({number})"
            name = photo.name[: MOST_NAME - len(ending)] + ending
        found[name] = replace(photo, name=name)
    return tuple(found.values())


class AlbumError(Exception):
    """Raised when nothing can be made; its text is for the guest."""
