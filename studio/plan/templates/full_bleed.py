"""Rule: one photo fills the frame."""

from __future__ import annotations

from studio.plan.template import Layout, Plain, Slot, Template, TextBox, Words
from studio.rectangle import WHOLE, Rectangle

CAPTION = Words("caption", 0.034, spacing=0.08)
TALL_CAPTION = Words("caption", 0.042, spacing=0.08)
GROUND = Plain((0, 0, 0))
PHOTO = (Slot(WHOLE),)

TEMPLATE = Template(
    name="full_bleed",
    part="photos",
    capacity=1,
    wide=Layout(
        GROUND, PHOTO, (TextBox(Rectangle(0.05, 0.86, 0.6, 0.07), (CAPTION,), "left", "bottom"),)
    ),
    tall=Layout(
        GROUND,
        PHOTO,
        (TextBox(Rectangle(0.07, 0.87, 0.86, 0.06), (TALL_CAPTION,), "left", "bottom"),),
    ),
    square=Layout(
        GROUND, PHOTO, (TextBox(Rectangle(0.06, 0.86, 0.8, 0.07), (CAPTION,), "left", "bottom"),)
    ),
)
