"""Rule: the poem in lines, above far hills in ink."""

from __future__ import annotations

from studio.plan.decorations import Seal
from studio.plan.inks import INK, SOFT_INK
from studio.plan.template import Layout, Paper, Rule, Template, TextBox, Words
from studio.rectangle import Rectangle

TITLE = Words("title", 0.036, colour=SOFT_INK, spacing=0.2)
POEM = Words("poem", 0.066, lines=8, colour=INK, spacing=0.2, leading=1.75, gap=0.035)
TALL_TITLE = Words("title", 0.046, colour=SOFT_INK, spacing=0.2)
TALL_POEM = Words("poem", 0.086, lines=8, colour=INK, spacing=0.2, leading=1.75, gap=0.045)
RULE = Rule(0.06, colour=(190, 182, 170), gap=0.03)
LINES = (TITLE, RULE, POEM)
TALL_LINES = (TALL_TITLE, RULE, TALL_POEM)
PAPER = Paper("ink wash")

TEMPLATE = Template(
    name="poem_horizontal",
    part="poem",
    capacity=0,
    beats=10,
    wide=Layout(
        PAPER,
        texts=(TextBox(Rectangle(0.15, 0.1, 0.7, 0.58), LINES, comes="lines", shade=False),),
        under=(Seal(0.5, 0.77),),
    ),
    tall=Layout(
        PAPER,
        texts=(TextBox(Rectangle(0.1, 0.16, 0.8, 0.42), TALL_LINES, comes="lines", shade=False),),
        under=(Seal(0.5, 0.63),),
    ),
    square=Layout(
        PAPER,
        texts=(TextBox(Rectangle(0.1, 0.1, 0.8, 0.58), LINES, comes="lines", shade=False),),
        under=(Seal(0.5, 0.76),),
    ),
)
