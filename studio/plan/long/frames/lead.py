"""One wide photo, two smaller ones below it."""

from __future__ import annotations

from studio.plan.long.frame import Frame, Slot

FRAME = Frame(
    "lead",
    (
        Slot(1, 0, 16, 9.8, fits=(1.2, 2.2)),
        Slot(1, 10.1, 7.85, 5.9, fits=(0.9, 1.9)),
        Slot(9.15, 10.1, 7.85, 5.9, fits=(0.9, 1.9)),
    ),
    price=-16,
)
