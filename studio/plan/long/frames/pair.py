"""Two photos side by side, of one height, both whole."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "pair",
    (FrameSlot(1, 0, 8, fits=(0.6, 1.8), most=9.5), FrameSlot(9, 0, 8, fits=(0.6, 1.8), most=9.5)),
    joined=True,
    price=4,
)
