"""Rule: a card is one centred column of text that shrinks until it fits in its margins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from PIL import Image, ImageDraw

from studio.lettering import FontChain

# The text column as a part of the frame's width.
COLUMN = 0.8
LEAST = 0.55
SHRINK = 0.88
LEADING = 1.36
# Parts of the frame's shorter side.
GAP = 0.055
RULE = 0.13
# A font's letters stand on the base line; this part of its size rises above it.
ASCENT = 0.86
# The middle of a text that looks centred lies a little above the middle.
MIDDLE = 0.485
NO_TITLE = "旅行影集"
FAREWELL = "谢谢观看"


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    subtitle: str
    detail: str


@dataclass(frozen=True, slots=True)
class _Style:
    """Size in parts of the frame's shorter side, most lines, space between letters in sizes."""

    part: float
    most: int
    spacing: float


TITLE = _Style(0.105, 2, 0.1)
SUBTITLE = _Style(0.042, 3, 0.03)
DETAIL = _Style(0.034, 1, 0.03)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: int
    spacing: float
    height: float


def opening(title: str, description: str, photos: int, taken: list[int]) -> Words:
    days = _days(taken)
    count = f"{photos} 张照片"
    return Words(title.strip() or NO_TITLE, description, f"{days}  ·  {count}" if days else count)


def closing(title: str, taken: list[int]) -> Words:
    return Words(FAREWELL, title, _days(taken))


def ink(words: Words, size: tuple[int, int], fonts: FontChain) -> Image.Image:
    """A mask of the whole frame, white where text and the thin rule are."""
    mask = Image.new("L", size, 0)
    unit = min(size)
    title = _title(words.title, size, fonts)
    below = _lines(words.subtitle, size, fonts, SUBTITLE)
    detail = _lines(words.detail, size, fonts, DETAIL)
    gap = unit * GAP
    height = sum(line.height for line in title + below + detail) + 2 * gap
    height += gap * 0.7 * bool(below and detail)
    y = size[1] * MIDDLE - height / 2
    y = _write(mask, fonts, title, y)
    y += gap
    if below or detail:
        _rule(mask, y)
    y = _write(mask, fonts, below, y + gap)
    y += gap * 0.7 * bool(below and detail)
    _write(mask, fonts, detail, y)
    return mask


def _title(text: str, size: tuple[int, int], fonts: FontChain) -> list[_Line]:
    """First the letters shrink, and only then the text is shortened."""
    style = TITLE
    while style.part * SHRINK > TITLE.part * LEAST:
        lines = _lines(text, size, fonts, replace(style, most=TITLE.most + 1))
        if len(lines) <= TITLE.most:
            return lines
        style = replace(style, part=style.part * SHRINK)
    return _lines(text, size, fonts, style)


def _lines(text: str, size: tuple[int, int], fonts: FontChain, style: _Style) -> list[_Line]:
    pixels = max(round(min(size) * style.part), 6)
    apart = pixels * style.spacing
    texts = fonts.lines(text, pixels, size[0] * COLUMN, style.most, apart)
    return [_Line(line, pixels, apart, pixels * LEADING) for line in texts]


def _write(mask: Image.Image, fonts: FontChain, lines: list[_Line], y: float) -> float:
    for line in lines:
        width = fonts.width(line.text, line.size, line.spacing)
        left = (mask.width - width) / 2
        base = y + (line.height - line.size) / 2 + line.size * ASCENT
        fonts.draw(mask, (left, round(base)), line.text, line.size, line.spacing)
        y += line.height
    return y


def _rule(mask: Image.Image, y: float) -> None:
    half = min(mask.size) * RULE / 2
    thick = max(round(min(mask.size) / 480), 1)
    middle, top = mask.width / 2, round(y)
    box = (round(middle - half), top, round(middle + half), top + thick - 1)
    ImageDraw.Draw(mask).rectangle(box, fill=190)


def _days(taken: list[int]) -> str:
    if not taken:
        return ""
    first, last = (datetime.fromtimestamp(ms / 1000, UTC) for ms in (min(taken), max(taken)))
    start = f"{first:%Y.%m.%d}"
    if first.date() == last.date():
        return start
    return f"{start} – {last:%m.%d}" if first.year == last.year else f"{start} – {last:%Y.%m.%d}"
