"""Rule: the film begins with a postcard: picture, stamp, postmark and the title."""

from __future__ import annotations

from studio.plan.decorations import Hairline, PaperSheet, Postmark, Seal
from studio.plan.inks import INK, SOFT_INK
from studio.plan.template import Layout, Paper, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

TITLE = Words("title", 0.08, lines=2, colour=INK, spacing=0.1)
SUBTITLE = Words("subtitle", 0.032, lines=2, colour=SOFT_INK, spacing=0.06, leading=1.5, least=0.7)
DETAIL = Words("detail", 0.027, colour=SOFT_INK, spacing=0.06)
TALL_DETAIL = Words("detail", 0.034, colour=SOFT_INK, spacing=0.06)
TALL_BELOW = Words(
    "subtitle", 0.042, lines=2, colour=SOFT_INK, spacing=0.06, leading=1.5, least=0.7
)
PAPER = Paper("kraft")

TEMPLATE = Template(
    name="opening_postcard",
    part="opening",
    capacity=1,
    beats=5,
    colour=(150, 124, 96),
    wide=Layout(
        PAPER,
        (Slot(Rectangle(0.1138, 0.15, 0.405, 0.7)),),
        (
            TextBox(Rectangle(0.565, 0.42, 0.31, 0.165), (TITLE,), "left", "bottom", shade=False),
            TextBox(Rectangle(0.565, 0.6, 0.31, 0.1), (SUBTITLE,), "left", "bottom", shade=False),
            TextBox(Rectangle(0.565, 0.72, 0.31, 0.08), (DETAIL,), "left", "bottom", shade=False),
        ),
        (
            PaperSheet(Rectangle(0.0856, 0.1, 0.8288, 0.8)),
            Hairline(Rectangle(0.542, 0.15, 0.0, 0.7)),
            Hairline(Rectangle(0.565, 0.6, 0.31, 0.0), strength=0.3),
            Hairline(Rectangle(0.565, 0.71, 0.31, 0.0), strength=0.3),
            Hairline(Rectangle(0.565, 0.81, 0.31, 0.0), strength=0.3),
            PaperSheet(Rectangle(0.7856, 0.15, 0.1, 0.21), "xuan", shadow=0.004, teeth=0.016),
            Seal(0.8356, 0.255, 0.11),
            Postmark(0.735, 0.26, 0.16),
        ),
    ),
    tall=Layout(
        PAPER,
        (Slot(Rectangle(0.12, 0.1131, 0.76, 0.41)),),
        (
            TextBox(Rectangle(0.12, 0.675, 0.76, 0.075), (TITLE,), "left", "bottom", shade=False),
            TextBox(
                Rectangle(0.12, 0.758, 0.76, 0.062), (TALL_BELOW,), "left", "bottom", shade=False
            ),
            TextBox(
                Rectangle(0.12, 0.828, 0.76, 0.05), (TALL_DETAIL,), "left", "bottom", shade=False
            ),
        ),
        (
            PaperSheet(Rectangle(0.07, 0.085, 0.86, 0.83)),
            Hairline(Rectangle(0.12, 0.757, 0.76, 0.0), strength=0.3),
            Hairline(Rectangle(0.12, 0.825, 0.76, 0.0), strength=0.3),
            Hairline(Rectangle(0.12, 0.883, 0.76, 0.0), strength=0.3),
            PaperSheet(Rectangle(0.71, 0.548, 0.17, 0.117), "xuan", shadow=0.004, teeth=0.016),
            Seal(0.795, 0.6065, 0.1),
            Postmark(0.645, 0.612, 0.15),
        ),
    ),
    square=Layout(
        PAPER,
        (Slot(Rectangle(0.11, 0.14, 0.4, 0.72)),),
        (
            TextBox(Rectangle(0.555, 0.42, 0.335, 0.17), (TITLE,), "left", "bottom", shade=False),
            TextBox(Rectangle(0.555, 0.6, 0.335, 0.11), (SUBTITLE,), "left", "bottom", shade=False),
            TextBox(Rectangle(0.555, 0.73, 0.335, 0.08), (DETAIL,), "left", "bottom", shade=False),
        ),
        (
            PaperSheet(Rectangle(0.065, 0.095, 0.87, 0.81)),
            Hairline(Rectangle(0.5325, 0.14, 0.0, 0.72)),
            Hairline(Rectangle(0.555, 0.605, 0.335, 0.0), strength=0.3),
            Hairline(Rectangle(0.555, 0.72, 0.335, 0.0), strength=0.3),
            Hairline(Rectangle(0.555, 0.82, 0.335, 0.0), strength=0.3),
            PaperSheet(Rectangle(0.71, 0.14, 0.18, 0.21), "xuan", shadow=0.004, teeth=0.016),
            Seal(0.8, 0.245, 0.11),
            Postmark(0.69, 0.25, 0.14),
        ),
    ),
)
