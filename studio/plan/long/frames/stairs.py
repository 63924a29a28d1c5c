"""Two upright photos, the second a step lower."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "stairs",
    (
        FrameSlot(1, 0, 7.8, 9.8, fits=(0.55, 1.1)),
        FrameSlot(9.2, 2.2, 7.8, 9.8, fits=(0.55, 1.1)),
    ),
    albums=frozenset({"letter", "journal"}),
    price=-8,
)
