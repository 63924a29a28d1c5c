"""Rule: a photo on one side, and the poem beside it in columns from right to left."""

from __future__ import annotations

from studio.plan.decorations import Seal
from studio.plan.inks import INK, SOFT_INK
from studio.plan.template import Layout, Paper, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

POEM = Words("poem", 0.078, lines=8, colour=INK, spacing=0.16, leading=1.85)
TITLE = Words("title", 0.04, colour=SOFT_INK, spacing=0.16, leading=1.9)
TALL_POEM = Words("poem", 0.1, lines=8, colour=INK, spacing=0.16, leading=1.75)
TALL_TITLE = Words("title", 0.05, colour=SOFT_INK, spacing=0.16, leading=1.9)
COLUMNS = (TITLE, POEM)
TALL_COLUMNS = (TALL_TITLE, TALL_POEM)
PAPER = Paper("xuan")

TEMPLATE = Template(
    name="poem_vertical",
    part="poem",
    capacity=1,
    beats=10,
    wide=Layout(
        PAPER,
        (Slot(Rectangle(0.0, 0.0, 0.48, 1.0)),),
        (
            TextBox(
                Rectangle(0.55, 0.14, 0.38, 0.62),
                COLUMNS,
                "center",
                "top",
                True,
                "lines",
                shade=False,
            ),
        ),
        (Seal(0.59, 0.84),),
    ),
    tall=Layout(
        PAPER,
        (Slot(Rectangle(0.0, 0.0, 1.0, 0.46)),),
        (
            TextBox(
                Rectangle(0.1, 0.51, 0.8, 0.37),
                TALL_COLUMNS,
                "center",
                "top",
                True,
                "lines",
                shade=False,
            ),
        ),
        (Seal(0.16, 0.92),),
    ),
    square=Layout(
        PAPER,
        (Slot(Rectangle(0.0, 0.0, 0.38, 1.0)),),
        (
            TextBox(
                Rectangle(0.44, 0.14, 0.5, 0.62),
                COLUMNS,
                "center",
                "top",
                True,
                "lines",
                shade=False,
            ),
        ),
        (Seal(0.48, 0.86),),
    ),
)
