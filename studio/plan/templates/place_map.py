"""Rule: the way between the places of the trip, drawn on paper."""

from __future__ import annotations

from studio.plan.decorations import Outline, Route
from studio.plan.inks import INK, SOFT_INK
from studio.plan.template import Layout, Paper, Template, TextBox, Words
from studio.rectangle import Rectangle

PLACE = Words("place", 0.062, lines=3, colour=INK, spacing=0.14)
TITLE = Words("title", 0.03, colour=SOFT_INK, spacing=0.14, gap=0.014)
TALL_PLACE = Words("place", 0.078, lines=3, colour=INK, spacing=0.14)
TALL_TITLE = Words("title", 0.04, colour=SOFT_INK, spacing=0.14, gap=0.014)
WORDS = (PLACE, TITLE)
TALL_WORDS = (TALL_PLACE, TALL_TITLE)
PAPER = Paper("xuan")

TEMPLATE = Template(
    name="place_map",
    part="place",
    capacity=0,
    beats=6,
    wide=Layout(
        PAPER,
        texts=(TextBox(Rectangle(0.07, 0.11, 0.36, 0.24), WORDS, "left", "top", shade=False),),
        under=(
            Route(Rectangle(0.46, 0.2, 0.42, 0.6)),
            Outline(Rectangle(0.0225, 0.04, 0.955, 0.92), second=0.009),
        ),
    ),
    tall=Layout(
        PAPER,
        texts=(
            TextBox(Rectangle(0.11, 0.075, 0.78, 0.16), TALL_WORDS, "left", "top", shade=False),
        ),
        under=(
            Route(Rectangle(0.18, 0.27, 0.6, 0.52)),
            Outline(Rectangle(0.04, 0.0225, 0.92, 0.955), second=0.009),
        ),
    ),
    square=Layout(
        PAPER,
        texts=(TextBox(Rectangle(0.1, 0.1, 0.8, 0.2), WORDS, "left", "top", shade=False),),
        under=(
            Route(Rectangle(0.2, 0.34, 0.56, 0.46)),
            Outline(Rectangle(0.04, 0.04, 0.92, 0.92), second=0.009),
        ),
    ),
)
