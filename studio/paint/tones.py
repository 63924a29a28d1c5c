"""Rule: a colour of a template is itself, or a colour of the trip at a lightness that is wanted."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

from studio.colours import RGB
from studio.plan.template import Colour, Tone

# What a trip without colours looks like.
NEUTRAL: RGB = (128, 122, 112)
# More than this of a photo's colour is loud on a large area.
MOST_SATURATED = 0.62


def rgb(colour: Colour, palette: Sequence[RGB]) -> RGB:
    """The colour as it is painted, for a trip of this palette."""
    if not isinstance(colour, Tone):
        return colour
    base = palette[min(colour.number, len(palette) - 1)] if palette else NEUTRAL
    hue, _, saturation = colorsys.rgb_to_hls(*(level / 255 for level in base))
    deep = min(saturation * colour.depth, MOST_SATURATED)
    red, green, blue = colorsys.hls_to_rgb(hue, colour.lightness, deep)
    return round(red * 255), round(green * 255), round(blue * 255)
