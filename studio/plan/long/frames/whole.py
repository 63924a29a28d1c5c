"""One photo as wide as the column, whole."""

from __future__ import annotations

from studio.plan.long.frame import Frame, FrameSlot

FRAME = Frame("whole", (FrameSlot(1, 0, 16, most=15.5),), price=4)
