"""Rule: one photo is a large postage stamp on plain wrapping paper."""

from __future__ import annotations

from studio.plan.decorations import PaperSheet
from studio.plan.template import Layout, Paper, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

CAPTION = Words("caption", 0.029, colour=(92, 72, 52), spacing=0.1)
TALL_CAPTION = Words("caption", 0.038, colour=(92, 72, 52), spacing=0.1)
PAPER = Paper("kraft")
TEETH = 0.026

TEMPLATE = Template(
    name="postage",
    part="photos",
    capacity=1,
    colour=(150, 124, 96),
    wide=Layout(
        PAPER,
        (Slot(Rectangle(0.2383, 0.14, 0.5234, 0.65), move="zoom"),),
        (TextBox(Rectangle(0.1, 0.885, 0.8, 0.06), (CAPTION,), shade=False),),
        (PaperSheet(Rectangle(0.213, 0.095, 0.574, 0.74), teeth=TEETH),),
    ),
    tall=Layout(
        PAPER,
        (Slot(Rectangle(0.155, 0.1853, 0.69, 0.5194), move="zoom"),),
        (TextBox(Rectangle(0.1, 0.785, 0.8, 0.04), (TALL_CAPTION,), shade=False),),
        (PaperSheet(Rectangle(0.11, 0.16, 0.78, 0.57), teeth=TEETH),),
    ),
    square=Layout(
        PAPER,
        (Slot(Rectangle(0.155, 0.135, 0.69, 0.66), move="zoom"),),
        (TextBox(Rectangle(0.1, 0.885, 0.8, 0.06), (CAPTION,), shade=False),),
        (PaperSheet(Rectangle(0.11, 0.09, 0.78, 0.75), teeth=TEETH),),
    ),
)
