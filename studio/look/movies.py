"""Rule: a movie is a file, or lies between two places of one; who reads it cannot tell."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class EmbeddedMovie:
    """The bytes of a file from `start` up to `end`, which are a movie."""

    path: Path
    start: int
    end: int


Movie = Path | EmbeddedMovie


class _Excerpt:
    """A part of an open file, as a file of its own."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        self._file = file
        self._start, self._length = start, end - start
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        left = max(self._length - self._at, 0)
        self._file.seek(self._start + self._at)
        data = self._file.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._length}[whence]
        self._at = max(base + offset, 0)
        return self._at

    def tell(self) -> int:
        return self._at


def span(movie: Movie) -> tuple[Path, int, int]:
    """The file, and from where to where in it."""
    if isinstance(movie, EmbeddedMovie):
        return movie.path, movie.start, movie.end
    return movie, 0, movie.stat().st_size


@contextmanager
def readable(movie: Movie) -> Iterator[BinaryIO | _Excerpt]:
    """Its bytes from the first to the last, and nothing of what lies around them."""
    path, start, end = span(movie)
    with path.open("rb") as file:
        yield file if path is movie else _Excerpt(file, start, end)
