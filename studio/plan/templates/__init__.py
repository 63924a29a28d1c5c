"""Rule: every module of this package is one template; to add one, add a file and its line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from studio.plan.template import FilmPart, Template
from studio.plan.templates import (
    album_page,
    blurred_fill,
    diptych,
    ending_plain,
    ending_scroll,
    filmstrip,
    folding_screen,
    full_bleed,
    grid,
    inset,
    long_strip,
    margin_note,
    matted_print,
    moon_gate,
    one_and_three,
    one_and_two,
    opening_plain,
    opening_postcard,
    opening_scroll,
    panorama,
    place_map,
    poem_evening,
    poem_horizontal,
    poem_vertical,
    polaroid,
    polaroid_pair,
    polaroid_trio,
    postage,
    split,
    triptych,
)

# By name, in the order of their names: the seed chooses among them by their places.
_TEMPLATES: Final[Mapping[str, Template]] = {
    template.name: template
    for template in (
        album_page.TEMPLATE,
        blurred_fill.TEMPLATE,
        diptych.TEMPLATE,
        ending_plain.TEMPLATE,
        ending_scroll.TEMPLATE,
        filmstrip.TEMPLATE,
        folding_screen.TEMPLATE,
        full_bleed.TEMPLATE,
        grid.TEMPLATE,
        inset.TEMPLATE,
        long_strip.TEMPLATE,
        margin_note.TEMPLATE,
        matted_print.TEMPLATE,
        moon_gate.TEMPLATE,
        one_and_three.TEMPLATE,
        one_and_two.TEMPLATE,
        opening_plain.TEMPLATE,
        opening_postcard.TEMPLATE,
        opening_scroll.TEMPLATE,
        panorama.TEMPLATE,
        place_map.TEMPLATE,
        poem_evening.TEMPLATE,
        poem_horizontal.TEMPLATE,
        poem_vertical.TEMPLATE,
        polaroid.TEMPLATE,
        polaroid_pair.TEMPLATE,
        polaroid_trio.TEMPLATE,
        postage.TEMPLATE,
        split.TEMPLATE,
        triptych.TEMPLATE,
    )
}


def every() -> Mapping[str, Template]:
    """All templates by name."""
    return _TEMPLATES


def find(name: str) -> Template | None:
    """The template of this name; None where there is none."""
    return _TEMPLATES.get(name)


def of(part: FilmPart) -> tuple[Template, ...]:
    """Those that may stand in this part of a film."""
    return tuple(template for template in _TEMPLATES.values() if template.part == part)
