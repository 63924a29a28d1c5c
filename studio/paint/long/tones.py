"""Rule: a page has few colours: its paper and ink, and one hue that the photos share."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass

from studio.colours import RGB
from studio.look.looks import MainColour
from studio.paint import paper

# A hue that nobody would see in the photos is not theirs: then warm grey is used.
LEAST_SATURATION = 0.08
HUES = 16
PLAIN: RGB = (126, 108, 86)


@dataclass(frozen=True, slots=True)
class Tones:
    """accent: of rules and small ornaments; deep: of walls; light: what is written on them;
    board: of a passe-partout; soft: of small text; faint: of fine lines."""

    ink: RGB
    soft: RGB
    faint: RGB
    accent: RGB
    deep: RGB
    light: RGB
    board: RGB
    shade: RGB


def of(colours: Sequence[MainColour], name: str, ground: RGB) -> Tones:
    """The tones of a page on the named paper, whose mean colour is `ground`."""
    ink = paper.ink(name)
    hue, strength = _hue(colours)
    dark = sum(ground) < sum(ink)
    accent = _colour(hue, 0.62 if dark else 0.40, min(strength, 0.42))
    return Tones(
        ink=ink,
        soft=mixed(ink, ground, 0.36),
        faint=mixed(ink, ground, 0.74),
        accent=accent,
        deep=mixed(ground, (0, 0, 0), 0.5)
        if dark
        else _colour(hue, 0.21, min(strength * 0.8, 0.3)),
        light=(244, 240, 231),
        board=mixed(ground, (255, 254, 250), 0.10 if dark else 0.62),
        shade=mixed(ground, (0, 0, 0), 0.55 if dark else 0.34),
    )


def tint(colours: Sequence[MainColour]) -> RGB:
    """What the paper leans to: between the hue of the photos and that of old paper."""
    hue, saturation = _hue(colours)
    return mixed(_colour(hue, 0.55, min(saturation, 0.35) * 0.25), PLAIN, 0.5)


def mixed(first: RGB, second: RGB, part: float) -> RGB:
    """The first colour, so far (0 to 1) on the way to the second."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _hue(colours: Sequence[MainColour]) -> tuple[float, float]:
    """The hue that strikes the eye most often, and how strong it is."""
    found: dict[int, list[tuple[float, float, float]]] = {}
    for colour in colours:
        hue, lightness, strength = _hls(colour.rgb)
        weight = colour.share * strength * (1 - abs(2 * lightness - 1))
        if strength >= LEAST_SATURATION:
            found.setdefault(round(hue * HUES) % HUES, []).append((weight, hue, strength))
    if not found:
        return _hls(PLAIN)[0], _hls(PLAIN)[2]
    best = max(found.values(), key=lambda group: sum(weight for weight, _, _ in group))
    _, hue, strength = max(best)
    return hue, strength


def _hls(rgb: RGB) -> tuple[float, float, float]:
    red, green, blue = (level / 255 for level in rgb)
    return colorsys.rgb_to_hls(red, green, blue)


def _colour(hue: float, lightness: float, saturation: float) -> RGB:
    levels = colorsys.hls_to_rgb(hue, lightness, saturation)
    red, green, blue = (round(level * 255) for level in levels)
    return red, green, blue
