"""Rule: four photos share the frame in two rows."""

from __future__ import annotations

from studio.plan.inks import PAPER
from studio.plan.template import Layout, Plain, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

CAPTION = Words("caption", 0.034, lines=2, spacing=0.1)
TALL_CAPTION = Words("caption", 0.042, lines=2, spacing=0.1)
GROUND = Plain(PAPER)

TEMPLATE = Template(
    name="grid",
    part="photos",
    capacity=4,
    beats=5,
    wide=Layout(
        GROUND,
        (
            Slot(Rectangle(0.0, 0.0, 0.4972, 0.495)),
            Slot(Rectangle(0.5028, 0.0, 0.4972, 0.495)),
            Slot(Rectangle(0.0, 0.505, 0.4972, 0.495)),
            Slot(Rectangle(0.5028, 0.505, 0.4972, 0.495)),
        ),
        (TextBox(Rectangle(0.045, 0.83, 0.41, 0.1), (CAPTION,), "left", "bottom"),),
    ),
    tall=Layout(
        GROUND,
        (
            Slot(Rectangle(0.0, 0.0, 0.495, 0.4972)),
            Slot(Rectangle(0.505, 0.0, 0.495, 0.4972)),
            Slot(Rectangle(0.0, 0.5028, 0.495, 0.4972)),
            Slot(Rectangle(0.505, 0.5028, 0.495, 0.4972)),
        ),
        (TextBox(Rectangle(0.06, 0.89, 0.42, 0.07), (TALL_CAPTION,), "left", "bottom"),),
    ),
    square=Layout(
        GROUND,
        (
            Slot(Rectangle(0.0, 0.0, 0.495, 0.495)),
            Slot(Rectangle(0.505, 0.0, 0.495, 0.495)),
            Slot(Rectangle(0.0, 0.505, 0.495, 0.495)),
            Slot(Rectangle(0.505, 0.505, 0.495, 0.495)),
        ),
        (TextBox(Rectangle(0.05, 0.84, 0.42, 0.1), (CAPTION,), "left", "bottom"),),
    ),
)
