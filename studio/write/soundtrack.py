"""Rule: a clip is heard as long as it is seen, and what cannot be heard is silent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from studio.look import clip_sound
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
            heard = _heard(clip[0], scene.frames / board.fps)
            found.append(Duck(start / board.fps, heard))
    return tuple(found)


def _heard(path: Path, seconds: float) -> Iterator[Samples]:
    left = round(seconds * RATE)
    try:
        for block in clip_sound.sound(path):
            yield block[:left]
            left -= len(block)
            if left <= 0:
                return
    except PictureError:
        return  # Its pictures are shown all the same.
