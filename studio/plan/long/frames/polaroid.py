"""One print of an instant camera, a little turned."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "polaroid",
    (FrameSlot(3.9, 0.9, 10.2, 9.8, fits=(0.6, 1.6), turn=-1.8),),
    mount="polaroid",
    caption="inside",
    albums=frozenset({"scrapbook"}),
    price=-22,
)
