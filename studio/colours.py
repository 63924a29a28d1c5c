"""Rule: a colour is three levels of sRGB wherever no more is said."""

from __future__ import annotations

# Red, green and blue, each from 0 to 255.
RGB = tuple[int, int, int]
