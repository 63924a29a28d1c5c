"""Four photos of four shapes that fill one square."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "collage",
    (
        FrameSlot(1, 0, 9.9, 6.8, fits=(1.1, 1.9)),
        FrameSlot(11.2, 0, 5.8, 7.8, fits=(0.5, 1.05)),
        FrameSlot(1, 7.1, 5.8, 7.8, fits=(0.5, 1.05)),
        FrameSlot(7.1, 8.1, 9.9, 6.8, fits=(1.1, 1.9)),
    ),
    price=-17,
)
