"""Rule: the photo goes to the edge of the page; date and place stand in the margin."""

from __future__ import annotations

from studio.plan.decorations import Seal
from studio.plan.inks import INK
from studio.plan.template import Layout, Paper, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

NOTE = Words("caption", 0.046, lines=3, colour=INK, spacing=0.16, leading=1.9)
FLAT = Words("caption", 0.05, lines=2, colour=INK, spacing=0.12, leading=1.7)
PAPER = Paper("xuan")

TEMPLATE = Template(
    name="margin_note",
    part="photos",
    capacity=1,
    wide=Layout(
        PAPER,
        (Slot(Rectangle(0.0, 0.0, 0.74, 1.0)),),
        (TextBox(Rectangle(0.79, 0.12, 0.16, 0.6), (NOTE,), "center", "top", True, shade=False),),
        (Seal(0.87, 0.83),),
    ),
    tall=Layout(
        PAPER,
        (Slot(Rectangle(0.0, 0.0, 1.0, 0.72)),),
        (TextBox(Rectangle(0.1, 0.76, 0.8, 0.08), (FLAT,), shade=False),),
        (Seal(0.5, 0.9),),
    ),
    square=Layout(
        PAPER,
        (Slot(Rectangle(0.0, 0.0, 0.76, 1.0)),),
        (TextBox(Rectangle(0.79, 0.12, 0.18, 0.6), (NOTE,), "center", "top", True, shade=False),),
        (Seal(0.88, 0.86),),
    ),
)
