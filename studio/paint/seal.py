"""Rule: a seal is red, nearly square and a little worn; its characters fill it from the right."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from studio.paint import linebreak
from studio.paint.lettering import FontChain

RED = (178, 44, 34)
MOST = 4
# Everything is drawn this many times larger, so that worn edges stay fine.
FINER = 3
# Parts of the seal's height.
ROUND = 0.08
BORDER = 0.07
# A seal of one column is this part as wide as it is high.
NARROW = 0.58
WORN = 0.06


def stamp(text: str, pixels: int, fonts: FontChain, seed: int) -> Image.Image:
    """White characters in a red ground, `pixels` high; transparent when no font has the text."""
    chars = [char for char in linebreak.clean(text) if char != " " and fonts.face_for(char)][:MOST]
    tall = max(pixels, 8) * FINER
    wide = round(tall * (NARROW if len(chars) == 2 else 1.0))
    red = Image.new("L", (wide, tall))
    if chars:
        ImageDraw.Draw(red).rounded_rectangle((0, 0, wide - 1, tall - 1), tall * ROUND, fill=255)
        red = ImageChops.subtract(red, _carved(chars, (wide, tall), fonts))
        red = _worn(red, np.random.default_rng(seed))
    red = red.reduce(FINER)
    print_ = Image.new("RGBA", red.size, RED)
    print_.putalpha(red.point(lambda value: value * 15 // 16))
    return print_


def _carved(chars: list[str], size: tuple[int, int], fonts: FontChain) -> Image.Image:
    """Each character stretched to its part of the seal, columns from right to left."""
    carved = Image.new("L", size)
    edge = size[1] * BORDER
    columns = _columns(chars)
    wide = (size[0] - 2 * edge) / len(columns)
    for number, column in enumerate(columns):
        tall = (size[1] - 2 * edge) / len(column)
        left = size[0] - edge - wide * (number + 1)
        for row, char in enumerate(column):
            room = (max(round(wide * 0.9), 1), max(round(tall * 0.9), 1))
            ink = _glyph(char, max(room), fonts).resize(room, Image.Resampling.LANCZOS)
            carved.paste(ink, (round(left + wide * 0.05), round(edge + tall * row + tall * 0.05)))
    return carved


def _columns(chars: list[str]) -> list[list[str]]:
    if len(chars) < 3:
        return [chars]
    return [chars[: len(chars) // 2], chars[len(chars) // 2 :]]


def _glyph(char: str, size: int, fonts: FontChain) -> Image.Image:
    """The character without its margins, strokes made bolder as a knife does."""
    ink = Image.new("L", (size * 2, size * 2))
    fonts.draw(ink, (size // 2, round(size * 1.4)), char, size)
    bold = max(size // 24, 1) * 2 + 1
    ink = ink.filter(ImageFilter.MaxFilter(min(bold, 7)))
    return ink.crop(ink.getbbox())


def _worn(red: Image.Image, random: np.random.Generator) -> Image.Image:
    """Uneven ink: edges eaten by a coarse noise, a few specks, and no razor edge."""
    small = (max(red.width // 10, 2), max(red.height // 10, 2))
    noise = random.normal(150, 44, (small[1], small[0])).clip(0, 255).astype(np.uint8)
    coarse = Image.fromarray(noise).resize(red.size, Image.Resampling.BICUBIC)
    soft = red.filter(ImageFilter.GaussianBlur(red.height * 0.007))
    eaten = ImageChops.add(soft, coarse, scale=1.0, offset=-150)
    crisp = eaten.point(lambda value: min(max((value - 96) * 4, 0), 255))
    fine = random.random((red.height // 4 + 1, red.width // 4 + 1)) > WORN * 0.35
    specks = Image.fromarray(fine.astype(np.uint8) * 255).resize(red.size, Image.Resampling.BICUBIC)
    return ImageChops.multiply(ImageChops.multiply(crisp, specks), red)
