"""Four photos, two by two."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "grid",
    (
        FrameSlot(1, 0, 7.85, 5.9, fits=(0.95, 1.9)),
        FrameSlot(9.15, 0, 7.85, 5.9, fits=(0.95, 1.9)),
        FrameSlot(1, 6.2, 7.85, 5.9, fits=(0.95, 1.9)),
        FrameSlot(9.15, 6.2, 7.85, 5.9, fits=(0.95, 1.9)),
    ),
    price=-22,
)
