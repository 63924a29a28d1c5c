"""Rule: a photo and its movie are seen in one window, in one crop, and melt into each other."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import islice

import numpy as np

from studio import planes
from studio.look import clips, faults
from studio.look.sniffing import BrokenPicture, PictureError
from studio.paint.playing import Playing
from studio.plan.living import MELT
from studio.plan.windows import Size, even
from studio.planes import ONE, Planes
from studio.rectangle import Rectangle

# Shapes that differ by less than this part show the same: then a crop of one is one of the other.
ALIKE = 0.03
# A movie is not blown up further than this to be cut: a storyboard may ask for any crop.
MOST_ENLARGED = 3.0


class PlayingClip:
    """A movie in its window, frame by frame; before it begins its first picture stands, and where
    it ends or fails its last one. A photo that is held is seen in its stead, before or after.

    `failed` is told that it failed.
    """

    def __init__(
        self,
        window: Rectangle[int],
        playing: Playing,
        frames: Iterator[Planes],
        fps: int,
        failed: Callable[[], None],
        still: Planes | None = None,
    ) -> None:
        self.window = window
        first = next(frames, None)
        if first is None:
            raise BrokenPicture("it ends before it begins")
        self._frames = frames
        self._failed = failed
        self._picture = first
        self._number = 0
        self._life = playing.life
        self._still = still
        self._melt = max(min(round(MELT * fps), playing.life.frames), 1)
        self._mixed = planes.blank(*window.size, np.int16) if still is not None else None

    def paint(self, frame: int, out: Planes) -> None:
        weight = self._weight(frame)
        if self._still is not None and weight == ONE:
            planes.copy(self._still, out)
            return
        self._go_on(min(frame - self._life.start, self._life.frames - 1))
        if self._still is None or self._mixed is None or weight == 0:
            planes.copy(self._picture, out)
            return
        planes.copy(self._still, self._mixed)
        planes.mix(self._picture, self._mixed, weight, out)

    def _weight(self, frame: int) -> int:
        """How much of the photo is seen: 0 nothing, 128 the photo alone."""
        if self._still is None:
            return 0
        begun = frame - self._life.start + 1
        left = self._life.start + self._life.frames - frame
        part = 1 - left / self._melt if self._life.leads else 1 - begun / self._melt
        return round(min(max(part, 0.0), 1.0) * ONE)

    def _go_on(self, wanted: int) -> None:
        while self._number < wanted:
            self._number += 1
            try:
                with faults.of_one_file():
                    self._picture = next(self._frames, self._picture)
            except PictureError:
                self._frames = iter(())
                self._failed()


def frames(
    playing: Playing, photo: Size, crop: Rectangle[float], size: Size, fps: int
) -> Iterator[Planes]:
    """The movie's pictures at this (even) size, from where it begins; cut as its photo of that
    size is, where both have one shape, else in the middle."""
    movie, clip = playing.movie, playing.clip
    first = round(playing.start * fps)
    apart = (clip.width / clip.height) / (photo[0] / photo[1])
    tiny = min(crop.width, crop.height) * MOST_ENLARGED < 1
    if not playing.life.held or abs(apart - 1) > ALIKE or tiny:
        return islice(clips.frames(movie, fps, size), first, None)
    whole = even(size[0] / crop.width), even(size[1] / crop.height)
    left, top = (
        min(math.floor(start * full / 2) * 2, full - side)
        for start, full, side in zip((crop.x, crop.y), whole, size, strict=True)
    )
    area = Rectangle(left, top, *size)
    pictures = islice(clips.frames(movie, fps, whole), first, None)
    return (picture.window(area) for picture in pictures)
