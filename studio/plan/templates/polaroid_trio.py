"""Rule: three instant pictures lie across linen, each at its own angle."""

from __future__ import annotations

from studio.plan.inks import SOFT_INK
from studio.plan.template import Layout, Mount, Paper, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

CAPTION = Words("caption", 0.029, colour=SOFT_INK, spacing=0.1)
TALL_CAPTION = Words("caption", 0.038, colour=SOFT_INK, spacing=0.1)
CARD = Mount(border=0.022, foot=0.06, colour=(252, 251, 247), shadow=0.024, shadow_depth=0.42)
PAPER = Paper("linen")

TEMPLATE = Template(
    name="polaroid_trio",
    part="photos",
    capacity=3,
    wide=Layout(
        PAPER,
        (
            Slot(Rectangle(0.07, 0.21, 0.25, 0.45), mount=CARD, turn=3.0),
            Slot(Rectangle(0.68, 0.2, 0.25, 0.45), mount=CARD, turn=-3.2),
            Slot(Rectangle(0.375, 0.25, 0.25, 0.45), mount=CARD, turn=-1.0),
        ),
        (TextBox(Rectangle(0.1, 0.9, 0.8, 0.05), (CAPTION,), shade=False, comes="still"),),
        camera="whole",
    ),
    tall=Layout(
        PAPER,
        (
            Slot(Rectangle(0.08, 0.055, 0.56, 0.225), mount=CARD, turn=3.0),
            Slot(Rectangle(0.36, 0.35, 0.56, 0.225), mount=CARD, turn=-2.4),
            Slot(Rectangle(0.11, 0.645, 0.56, 0.225), mount=CARD, turn=1.6),
        ),
        (TextBox(Rectangle(0.1, 0.945, 0.8, 0.03), (TALL_CAPTION,), shade=False, comes="still"),),
        camera="whole",
    ),
    square=Layout(
        PAPER,
        (
            Slot(Rectangle(0.11, 0.1, 0.33, 0.28), mount=CARD, turn=3.0),
            Slot(Rectangle(0.57, 0.14, 0.33, 0.28), mount=CARD, turn=-3.0),
            Slot(Rectangle(0.32, 0.535, 0.36, 0.29), mount=CARD, turn=-1.0),
        ),
        (TextBox(Rectangle(0.1, 0.935, 0.8, 0.04), (CAPTION,), shade=False, comes="still"),),
        camera="whole",
    ),
)
