"""Rule: a shot is a scene with its pixels loaded; painting it again and again costs its moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from studio import planes
from studio.paint.living_photo import PlayingClip
from studio.paint.overlay import Overlay
from studio.planes import ONE, PairedPlanes, PlaneMover, Planes
from studio.rectangle import Rectangle

# The part of a shot over which its move gathers speed, and again loses it.
EASE = 0.3


@dataclass(frozen=True, slots=True)
class MovingPicture:
    """A picture that moves in its window, from one part of its pixels to another."""

    window: Rectangle[int]
    source: PairedPlanes
    start: Rectangle[float]
    end: Rectangle[float]


@dataclass(frozen=True, slots=True)
class TimedText:
    """A text that begins to show at a frame of the scene and takes so many frames to come.

    It leaves from the frame `end` on, sooner than its scene: two texts are never seen at once.
    """

    overlay: Overlay
    begin: int
    frames: int
    end: int
    going: int

    def weight(self, frame: int) -> int:
        """How much of it is seen at this frame of its scene: 0 nothing, 128 all."""
        coming = (frame + 1 - self.begin) / self.frames
        leaving = (self.end + self.going - frame) / self.going
        return round(eased(min(max(min(coming, leaving), 0.0), 1.0)) * ONE)


class Shot:
    """What is painted, from the back: the ground, moving pictures, what lies over them, texts."""

    def __init__(
        self,
        frames: int,
        ground: Planes | None,
        moving: Sequence[MovingPicture | PlayingClip],
        over: Sequence[Overlay],
        texts: Sequence[TimedText],
    ) -> None:
        self._frames = frames
        self._ground = ground
        self._moving = moving
        self._over = over
        apart = [text for text in texts if ground is not None and not _over(text, moving)]
        self._texts = [text for text in texts if text not in apart]
        # Texts on what never moves: once they have come they are part of the ground.
        self._on_ground = apart
        self._written: Planes | None = None
        self.settled = max((text.begin + text.frames for text in texts), default=0)

    def paint(self, mover: PlaneMover, frame: int, out: Planes) -> None:
        """Paint the scene as it is at this frame of it.

        `out` may hold what this shot painted before: then only what changes is painted.
        """
        self._lay_ground(frame, out)
        part = frame / max(self._frames - 1, 1)
        for one in self._moving:
            view = out.window(one.window)
            if isinstance(one, PlayingClip):
                one.paint(frame, view)
                continue
            mover.draw(one.source, eased_between(one.start, one.end, part), view)
        for layer in self._over:
            layer.lay(out, ONE)
        for text in self._texts:
            text.overlay.lay(out, text.weight(frame))

    def _lay_ground(self, frame: int, out: Planes) -> None:
        if self._ground is None:
            out.ground = None
            return
        weights = [text.weight(frame) for text in self._on_ground]
        ground = self._ground
        if weights and min(weights) == ONE:
            if self._written is None:
                self._written = _copied(ground)
                for text in self._on_ground:
                    text.overlay.lay(self._written, ONE)
            ground = self._written
        if out.ground is ground:
            self._clean(ground, out)
        else:
            planes.copy(ground, out)
            out.ground = ground
        if ground is self._ground and any(weights):
            out.ground = None
            for text, weight in zip(self._on_ground, weights, strict=True):
                text.overlay.lay(out, weight)

    def _clean(self, ground: Planes, out: Planes) -> None:
        """Lay the ground again where something was laid over it; moving pictures hide theirs."""
        for layer in (*self._over, *(text.overlay for text in self._texts)):
            planes.copy(ground.window(layer.area), out.window(layer.area))


def eased_between(start: Rectangle[float], end: Rectangle[float], part: float) -> Rectangle[float]:
    """Where a move is when this part (0 to 1) of its shot is over."""
    part = eased(part)
    return Rectangle(
        start.x + (end.x - start.x) * part,
        start.y + (end.y - start.y) * part,
        start.width + (end.width - start.width) * part,
        start.height + (end.height - start.height) * part,
    )


def _copied(source: Planes) -> Planes:
    y, u, v = (np.array(plane) for plane in source.all())
    return Planes(y, u, v)


def _over(text: TimedText, moving: Sequence[MovingPicture | PlayingClip]) -> bool:
    return any(text.overlay.area.meets(one.window) for one in moving)


def eased(part: float) -> float:
    """Even speed in the middle, gathered and lost evenly: 0 at 0, 1 at 1."""
    speed = 1 / (1 - EASE)
    if part < EASE:
        return speed * part * part / (2 * EASE)
    if part > 1 - EASE:
        return 1 - speed * (1 - part) * (1 - part) / (2 * EASE)
    return speed * (part - EASE / 2)
