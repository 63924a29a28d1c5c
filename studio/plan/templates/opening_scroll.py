"""Rule: the first photo and the title in columns, as on a hanging scroll."""

from __future__ import annotations

from studio.plan.decorations import Seal
from studio.plan.inks import INK, SOFT_INK
from studio.plan.template import Layout, Paper, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

TITLE = Words("title", 0.11, lines=2, colour=INK, spacing=0.16, leading=1.5)
SUBTITLE = Words("subtitle", 0.04, lines=3, colour=SOFT_INK, spacing=0.14, leading=1.7, gap=0.05)
DETAIL = Words("detail", 0.028, colour=SOFT_INK, spacing=0.08)
TALL_DETAIL = Words("detail", 0.036, colour=SOFT_INK, spacing=0.08)
COLUMNS = (TITLE, SUBTITLE)
TALL_COLUMNS = (
    Words("title", 0.112, lines=2, colour=INK, spacing=0.16, leading=1.5),
    Words("subtitle", 0.05, lines=3, colour=SOFT_INK, spacing=0.14, leading=1.7, gap=0.05),
)
PAPER = Paper("xuan")

TEMPLATE = Template(
    name="opening_scroll",
    part="opening",
    capacity=1,
    beats=5,
    wide=Layout(
        PAPER,
        (Slot(Rectangle(0.0, 0.0, 0.6, 1.0)),),
        (
            TextBox(Rectangle(0.65, 0.13, 0.3, 0.58), COLUMNS, "center", "top", True, shade=False),
            TextBox(Rectangle(0.63, 0.89, 0.34, 0.05), (DETAIL,), shade=False),
        ),
        (Seal(0.8, 0.79),),
    ),
    tall=Layout(
        PAPER,
        (Slot(Rectangle(0.0, 0.0, 1.0, 0.5)),),
        (
            TextBox(
                Rectangle(0.1, 0.545, 0.8, 0.305), TALL_COLUMNS, "center", "top", True, shade=False
            ),
            TextBox(Rectangle(0.1, 0.935, 0.8, 0.03), (TALL_DETAIL,), shade=False),
        ),
        (Seal(0.5, 0.893),),
    ),
    square=Layout(
        PAPER,
        (Slot(Rectangle(0.0, 0.0, 0.58, 1.0)),),
        (
            TextBox(Rectangle(0.61, 0.12, 0.36, 0.58), COLUMNS, "center", "top", True, shade=False),
            TextBox(Rectangle(0.6, 0.89, 0.38, 0.05), (DETAIL,), shade=False),
        ),
        (Seal(0.79, 0.79),),
    ),
)
