"""One high photo, two beside it under one another."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "trio",
    (
        FrameSlot(1, 0, 9.2, 12.3, fits=(0.5, 1.15)),
        FrameSlot(10.5, 0, 6.5, 6, fits=(0.8, 1.6)),
        FrameSlot(10.5, 6.3, 6.5, 6, fits=(0.8, 1.6)),
    ),
    price=-16,
)
