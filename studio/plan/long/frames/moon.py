"""A photo seen through the round gate of a garden."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "moon",
    (FrameSlot(3.4, 0.3, 11.2, 11.2, fits=(0.7, 1.6)),),
    mount="moon",
    albums=frozenset({"letter"}),
    price=-26,
)
