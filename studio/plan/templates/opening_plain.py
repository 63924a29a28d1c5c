"""Rule: the title in the middle, over the first photo, soft and dark."""

from __future__ import annotations

from studio.plan.template import Dimmed, Layout, Rule, Template, TextBox, Words
from studio.rectangle import Rectangle

TITLE = Words("title", 0.105, lines=2, spacing=0.1)
SUBTITLE = Words("subtitle", 0.042, lines=3, spacing=0.03, gap=0.045, least=0.8)
DETAIL = Words("detail", 0.034, spacing=0.03, gap=0.038)
TALL_TITLE = Words("title", 0.135, lines=2, spacing=0.1)
TALL_SUBTITLE = Words("subtitle", 0.05, lines=3, spacing=0.03, gap=0.055, least=0.8)
TALL_DETAIL = Words("detail", 0.04, spacing=0.03, gap=0.046)
COLUMN = (TITLE, Rule(), SUBTITLE, DETAIL)
TALL_COLUMN = (TALL_TITLE, Rule(0.16), TALL_SUBTITLE, TALL_DETAIL)
PAGE = Layout(Dimmed(), texts=(TextBox(Rectangle(0.1, 0.06, 0.8, 0.85), COLUMN, after=0.2),))
TALL = Layout(Dimmed(), texts=(TextBox(Rectangle(0.08, 0.1, 0.84, 0.76), TALL_COLUMN, after=0.2),))

TEMPLATE = Template(
    name="opening_plain", part="opening", capacity=1, wide=PAGE, tall=TALL, square=PAGE
)
