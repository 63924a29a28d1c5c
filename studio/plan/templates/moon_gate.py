"""Rule: one photo is seen through the round gate of a garden wall."""

from __future__ import annotations

from studio.plan.decorations import RoundOpening, Seal
from studio.plan.inks import INK
from studio.plan.template import Layout, Paper, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

NOTE = Words("caption", 0.046, lines=3, colour=INK, spacing=0.16, leading=1.9)
FLAT = Words("caption", 0.05, lines=2, colour=INK, spacing=0.12, leading=1.7)
PAPER = Paper("xuan")
WIDE = Rectangle(0.19, 0.1, 0.45, 0.8)
TALL = Rectangle(0.09, 0.17, 0.82, 0.46125)
SQUARE = Rectangle(0.07, 0.14, 0.72, 0.72)

TEMPLATE = Template(
    name="moon_gate",
    part="photos",
    capacity=1,
    wide=Layout(
        PAPER,
        (Slot(WIDE),),
        (TextBox(Rectangle(0.69, 0.16, 0.14, 0.58), (NOTE,), "center", "top", True, shade=False),),
        over=(RoundOpening(WIDE), Seal(0.76, 0.83)),
        camera="whole",
        drift=0.03,
    ),
    tall=Layout(
        PAPER,
        (Slot(TALL),),
        (TextBox(Rectangle(0.1, 0.69, 0.8, 0.09), (FLAT,), shade=False),),
        over=(RoundOpening(TALL), Seal(0.5, 0.83)),
        camera="whole",
        drift=0.03,
    ),
    square=Layout(
        PAPER,
        (Slot(SQUARE),),
        (TextBox(Rectangle(0.81, 0.14, 0.15, 0.56), (NOTE,), "center", "top", True, shade=False),),
        over=(RoundOpening(SQUARE), Seal(0.885, 0.8175)),
        camera="whole",
        drift=0.03,
    ),
)
