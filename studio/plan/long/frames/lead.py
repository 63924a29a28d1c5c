"""One wide photo, two smaller ones below it."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "lead",
    (
        FrameSlot(1, 0, 16, 9.8, fits=(1.2, 2.2)),
        FrameSlot(1, 10.1, 7.85, 5.9, fits=(0.9, 1.9)),
        FrameSlot(9.15, 10.1, 7.85, 5.9, fits=(0.9, 1.9)),
    ),
    price=-16,
)
