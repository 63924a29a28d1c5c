"""Rule: one photo is shown whole, over itself enlarged and soft."""

from __future__ import annotations

from studio.plan.template import Blurred, Layout, Mount, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

CAPTION = Words("caption", 0.029, spacing=0.08)
TALL_CAPTION = Words("caption", 0.038, spacing=0.08)
MOUNT = Mount(border=0.0042, shadow=0.022)

TEMPLATE = Template(
    name="blurred_fill",
    part="photos",
    capacity=1,
    wide=Layout(
        Blurred(),
        (Slot(Rectangle(0.05, 0.06, 0.9, 0.85), "whole", MOUNT, "zoom"),),
        (TextBox(Rectangle(0.05, 0.925, 0.9, 0.05), (CAPTION,)),),
    ),
    tall=Layout(
        Blurred(),
        (Slot(Rectangle(0.05, 0.07, 0.9, 0.84), "whole", MOUNT, "zoom"),),
        (TextBox(Rectangle(0.05, 0.92, 0.9, 0.04), (TALL_CAPTION,)),),
    ),
    square=Layout(
        Blurred(),
        (Slot(Rectangle(0.06, 0.05, 0.88, 0.86), "whole", MOUNT, "zoom"),),
        (TextBox(Rectangle(0.06, 0.925, 0.88, 0.05), (CAPTION,)),),
    ),
)
