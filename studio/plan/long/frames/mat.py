"""A photo in a wide passe-partout, its caption on the board."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "mat",
    (FrameSlot(2.6, 1.5, 12.8, most=13, fits=(0.6, 1.9)),),
    mount="line",
    ground="board",
    caption="inside",
    albums=frozenset({"letter", "scrapbook"}),
    price=-2,
)
