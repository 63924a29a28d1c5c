"""Rule: what a page carries besides photos and words is drawn here, from sizes and a seed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from studio.colours import RGB
from studio.paint import calligraphy, paper, placepage, seal
from studio.plan.template import INK, Page
from studio.rectangle import Rectangle

RED: RGB = (178, 44, 34)
# Everything with a round or slanted edge is drawn this many times larger.
FINER = 3


@dataclass(frozen=True, slots=True)
class Seal:
    """A red seal with its middle at (x, y); `size` is its height."""

    x: float
    y: float
    size: float = 0.085
    text: str = "游记"

    def draw(self, image: Image.Image, page: Page) -> None:
        stamp = seal.stamp(self.text, round(self.size * page.unit), page.fonts, page.seed)
        left = round(self.x * page.size[0] - stamp.width / 2)
        top = round(self.y * page.size[1] - stamp.height / 2)
        _print(image, seal.RED, stamp.getchannel("A"), (left, top))


@dataclass(frozen=True, slots=True)
class Outline:
    """A fine line along the edge of an area; a `second` one lies that far inside it."""

    area: Rectangle[float]
    thick: float = 0.0018
    colour: RGB = INK
    second: float = 0.0
    strength: float = 0.6

    def draw(self, image: Image.Image, page: Page) -> None:
        area = _pixels(self.area, page)
        mask = Image.new("L", area.size)
        pen = ImageDraw.Draw(mask)
        thick = max(round(self.thick * page.unit), 1)
        level = round(255 * self.strength)
        pen.rectangle((0, 0, mask.width - 1, mask.height - 1), outline=level, width=thick)
        if self.second:
            far = round(self.second * page.unit)
            corners = (far, far, mask.width - 1 - far, mask.height - 1 - far)
            pen.rectangle(corners, outline=level, width=max(thick // 2, 1))
        _print(image, self.colour, mask, area.at)


@dataclass(frozen=True, slots=True)
class Hairline:
    """A straight line from one point of the frame to another, across or down."""

    area: Rectangle[float]
    thick: float = 0.0018
    colour: RGB = INK
    strength: float = 0.5

    def draw(self, image: Image.Image, page: Page) -> None:
        left, top, right, bottom = _pixels(self.area, page).corners
        thick = max(round(self.thick * page.unit), 1)
        size = (max(right - left, thick), max(bottom - top, thick))
        _print(image, self.colour, Image.new("L", size, round(255 * self.strength)), (left, top))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A smaller sheet of paper on the page, with its shadow; `teeth` cut its edge like a stamp's.

    `teeth` is the distance from hole to hole.
    """

    area: Rectangle[float]
    texture: str = "cotton"
    shadow: float = 0.02
    depth: float = 0.4
    teeth: float = 0.0

    def draw(self, image: Image.Image, page: Page) -> None:
        area = _pixels(self.area, page)
        size = area.size
        shape = _perforated(size, self.teeth * page.unit) if self.teeth else _full(size)
        _cast(image, shape, area.at, self.shadow * page.unit, self.depth)
        sheet = paper.texture(self.texture, size, page.seed)
        image.paste(sheet, area.at, shape)


@dataclass(frozen=True, slots=True)
class Film:
    """A strip of film across the frame (or down it), with holes along both of its edges."""

    area: Rectangle[float]
    down: bool = False
    colour: RGB = (22, 20, 19)
    hole: RGB = (222, 216, 204)
    edge: float = 0.05

    def draw(self, image: Image.Image, page: Page) -> None:
        area = _pixels(self.area, page)
        size = area.size
        _print(image, self.colour, Image.new("L", size, 255), area.at)
        holes = _holes((size[1], size[0]) if self.down else size, self.edge * page.unit)
        if self.down:
            holes = holes.transpose(Image.Transpose.TRANSPOSE)
        _print(image, self.hole, holes, area.at)


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

    def draw(self, image: Image.Image, page: Page) -> None:
        size = [max(round(side * page.unit * FINER), 4) for side in (self.length, self.width)]
        mask = Image.new("L", (size[0], size[1]), round(255 * self.strength))
        teeth = ImageDraw.Draw(mask)
        tooth = size[1] / 9
        for row in range(9):
            for end in (0.0, float(size[0])):
                inner = end + tooth * (0.7 if end == 0 else -0.7)
                middle = tooth * (row + 0.5)
                corners = [(end, tooth * row), (inner, middle), (end, tooth * (row + 1))]
                teeth.polygon(corners, fill=0)
        turned = mask.rotate(self.turn, Image.Resampling.BICUBIC, expand=True)
        mask = turned.reduce(FINER)
        left = round(self.x * page.size[0] - mask.width / 2)
        top = round(self.y * page.size[1] - mask.height / 2)
        _print(image, self.colour, mask, (left, top))


@dataclass(frozen=True, slots=True)
class PhotoCorners:
    """Four paper corners that hold a photo in an old album."""

    area: Rectangle[float]
    size: float = 0.036
    colour: RGB = (176, 160, 132)

    def draw(self, image: Image.Image, page: Page) -> None:
        left, top, right, bottom = _pixels(self.area, page).corners
        side = max(round(self.size * page.unit), 3)
        mask = Image.new("L", (side * FINER, side * FINER))
        ImageDraw.Draw(mask).polygon([(0, 0), (side * FINER, 0), (0, side * FINER)], fill=255)
        corner = mask.reduce(FINER)
        over = max(round(side * 0.12), 1)
        for across, x in ((False, left - over), (True, right + over - side)):
            for down, y in ((False, top - over), (True, bottom + over - side)):
                ink = corner.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if across else corner
                ink = ink.transpose(Image.Transpose.FLIP_TOP_BOTTOM) if down else ink
                _print(image, self.colour, ink, (x, y))


@dataclass(frozen=True, slots=True)
class RoundOpening:
    """A sheet over the whole page with a round hole, and a fine ring around that."""

    area: Rectangle[float]
    texture: str = "xuan"
    ring: float = 0.012
    thick: float = 0.0022
    colour: RGB = INK

    def draw(self, image: Image.Image, page: Page) -> None:
        left, top, right, bottom = _pixels(self.area, page).corners
        far = math.ceil((self.ring + self.thick) * page.unit) + 1
        corner = (left - far, top - far)
        size = (right - left + 2 * far, bottom - top + 2 * far)
        radius = min(right - left, bottom - top) / 2 - 1
        wall = Image.new("L", page.size, 255)
        wall.paste(ImageChops.invert(_disc(size, radius)), corner)
        sheet = paper.texture(self.texture, page.size, page.seed).convert("RGBA")
        sheet.putalpha(wall)
        image.alpha_composite(sheet)
        outer = _disc(size, radius + (self.ring + self.thick) * page.unit)
        inner = _disc(size, radius + self.ring * page.unit)
        _print(image, self.colour, ImageChops.subtract(outer, inner), corner)


@dataclass(frozen=True, slots=True)
class Postmark:
    """A round date stamp and its waves, in faded ink; the date is the page's own detail."""

    x: float
    y: float
    size: float = 0.2
    colour: RGB = (58, 66, 84)
    strength: float = 0.62
    turn: float = 9.0

    def draw(self, image: Image.Image, page: Page) -> None:
        high = max(round(self.size * page.unit), 12) * FINER
        mask = Image.new("L", (round(high * 2.3), high))
        pen = ImageDraw.Draw(mask)
        thick = max(high // 60, 1)
        pen.circle((high / 2, high / 2), high * 0.47, outline=255, width=thick * 2)
        pen.circle((high / 2, high / 2), high * 0.36, outline=255, width=thick)
        for row in range(5):
            pen.line(_wave(high, row), fill=255, width=thick * 2)
        self._date(mask, high, page)
        turned = mask.rotate(self.turn, Image.Resampling.BICUBIC, expand=True).reduce(FINER)
        faded = turned.point(lambda value: round(value * self.strength))
        faded = ImageChops.multiply(faded, _uneven(faded.size, page.seed))
        left = round(self.x * page.size[0] - faded.width / 2)
        top = round(self.y * page.size[1] - faded.height / 2)
        _print(image, self.colour, faded, (left, top))

    def _date(self, mask: Image.Image, high: int, page: Page) -> None:
        detail = next(iter(page.texts.get("detail", ())), "")
        date = detail.split(" ")[0][:10]
        if not any(char.isdigit() for char in date):
            return
        year, _, day = date.partition(".")
        text = calligraphy.fitted(
            lambda pixels: calligraphy.horizontal(
                [part for part in (year, day) if part], pixels, page.fonts, leading=1.15
            ),
            (round(high * 0.56), round(high * 0.5)),
            round(high * 0.2),
        ).mask
        corner = (round((high - text.width) / 2), round((high - text.height) / 2))
        mask.paste(255, corner, text)


@dataclass(frozen=True, slots=True)
class Route:
    """The map of the trip's places inside an area."""

    area: Rectangle[float]
    colour: RGB = INK

    def draw(self, image: Image.Image, page: Page) -> None:
        spots = [placepage.Spot(*place) for place in page.places]
        placepage.route(image, spots, page.fonts, page.seed, self.colour, self.area)


def _pixels(area: Rectangle[float], page: Page) -> Rectangle[int]:
    left, top = round(area.x * page.size[0]), round(area.y * page.size[1])
    right = max(round(area.right * page.size[0]), left + 1)
    bottom = max(round(area.bottom * page.size[1]), top + 1)
    return Rectangle(left, top, right - left, bottom - top)


def _print(image: Image.Image, colour: RGB, mask: Image.Image, at: tuple[int, int]) -> None:
    """Lay a colour through a mask; an image with its own transparency gains what is laid."""
    if image.mode != "RGBA":
        image.paste(colour, at, mask)
        return
    layer = Image.new("RGBA", image.size)
    ink = Image.new("RGBA", mask.size, colour)
    ink.putalpha(mask)
    layer.paste(ink, at)
    image.alpha_composite(layer)


def _full(size: tuple[int, int]) -> Image.Image:
    return Image.new("L", size, 255)


def _disc(size: tuple[int, int], radius: float) -> Image.Image:
    mask = Image.new("L", (size[0] * FINER, size[1] * FINER))
    middle = (mask.width / 2, mask.height / 2)
    ImageDraw.Draw(mask).circle(middle, radius * FINER, fill=255)
    return mask.reduce(FINER)


def _perforated(size: tuple[int, int], step: float) -> Image.Image:
    """A sheet whose edge is a row of half holes, evenly from corner to corner."""
    mask = Image.new("L", (size[0] * FINER, size[1] * FINER), 255)
    pen = ImageDraw.Draw(mask)
    hole = max(step * FINER * 0.3, 1.0)
    for axis in (0, 1):
        long = mask.size[axis]
        count = max(round(long / max(step * FINER, 1.0)), 1)
        for number in range(count + 1):
            along = long * number / count
            for across in (0, mask.size[1 - axis]):
                pen.circle((along, across) if axis == 0 else (across, along), hole, fill=0)
    return mask.reduce(FINER)


def _cast(
    image: Image.Image, shape: Image.Image, at: tuple[int, int], blur: float, depth: float
) -> None:
    """The shadow falls a little downwards."""
    if blur <= 0:
        return
    edge = math.ceil(blur * 3)
    whole = Image.new("L", (shape.width + 2 * edge, shape.height + 2 * edge))
    whole.paste(shape, (edge, edge))
    # Only its edge will be seen: a quarter of the size is enough.
    small = whole.reduce(4).filter(ImageFilter.GaussianBlur(blur / 4))
    soft = small.resize(whole.size, Image.Resampling.BILINEAR)
    dark = soft.point(lambda value: round(value * depth))
    _print(image, (20, 16, 12), dark, (at[0] - edge, at[1] - edge + round(blur * 0.6)))


def _holes(size: tuple[int, int], edge: float) -> Image.Image:
    mask = Image.new("L", (size[0] * FINER, size[1] * FINER))
    pen = ImageDraw.Draw(mask)
    high, wide, step = edge * FINER * 0.5, edge * FINER * 0.36, edge * FINER * 0.86
    count = max(round(mask.width / step), 1)
    for number in range(count):
        middle = mask.width * (number + 0.5) / count
        for across in (edge * FINER / 2, mask.height - edge * FINER / 2):
            corners = (middle - wide / 2, across - high / 2, middle + wide / 2, across + high / 2)
            pen.rounded_rectangle(corners, wide * 0.28, fill=255)
    return mask.reduce(FINER)


def _wave(high: int, row: int) -> list[tuple[float, float]]:
    base = high * (0.26 + 0.12 * row)
    return [
        (high * (0.98 + 1.25 * step / 60), base + math.sin(step / 60 * 6 * math.pi) * high * 0.02)
        for step in range(61)
    ]


def _uneven(size: tuple[int, int], seed: int) -> Image.Image:
    """Where a stamp did not take the ink evenly."""
    random = np.random.default_rng(seed)
    few = random.integers(120, 256, (max(size[1] // 14, 2), max(size[0] // 14, 2)))
    return Image.fromarray(few.astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
