"""Three upright photos side by side."""

from __future__ import annotations

from studio.plan.long.frame import Frame, Slot

FRAME = Frame(
    "triptych",
    (
        Slot(1, 0, 5.13, 7.4, fits=(0.5, 1.05)),
        Slot(6.43, 0, 5.13, 7.4, fits=(0.5, 1.05)),
        Slot(11.86, 0, 5.13, 7.4, fits=(0.5, 1.05)),
    ),
    price=-14,
)
