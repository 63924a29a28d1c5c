"""Rule: two instant pictures lie on wrapping paper, held by tape."""

from __future__ import annotations

from studio.plan.decorations import Tape
from studio.plan.template import Layout, Mount, Paper, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

CAPTION = Words("caption", 0.029, colour=(92, 72, 52), spacing=0.1)
TALL_CAPTION = Words("caption", 0.038, colour=(92, 72, 52), spacing=0.1)
CARD = Mount(border=0.026, foot=0.07, colour=(252, 251, 247), shadow=0.024, shadow_depth=0.45)
PAPER = Paper("kraft")

TEMPLATE = Template(
    name="polaroid_pair",
    part="photos",
    capacity=2,
    colour=(150, 124, 96),
    wide=Layout(
        PAPER,
        (
            Slot(Rectangle(0.145, 0.15, 0.31, 0.52), mount=CARD, turn=2.6),
            Slot(Rectangle(0.545, 0.19, 0.31, 0.52), mount=CARD, turn=-2.0),
        ),
        (TextBox(Rectangle(0.1, 0.895, 0.8, 0.05), (CAPTION,), shade=False, comes="still"),),
        over=(Tape(0.295, 0.115, turn=4.0), Tape(0.702, 0.155, turn=-3.5)),
        camera="whole",
    ),
    tall=Layout(
        PAPER,
        (
            Slot(Rectangle(0.13, 0.095, 0.66, 0.3094), mount=CARD, turn=2.4),
            Slot(Rectangle(0.21, 0.515, 0.66, 0.3094), mount=CARD, turn=-2.2),
        ),
        (TextBox(Rectangle(0.1, 0.92, 0.8, 0.03), (TALL_CAPTION,), shade=False, comes="still"),),
        over=(Tape(0.45, 0.078, turn=4.0), Tape(0.546, 0.498, turn=-3.5)),
        camera="whole",
    ),
    square=Layout(
        PAPER,
        (
            Slot(Rectangle(0.1, 0.16, 0.355, 0.43), mount=CARD, turn=2.4),
            Slot(Rectangle(0.55, 0.25, 0.355, 0.43), mount=CARD, turn=-2.0),
        ),
        (TextBox(Rectangle(0.1, 0.895, 0.8, 0.05), (CAPTION,), shade=False, comes="still"),),
        over=(Tape(0.272, 0.132, turn=4.0), Tape(0.73, 0.222, turn=-3.5)),
        camera="whole",
    ),
)
