"""Three pictures of one film, from edge to edge."""

from __future__ import annotations

from studio.plan.long.frame import Frame, Slot

FRAME = Frame(
    "film",
    (
        Slot(0.25, 1.1, 5.7, 3.9, fits=(1.2, 1.9)),
        Slot(6.15, 1.1, 5.7, 3.9, fits=(1.2, 1.9)),
        Slot(12.05, 1.1, 5.7, 3.9, fits=(1.2, 1.9)),
    ),
    mount="plain",
    ground="film",
    albums=frozenset({"scrapbook", "journal"}),
    price=-8,
)
