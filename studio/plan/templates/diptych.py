"""Rule: two prints hang side by side, each with its own label."""

from __future__ import annotations

from studio.plan.inks import SOFT_INK
from studio.plan.template import Layout, Mount, Paper, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

CAPTION = Words("caption", 0.026, lines=2, colour=SOFT_INK, spacing=0.1)
TALL_CAPTION = Words("caption", 0.034, colour=SOFT_INK, spacing=0.1)
MAT = Mount(border=0.022, colour=(253, 252, 249), line=0.0012, shadow=0.018, shadow_depth=0.3)
PAPER = Paper("cotton")

TEMPLATE = Template(
    name="diptych",
    part="photos",
    capacity=2,
    wide=Layout(
        PAPER,
        (
            Slot(Rectangle(0.08, 0.2, 0.395, 0.54), mount=MAT, move="zoom"),
            Slot(Rectangle(0.525, 0.2, 0.395, 0.54), mount=MAT, move="zoom"),
        ),
        (
            TextBox(Rectangle(0.08, 0.802, 0.395, 0.08), (CAPTION,), stand="top", shade=False),
            TextBox(Rectangle(0.525, 0.802, 0.395, 0.08), (CAPTION,), stand="top", shade=False),
        ),
    ),
    tall=Layout(
        PAPER,
        (
            Slot(Rectangle(0.12, 0.11, 0.76, 0.3206), mount=MAT, move="zoom"),
            Slot(Rectangle(0.12, 0.53, 0.76, 0.3206), mount=MAT, move="zoom"),
        ),
        (
            TextBox(Rectangle(0.12, 0.457, 0.76, 0.03), (TALL_CAPTION,), shade=False),
            TextBox(Rectangle(0.12, 0.877, 0.76, 0.03), (TALL_CAPTION,), shade=False),
        ),
    ),
    square=Layout(
        PAPER,
        (
            Slot(Rectangle(0.09, 0.19, 0.365, 0.56), mount=MAT, move="zoom"),
            Slot(Rectangle(0.545, 0.19, 0.365, 0.56), mount=MAT, move="zoom"),
        ),
        (
            TextBox(Rectangle(0.09, 0.807, 0.365, 0.08), (CAPTION,), stand="top", shade=False),
            TextBox(Rectangle(0.545, 0.807, 0.365, 0.08), (CAPTION,), stand="top", shade=False),
        ),
    ),
)
