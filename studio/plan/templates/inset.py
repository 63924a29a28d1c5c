"""Rule: one photo fills the frame, and a small print of another lies on it."""

from __future__ import annotations

from studio.plan.template import Layout, Mount, Plain, Slot, Template, TextBox, Words
from studio.rectangle import WHOLE, Rectangle

CAPTION = Words("caption", 0.034, lines=2, spacing=0.1)
TALL_CAPTION = Words("caption", 0.042, spacing=0.1)
PRINT = Mount(border=0.012, colour=(252, 251, 247), shadow=0.024, shadow_depth=0.55)
GROUND = Plain((0, 0, 0))
LARGE = Slot(WHOLE)

TEMPLATE = Template(
    name="inset",
    part="photos",
    capacity=2,
    wide=Layout(
        GROUND,
        (LARGE, Slot(Rectangle(0.655, 0.53, 0.3, 0.39), mount=PRINT, move="still")),
        (TextBox(Rectangle(0.045, 0.82, 0.5, 0.1), (CAPTION,), "left", "bottom"),),
    ),
    tall=Layout(
        GROUND,
        (LARGE, Slot(Rectangle(0.4, 0.66, 0.52, 0.22), mount=PRINT, move="still")),
        (TextBox(Rectangle(0.08, 0.915, 0.84, 0.03), (TALL_CAPTION,), "right"),),
    ),
    square=Layout(
        GROUND,
        (LARGE, Slot(Rectangle(0.53, 0.62, 0.39, 0.3), mount=PRINT, move="still")),
        (TextBox(Rectangle(0.07, 0.82, 0.42, 0.1), (CAPTION,), "left", "bottom"),),
    ),
)
