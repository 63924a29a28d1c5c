"""Rule: a wide photo passes by in a band, from one of its ends to the other."""

from __future__ import annotations

from studio.plan.template import Gradient, Layout, Slot, Template, TextBox, Tone, Words
from studio.rectangle import Rectangle

CAPTION = Words("caption", 0.029, colour=(214, 210, 202), spacing=0.1)
TALL_CAPTION = Words("caption", 0.038, colour=(214, 210, 202), spacing=0.1)
GROUND = Gradient(Tone(0, 0.075, 0.5), Tone(0, 0.045, 0.5))

TEMPLATE = Template(
    name="panorama",
    part="photos",
    capacity=1,
    beats=6,
    wide=Layout(
        GROUND,
        (Slot(Rectangle(0.0, 0.13, 1.0, 0.72), move="along"),),
        (TextBox(Rectangle(0.045, 0.885, 0.91, 0.06), (CAPTION,), "right"),),
    ),
    tall=Layout(
        GROUND,
        (Slot(Rectangle(0.0, 0.24, 1.0, 0.5), move="along"),),
        (TextBox(Rectangle(0.08, 0.765, 0.84, 0.04), (TALL_CAPTION,), "right"),),
    ),
    square=Layout(
        GROUND,
        (Slot(Rectangle(0.0, 0.17, 1.0, 0.64), move="along"),),
        (TextBox(Rectangle(0.07, 0.845, 0.86, 0.06), (CAPTION,), "right"),),
    ),
)
