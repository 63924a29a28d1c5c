"""Rule: one large photo, and three small ones in a column or a row beside it."""

from __future__ import annotations

from studio.plan.inks import SOFT_INK
from studio.plan.template import Layout, Paper, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

CAPTION = Words("caption", 0.029, colour=SOFT_INK, spacing=0.1)
TALL_CAPTION = Words("caption", 0.038, colour=SOFT_INK, spacing=0.1)
PAPER = Paper("celadon")

TEMPLATE = Template(
    name="one_and_three",
    part="photos",
    capacity=4,
    beats=5,
    colour=(118, 134, 124),
    wide=Layout(
        PAPER,
        (
            Slot(Rectangle(0.0394, 0.07, 0.6562, 0.79)),
            Slot(Rectangle(0.7035, 0.07, 0.2571, 0.254)),
            Slot(Rectangle(0.7035, 0.338, 0.2571, 0.254)),
            Slot(Rectangle(0.7035, 0.606, 0.2571, 0.254)),
        ),
        (TextBox(Rectangle(0.1, 0.9, 0.8, 0.05), (CAPTION,), shade=False),),
    ),
    tall=Layout(
        PAPER,
        (
            Slot(Rectangle(0.07, 0.08, 0.86, 0.54)),
            Slot(Rectangle(0.07, 0.6279, 0.2773, 0.22)),
            Slot(Rectangle(0.3613, 0.6279, 0.2774, 0.22)),
            Slot(Rectangle(0.6527, 0.6279, 0.2773, 0.22)),
        ),
        (TextBox(Rectangle(0.1, 0.885, 0.8, 0.03), (TALL_CAPTION,), shade=False),),
    ),
    square=Layout(
        PAPER,
        (
            Slot(Rectangle(0.07, 0.07, 0.86, 0.56)),
            Slot(Rectangle(0.07, 0.644, 0.2773, 0.216)),
            Slot(Rectangle(0.3613, 0.644, 0.2774, 0.216)),
            Slot(Rectangle(0.6527, 0.644, 0.2773, 0.216)),
        ),
        (TextBox(Rectangle(0.1, 0.9, 0.8, 0.05), (CAPTION,), shade=False),),
    ),
)
