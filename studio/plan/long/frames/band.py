"""A photo from edge to edge."""

from __future__ import annotations

from studio.plan.long.frame import Frame, Slot

FRAME = Frame(
    "band",
    (Slot(0, 0, 18, fits=(1.2, 2.2), most=13.5),),
    mount="plain",
    albums=frozenset({"journal"}),
    price=-2,
)
