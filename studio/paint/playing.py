"""Rule: what moves plays where it is alone in a window that stands still; else it is a picture."""

from __future__ import annotations

from dataclasses import dataclass

from studio.look.clips import Clip
from studio.look.library import Library
from studio.look.movies import Movie
from studio.plan import living
from studio.plan.living import Life
from studio.plan.storyboard import Scene, ShownPhoto, Storyboard


@dataclass(frozen=True, slots=True)
class Playing:
    """A movie that plays in a scene from its second `start` on; `life` says when."""

    shown: ShownPhoto
    movie: Movie
    clip: Clip
    start: float
    life: Life


def played(board: Storyboard, number: int, library: Library) -> Playing | None:
    """What plays in the scene of this number, a clip or a photo that lives."""
    scene = board.scenes[number]
    layout = scene.layout(board.size)
    if len(scene.photos) != 1 or not layout.slots or layout.camera != "inside":
        return None
    shown = scene.photos[0]
    clip = library.clip(shown.photo)
    if clip is not None:
        return Playing(shown, *clip, 0.0, Life(0, scene.frames, held=False, leads=False))
    return _living(board, number, scene, library)


def _living(board: Storyboard, number: int, scene: Scene, library: Library) -> Playing | None:
    shown = scene.photos[0]
    motion = library.motion(shown.photo, shown.clip) if shown.motion != "still" else None
    if motion is None:
        return None
    part = living.excerpt(motion, shown.motion)
    fades = (board.scenes[number - 1].fade if number else 0, scene.fade)
    life = living.life(part, shown.motion, scene.frames, fades, board.fps)
    return Playing(shown, motion.movie, motion.clip, part.start, life)
