"""Rule: a long screenshot passes by as it is read, from its top, over itself, soft and dark."""

from __future__ import annotations

from studio.plan.template import Blurred, Layout, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

CAPTION = Words("caption", 0.034, lines=3, spacing=0.08, leading=1.7)
TALL_CAPTION = Words("caption", 0.036, spacing=0.08)
GROUND = Blurred(light=48.0)

TEMPLATE = Template(
    name="long_strip",
    part="photos",
    capacity=1,
    beats=6,
    wide=Layout(
        GROUND,
        (Slot(Rectangle(0.31, 0.0, 0.38, 1.0), move="down"),),
        (TextBox(Rectangle(0.04, 0.6, 0.23, 0.34), (CAPTION,), "left", "bottom"),),
    ),
    tall=Layout(
        GROUND,
        (Slot(Rectangle(0.06, 0.0, 0.88, 0.93), move="down"),),
        (TextBox(Rectangle(0.06, 0.942, 0.88, 0.04), (TALL_CAPTION,)),),
    ),
    square=Layout(
        GROUND,
        (Slot(Rectangle(0.24, 0.0, 0.52, 0.92), move="down"),),
        (TextBox(Rectangle(0.1, 0.932, 0.8, 0.05), (TALL_CAPTION,)),),
    ),
)
