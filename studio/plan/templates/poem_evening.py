"""Rule: the poem in light columns over its photo, soft and dark."""

from __future__ import annotations

from studio.plan.inks import LIGHT
from studio.plan.template import Dimmed, Layout, Template, TextBox, Words
from studio.rectangle import Rectangle

POEM = Words("poem", 0.078, lines=8, colour=LIGHT, spacing=0.18, leading=1.9)
TITLE = Words("title", 0.04, colour=(222, 218, 208), spacing=0.18, leading=1.9)
TALL_POEM = Words("poem", 0.1, lines=8, colour=LIGHT, spacing=0.18, leading=1.8)
TALL_TITLE = Words("title", 0.05, colour=(222, 218, 208), spacing=0.18, leading=1.9)
COLUMNS = (TITLE, POEM)
TALL_COLUMNS = (TALL_TITLE, TALL_POEM)
GROUND = Dimmed(light=70.0)

TEMPLATE = Template(
    name="poem_evening",
    part="poem",
    capacity=1,
    beats=10,
    wide=Layout(
        GROUND,
        texts=(TextBox(Rectangle(0.2, 0.17, 0.6, 0.66), COLUMNS, "center", "top", True, "lines"),),
    ),
    tall=Layout(
        GROUND,
        texts=(
            TextBox(Rectangle(0.1, 0.24, 0.8, 0.46), TALL_COLUMNS, "center", "top", True, "lines"),
        ),
    ),
    square=Layout(
        GROUND,
        texts=(
            TextBox(Rectangle(0.12, 0.17, 0.76, 0.66), COLUMNS, "center", "top", True, "lines"),
        ),
    ),
)
