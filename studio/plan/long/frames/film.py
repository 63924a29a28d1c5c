"""Three pictures of one film, from edge to edge."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "film",
    (
        FrameSlot(0.25, 1.1, 5.7, 3.9, fits=(1.2, 1.9)),
        FrameSlot(6.15, 1.1, 5.7, 3.9, fits=(1.2, 1.9)),
        FrameSlot(12.05, 1.1, 5.7, 3.9, fits=(1.2, 1.9)),
    ),
    mount="plain",
    ground="film",
    albums=frozenset({"scrapbook", "journal"}),
    price=-8,
)
