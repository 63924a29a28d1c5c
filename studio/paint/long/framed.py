"""Rule: a frame is measured before a photo is decoded, and drawn by what was measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from PIL import Image

from studio.look.develop import resized
from studio.look.trip import SeenPhoto, Trip
from studio.paint import calligraphy
from studio.paint.long import mounts
from studio.paint.long.grounds import GROUNDS, PADS
from studio.paint.long.sheet import Sheet, setting
from studio.plan.long import captions
from studio.plan.long.captions import FrameWords
from studio.plan.long.choosing import ChosenFrame
from studio.plan.long.frame import COLUMNS, FrameMount
from studio.plan.long.placing import PlacedPhoto, place
from studio.rectangle import Rectangle

# A photo, decoded, that covers this size if it can.
TakePhoto = Callable[[SeenPhoto, tuple[int, int]], Image.Image]

# In columns.
CAPTION = 0.36
APART = 0.42
COLUMN = 0.42


@dataclass(frozen=True)
class FrameBlock:
    chosen: ChosenFrame
    trip: Trip
    words: FrameWords
    mount: FrameMount
    take: TakePhoto

    @property
    def photos(self) -> int:
        return self.chosen.count

    @cached_property
    def places(self) -> list[PlacedPhoto]:
        return place(self.chosen.frame, self.chosen.mirrored, mounts.pad(self.mount), self._seen)

    @cached_property
    def caption(self) -> str:
        """Empty where there is nothing new to say."""
        return captions.say(self.words.told)

    def height(self, sheet: Sheet) -> int:
        return self._foot(sheet) + sheet.px(self.chosen.frame.below)

    def draw(self, canvas: Image.Image, sheet: Sheet) -> None:
        frame = self.chosen.frame
        if frame.ground:
            left = sheet.px(min(each.area.x for each in self.places))
            right = sheet.px(max(each.area.right for each in self.places))
            top = sheet.px(frame.above)
            area = Rectangle(left, top, right - left, self._ground_foot(sheet) - top)
            GROUNDS[frame.ground](canvas, sheet, area)
        for item, each, words in zip(self._seen, self.places, self.words.each, strict=True):
            self._hang(canvas, sheet, item, each, captions.say(words))
        self._write(canvas, sheet)

    @property
    def _seen(self) -> Sequence[SeenPhoto]:
        return self.trip.seen[self.chosen.first : self.chosen.first + self.chosen.count]

    @property
    def _photos_foot(self) -> float:
        return max(each.area.bottom for each in self.places) + mounts.foot(self.mount)

    def _ground_foot(self, sheet: Sheet) -> int:
        frame = self.chosen.frame
        return sheet.px(frame.above + self._photos_foot + PADS[frame.ground])

    def _foot(self, sheet: Sheet) -> int:
        foot = self._ground_foot(sheet)
        if self.chosen.frame.caption == "below" and self.caption:
            foot += sheet.px(APART) + round(sheet.letters(CAPTION) * 1.6)
        return foot

    def _hang(
        self, canvas: Image.Image, sheet: Sheet, item: SeenPhoto, each: PlacedPhoto, said: str
    ) -> None:
        photo = _shown(self.take, item, sheet, each)
        at = sheet.px(each.area.x), sheet.px(self.chosen.frame.above + each.area.y)
        if self.mount == "polaroid":
            words = setting(sheet, [said], CAPTION).mask
            mounts.polaroid(canvas, sheet, photo, at, each.turn, words)
        else:
            mounts.MOUNTS[self.mount](canvas, sheet, photo, at)

    def _write(self, canvas: Image.Image, sheet: Sheet) -> None:
        frame = self.chosen.frame
        if frame.caption == "beside":
            self._write_column(canvas, sheet)
        elif self.caption and frame.caption == "below":
            mask = setting(sheet, [self.caption], CAPTION).mask
            at = self._left(sheet, mask), self._ground_foot(sheet) + sheet.px(APART)
            sheet.print(canvas, mask, at, sheet.tones.soft)
        elif self.caption and frame.ground:
            mask = setting(sheet, [self.caption], CAPTION).mask
            foot = sheet.px(frame.above + self._photos_foot)
            top = foot + (self._ground_foot(sheet) - foot - mask.height) / 2
            colour = sheet.tones.light if frame.ground == "wall" else sheet.tones.soft
            sheet.print(canvas, mask, ((canvas.width - mask.width) / 2, top), colour)

    def _left(self, sheet: Sheet, mask: Image.Image) -> float:
        left = min(each.area.x for each in self.places)
        right = max(each.area.right for each in self.places)
        if sheet.style.align == "left":
            return max(sheet.px(left), sheet.px(1)) - round(
                sheet.letters(CAPTION) * calligraphy.MARGIN
            )
        return sheet.px((left + right) / 2) - mask.width / 2

    def _write_column(self, canvas: Image.Image, sheet: Sheet) -> None:
        """The day and the place in columns, from the top of the photo down."""
        if not self.caption:
            return
        told = self.words.told
        taken = [item.picture.taken_ms for item in self._seen] if told.day else []
        columns = [*captions.in_words(taken), *told.place.split()]
        words = calligraphy.vertical(
            columns, sheet.letters(COLUMN), sheet.fonts, spacing=0.22, leading=1.9
        )
        beside = self.chosen.frame.beside
        left = COLUMNS - beside - words.mask.width * COLUMNS / sheet.width
        top = sheet.px(self.chosen.frame.above + min(each.area.y for each in self.places))
        at = sheet.px(left if self.chosen.mirrored else beside), top
        sheet.print(canvas, words.mask, at, sheet.tones.soft)


def _shown(take: TakePhoto, item: SeenPhoto, sheet: Sheet, each: PlacedPhoto) -> Image.Image:
    """What of the photo is seen, at the size at which it is seen."""
    size = max(sheet.px(each.area.width), 1), max(sheet.px(each.area.height), 1)
    photo = take(item, (round(size[0] / each.crop.width), round(size[1] / each.crop.height)))
    crop = each.crop
    box = (
        crop.x * photo.width,
        crop.y * photo.height,
        min(crop.right * photo.width, photo.width),
        min(crop.bottom * photo.height, photo.height),
    )
    return resized(photo, size, box)
