"""An upright photo in a window with a round top."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "window",
    (FrameSlot(1.6, 0, 9.4, 12.4, fits=(0.5, 0.98)),),
    mount="arch",
    caption="beside",
    beside=13.2,
    albums=frozenset({"letter"}),
    price=-12,
)
