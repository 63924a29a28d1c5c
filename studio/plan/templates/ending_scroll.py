"""Rule: the farewell in one column on paper, with hills in ink and a seal."""

from __future__ import annotations

from studio.plan.decorations import Seal
from studio.plan.inks import INK
from studio.plan.template import Layout, Paper, Template, TextBox, Words
from studio.rectangle import Rectangle

TITLE = Words("title", 0.095, colour=INK, spacing=0.3)
SUBTITLE = Words("subtitle", 0.036, lines=2, colour=INK, spacing=0.1)
DETAIL = Words("detail", 0.029, colour=INK, spacing=0.08, gap=0.02)
TALL_TITLE = Words("title", 0.13, colour=INK, spacing=0.3)
TALL_SUBTITLE = Words("subtitle", 0.046, lines=2, colour=INK, spacing=0.1)
TALL_DETAIL = Words("detail", 0.036, colour=INK, spacing=0.08, gap=0.02)
BELOW = (SUBTITLE, DETAIL)
TALL_BELOW = (TALL_SUBTITLE, TALL_DETAIL)
PAPER = Paper("ink wash")

TEMPLATE = Template(
    name="ending_scroll",
    part="ending",
    capacity=0,
    beats=5,
    wide=Layout(
        PAPER,
        texts=(
            TextBox(Rectangle(0.4, 0.12, 0.2, 0.5), (TITLE,), "center", "top", True, shade=False),
            TextBox(Rectangle(0.1, 0.82, 0.8, 0.11), BELOW, shade=False),
        ),
        under=(Seal(0.5, 0.71),),
    ),
    tall=Layout(
        PAPER,
        texts=(
            TextBox(
                Rectangle(0.3, 0.16, 0.4, 0.38), (TALL_TITLE,), "center", "top", True, shade=False
            ),
            TextBox(Rectangle(0.1, 0.83, 0.8, 0.09), TALL_BELOW, shade=False),
        ),
        under=(Seal(0.5, 0.6),),
    ),
    square=Layout(
        PAPER,
        texts=(
            TextBox(Rectangle(0.3, 0.12, 0.4, 0.5), (TITLE,), "center", "top", True, shade=False),
            TextBox(Rectangle(0.1, 0.82, 0.8, 0.11), BELOW, shade=False),
        ),
        under=(Seal(0.5, 0.71),),
    ),
)
