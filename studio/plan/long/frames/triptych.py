"""Three upright photos side by side."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "triptych",
    (
        FrameSlot(1, 0, 5.13, 7.4, fits=(0.5, 1.05)),
        FrameSlot(6.43, 0, 5.13, 7.4, fits=(0.5, 1.05)),
        FrameSlot(11.86, 0, 5.13, 7.4, fits=(0.5, 1.05)),
    ),
    price=-14,
)
