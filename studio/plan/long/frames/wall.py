"""A photo on a wall of the colour that the trip has."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "wall",
    (FrameSlot(2.5, 1.7, 13, fits=(0.66, 2.0), most=12.5),),
    mount="plain",
    ground="wall",
    caption="inside",
    albums=frozenset({"letter", "journal"}),
    price=-4,
)
