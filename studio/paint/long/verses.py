"""Rule: a poem stands alone, in columns from the right, with nothing behind it but paper."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageDraw

from studio.paint import calligraphy, paper, seal
from studio.paint.long import mounts
from studio.paint.long.sheet import Sheet

SEAL_TEXT = "诗笺"
SIZE = 0.98
MOST_HEIGHT = 13.0
# In columns: of the leaf, around the verses.
ASIDE, ABOVE = 2.2, 1.9
MARGINS = 0.8


@dataclass(frozen=True, slots=True)
class VersesBlock:
    """The lines of the poem, one a column."""

    lines: tuple[str, ...]
    photos: int = 0

    def height(self, sheet: Sheet) -> int:
        words = self._words(sheet)
        return words.mask.height + sheet.px(2 * ABOVE + 2 * MARGINS)

    def draw(self, canvas: Image.Image, sheet: Sheet) -> None:
        words = self._words(sheet)
        stamp = seal.stamp(SEAL_TEXT, sheet.px(1.25), sheet.fonts, sheet.seed + 1)
        aside = sheet.px(ASIDE)
        width = words.mask.width + 2 * aside + stamp.width
        left, top = (canvas.width - width) // 2, sheet.px(MARGINS)
        size = (width, words.mask.height + 2 * sheet.px(ABOVE))
        colour = self._leaf(canvas, sheet, (left, top), size)
        at = left + width - aside - words.mask.width, top + sheet.px(ABOVE)
        sheet.print(canvas, words.mask, at, colour)
        foot = top + size[1] - sheet.px(ABOVE) - stamp.height - sheet.px(0.1)
        canvas.paste(stamp, (at[0] - sheet.px(0.5) - stamp.width, foot), stamp)

    def _words(self, sheet: Sheet) -> calligraphy.SetText:
        def at(pixels: int) -> calligraphy.SetText:
            return calligraphy.vertical(self.lines, pixels, sheet.fonts, spacing=0.26, leading=1.85)

        room = (sheet.px(12.0), sheet.px(MOST_HEIGHT))
        return calligraphy.fitted(at, room, sheet.letters(SIZE))

    def _leaf(
        self, canvas: Image.Image, sheet: Sheet, at: tuple[int, int], size: tuple[int, int]
    ) -> tuple[int, int, int]:
        """A leaf of another paper with a double line; the colour to write on it."""
        if sheet.style.name == "journal":
            canvas.paste(sheet.tones.deep, (0, at[1], canvas.width, at[1] + size[1]))
            return sheet.tones.light
        mounts.cast_shadow(canvas, sheet, at, size)
        canvas.paste(paper.texture("xuan", size, sheet.seed + 2), at)
        pen = ImageDraw.Draw(canvas)
        for far, thick in ((0.34, 0.04), (0.48, 0.015)):
            inset = sheet.px(far)
            box = (at[0] + inset, at[1] + inset, at[0] + size[0] - inset, at[1] + size[1] - inset)
            pen.rectangle(box, outline=sheet.tones.accent, width=max(sheet.px(thick), 1))
        return paper.ink("xuan")
