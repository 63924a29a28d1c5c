"""Rule: one large photo and two small ones fill a page with even gaps."""

from __future__ import annotations

from studio.plan.inks import SOFT_INK
from studio.plan.template import Layout, Paper, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

CAPTION = Words("caption", 0.029, colour=SOFT_INK, spacing=0.1)
TALL_CAPTION = Words("caption", 0.038, colour=SOFT_INK, spacing=0.1)
PAPER = Paper("xuan")

TEMPLATE = Template(
    name="one_and_two",
    part="photos",
    capacity=3,
    wide=Layout(
        PAPER,
        (
            Slot(Rectangle(0.0394, 0.07, 0.604, 0.79)),
            Slot(Rectangle(0.6513, 0.07, 0.3093, 0.388)),
            Slot(Rectangle(0.6513, 0.472, 0.3093, 0.388)),
        ),
        (TextBox(Rectangle(0.1, 0.9, 0.8, 0.05), (CAPTION,), shade=False),),
    ),
    tall=Layout(
        PAPER,
        (
            Slot(Rectangle(0.07, 0.075, 0.86, 0.46)),
            Slot(Rectangle(0.07, 0.5429, 0.423, 0.32)),
            Slot(Rectangle(0.507, 0.5429, 0.423, 0.32)),
        ),
        (TextBox(Rectangle(0.1, 0.895, 0.8, 0.03), (TALL_CAPTION,), shade=False),),
    ),
    square=Layout(
        PAPER,
        (
            Slot(Rectangle(0.07, 0.07, 0.86, 0.49)),
            Slot(Rectangle(0.07, 0.574, 0.423, 0.286)),
            Slot(Rectangle(0.507, 0.574, 0.423, 0.286)),
        ),
        (TextBox(Rectangle(0.1, 0.9, 0.8, 0.05), (CAPTION,), shade=False),),
    ),
)
