"""Rule: a picture ends as a book does: where it was, thanks, a seal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from studio.look.develop import load
from studio.look.sniffing import PictureError
from studio.look.stops import Stop
from studio.paint import seal
from studio.paint.long import mounts
from studio.paint.long.sheet import Sheet, setting
from studio.plan import cards

SEAL_TEXT = "珍藏"
# In columns.
WIDTH = 13.0
SHAPE = (16, 9)


@dataclass(frozen=True, slots=True)
class CityBlock:
    """The city's picture, small on the page as a stamp, and its name."""

    stop: Stop
    photos: int = 0

    def height(self, sheet: Sheet) -> int:
        return sheet.px(0.9) + self._size(sheet)[1] + sheet.px(1.6)

    def draw(self, canvas: Image.Image, sheet: Sheet) -> None:
        size = self._size(sheet)
        left, top = (canvas.width - size[0]) // 2, sheet.px(0.9)
        try:
            picture = load(Path(self.stop.picture), size).resize(size, Image.Resampling.LANCZOS)
        except PictureError:
            return
        mounts.MOUNTS[sheet.style.mount](canvas, sheet, picture, (left, top))
        mask = setting(sheet, [_where(self.stop)], 0.36).mask
        at = (canvas.width - mask.width) / 2, top + size[1] + sheet.px(0.5)
        sheet.print(canvas, mask, at, sheet.tones.soft)

    def _size(self, sheet: Sheet) -> tuple[int, int]:
        width = sheet.px(WIDTH)
        return width, width * SHAPE[1] // SHAPE[0]


@dataclass(frozen=True, slots=True)
class FarewellBlock:
    """A line, thanks, and a seal."""

    photos: int = 0

    def height(self, sheet: Sheet) -> int:
        return sheet.px(6.2)

    def draw(self, canvas: Image.Image, sheet: Sheet) -> None:
        wide, thick, top = sheet.px(1.8), max(sheet.px(0.03), 1), sheet.px(1.3)
        left = (canvas.width - wide) // 2
        pen = ImageDraw.Draw(canvas)
        pen.rectangle((left, top, left + wide, top + thick - 1), fill=sheet.tones.accent)
        mask = setting(sheet, [cards.FAREWELL], 0.5, spacing=0.3).mask
        at = (canvas.width - mask.width) / 2, sheet.px(1.85)
        sheet.print(canvas, mask, at, sheet.tones.soft)
        stamp = seal.stamp(SEAL_TEXT, sheet.px(1.2), sheet.fonts, sheet.seed + 3)
        canvas.paste(stamp, ((canvas.width - stamp.width) // 2, sheet.px(3.35)), stamp)


def _where(stop: Stop) -> str:
    north, east = "N" if stop.latitude >= 0 else "S", "E" if stop.longitude >= 0 else "W"
    degrees = f"{abs(stop.latitude):.2f}° {north}  {abs(stop.longitude):.2f}° {east}"
    return f"{stop.label}  ·  {degrees}" if stop.name else degrees
