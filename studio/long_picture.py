"""Rule: the whole layout is known before a photo is decoded; then one photo at a time is pasted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from studio import cards, lettering, linebreak, looking
from studio.backdrops import PAPER
from studio.develop import load
from studio.intake import PictureError
from studio.lettering import FontChain
from studio.looking import PLANNED, PLANNING, RENDERING, Report, Seen
from studio.order import AlbumError, LongPicture, Order

RESULT = "result.jpg"
COVER = "cover.jpg"
QUALITY = 88
# No JPEG is higher: libjpeg's own limit. The other limit keeps the canvas below 320 MB.
MOST_HEIGHT = 65_500
MOST_PIXELS = 80_000_000

# All lengths are those of a picture of the full width; a higher one is scaled down as a whole.
WIDTH = 1080
COLUMN = 960
GAP = 36
# Where many photos make the column narrower still, the paper stays so wide that text is legible.
LEAST_WIDTH = 360
# What is taller than this many columns is shown narrower: it alone would dwarf all others.
TALLEST = 16
COVER_SHAPE = (3, 4)

INK, SOFT, FAINT = (54, 48, 42), (112, 103, 92), (196, 187, 173)
SHADE = (203, 196, 183)
SHADOW = 14
SHADOW_PART = 4

TEXT_WIDTH = 860
TITLE_SIZES = (84, 74, 64, 54)
TITLE_LINES = 2
TEXT_LINES = 8
# A text of more lines than this reads better from an even left edge.
CENTRED = 3
# No line of a description holds more characters; breaking lines takes the square of the length.
LONGEST = TEXT_LINES * TEXT_WIDTH // 12
RULE = 108
# How far above its base line a line of text may reach, in sizes: accents stand on capitals.
ASCENT = 1.3


@dataclass(frozen=True, slots=True)
class _Style:
    """Size, height of a line and space between letters in parts of the size, most lines."""

    size: int
    leading: float
    spacing: float
    most: int
    colour: tuple[int, int, int]


BODY = _Style(36, 1.6, 0.03, TEXT_LINES, INK)
DETAIL = _Style(29, 1.5, 0.06, 1, SOFT)
FOOT = _Style(32, 1.5, 0.2, 1, SOFT)


@dataclass(frozen=True, slots=True)
class _Line:
    """`base` is the height of the base line below the top of the block; no `left` is centred."""

    text: str
    left: float | None
    base: float
    style: _Style


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of text and the height of the short rule among them."""

    lines: tuple[_Line, ...]
    rule: float
    height: float


@dataclass(frozen=True, slots=True)
class _Box:
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _Page:
    width: int
    height: int
    boxes: tuple[_Box, ...]
    foot: int


def make_long_picture(order: Order, report: Report) -> LongPicture:
    """Make the picture and its cover in `order.out`; `report` hears (stage, percent)."""
    seen, warnings = looking.begin(order, report)
    fonts = lettering.find_font(order.font)
    head = _head(order, seen, fonts)
    foot = _foot(fonts)
    sizes = [(item.picture.width, item.picture.height) for item in seen]
    page = _fitted(sizes, head, foot)
    report(PLANNING, PLANNED)
    canvas = Image.new("RGB", (page.width, page.height), PAPER)
    _write(canvas, 0, head, fonts)
    _write(canvas, page.foot, foot, fonts)
    try:
        _show(canvas, page, seen, report)
    except PictureError as error:
        raise AlbumError("图片在制作过程中无法读取") from error
    cover = canvas.crop((0, 0, page.width, _cover_height(page)))
    _save(canvas, order.out / RESULT)
    _save(cover, order.out / COVER)
    report(RENDERING, 100)
    return LongPicture(order.out / RESULT, order.out / COVER, *canvas.size, *cover.size, warnings)


def _save(image: Image.Image, path: Path) -> None:
    part = path.with_name(path.name + ".part")
    image.save(part, format="JPEG", quality=QUALITY)
    part.replace(path)


def _cover_height(page: _Page) -> int:
    return min(page.width * COVER_SHAPE[1] // COVER_SHAPE[0], page.height)


def _fitted(sizes: Sequence[tuple[int, int]], head: _Block, foot: _Block) -> _Page:
    """The widest page that a JPEG can hold."""
    width = WIDTH
    while True:
        page = _page(width, sizes, head, foot)
        most = min(MOST_HEIGHT, MOST_PIXELS // page.width)
        if page.height <= most:
            return page
        width = min(width * most // page.height, width - 1)


def _page(width: int, sizes: Sequence[tuple[int, int]], head: _Block, foot: _Block) -> _Page:
    """The layout of a picture that is `width` wide, or of one that could be if it were legible."""
    scale = width / WIDTH
    column = max(round(COLUMN * scale), 1)
    gap = max(round(GAP * scale), 2)
    paper = max(width, LEAST_WIDTH)
    top = round(head.height * paper / WIDTH)
    boxes: list[_Box] = []
    for size in sizes:
        wide, tall = _shown(size, column)
        boxes.append(_Box((paper - wide) // 2, top, wide, tall))
        top += tall + gap
    top -= gap
    return _Page(paper, top + round(foot.height * paper / WIDTH), tuple(boxes), top)


def _shown(size: tuple[int, int], column: int) -> tuple[int, int]:
    """The size of a photo in the column; it is never distorted."""
    scale = min(column / size[0], column * TALLEST / size[1])
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


def _head(order: Order, seen: Sequence[Seen], fonts: FontChain) -> _Block:
    taken = [item.picture.taken_ms for item in seen if item.picture.taken_ms is not None]
    title, text = _drawable(order.title, fonts), _drawable(order.description, fonts)
    words = cards.opening(title, text, len(seen), taken)
    lines, y = _set(_title(words.title, fonts), 128, fonts)
    rule = y + 34
    y = rule + 40
    if words.subtitle:
        below, y = _set((words.subtitle, BODY), y, fonts)
        lines += below
        y += 22
    below, y = _set((words.detail, DETAIL), y, fonts)
    return _Block(tuple(lines + below), rule, y + 84)


def _foot(fonts: FontChain) -> _Block:
    rule = 92
    lines, y = _set((cards.FAREWELL, FOOT), rule + 36, fonts)
    return _Block(tuple(lines), rule, y + 100)


def _drawable(text: str, fonts: FontChain) -> str:
    """What no font has would leave holes, and a title of nothing else an empty head."""
    shown = (char for char in linebreak.clean(text) if fonts.face_for(char))
    return linebreak.clean("".join(shown))[:LONGEST]


def _title(text: str, fonts: FontChain) -> tuple[str, _Style]:
    """First the letters shrink, and only then the text is shortened."""
    for size in TITLE_SIZES:
        style = _Style(size, 1.36, 0.08, TITLE_LINES, INK)
        spacing = size * style.spacing
        if len(fonts.lines(text, size, TEXT_WIDTH, TITLE_LINES + 1, spacing)) <= TITLE_LINES:
            break
    return text, style


def _set(words: tuple[str, _Style], y: float, fonts: FontChain) -> tuple[list[_Line], float]:
    """The lines of a text that begins at the height `y`, and where it ends."""
    text, style = words
    height = style.size * style.leading
    spacing = style.size * style.spacing
    texts = fonts.lines(text, style.size, TEXT_WIDTH, style.most, spacing)
    left = None
    if len(texts) > CENTRED:
        left = (WIDTH - max(fonts.width(line, style.size, spacing) for line in texts)) / 2
    # The base line that centres the characters in the height of their line.
    base = y + height / 2 + style.size * 0.36
    lines = [_Line(line, left, base + n * height, style) for n, line in enumerate(texts)]
    return lines, y + len(texts) * height


def _write(canvas: Image.Image, top: int, block: _Block, fonts: FontChain) -> None:
    scale = canvas.width / WIDTH
    for line in block.lines:
        size = round(line.style.size * scale)
        spacing = size * line.style.spacing
        left = (canvas.width - fonts.width(line.text, size, spacing)) / 2
        if line.left is not None:
            left = line.left * scale
        ascent = round(size * ASCENT)
        mask = Image.new("L", (canvas.width, size * 2))
        fonts.draw(mask, (left, ascent), line.text, size, spacing)
        canvas.paste(line.style.colour, (0, top + round(line.base * scale) - ascent), mask)
    half, y = RULE * scale / 2, top + round(block.rule * scale)
    thick = max(round(2 * scale), 1)
    box = (round(canvas.width / 2 - half), y, round(canvas.width / 2 + half), y + thick - 1)
    ImageDraw.Draw(canvas).rectangle(box, fill=FAINT)


def _show(canvas: Image.Image, page: _Page, seen: Sequence[Seen], report: Report) -> None:
    for number, (item, box) in enumerate(zip(seen, page.boxes, strict=True)):
        size = (box.width, box.height)
        photo = load(item.photo.path, size)
        _cast_shadow(canvas, box)
        canvas.paste(photo.resize(size, Image.Resampling.LANCZOS), (box.left, box.top))
        looking.rendered(report, len(seen), number)


def _cast_shadow(canvas: Image.Image, box: _Box) -> None:
    """Soft, and drawn small: only its edge will be seen."""
    edge = max(round(SHADOW * canvas.width / WIDTH), 1)
    size = (box.width + 2 * edge, box.height + 2 * edge)
    small = (size[0] // SHADOW_PART + 1, size[1] // SHADOW_PART + 1)
    inner = edge / SHADOW_PART
    shade = Image.new("L", small)
    ImageDraw.Draw(shade).rectangle(
        (inner, inner, small[0] - 1 - inner, small[1] - 1 - inner), fill=255
    )
    mask = shade.filter(ImageFilter.GaussianBlur(inner / 2)).resize(size, Image.Resampling.BILINEAR)
    canvas.paste(SHADE, (box.left - edge, box.top - edge + edge // 3), mask)
