"""Rule: three photos of one height hang in a row."""

from __future__ import annotations

from studio.plan.inks import SOFT_INK
from studio.plan.template import Layout, Paper, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

CAPTION = Words("caption", 0.029, colour=SOFT_INK, spacing=0.1)
TALL_CAPTION = Words("caption", 0.038, colour=SOFT_INK, spacing=0.1)
PAPER = Paper("xuan")

TEMPLATE = Template(
    name="triptych",
    part="photos",
    capacity=3,
    wide=Layout(
        PAPER,
        (
            Slot(Rectangle(0.0612, 0.1, 0.2813, 0.74)),
            Slot(Rectangle(0.3594, 0.1, 0.2812, 0.74)),
            Slot(Rectangle(0.6575, 0.1, 0.2813, 0.74)),
        ),
        (TextBox(Rectangle(0.1, 0.89, 0.8, 0.05), (CAPTION,), shade=False),),
    ),
    tall=Layout(
        PAPER,
        (
            Slot(Rectangle(0.08, 0.06, 0.84, 0.27)),
            Slot(Rectangle(0.08, 0.3469, 0.84, 0.27)),
            Slot(Rectangle(0.08, 0.6338, 0.84, 0.27)),
        ),
        (TextBox(Rectangle(0.1, 0.93, 0.8, 0.03), (TALL_CAPTION,), shade=False),),
    ),
    square=Layout(
        PAPER,
        (
            Slot(Rectangle(0.07, 0.13, 0.27, 0.66)),
            Slot(Rectangle(0.365, 0.13, 0.27, 0.66)),
            Slot(Rectangle(0.66, 0.13, 0.27, 0.66)),
        ),
        (TextBox(Rectangle(0.1, 0.85, 0.8, 0.05), (CAPTION,), shade=False),),
    ),
)
