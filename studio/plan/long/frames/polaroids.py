"""Two instant prints, one over the corner of the other."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "polaroids",
    (
        FrameSlot(1.5, 0.9, 7.3, 7.1, fits=(0.55, 1.7), turn=3.2),
        FrameSlot(9.2, 2.6, 7.3, 7.1, fits=(0.55, 1.7), turn=-2.6),
    ),
    mount="polaroid",
    caption="inside",
    albums=frozenset({"scrapbook"}),
    price=-18,
)
