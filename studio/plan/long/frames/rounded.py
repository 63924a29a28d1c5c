"""A photo with round corners."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "rounded",
    (FrameSlot(1, 0, 16, fits=(0.7, 2.2), most=15.5),),
    mount="rounded",
    albums=frozenset({"journal"}),
    price=-2,
)
