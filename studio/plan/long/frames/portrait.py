"""An upright photo, its caption in a column beside it."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "portrait",
    (FrameSlot(1, 0, 11, fits=(0.5, 0.95), most=14.5, align=0.0),),
    caption="beside",
    beside=13.4,
    albums=frozenset({"letter", "journal"}),
    price=-6,
)
