"""Rule: each decoration is drawn by the function that is registered for its type."""

from __future__ import annotations

import math
from functools import singledispatch

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from studio.colours import RGB
from studio.paint import calligraphy, paper, placepage, seal
from studio.paint.page import ScenePage
from studio.plan.decorations import (
    Decoration,
    FilmStrip,
    Hairline,
    Outline,
    PaperSheet,
    PhotoCorners,
    Postmark,
    RoundOpening,
    Route,
    Seal,
    Tape,
)
from studio.rectangle import Rectangle

RED: RGB = (178, 44, 34)
# Everything with a round or slanted edge is drawn this many times larger.
FINER = 3


@singledispatch
def draw(decoration: Decoration, image: Image.Image, page: ScenePage) -> None:
    """Draw it where it says. What lies under photos is an RGB image, what lies over them RGBA."""
    kind = type(decoration).__name__
    raise TypeError(f"nothing draws a {kind} on a page of {page.size} ({image.mode})")


@draw.register
def _seal(it: Seal, image: Image.Image, page: ScenePage) -> None:
    stamp = seal.stamp(it.text, round(it.size * page.unit), page.fonts, page.seed)
    left = round(it.x * page.size[0] - stamp.width / 2)
    top = round(it.y * page.size[1] - stamp.height / 2)
    _print(image, seal.RED, stamp.getchannel("A"), (left, top))


@draw.register
def _outline(it: Outline, image: Image.Image, page: ScenePage) -> None:
    area = _pixels(it.area, page)
    mask = Image.new("L", area.size)
    pen = ImageDraw.Draw(mask)
    thick = max(round(it.thick * page.unit), 1)
    level = round(255 * it.strength)
    pen.rectangle((0, 0, mask.width - 1, mask.height - 1), outline=level, width=thick)
    if it.second:
        far = round(it.second * page.unit)
        corners = (far, far, mask.width - 1 - far, mask.height - 1 - far)
        pen.rectangle(corners, outline=level, width=max(thick // 2, 1))
    _print(image, it.colour, mask, area.at)


@draw.register
def _hairline(it: Hairline, image: Image.Image, page: ScenePage) -> None:
    left, top, right, bottom = _pixels(it.area, page).corners
    thick = max(round(it.thick * page.unit), 1)
    size = (max(right - left, thick), max(bottom - top, thick))
    _print(image, it.colour, Image.new("L", size, round(255 * it.strength)), (left, top))


@draw.register
def _paper_sheet(it: PaperSheet, image: Image.Image, page: ScenePage) -> None:
    area = _pixels(it.area, page)
    size = area.size
    shape = _perforated(size, it.teeth * page.unit) if it.teeth else _full(size)
    _cast(image, shape, area.at, it.shadow * page.unit, it.depth)
    sheet = paper.texture(it.texture, size, page.seed)
    image.paste(sheet, area.at, shape)


@draw.register
def _film_strip(it: FilmStrip, image: Image.Image, page: ScenePage) -> None:
    area = _pixels(it.area, page)
    size = area.size
    _print(image, it.colour, Image.new("L", size, 255), area.at)
    holes = _holes((size[1], size[0]) if it.down else size, it.edge * page.unit)
    if it.down:
        holes = holes.transpose(Image.Transpose.TRANSPOSE)
    _print(image, it.hole, holes, area.at)


@draw.register
def _tape(it: Tape, image: Image.Image, page: ScenePage) -> None:
    size = [max(round(side * page.unit * FINER), 4) for side in (it.length, it.width)]
    mask = Image.new("L", (size[0], size[1]), round(255 * it.strength))
    teeth = ImageDraw.Draw(mask)
    tooth = size[1] / 9
    for row in range(9):
        for end in (0.0, float(size[0])):
            inner = end + tooth * (0.7 if end == 0 else -0.7)
            middle = tooth * (row + 0.5)
            corners = [(end, tooth * row), (inner, middle), (end, tooth * (row + 1))]
            teeth.polygon(corners, fill=0)
    turned = mask.rotate(it.turn, Image.Resampling.BICUBIC, expand=True)
    mask = turned.reduce(FINER)
    left = round(it.x * page.size[0] - mask.width / 2)
    top = round(it.y * page.size[1] - mask.height / 2)
    _print(image, it.colour, mask, (left, top))


@draw.register
def _photo_corners(it: PhotoCorners, image: Image.Image, page: ScenePage) -> None:
    left, top, right, bottom = _pixels(it.area, page).corners
    side = max(round(it.size * page.unit), 3)
    mask = Image.new("L", (side * FINER, side * FINER))
    ImageDraw.Draw(mask).polygon([(0, 0), (side * FINER, 0), (0, side * FINER)], fill=255)
    corner = mask.reduce(FINER)
    over = max(round(side * 0.12), 1)
    for across, x in ((False, left - over), (True, right + over - side)):
        for down, y in ((False, top - over), (True, bottom + over - side)):
            ink = corner.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if across else corner
            ink = ink.transpose(Image.Transpose.FLIP_TOP_BOTTOM) if down else ink
            _print(image, it.colour, ink, (x, y))


@draw.register
def _round_opening(it: RoundOpening, image: Image.Image, page: ScenePage) -> None:
    left, top, right, bottom = _pixels(it.area, page).corners
    far = math.ceil((it.ring + it.thick) * page.unit) + 1
    corner = (left - far, top - far)
    size = (right - left + 2 * far, bottom - top + 2 * far)
    radius = min(right - left, bottom - top) / 2 - 1
    wall = Image.new("L", page.size, 255)
    wall.paste(ImageChops.invert(_disc(size, radius)), corner)
    sheet = paper.texture(it.texture, page.size, page.seed).convert("RGBA")
    sheet.putalpha(wall)
    image.alpha_composite(sheet)
    outer = _disc(size, radius + (it.ring + it.thick) * page.unit)
    inner = _disc(size, radius + it.ring * page.unit)
    _print(image, it.colour, ImageChops.subtract(outer, inner), corner)


@draw.register
def _postmark(it: Postmark, image: Image.Image, page: ScenePage) -> None:
    high = max(round(it.size * page.unit), 12) * FINER
    mask = Image.new("L", (round(high * 2.3), high))
    pen = ImageDraw.Draw(mask)
    thick = max(high // 60, 1)
    pen.circle((high / 2, high / 2), high * 0.47, outline=255, width=thick * 2)
    pen.circle((high / 2, high / 2), high * 0.36, outline=255, width=thick)
    for row in range(5):
        pen.line(_wave(high, row), fill=255, width=thick * 2)
    _date(mask, high, page)
    turned = mask.rotate(it.turn, Image.Resampling.BICUBIC, expand=True).reduce(FINER)
    faded = turned.point(lambda value: round(value * it.strength))
    faded = ImageChops.multiply(faded, _uneven(faded.size, page.seed))
    left = round(it.x * page.size[0] - faded.width / 2)
    top = round(it.y * page.size[1] - faded.height / 2)
    _print(image, it.colour, faded, (left, top))


def _date(mask: Image.Image, high: int, page: ScenePage) -> None:
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


@draw.register
def _route(it: Route, image: Image.Image, page: ScenePage) -> None:
    placepage.route(image, page.places, page.fonts, page.seed, it.colour, it.area)


def _pixels(area: Rectangle[float], page: ScenePage) -> Rectangle[int]:
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
