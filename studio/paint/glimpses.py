"""Rule: what letters will lie on is looked at before they are drawn, and only where they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from studio import planes
from studio.paint.living_photo import PlayingClip
from studio.paint.overlay import Overlay
from studio.paint.shots import MovingPicture, eased_between
from studio.planes import ONE, PlaneMover, Planes
from studio.rectangle import Rectangle

# So many times from the first to the last frame on which something is read, where it moves.
TIMES = 9
# Nobody knows what a clip will show: it is taken to be white.
WHITE = (235, 128, 128)


@dataclass(frozen=True, slots=True)
class Stage:
    """What a shot paints below its texts; frames are counted from its first, of which it has
    `frames`."""

    frames: int
    ground: Planes | None
    moving: Sequence[MovingPicture | PlayingClip]
    over: Sequence[Overlay]
    mover: PlaneMover = field(default_factory=PlaneMover)

    def seen(self, area: Rectangle[int], first: int, last: int) -> list[Planes]:
        """The area at several frames from the first to the last of them."""
        times = TIMES if any(one.window.meets(area) for one in self.moving) else 1
        return [self._at(round(frame), area) for frame in np.linspace(first, last, times)]

    def _at(self, frame: int, area: Rectangle[int]) -> Planes:
        out = planes.blank(*area.size, np.uint8)
        if self.ground is not None:
            planes.copy(self.ground.window(area), out)
        for one in self.moving:
            common = area.common(one.window)
            if common is not None:
                self._draw(one, frame, common, out.window(common.moved(-area.x, -area.y)))
        for layer in self.over:
            inside = layer.within(area)
            if inside is not None:
                inside.lay(out, ONE)
        return out

    def _draw(
        self, one: MovingPicture | PlayingClip, frame: int, area: Rectangle[int], out: Planes
    ) -> None:
        if isinstance(one, PlayingClip):
            for plane, level in zip(out.all(), WHITE, strict=True):
                plane[...] = level
            return
        box = eased_between(one.start, one.end, frame / max(self.frames - 1, 1))
        across, down = box.width / one.window.width, box.height / one.window.height
        part = Rectangle(
            box.x + (area.x - one.window.x) * across,
            box.y + (area.y - one.window.y) * down,
            area.width * across,
            area.height * down,
        )
        self.mover.draw(one.source, part, out)
