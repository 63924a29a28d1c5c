"""Rule: four photos are the leaves of a folding screen."""

from __future__ import annotations

from studio.plan.inks import SOFT_INK
from studio.plan.template import Layout, Mount, Paper, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

CAPTION = Words("caption", 0.029, colour=SOFT_INK, spacing=0.1)
TALL_CAPTION = Words("caption", 0.038, colour=SOFT_INK, spacing=0.1)
LEAF = Mount(border=0.0075, colour=(74, 52, 42), shadow=0.014, shadow_depth=0.35)
PAPER = Paper("xuan")

TEMPLATE = Template(
    name="folding_screen",
    part="photos",
    capacity=4,
    beats=5,
    wide=Layout(
        PAPER,
        (
            Slot(Rectangle(0.0655, 0.1, 0.2025, 0.74), mount=LEAF),
            Slot(Rectangle(0.2877, 0.1, 0.2025, 0.74), mount=LEAF),
            Slot(Rectangle(0.5099, 0.1, 0.2025, 0.74), mount=LEAF),
            Slot(Rectangle(0.7321, 0.1, 0.2025, 0.74), mount=LEAF),
        ),
        (TextBox(Rectangle(0.1, 0.89, 0.8, 0.05), (CAPTION,), shade=False),),
    ),
    tall=Layout(
        PAPER,
        (
            Slot(Rectangle(0.09, 0.055, 0.82, 0.1975), mount=LEAF),
            Slot(Rectangle(0.09, 0.2722, 0.82, 0.1975), mount=LEAF),
            Slot(Rectangle(0.09, 0.4894, 0.82, 0.1975), mount=LEAF),
            Slot(Rectangle(0.09, 0.7066, 0.82, 0.1975), mount=LEAF),
        ),
        (TextBox(Rectangle(0.1, 0.93, 0.8, 0.03), (TALL_CAPTION,), shade=False),),
    ),
    square=Layout(
        PAPER,
        (
            Slot(Rectangle(0.0725, 0.14, 0.195, 0.64), mount=LEAF),
            Slot(Rectangle(0.2925, 0.14, 0.195, 0.64), mount=LEAF),
            Slot(Rectangle(0.5125, 0.14, 0.195, 0.64), mount=LEAF),
            Slot(Rectangle(0.7325, 0.14, 0.195, 0.64), mount=LEAF),
        ),
        (TextBox(Rectangle(0.1, 0.845, 0.8, 0.05), (CAPTION,), shade=False),),
    ),
)
