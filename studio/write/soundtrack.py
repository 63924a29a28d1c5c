"""Rule: a clip is heard as long as it is seen, and what cannot be heard is silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from studio.look import clip_sound, faults
from studio.look.library import Library
from studio.look.movies import Movie
from studio.look.sniffing import PictureError
from studio.paint.playing import played
from studio.plan.storyboard import Storyboard
from studio.sound import RATE, Samples
from studio.write.music import Duck


def ducks(board: Storyboard, library: Library) -> tuple[Duck, ...]:
    """The sounds of what plays, from the frame on which each is seen to move."""
    found = []
    for number, (scene, start) in enumerate(zip(board.scenes, board.starts(), strict=True)):
        playing = played(board, number, library)
        if playing is not None and playing.clip.unheard:
            library.mute(playing.shown.photo)
        if playing is not None and playing.clip.has_sound:
            life = playing.life
            frames = min(life.frames, scene.frames - life.start)
            failed = partial(library.silence, playing.shown.photo)
            heard = _heard(playing.movie, playing.start, frames / board.fps, failed)
            found.append(Duck((start + life.start) / board.fps, heard))
    return tuple(found)


def _heard(
    movie: Movie, start: float, seconds: float, failed: Callable[[], None]
) -> Iterator[Samples]:
    """Its pictures are shown all the same where its sound fails, or is nothing."""
    before, left = round(start * RATE), round(seconds * RATE)
    blocks, is_heard = clip_sound.sound(movie), False
    while left > 0:
        try:
            with faults.of_one_file():
                block = next(blocks, None)
        except PictureError:
            block = None
            failed()
        if block is None:
            break
        late = block[before:]
        before = max(before - len(block), 0)
        yield late[:left]
        left -= len(late)
        is_heard = is_heard or len(late) > 0
    if not is_heard:
        failed()
