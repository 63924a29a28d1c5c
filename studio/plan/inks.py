"""The colours that pages are written and drawn in, where a template says no other."""

from __future__ import annotations

from studio.colours import RGB

INK: RGB = (52, 46, 40)
SOFT_INK: RGB = (112, 103, 92)
LIGHT: RGB = (250, 248, 243)
PAPER: RGB = (246, 243, 236)
