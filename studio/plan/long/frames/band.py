"""A photo from edge to edge."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "band",
    (FrameSlot(0, 0, 18, fits=(1.2, 2.2), most=13.5),),
    mount="plain",
    albums=frozenset({"journal"}),
    price=-2,
)
