"""Rule: one instant picture lies a little askew on linen."""

from __future__ import annotations

from studio.plan.inks import SOFT_INK
from studio.plan.template import Layout, Mount, Paper, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

CAPTION = Words("caption", 0.029, colour=SOFT_INK, spacing=0.1)
TALL_CAPTION = Words("caption", 0.038, colour=SOFT_INK, spacing=0.1)
CARD = Mount(border=0.034, foot=0.085, colour=(252, 251, 247), shadow=0.026, shadow_depth=0.42)
PAPER = Paper("linen")

TEMPLATE = Template(
    name="polaroid",
    part="photos",
    capacity=1,
    wide=Layout(
        PAPER,
        (Slot(Rectangle(0.282, 0.1, 0.436, 0.62), mount=CARD, turn=2.2),),
        (TextBox(Rectangle(0.1, 0.9, 0.8, 0.05), (CAPTION,), shade=False, comes="still"),),
        camera="whole",
    ),
    tall=Layout(
        PAPER,
        (Slot(Rectangle(0.14, 0.19, 0.72, 0.4725), mount=CARD, turn=2.2),),
        (TextBox(Rectangle(0.1, 0.8, 0.8, 0.04), (TALL_CAPTION,), shade=False, comes="still"),),
        camera="whole",
    ),
    square=Layout(
        PAPER,
        (Slot(Rectangle(0.19, 0.1, 0.62, 0.62), mount=CARD, turn=2.2),),
        (TextBox(Rectangle(0.1, 0.9, 0.8, 0.05), (CAPTION,), shade=False, comes="still"),),
        camera="whole",
    ),
)
