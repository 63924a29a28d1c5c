"""Rule: what is wrong with one file is told as that file's fault, and fails nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from studio.look.clips import Clip
from studio.look.intake import Picture
from studio.look.sniffing import BrokenPicture, PictureError

# The longer side in shorter ones. A line of pixels has no page; and a clip is scaled whole before
# it is cut to its window, so that a long one would need many times the memory of a frame.
MOST_LONG: Final = 1000
MOST_LONG_CLIP: Final = 8


class TooNarrow(PictureError):
    """Raised when a picture is so long for its width that no page can show it."""


class TooLittleMemory(PictureError):
    """Raised when there was not the memory that this file needs."""


@contextmanager
def of_one_file() -> Iterator[None]:
    """Whatever is raised inside leaves as a PictureError, with what it was as its cause."""
    try:
        yield
    except PictureError:
        raise
    except MemoryError as error:
        raise TooLittleMemory from error
    except Exception as error:  # Decoders fail in many ways on hostile bytes; all mean the same.
        raise BrokenPicture(type(error).__name__) from error


def check_shape(found: Picture | Clip) -> None:
    """Raise TooNarrow for what is no wider, or no higher, than a line."""
    most = MOST_LONG_CLIP if isinstance(found, Clip) else MOST_LONG
    sides = sorted((found.width, found.height))
    if sides[1] > most * sides[0]:
        raise TooNarrow(f"{found.width}x{found.height}")
