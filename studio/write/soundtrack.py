"""Rule: a clip is heard as long as it is seen, and what cannot be heard is silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from studio.look import clip_sound, faults
from studio.look.library import Library
from studio.look.sniffing import PictureError
from studio.paint.playing import played
from studio.plan.storyboard import Storyboard
from studio.sound import RATE, Samples
from studio.write.music import Duck


def ducks(board: Storyboard, library: Library) -> tuple[Duck, ...]:
    """The sounds of the clips that are played, from the frame on which each is seen."""
    found = []
    for scene, start in zip(board.scenes, board.starts(), strict=True):
        clip = played(scene, board.size, library)
        if clip is not None and clip[1].has_sound:
            name = scene.photos[0].photo
            heard = _heard(clip[0], scene.frames / board.fps, partial(library.silence, name))
            found.append(Duck(start / board.fps, heard))
    return tuple(found)


def _heard(path: Path, seconds: float, failed: Callable[[], None]) -> Iterator[Samples]:
    """Its pictures are shown all the same where its sound fails, or is nothing."""
    most = left = round(seconds * RATE)
    blocks = clip_sound.sound(path)
    while left > 0:
        try:
            with faults.of_one_file():
                block = next(blocks, None)
        except PictureError:
            block = None
            failed()
        if block is None:
            break
        yield block[:left]
        left -= len(block)
    if left == most:
        failed()
