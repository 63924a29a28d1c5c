"""Rule: every module of this package is one frame; to add one, add a file and its line here."""

from __future__ import annotations

from typing import Final

from studio.plan.long.frame import Frame
from studio.plan.long.frames import (
    band,
    collage,
    film,
    grid,
    lead,
    mat,
    moon,
    mosaic,
    negative,
    pair,
    panorama,
    polaroid,
    polaroids,
    portrait,
    rounded,
    scatter,
    stairs,
    terrace,
    trio,
    triptych,
    wall,
    whole,
    window,
)

# In the order of their names: the seed chooses among them by their places.
FRAMES: Final[tuple[Frame, ...]] = (
    band.FRAME,
    collage.FRAME,
    film.FRAME,
    grid.FRAME,
    lead.FRAME,
    mat.FRAME,
    moon.FRAME,
    mosaic.FRAME,
    negative.FRAME,
    pair.FRAME,
    panorama.FRAME,
    polaroid.FRAME,
    polaroids.FRAME,
    portrait.FRAME,
    rounded.FRAME,
    scatter.FRAME,
    stairs.FRAME,
    terrace.FRAME,
    trio.FRAME,
    triptych.FRAME,
    wall.FRAME,
    whole.FRAME,
    window.FRAME,
)
