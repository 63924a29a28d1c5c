"""Rule: what is ordered and what is delivered, as plain values that load no studio machinery."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Photo:
    """`name` is what the guest calls the picture."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Order:
    """`ordered` keeps the given order of the photos; else they go by the time they were taken."""

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


@dataclass(frozen=True, slots=True)
class Made:
    """What was delivered: files in the order's folder, their sizes, what a guest should know."""

    file: Path
    cover: Path
    width: int
    height: int
    cover_width: int
    cover_height: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Film(Made):
    seconds: float
    frames: int


@dataclass(frozen=True, slots=True)
class LongPicture(Made):
    pass


class AlbumError(Exception):
    """Raised when nothing can be made; its text is for the guest."""
