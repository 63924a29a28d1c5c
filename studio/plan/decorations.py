"""Rule: what a page carries besides photos and words is a value, in the units of templates."""

from __future__ import annotations

from dataclasses import dataclass

from studio.colours import RGB
from studio.plan.inks import INK
from studio.rectangle import Rectangle


@dataclass(frozen=True, slots=True)
class Seal:
    """A red seal with its middle at (x, y); `size` is its height."""

    x: float
    y: float
    size: float = 0.085
    text: str = "游记"


@dataclass(frozen=True, slots=True)
class Outline:
    """A fine line along the edge of an area; a `second` one lies that far inside it."""

    area: Rectangle[float]
    thick: float = 0.0018
    colour: RGB = INK
    second: float = 0.0
    strength: float = 0.6


@dataclass(frozen=True, slots=True)
class Hairline:
    """A straight line from one point of the frame to another, across or down."""

    area: Rectangle[float]
    thick: float = 0.0018
    colour: RGB = INK
    strength: float = 0.5


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """A smaller sheet of paper on the page, with its shadow; `teeth` cut its edge like a stamp's.

    `teeth` is the distance from hole to hole.
    """

    area: Rectangle[float]
    texture: str = "cotton"
    shadow: float = 0.02
    depth: float = 0.4
    teeth: float = 0.0


@dataclass(frozen=True, slots=True)
class FilmStrip:
    """A strip of film across the frame (or down it), with holes along both of its edges."""

    area: Rectangle[float]
    down: bool = False
    colour: RGB = (22, 20, 19)
    hole: RGB = (222, 216, 204)
    edge: float = 0.05


@dataclass(frozen=True, slots=True)
class Tape:
    """A strip of translucent paper tape with its middle at (x, y)."""

    x: float
    y: float
    length: float = 0.14
    width: float = 0.042
    turn: float = 0.0
    colour: RGB = (236, 222, 184)
    strength: float = 0.72


@dataclass(frozen=True, slots=True)
class PhotoCorners:
    """Four paper corners that hold a photo in an old album."""

    area: Rectangle[float]
    size: float = 0.036
    colour: RGB = (176, 160, 132)


@dataclass(frozen=True, slots=True)
class RoundOpening:
    """A sheet over the whole page with a round hole, and a fine ring around that."""

    area: Rectangle[float]
    texture: str = "xuan"
    ring: float = 0.012
    thick: float = 0.0022
    colour: RGB = INK


@dataclass(frozen=True, slots=True)
class Postmark:
    """A round date stamp and its waves, in faded ink; the date is the page's own detail."""

    x: float
    y: float
    size: float = 0.2
    colour: RGB = (58, 66, 84)
    strength: float = 0.62
    turn: float = 9.0


@dataclass(frozen=True, slots=True)
class Route:
    """The map of the trip's places inside an area."""

    area: Rectangle[float]
    colour: RGB = INK


Decoration = (
    Seal
    | Outline
    | Hairline
    | PaperSheet
    | FilmStrip
    | Tape
    | PhotoCorners
    | RoundOpening
    | Postmark
    | Route
)
