"""Rule: four prints are held by paper corners on the dark page of an album."""

from __future__ import annotations

from studio.plan.decorations import PhotoCorners
from studio.plan.template import Layout, Mount, Paper, Slot, Template, TextBox, Words
from studio.rectangle import Rectangle

CAPTION = Words("caption", 0.026, colour=(198, 188, 170), spacing=0.1)
TALL_CAPTION = Words("caption", 0.034, colour=(198, 188, 170), spacing=0.1)
PRINT = Mount(border=0.007, colour=(244, 240, 230), shadow=0.012, shadow_depth=0.6)
PAPER = Paper("album")
WIDE = (
    Rectangle(0.13, 0.085, 0.33, 0.36),
    Rectangle(0.54, 0.125, 0.33, 0.36),
    Rectangle(0.13, 0.51, 0.33, 0.36),
    Rectangle(0.54, 0.55, 0.33, 0.36),
)
TALL = (
    Rectangle(0.085, 0.09, 0.4, 0.345),
    Rectangle(0.515, 0.125, 0.4, 0.345),
    Rectangle(0.085, 0.475, 0.4, 0.345),
    Rectangle(0.515, 0.51, 0.4, 0.345),
)
SQUARE = (
    Rectangle(0.095, 0.09, 0.38, 0.36),
    Rectangle(0.525, 0.14, 0.38, 0.36),
    Rectangle(0.095, 0.51, 0.38, 0.36),
    Rectangle(0.525, 0.56, 0.38, 0.36),
)

TEMPLATE = Template(
    name="album_page",
    part="photos",
    capacity=4,
    beats=5,
    colour=(52, 48, 44),
    wide=Layout(
        PAPER,
        tuple(Slot(area, mount=PRINT) for area in WIDE),
        (
            TextBox(
                Rectangle(0.13, 0.925, 0.33, 0.04), (CAPTION,), "left", shade=False, comes="still"
            ),
        ),
        over=tuple(PhotoCorners(area) for area in WIDE),
        camera="whole",
    ),
    tall=Layout(
        PAPER,
        tuple(Slot(area, mount=PRINT) for area in TALL),
        (TextBox(Rectangle(0.1, 0.9, 0.8, 0.03), (TALL_CAPTION,), shade=False, comes="still"),),
        over=tuple(PhotoCorners(area) for area in TALL),
        camera="whole",
    ),
    square=Layout(
        PAPER,
        tuple(Slot(area, mount=PRINT) for area in SQUARE),
        (
            TextBox(
                Rectangle(0.095, 0.935, 0.81, 0.04), (CAPTION,), "left", shade=False, comes="still"
            ),
        ),
        over=tuple(PhotoCorners(area) for area in SQUARE),
        camera="whole",
    ),
)
