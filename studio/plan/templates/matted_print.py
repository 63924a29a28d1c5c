"""Rule: one photo hangs whole behind a white mat, its date and place below it."""

from __future__ import annotations

from studio.plan.inks import SOFT_INK
from studio.plan.template import Layout, Mount, Paper, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

CAPTION = Words("caption", 0.029, colour=SOFT_INK, spacing=0.1)
TALL_CAPTION = Words("caption", 0.038, colour=SOFT_INK, spacing=0.1)
MAT = Mount(border=0.034, colour=(253, 252, 249), line=0.0014, shadow=0.02, shadow_depth=0.3)
PAPER = Paper("cotton")

TEMPLATE = Template(
    name="matted_print",
    part="photos",
    capacity=1,
    wide=Layout(
        PAPER,
        (Slot(Rectangle(0.13, 0.11, 0.74, 0.7), "whole", MAT, "zoom"),),
        (TextBox(Rectangle(0.1, 0.88, 0.8, 0.06), (CAPTION,), shade=False),),
    ),
    tall=Layout(
        PAPER,
        (Slot(Rectangle(0.11, 0.15, 0.78, 0.64), "whole", MAT, "zoom"),),
        (TextBox(Rectangle(0.1, 0.835, 0.8, 0.04), (TALL_CAPTION,), shade=False),),
    ),
    square=Layout(
        PAPER,
        (Slot(Rectangle(0.12, 0.1, 0.76, 0.71), "whole", MAT, "zoom"),),
        (TextBox(Rectangle(0.1, 0.88, 0.8, 0.06), (CAPTION,), shade=False),),
    ),
)
