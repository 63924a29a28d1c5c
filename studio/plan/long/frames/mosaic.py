"""One wide photo and three squares below it."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "mosaic",
    (
        FrameSlot(1, 0, 16, 9.4, fits=(1.2, 2.2)),
        FrameSlot(1, 9.7, 5.13, 5.13, fits=(0.7, 1.5)),
        FrameSlot(6.43, 9.7, 5.13, 5.13, fits=(0.7, 1.5)),
        FrameSlot(11.86, 9.7, 5.13, 5.13, fits=(0.7, 1.5)),
    ),
    price=-26,
)
