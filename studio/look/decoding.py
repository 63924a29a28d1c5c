"""Rule: who decodes a picture to prove that it can be shown looks at it at once, and keeps it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PIL import Image

from studio import planes
from studio.look import clips, sniffing
from studio.look.clips import Clip
from studio.look.intake import Picture
from studio.look.looks import Look
from studio.look.movies import Movie


class PhotoDecoder(Protocol):
    """Decodes the pictures of one order, each once; threads may ask at the same time.

    `moves` says whether what moves of a photo is wanted too.
    """

    @property
    def moves(self) -> bool: ...

    def inspect(self, path: Path) -> Picture | Clip:
        """What the file is. Raises PictureError where it cannot be shown, or is beyond a limit."""

    def look(self, path: Path) -> Look:
        """What was seen in a picture that was inspected."""


def is_clip(path: Path) -> bool:
    """Whether the file begins as a clip does; a photo of HEIC does not."""
    with path.open("rb") as file:
        return sniffing.is_clip(file.read(sniffing.HEAD))


def first_picture(movie: Movie, size: tuple[int, int], longest: int) -> Image.Image:
    """The first picture of a clip of this size, no larger than is wanted."""
    scale = min(longest / max(size), 1.0)
    width, height = (max(round(side * scale / 2) * 2, 2) for side in size)
    return planes.to_rgb(next(clips.frames(movie, 1, (width, height))))
