"""Rule: text is set on a tight mask, each line with its own box; what no font has is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from PIL import Image

from studio.paint import linebreak
from studio.paint.lettering import FontChain
from studio.rectangle import Rectangle

Way = Literal["upright", "turned", "corner", "abreast", "gap"]

# In a column these stand in the upper right of their square; on a line in its lower left.
CORNER = frozenset("，。、．")
# These lie along the line: in a column they are turned with it.
TURNED = frozenset("（）《》〈〉【】〔〕〖〗「」『』﹁﹂﹃﹄｛｝［］—…–―～〜-·")
# Chinese in columns has corner brackets for quotation marks.
QUOTES = str.maketrans("“”‘’", "『』「」")
WIDE_SIGNS = str.maketrans(",;:?!()", "，；：？！（）")
# As many narrow letters as stand abreast in one square; more are turned.
ABREAST = 2
GAP = 0.5
# A font's letters stand on the base line; this part of its size rises above it.
ASCENT = 0.86
# Strokes may leave their square by this part of it.
MARGIN = 0.14
SHRINK = 0.94


class TextLine(NamedTuple):
    """A line whose letters are `part` of the size, and which begins `drop` sizes later."""

    text: str
    part: float = 1.0
    drop: float = 0.0


@dataclass(frozen=True, slots=True)
class SetText:
    """Ink, and where in it each line is; the boxes of lines do not overlap."""

    mask: Image.Image
    boxes: tuple[Rectangle[int], ...]
    pixels: int


class _Cell(NamedTuple):
    way: Way
    text: str
    length: float


def vertical(
    lines: Sequence[str | TextLine],
    pixels: int,
    fonts: FontChain,
    *,
    spacing: float = 0.12,
    leading: float = 1.7,
) -> SetText:
    """Columns from right to left; `spacing` between characters and `leading` from column to
    column are parts of the size."""
    columns = [_column(line, pixels, fonts, spacing) for line in map(_line, lines)]
    margin = round(pixels * MARGIN)
    height = max((length for _, _, length in columns), default=0.0)
    ways = [line.part * pixels * leading for line, _, _ in columns]
    loose = sum((ways[i] + ways[i + 1]) / 2 for i in range(len(ways) - 1))
    ends = (columns[0][0].part + columns[-1][0].part) * pixels / 2 if columns else 0.0
    width = round(loose + ends) + 2 * margin
    mask = Image.new("L", (max(width, 1), max(round(height) + 2 * margin, 1)))
    middle = mask.width - margin - (columns[0][0].part * pixels / 2 if columns else 0.0)
    boxes: list[Rectangle[int]] = []
    for at, (line, cells, _) in enumerate(columns):
        size = max(round(line.part * pixels), 1)
        _stand(mask, (middle, margin + line.drop * pixels), cells, size, fonts, spacing)
        right = mask.width if at == 0 else boxes[-1].x
        step = (ways[at] + ways[at + 1]) / 2 if at + 1 < len(ways) else 0.0
        left = round(middle - step / 2) if at + 1 < len(ways) else 0
        boxes.append(Rectangle(left, 0, right - left, mask.height))
        middle -= step
    return SetText(mask, tuple(boxes), pixels)


def horizontal(
    lines: Sequence[str | TextLine],
    pixels: int,
    fonts: FontChain,
    *,
    spacing: float = 0.06,
    leading: float = 1.7,
    align: Literal["left", "middle", "right"] = "middle",
) -> SetText:
    """Lines from top to bottom; `leading` from line to line is a part of the size."""
    rows = [_line(line) for line in lines]
    sizes = [max(round(line.part * pixels), 1) for line in rows]
    drawn = [_drawable(line.text, fonts) for line in rows]
    widths = [
        fonts.width(text, size, size * spacing) for text, size in zip(drawn, sizes, strict=True)
    ]
    margin = round(pixels * MARGIN)
    width = max(widths, default=0.0)
    height = round(sum(size * leading for size in sizes))
    mask = Image.new("L", (max(round(width) + 2 * margin, 1), max(height + 2 * margin, 1)))
    share = {"left": 0.0, "middle": 0.5, "right": 1.0}[align]
    boxes: list[Rectangle[int]] = []
    top = float(margin)
    for text, size, wide in zip(drawn, sizes, widths, strict=True):
        base = top + (size * leading - size) / 2 + size * ASCENT
        left = margin + (width - wide) * share
        fonts.draw(mask, (round(left), round(base)), text, size, size * spacing)
        first = round(top) if boxes else 0
        boxes.append(Rectangle(0, first, mask.width, round(top + size * leading) - first))
        top += size * leading
    return SetText(mask, tuple(boxes), pixels)


def fitted(
    setting: Callable[[int], SetText], room: tuple[int, int], most: int, least: int = 6
) -> SetText:
    """The largest setting of at most `most` pixels that fits into `room`."""
    pixels = max(most, least)
    while True:
        found = setting(pixels)
        fits = found.mask.width <= room[0] and found.mask.height <= room[1]
        if fits or pixels <= least:
            return found
        over = min(room[0] / found.mask.width, room[1] / found.mask.height)
        pixels = max(min(int(pixels * over), int(pixels * SHRINK)), least)


def length(text: str, pixels: int, fonts: FontChain, spacing: float = 0.12) -> float:
    """How high a column of this text is."""
    return _column(TextLine(text), pixels, fonts, spacing)[2]


def _line(line: str | TextLine) -> TextLine:
    return line if isinstance(line, TextLine) else TextLine(line)


def _drawable(text: str, fonts: FontChain) -> str:
    return "".join(char for char in linebreak.clean(text) if fonts.face_for(char))


def _column(
    line: TextLine, pixels: int, fonts: FontChain, spacing: float
) -> tuple[TextLine, list[_Cell], float]:
    size = max(round(line.part * pixels), 1)
    cells = list(_cells(_drawable(line.text, fonts), size, fonts))
    long = sum(cell.length for cell in cells) + max(len(cells) - 1, 0) * size * spacing
    return line, cells, line.drop * pixels + long


def _cells(text: str, size: int, fonts: FontChain) -> Iterator[_Cell]:
    for piece in _pieces(text.translate(QUOTES)):
        if piece == " ":
            yield _Cell("gap", "", size * GAP)
        elif len(piece) == 1 and (linebreak.is_wide(piece) or piece in TURNED):
            yield _Cell(_way(piece), piece, size)
        elif len(piece) == 1 and piece.translate(WIDE_SIGNS) != piece:
            sign = piece.translate(WIDE_SIGNS)
            yield _Cell(_way(sign), sign, size)
        elif len(piece) <= ABREAST:
            yield _Cell("abreast", piece, size)
        else:
            yield _Cell("turned", piece, fonts.width(piece, size))


def _way(char: str) -> Way:
    if char in CORNER:
        return "corner"
    return "turned" if char in TURNED else "upright"


def _pieces(text: str) -> Iterator[str]:
    """Wide characters and spaces alone, words of narrow letters whole."""
    word = ""
    for char in text:
        if linebreak.is_wide(char) or char == " " or char in TURNED:
            if word:
                yield word
            word = ""
            yield char
        else:
            word += char
    if word:
        yield word


def _stand(
    mask: Image.Image,
    at: tuple[float, float],
    cells: Sequence[_Cell],
    size: int,
    fonts: FontChain,
    spacing: float,
) -> None:
    middle, top = at
    for cell in cells:
        if cell.way != "gap":
            ink = _ink(cell, size, fonts)
            left = round(middle - ink.width / 2)
            mask.paste(255, (left, round(top + (cell.length - ink.height) / 2)), ink)
        top += cell.length + size * spacing


def _ink(cell: _Cell, size: int, fonts: FontChain) -> Image.Image:
    """One square, or one turned word, with its margins."""
    margin = round(size * MARGIN)
    wide = fonts.width(cell.text, size)
    across = round(max(wide, size)) + 2 * margin
    ink = Image.new("L", (across, size + 2 * margin))
    left = (across - wide) / 2
    fonts.draw(ink, (round(left), margin + round(size * ASCENT)), cell.text, size)
    if cell.way == "turned":
        return ink.transpose(Image.Transpose.ROTATE_270)
    if cell.way == "corner":
        return _moved(ink)
    if cell.way == "abreast" and wide > size:
        narrow = ink.resize((size + 2 * margin, ink.height), Image.Resampling.LANCZOS)
        return narrow
    return ink


def _moved(ink: Image.Image) -> Image.Image:
    """From the lower left of the square to the same place in the upper right."""
    found = ink.getbbox()
    if found is None:
        return ink
    moved = Image.new("L", ink.size)
    moved.paste(ink.crop(found), (ink.width - found[2], ink.height - found[3]))
    return moved
