"""Three instant prints, dropped on the table."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "scatter",
    (
        FrameSlot(1.4, 0.9, 6.9, 6.7, fits=(0.55, 1.7), turn=3.5),
        FrameSlot(9.6, 1.7, 6.9, 6.7, fits=(0.55, 1.7), turn=-2.4),
        FrameSlot(5.3, 9.4, 7.4, 7.2, fits=(0.55, 1.7), turn=1.6),
    ),
    mount="polaroid",
    caption="inside",
    albums=frozenset({"scrapbook"}),
    price=-16,
)
