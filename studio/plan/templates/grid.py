"""Rule: four photos share the frame in two rows."""

from __future__ import annotations

from studio.plan.template import PAPER, Area, Layout, Plain, Slot, Template, TextBox, Words

CAPTION = Words("caption", 0.034, spacing=0.1)
TALL_CAPTION = Words("caption", 0.042, spacing=0.1)
GROUND = Plain(PAPER)

TEMPLATE = Template(
    name="grid",
    part="photos",
    capacity=4,
    beats=5,
    wide=Layout(
        GROUND,
        (
            Slot(Area(0.0, 0.0, 0.4972, 0.495)),
            Slot(Area(0.5028, 0.0, 0.4972, 0.495)),
            Slot(Area(0.0, 0.505, 0.4972, 0.495)),
            Slot(Area(0.5028, 0.505, 0.4972, 0.495)),
        ),
        (TextBox(Area(0.045, 0.86, 0.41, 0.07), (CAPTION,), "left", "bottom"),),
    ),
    tall=Layout(
        GROUND,
        (
            Slot(Area(0.0, 0.0, 0.495, 0.4972)),
            Slot(Area(0.505, 0.0, 0.495, 0.4972)),
            Slot(Area(0.0, 0.5028, 0.495, 0.4972)),
            Slot(Area(0.505, 0.5028, 0.495, 0.4972)),
        ),
        (TextBox(Area(0.06, 0.92, 0.42, 0.04), (TALL_CAPTION,), "left", "bottom"),),
    ),
    square=Layout(
        GROUND,
        (
            Slot(Area(0.0, 0.0, 0.495, 0.495)),
            Slot(Area(0.505, 0.0, 0.495, 0.495)),
            Slot(Area(0.0, 0.505, 0.495, 0.495)),
            Slot(Area(0.505, 0.505, 0.495, 0.495)),
        ),
        (TextBox(Area(0.05, 0.88, 0.42, 0.06), (CAPTION,), "left", "bottom"),),
    ),
)
