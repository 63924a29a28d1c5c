"""The names by which a storyboard asks how one scene gives way to the next."""

from __future__ import annotations

from typing import Final

NAMES: Final = (
    "fade",
    "through_black",
    "through_white",
    "zoom",
    "wipe_left",
    "wipe_right",
    "wipe_up",
    "wipe_down",
    "diagonal",
    "iris",
    "clock",
    "blinds",
    "ink",
    "brush",
    "push_left",
    "push_up",
    "slide_over",
    "page_turn",
)
