"""Rule: two photos share the frame, parted by a line of white."""

from __future__ import annotations

from studio.plan.inks import PAPER
from studio.plan.template import Layout, Plain, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

CAPTION = Words("caption", 0.034, spacing=0.1)
TALL_CAPTION = Words("caption", 0.042, spacing=0.1)
GROUND = Plain(PAPER)

TEMPLATE = Template(
    name="split",
    part="photos",
    capacity=2,
    wide=Layout(
        GROUND,
        (Slot(Rectangle(0.0, 0.0, 0.4972, 1.0)), Slot(Rectangle(0.5028, 0.0, 0.4972, 1.0))),
        (TextBox(Rectangle(0.045, 0.86, 0.41, 0.07), (CAPTION,), "left", "bottom"),),
    ),
    tall=Layout(
        GROUND,
        (Slot(Rectangle(0.0, 0.0, 1.0, 0.4972)), Slot(Rectangle(0.0, 0.5028, 1.0, 0.4972))),
        (TextBox(Rectangle(0.07, 0.92, 0.86, 0.04), (TALL_CAPTION,), "left", "bottom"),),
    ),
    square=Layout(
        GROUND,
        (Slot(Rectangle(0.0, 0.0, 1.0, 0.4955)), Slot(Rectangle(0.0, 0.5045, 1.0, 0.4955))),
        (TextBox(Rectangle(0.06, 0.87, 0.86, 0.06), (CAPTION,), "left", "bottom"),),
    ),
)
