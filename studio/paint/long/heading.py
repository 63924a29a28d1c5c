"""Rule: all that the guest wrote is set: the letters shrink before a word is lost."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageDraw

from studio.look.trip import Trip
from studio.paint import calligraphy, linebreak, seal
from studio.paint.long.sheet import Align, Sheet, lines, setting
from studio.plan import cards, dates
from studio.plan.long import captions
from studio.plan.long.frame import COLUMNS, MARGIN

# (size in columns, lines at most, line height in sizes)
TITLES = ((1.5, 2, 1.36), (1.2, 3, 1.36), (0.95, 4, 1.4), (0.72, 10, 1.5))
SEAL_TEXT = "留影"
# A title of more characters, or of other letters, does not stand well in a column.
MOST_IN_COLUMN = 7
MOST_COLUMNS = 2
COLUMN_TITLE = 1.85
# A description of more characters is read more easily in lines.
MOST_IN_COLUMNS = 90
COLUMN_TEXT = 0.56
# (size in columns, lines at most): a short description is set larger.
TEXTS = ((0.58, 6), (0.5, 200))
DETAIL = 0.44
RULE = 1.8


@dataclass(frozen=True, slots=True)
class HeadingWords:
    """`columns` are the lines of the detail where it stands in columns."""

    title: str
    paragraphs: tuple[str, ...]
    detail: str
    columns: tuple[str, ...]


def words(title: str, description: str, trip: Trip, sheet: Sheet) -> HeadingWords:
    """What no font has is left out, and a title of nothing else is none."""
    count = f"{len(trip.seen)} 张照片"
    taken = [item.picture.taken_ms for item in trip.seen]
    days = dates.span(taken)
    paragraphs = (_drawable(part, sheet) for part in description.splitlines())
    return HeadingWords(
        _drawable(title, sheet) or cards.NO_TITLE,
        tuple(part for part in paragraphs if part),
        f"{days}  ·  {count}" if days else count,
        (*captions.in_words(taken), f"照片{captions.number(len(trip.seen))}张"),
    )


def _drawable(text: str, sheet: Sheet) -> str:
    shown = (char for char in linebreak.clean(text) if sheet.fonts.face_for(char))
    return linebreak.clean("".join(shown))


def suits_columns(said: HeadingWords) -> bool:
    """Whether the title is short and Chinese enough to stand upright."""
    chars = [char for char in said.title if char != " "]
    wide = all(linebreak.is_wide(char) for char in chars)
    return wide and len(chars) <= MOST_IN_COLUMN * MOST_COLUMNS


def block(said: HeadingWords, sheet: Sheet) -> HeadingInLines | HeadingInColumns:
    """The head in the way of the page's style, or in lines where columns do not suit its title."""
    if sheet.style.heading == "columns" and suits_columns(said):
        return HeadingInColumns(said)
    return HeadingInLines(said, "left" if sheet.style.heading == "left" else "middle")


@dataclass(frozen=True, slots=True)
class HeadingInLines:
    """Title, rule, description and detail under one another."""

    said: HeadingWords
    align: Align
    photos: int = 0

    def height(self, sheet: Sheet) -> int:
        return self._set(None, sheet)

    def draw(self, canvas: Image.Image, sheet: Sheet) -> None:
        self._set(canvas, sheet)
        stamp = seal.stamp(SEAL_TEXT, sheet.px(1.5), sheet.fonts, sheet.seed)
        if self.align == "left":
            left = canvas.width - sheet.px(MARGIN) - stamp.width
            canvas.paste(stamp, (left, sheet.px(1.4)), stamp)

    def _set(self, canvas: Image.Image | None, sheet: Sheet) -> int:
        """Set all, if there is a canvas, and say how high it is."""
        y = sheet.px(2.6 if self.align == "middle" else 1.55)
        if self.align == "left":
            y = self._print(canvas, sheet, [self.said.detail], DETAIL, y, 1.5, 0.08) + sheet.px(1.0)
        size, most, leading = _title_size(self.said.title, sheet)
        title = lines(sheet, self.said.title, size, 15.6, most, spacing=0.1)
        y = self._print(canvas, sheet, title, size, y, leading, 0.1, strong=True)
        y = self._rule(canvas, sheet, y + sheet.px(0.6)) + sheet.px(0.6)
        if self.said.paragraphs:
            y = self._paragraphs(canvas, sheet, y) + sheet.px(0.3)
        if self.align == "middle":
            y = self._print(canvas, sheet, [self.said.detail], DETAIL, y, 1.5, 0.08)
        return y + sheet.px(0.7)

    def _paragraphs(self, canvas: Image.Image | None, sheet: Sheet, y: int) -> int:
        size, spacing, leading = _text_size(self.said.paragraphs), 0.03, 1.72
        broken = [
            lines(sheet, part, size, 13.6, 200, spacing=spacing) for part in self.said.paragraphs
        ]
        flat = [line for part in broken for line in part]
        if self.align == "middle" and len(flat) > 3:
            return self._print(canvas, sheet, flat, size, y, leading, spacing, even=True)
        return self._print(canvas, sheet, flat, size, y, leading, spacing)

    def _print(
        self,
        canvas: Image.Image | None,
        sheet: Sheet,
        texts: list[str],
        size: float,
        y: int,
        leading: float,
        spacing: float,
        *,
        strong: bool = False,
        even: bool = False,
    ) -> int:
        """Print lines from `y` on, and say where they end. `even`: from one left edge."""
        if canvas is not None:
            align: Align = "left" if even else self.align
            words = setting(sheet, texts, size, align=align, spacing=spacing, leading=leading)
            margin = round(words.pixels * calligraphy.MARGIN)
            left = (canvas.width - words.mask.width) / 2
            if self.align == "left":
                left = sheet.px(MARGIN) - margin
            colour = sheet.tones.ink if strong or size >= TEXTS[1][0] else sheet.tones.soft
            sheet.print(canvas, words.mask, (left, y - margin), colour)
        return y + round(len(texts) * sheet.letters(size) * leading)

    def _rule(self, canvas: Image.Image | None, sheet: Sheet, y: int) -> int:
        thick = max(sheet.px(0.05 if self.align == "left" else 0.03), 1)
        if canvas is not None:
            wide = sheet.px(RULE)
            left = sheet.px(MARGIN) if self.align == "left" else (canvas.width - wide) // 2
            box = (left, y, left + wide - 1, y + thick - 1)
            ImageDraw.Draw(canvas).rectangle(box, fill=sheet.tones.accent)
        return y + thick


@dataclass(frozen=True, slots=True)
class HeadingInColumns:
    """The title in columns at the right, the description in columns left of it, a seal below."""

    said: HeadingWords
    photos: int = 0

    def height(self, sheet: Sheet) -> int:
        top = sheet.px(2.0)
        title, texts = self._title(sheet), self._texts(sheet)
        foot = top + title.mask.height + sheet.px(2.4)
        foot = max(foot, top + texts.mask.height + sheet.px(0.9))
        below = self._below(sheet)
        return foot + (below.mask.height + sheet.px(0.9) if below else 0)

    def draw(self, canvas: Image.Image, sheet: Sheet) -> None:
        top = sheet.px(2.0)
        title, texts = self._title(sheet), self._texts(sheet)
        left = sheet.px(COLUMNS - 1.5) - title.mask.width
        sheet.print(canvas, title.mask, (left, top), sheet.tones.ink)
        stamp = seal.stamp(SEAL_TEXT, sheet.px(1.3), sheet.fonts, sheet.seed)
        middle = left + title.boxes[-1].width / 2
        canvas.paste(
            stamp,
            (round(middle - stamp.width / 2), top + title.mask.height + sheet.px(0.35)),
            stamp,
        )
        rule = left - sheet.px(0.9)
        box = (rule, top + sheet.px(0.2), rule + max(sheet.px(0.02), 1), top + sheet.px(6.2))
        ImageDraw.Draw(canvas).rectangle(box, fill=sheet.tones.faint)
        at = rule - sheet.px(0.8) - texts.mask.width, top
        sheet.print(canvas, texts.mask, at, sheet.tones.soft)
        self._print_below(canvas, sheet)

    def _title(self, sheet: Sheet) -> calligraphy.SetText:
        chars = "".join(self.said.title.split())
        columns = [chars]
        if len(chars) > MOST_IN_COLUMN:
            half = -(-len(chars) // 2)
            columns = [chars[:half], chars[half:]]
        size = COLUMN_TITLE if len(chars) <= 5 else COLUMN_TITLE * 0.8
        drop = [
            calligraphy.TextLine(text, drop=0.8 * number) for number, text in enumerate(columns)
        ]
        return calligraphy.vertical(
            drop, sheet.letters(size), sheet.fonts, spacing=0.16, leading=1.35
        )

    def _texts(self, sheet: Sheet) -> calligraphy.SetText:
        """The description, if it is short, and the detail."""
        columns = [calligraphy.TextLine(text, 0.76) for text in self.said.columns]
        if self._in_columns():
            high = sheet.px(7.0)
            broken = [
                line
                for part in self.said.paragraphs
                for line in sheet.fonts.lines(part, sheet.letters(COLUMN_TEXT), high, 20, 0.16)
            ]
            columns = [*map(calligraphy.TextLine, broken), *columns]
        return calligraphy.vertical(
            columns, sheet.letters(COLUMN_TEXT), sheet.fonts, spacing=0.16, leading=1.9
        )

    def _in_columns(self) -> bool:
        return sum(map(len, self.said.paragraphs)) <= MOST_IN_COLUMNS

    def _below(self, sheet: Sheet) -> calligraphy.SetText | None:
        if self._in_columns():
            return None
        size = _text_size(self.said.paragraphs)
        broken = [lines(sheet, part, size, 14, 200, spacing=0.03) for part in self.said.paragraphs]
        flat = [line for part in broken for line in part]
        return setting(sheet, flat, size, spacing=0.03, leading=1.72)

    def _print_below(self, canvas: Image.Image, sheet: Sheet) -> None:
        below = self._below(sheet)
        if below:
            left = (canvas.width - below.mask.width) / 2
            top = self.height(sheet) - sheet.px(0.9) - below.mask.height
            sheet.print(canvas, below.mask, (left, top), sheet.tones.ink)


def _title_size(title: str, sheet: Sheet) -> tuple[float, int, float]:
    for size, most, leading in TITLES:
        if len(lines(sheet, title, size, 15.6, most + 1, spacing=0.1)) <= most:
            return size, most, leading
    return TITLES[-1]


def _text_size(paragraphs: tuple[str, ...]) -> float:
    for size, most in TEXTS:
        letters = 13.6 / size
        if sum(len(part) / letters + 1 for part in paragraphs) <= most + 1:
            return size
    return TEXTS[-1][0]
