"""Four photos of four shapes that fill one square."""

from __future__ import annotations

from studio.plan.long.frame import Frame, Slot

FRAME = Frame(
    "collage",
    (
        Slot(1, 0, 9.9, 6.8, fits=(1.1, 1.9)),
        Slot(11.2, 0, 5.8, 7.8, fits=(0.5, 1.05)),
        Slot(1, 7.1, 5.8, 7.8, fits=(0.5, 1.05)),
        Slot(7.1, 8.1, 9.9, 6.8, fits=(1.1, 1.9)),
    ),
    price=-17,
)
