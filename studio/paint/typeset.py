"""Rule: a text box is one column of lines that shrinks until it fits; each line has its own ink."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PIL import Image

from studio.colours import RGB
from studio.paint import calligraphy, linebreak, tones
from studio.paint.lettering import FontChain
from studio.plan.roles import Role
from studio.plan.template import Rule, TextBox, Words
from studio.rectangle import Rectangle

SHRINK = 0.94
LEAST_PIXELS = 7
TRIES = 12
# How far above its base line a line may reach, and how far below, in sizes.
ASCENT, DESCENT = 1.3, 0.7
# A font's letters stand on the base line; this part of their size rises above it.
BASE = 0.86
# No letter that is often used is narrower than this part of its size.
NARROWEST = 0.2
SHARES = {"left": 0.0, "top": 0.0, "center": 0.5, "middle": 0.5, "right": 1.0, "bottom": 1.0}

RoleTexts = Mapping[Role, str]


@dataclass(frozen=True, slots=True)
class InkedLine:
    """A mask, white where ink is, and where in the frame its upper left corner lies."""

    mask: Image.Image
    x: int
    y: int
    colour: RGB


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a text; a rule has no text."""

    text: str
    pixels: float
    spacing: float
    height: float
    colour: RGB
    width: float
    before: float = 0.0


@dataclass(frozen=True, slots=True)
class _Room:
    """The area of a box in (parts of) pixels, and what lengths are parts of."""

    area: Rectangle[float]
    unit: int


def ink(
    box: TextBox, texts: RoleTexts, size: tuple[int, int], fonts: FontChain, palette: Sequence[RGB]
) -> list[InkedLine]:
    """The lines of the box in reading order; none where there is nothing to write."""
    area = box.area
    room = _Room(
        Rectangle(area.x * size[0], area.y * size[1], area.width * size[0], area.height * size[1]),
        min(size),
    )
    parts = [part for part in box.parts if isinstance(part, Rule) or texts.get(part.role)]
    if not any(isinstance(part, Words) for part in parts):
        return []
    if box.vertical:
        return _columns(box, parts, texts, room, fonts, palette)
    return _rows(box, parts, texts, room, fonts, palette)


def _rows(
    box: TextBox,
    parts: Sequence[Words | Rule],
    texts: RoleTexts,
    room: _Room,
    fonts: FontChain,
    palette: Sequence[RGB],
) -> list[InkedLine]:
    lines: list[_Line] = []
    scale = 1.0
    for _ in range(TRIES):
        lines = _lines(parts, texts, room, fonts, palette, scale)
        if sum(line.before + line.height for line in lines) <= room.area.height:
            break
        scale *= SHRINK
    height = sum(line.before + line.height for line in lines)
    y = room.area.y + (room.area.height - height) * SHARES[box.stand]
    found = []
    for line in lines:
        y += line.before
        left = room.area.x + (room.area.width - line.width) * SHARES[box.align]
        found.append(_drawn(line, left, y, fonts))
        y += line.height
    return found


def _lines(
    parts: Sequence[Words | Rule],
    texts: RoleTexts,
    room: _Room,
    fonts: FontChain,
    palette: Sequence[RGB],
    scale: float,
) -> list[_Line]:
    lines: list[_Line] = []
    for number, part in enumerate(parts):
        before = part.gap * room.unit * scale if lines else 0.0
        colour = tones.rgb(part.colour, palette)
        if isinstance(part, Words):
            set_lines = _words(part, texts[part.role], room, fonts, colour, scale)
            first = set_lines[0] if set_lines else None
            if first is not None:
                lines.append(_after(first, before))
                lines += set_lines[1:]
        elif lines and any(isinstance(later, Words) for later in parts[number + 1 :]):
            thick = max(round(part.thick * room.unit), 1)
            lines.append(_Line("", 0, 0, thick, colour, part.length * room.unit, before))
    return lines


def _after(line: _Line, before: float) -> _Line:
    return _Line(line.text, line.pixels, line.spacing, line.height, line.colour, line.width, before)


def _words(
    words: Words, text: str, room: _Room, fonts: FontChain, colour: RGB, scale: float
) -> list[_Line]:
    """First the letters shrink, and only then the text is shortened."""
    part = words.size * scale
    while True:
        pixels = max(round(part * room.unit), LEAST_PIXELS)
        apart = pixels * words.spacing
        found = _broken(text, pixels, room.area.width, words.lines + 1, apart, fonts)
        smaller = part * SHRINK
        if len(found) <= words.lines or smaller < words.size * scale * words.least:
            break
        part = smaller
    if len(found) > words.lines:
        found = fonts.lines(text, pixels, room.area.width, words.lines, apart)
    return [
        _Line(
            line,
            pixels,
            apart,
            pixels * words.leading,
            colour,
            fonts.width(line, pixels, apart),
        )
        for line in found
    ]


def _broken(
    text: str, pixels: int, width: float, most: int, apart: float, fonts: FontChain
) -> list[str]:
    """Lines of the text stay lines, and are broken further where they are too long."""
    return [
        line
        for given in text.split("\n")
        for line in fonts.lines(_cut(given, width, pixels, most), pixels, width, most, apart)
        if line
    ]


def _cut(text: str, length: float, pixels: int, lines: int) -> str:
    """More than can be shown is not broken into lines: that takes the square of its length."""
    return text[: lines * math.ceil(length / (pixels * NARROWEST)) + 1]


def _drawn(line: _Line, left: float, top: float, fonts: FontChain) -> InkedLine:
    if not line.text:
        mask = Image.new("L", (max(round(line.width), 1), round(line.height)), 255)
        return InkedLine(mask, round(left), round(top), line.colour)
    pixels = round(line.pixels)
    margin = pixels // 2
    above = round(pixels * ASCENT)
    mask = Image.new("L", (round(line.width) + 2 * margin, above + round(pixels * DESCENT)))
    base = top + (line.height - pixels) / 2 + pixels * BASE
    fonts.draw(mask, (margin, above), line.text, pixels, line.spacing)
    return InkedLine(mask, round(left) - margin, round(base) - above, line.colour)


def _columns(
    box: TextBox,
    parts: Sequence[Words | Rule],
    texts: RoleTexts,
    room: _Room,
    fonts: FontChain,
    palette: Sequence[RGB],
) -> list[InkedLine]:
    """Columns from right to left; a part's `gap` is how much lower its columns begin."""
    words = [part for part in parts if isinstance(part, Words)]
    largest = max(words, key=lambda part: part.size)

    def setting(pixels: int) -> calligraphy.SetText:
        lines = [line for part in words for line, _ in _column_lines(part, pixels)]
        return calligraphy.vertical(
            lines, pixels, fonts, spacing=largest.spacing, leading=largest.leading
        )

    def _column_lines(part: Words, pixels: int) -> list[tuple[calligraphy.TextLine, RGB]]:
        share = part.size / largest.size
        drop = part.gap / part.size
        colour = tones.rgb(part.colour, palette)
        high = room.area.height - part.gap * room.unit
        letters = max(round(pixels * share), LEAST_PIXELS)
        found = []
        for given in texts[part.role].split("\n"):
            broken = linebreak.break_lines(
                _cut(given, high, letters, part.lines),
                high,
                lambda text: calligraphy.length(text, letters, fonts, part.spacing),
                part.lines,
            )
            found += [(calligraphy.TextLine(line, share, drop), colour) for line in broken if line]
        return found

    most = max(round(largest.size * room.unit), LEAST_PIXELS)
    found = calligraphy.fitted(setting, (round(room.area.width), round(room.area.height)), most)
    colours = [colour for part in words for _, colour in _column_lines(part, found.pixels)]
    x = round(room.area.x + (room.area.width - found.mask.width) * SHARES[box.align])
    y = round(room.area.y + (room.area.height - found.mask.height) * SHARES[box.stand])
    return [
        InkedLine(
            found.mask.crop(at.corners),
            x + at.x,
            y + at.y,
            colour,
        )
        for at, colour in zip(found.boxes, colours, strict=True)
    ]
