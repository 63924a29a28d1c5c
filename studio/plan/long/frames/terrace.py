"""Two wide photos under one another, the second further in."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "terrace",
    (
        FrameSlot(1, 0, 11.4, 7.6, fits=(1.15, 1.9)),
        FrameSlot(5.6, 7.9, 11.4, 7.6, fits=(1.15, 1.9)),
    ),
    price=-6,
)
