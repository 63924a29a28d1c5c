"""A very wide photo from edge to edge between two fine lines."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame(
    "panorama",
    (FrameSlot(0, 0.2, 18, fits=(2.1, 99)),),
    mount="plain",
    ground="lines",
    price=-8,
)
