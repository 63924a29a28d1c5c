"""Rule: a template is only a declaration: what lies where on a page, for three shapes of frame.

A template file holds one `TEMPLATE = Template(...)` and nothing that runs. Units, everywhere:

- x, y, width, height of an area are parts of the frame: x and width of its width, y and height of
  its height, from the left and the top. `Area(0.1, 0.1, 0.8, 0.8)` leaves a tenth on each side.
- Every other length (size of letters, border, shadow, gap, radius) is a part of the frame's
  SHORTER side, so that it looks alike in all shapes.
- Times are seconds, angles are degrees counter-clockwise, colours are (red, green, blue) in 0..255
  or a `Tone` of the trip's palette.

What is drawn, from the back: ground, `under`, for each slot its mount and its photo, `over`, texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from studio.colours import RGB
from studio.plan.decorations import Decoration
from studio.plan.inks import LIGHT, PAPER, SOFT_INK
from studio.plan.roles import Role
from studio.rectangle import Rectangle

FilmPart = Literal["opening", "photos", "poem", "place", "ending"]
Shape = Literal["wide", "tall", "square"]

# Frames at least this much wider than high are wide; at least as much higher than wide are tall.
OBLONG = 1.2


@dataclass(frozen=True, slots=True)
class Tone:
    """The palette's colour of this number (0 is the most frequent) at a lightness of 0..1.

    `depth` multiplies its saturation; a palette that is too short gives its last colour.
    """

    number: int
    lightness: float
    depth: float = 1.0


Colour = RGB | Tone


# --- grounds: what fills the frame behind everything -------------------------------------------


@dataclass(frozen=True, slots=True)
class Blurred:
    """A photo of the scene, enlarged, soft and darkened to this mean brightness (of 255)."""

    photo: int = 0
    light: float = 62.0


@dataclass(frozen=True, slots=True)
class Dimmed:
    """A photo of the scene fills the frame, a little soft and dark: the place is recognised.

    It moves as the storyboard says if the template's camera is "inside"; light letters can be read.
    """

    photo: int = 0
    light: float = 88.0
    blur: float = 0.011


@dataclass(frozen=True, slots=True)
class Paper:
    """A texture of paint.paper by its name ("xuan", "linen", "kraft", ...), perhaps tinted."""

    name: str
    tint: Colour | None = None


@dataclass(frozen=True, slots=True)
class Gradient:
    """From one colour to another: from the top (0), the left (90) or any angle between."""

    first: Colour
    last: Colour
    angle: float = 0.0


@dataclass(frozen=True, slots=True)
class Plain:
    """One colour over all of the frame."""

    colour: Colour


Ground = Blurred | Dimmed | Paper | Gradient | Plain


# --- photos --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mount:
    """What holds a photo. The border lies outside the slot's window; its foot is that much higher.

    `line` draws a thin line of this width in the middle of the border. The shadow is a blur radius.
    """

    border: float = 0.0
    foot: float = 0.0
    colour: Colour = PAPER
    line: float = 0.0
    line_colour: Colour = SOFT_INK
    shadow: float = 0.0
    shadow_depth: float = 0.65


# How a photo moves in its window: for "free" the planner picks a zoom or a short pan; "along" goes
# from one end of the photo to the other (panoramas); "down" goes from its top as it is read (long
# screenshots); "still" costs nothing to paint.
Move = Literal["free", "zoom", "along", "down", "still"]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one photo is seen.

    fit "cover": the area is filled, and what does not fit is cropped (around the subject).
    fit "whole": the window is the largest of the photo's own shape inside the area, in its middle,
    so that nothing is cropped; a very small photo is not enlarged more than three times.
    `turn` needs the camera "whole". Slots that overlap are drawn in their order.
    """

    area: Rectangle[float]
    fit: Literal["cover", "whole"] = "cover"
    mount: Mount | None = None
    move: Move = "free"
    turn: float = 0.0


# --- texts ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Words:
    """The text of one role in a box: at most so many lines, shrunk to fit, shortened at last.

    `size` is the height of a letter, `least` the part of it to which it may shrink, `spacing` the
    space between letters and `leading` the distance of lines, both in sizes; `gap` is the space
    before it (not before the first thing in its box). Lines of the text stay lines. Where the
    scene has no such text, nothing is drawn and no space is taken.
    """

    role: Role
    size: float
    lines: int = 1
    colour: Colour = LIGHT
    least: float = 0.55
    spacing: float = 0.05
    leading: float = 1.36
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across the column of a text box; only drawn between two things that are."""

    length: float = 0.13
    thick: float = 0.0021
    colour: Colour = (190, 188, 182)
    gap: float = 0.05


# "fade": all at once; "lines": one line after the other (poems); "still": there all the time, also
# during the transitions, drawn into the page itself (and moving with a camera "whole").
Coming = Literal["fade", "lines", "still"]


@dataclass(frozen=True, slots=True)
class TextBox:
    """A column of texts in an area, placed in it by `align` and `stand`.

    `vertical` sets columns from right to left, for poems; then `align` places them across and
    `stand` says where columns begin. `shade` lays a soft shadow behind light letters.
    The n-th text of a role goes to the n-th box that has a place for that role. A layout with one
    "caption" gets one for the whole scene, one with as many as photos gets one for each photo.
    A text begins to come `after` seconds from the moment at which the transition into its scene is
    over, and is gone before the next scene is half there: two texts are never read at once.
    """

    area: Rectangle[float]
    parts: tuple[Words | Rule, ...]
    align: Literal["left", "center", "right"] = "center"
    stand: Literal["top", "middle", "bottom"] = "middle"
    vertical: bool = False
    comes: Coming = "fade"
    after: float = 0.5
    shade: bool = True

    @property
    def roles(self) -> list[Role]:
        """Of the texts that it has a place for, in their order."""
        return [part.role for part in self.parts if isinstance(part, Words)]


# --- the page ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layout:
    """One page in one shape of frame.

    camera "inside": each photo moves in its upright window over a page that stands still; only the
    windows are painted in each frame, so small windows are cheap.
    camera "whole": everything is composed once, with turns, and the camera moves over it slowly, by
    the part `drift` of the frame.
    """

    ground: Ground
    slots: tuple[Slot, ...] = ()
    texts: tuple[TextBox, ...] = ()
    under: tuple[Decoration, ...] = ()
    over: tuple[Decoration, ...] = ()
    camera: Literal["inside", "whole"] = "inside"
    drift: float = 0.05


@dataclass(frozen=True, slots=True)
class Template:
    """`capacity` is the number of the scene's photos: in its slots, and at least 1 for a ground
    that is made of a photo. Every layout has that many slots, or none.

    `beats` is how long the scene stays, in beats of the music of about 0.75 s; `weather` the one it
    suits best ("sunny", "cloudy", "rainy", "snow", ...), and `colour` the mean colour of the photos
    that its page sets off best, both only where they matter to choosing.
    """

    name: str
    part: FilmPart
    capacity: int
    wide: Layout
    tall: Layout
    square: Layout
    beats: int = 4
    weather: str | None = None
    colour: RGB | None = None

    def layout(self, size: tuple[int, int]) -> Layout:
        """The one for the shape of a frame of `size` pixels."""
        if size[0] >= size[1] * OBLONG:
            return self.wide
        return self.tall if size[1] >= size[0] * OBLONG else self.square
