"""Rule: what is drawn knows its sheet: how wide it is, its paper, fonts and tones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

from PIL import Image, ImageStat

from studio.colours import RGB
from studio.look.looks import MainColour
from studio.paint import calligraphy, contrast, linebreak, paper
from studio.paint.lettering import FontChain
from studio.paint.long import tones
from studio.paint.long.tones import Tones
from studio.plan.long.albums import Style
from studio.plan.long.frame import COLUMNS

Align = Literal["left", "middle", "right"]
# Text is never smaller, however narrow the page.
LEAST_TEXT = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """`tile` is its paper, laid again and again downwards, every second time upside down."""

    width: int
    fonts: FontChain
    style: Style
    tones: Tones
    tile: Image.Image
    seed: int

    def px(self, columns: float) -> int:
        """So many columns in pixels."""
        return round(columns * self.width / COLUMNS)

    def letters(self, columns: float) -> int:
        """The height of letters of so many columns, in pixels."""
        return max(self.px(columns), LEAST_TEXT)

    def blank(self, top: int, height: int) -> Image.Image:
        """The paper from `top` on."""
        rows = max(height, 1)
        canvas = Image.new("RGB", (self.width, rows), None)
        at = top - top % (2 * self.tile.height)
        while at < top + rows:
            canvas.paste(self.tile, (0, at - top))
            at += self.tile.height
        return canvas

    def print(
        self, canvas: Image.Image, mask: Image.Image, at: tuple[float, float], colour: RGB
    ) -> None:
        """Lay a colour, or a stronger one where it could not be read, through a mask whose upper
        left corner lies at `at`."""
        place = round(at[0]), round(at[1])
        ink = contrast.legible(colour, contrast.under(canvas, mask, place))
        canvas.paste(ink, place, mask)


class PageBlock(Protocol):
    """A part of the page from edge to edge. It does not know where it will lie."""

    @property
    def photos(self) -> int:
        """How many photos it shows."""
        ...

    def height(self, sheet: Sheet) -> int:
        """Its height in pixels."""

    def draw(self, canvas: Image.Image, sheet: Sheet) -> None:
        """Draw it on a canvas of the sheet's width and of its own height."""


def lay(
    width: int, fonts: FontChain, style: Style, colours: Sequence[MainColour], seed: int
) -> Sheet:
    """A sheet of `width` pixels in its style; `colours` are the main ones of all its photos."""
    side = (width, width)
    tint = tones.tint(colours) if style.tinted else None
    half = paper.texture(style.paper, side, seed, tint)
    # Upside down below itself it has no seam.
    tile = Image.new("RGB", (width, 2 * width))
    tile.paste(half, (0, 0))
    tile.paste(half.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, width))
    red, green, blue = (round(level) for level in ImageStat.Stat(half.reduce(8)).mean)
    found = tones.of(colours, style.paper, (red, green, blue))
    return Sheet(width, fonts, style, found, tile, seed)


def lines(
    sheet: Sheet,
    text: str,
    size: float,
    width: float,
    most: int,
    *,
    spacing: float = 0.06,
) -> list[str]:
    """The text broken into lines that are `width` columns at most."""
    pixels = sheet.letters(size)
    return list(_broken(sheet.fonts, text, pixels, sheet.px(width), most, pixels * spacing))


@lru_cache(maxsize=64)
def _broken(
    fonts: FontChain, text: str, pixels: int, width: int, most: int, spacing: float
) -> tuple[str, ...]:
    """Each character is measured once: breaking measures every line many times."""
    advances: dict[str, float] = {}

    def measure(part: str) -> float:
        for char in part:
            if char not in advances:
                apart = spacing if linebreak.is_wide(char) else 0.0
                advances[char] = fonts.width(char, pixels) + apart
        return sum(advances[char] for char in part)

    return tuple(linebreak.break_lines(text, width, measure, most))


def setting(
    sheet: Sheet,
    texts: list[str],
    size: float,
    *,
    align: Align = "left",
    spacing: float = 0.06,
    leading: float = 1.6,
) -> calligraphy.SetText:
    """Lines of letters `size` columns high, set under one another on a mask."""
    return calligraphy.horizontal(
        texts, sheet.letters(size), sheet.fonts, spacing=spacing, leading=leading, align=align
    )
