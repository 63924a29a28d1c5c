"""One picture of a film, as the film lies on the light table."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "negative",
    (FrameSlot(1.4, 1.1, 15.2, fits=(1.25, 1.9), most=10.6),),
    mount="plain",
    ground="film",
    albums=frozenset({"scrapbook"}),
    price=8,
)
