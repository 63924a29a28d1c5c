"""Rule: three frames of a film lie on a light table."""

from __future__ import annotations

from studio.plan.decorations import FilmStrip
from studio.plan.inks import SOFT_INK
from studio.plan.template import Layout, Paper, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

CAPTION = Words("caption", 0.029, colour=SOFT_INK, spacing=0.1)
PAPER = Paper("cotton")

TEMPLATE = Template(
    name="filmstrip",
    part="photos",
    capacity=3,
    wide=Layout(
        PAPER,
        (
            Slot(Rectangle(0.0185, 0.29, 0.31, 0.42)),
            Slot(Rectangle(0.345, 0.29, 0.31, 0.42)),
            Slot(Rectangle(0.6715, 0.29, 0.31, 0.42)),
        ),
        (TextBox(Rectangle(0.1, 0.85, 0.8, 0.05), (CAPTION,), shade=False, comes="still"),),
        (FilmStrip(Rectangle(0.0, 0.22, 1.0, 0.56)),),
        camera="whole",
    ),
    tall=Layout(
        PAPER,
        (
            Slot(Rectangle(0.2, 0.0185, 0.6, 0.31)),
            Slot(Rectangle(0.2, 0.345, 0.6, 0.31)),
            Slot(Rectangle(0.2, 0.6715, 0.6, 0.31)),
        ),
        (),
        (FilmStrip(Rectangle(0.13, 0.0, 0.74, 1.0), down=True),),
        camera="whole",
    ),
    square=Layout(
        PAPER,
        (
            Slot(Rectangle(0.015, 0.32, 0.3133, 0.36)),
            Slot(Rectangle(0.3433, 0.32, 0.3134, 0.36)),
            Slot(Rectangle(0.6717, 0.32, 0.3133, 0.36)),
        ),
        (TextBox(Rectangle(0.1, 0.83, 0.8, 0.05), (CAPTION,), shade=False, comes="still"),),
        (FilmStrip(Rectangle(0.0, 0.25, 1.0, 0.5)),),
        camera="whole",
    ),
)
