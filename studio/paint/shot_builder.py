"""Rule: a scene is built with the least pixels that its moves can show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PIL import Image

from studio import planes
from studio.look import faults
from studio.look.develop import resized
from studio.look.library import Library
from studio.look.sniffing import PictureError
from studio.paint import (
    backdrops,
    contrast,
    decorations,
    densities,
    living_photo,
    overlay,
    typeset,
)
from studio.paint.glimpses import Stage
from studio.paint.lettering import FontChain
from studio.paint.living_photo import PlayingClip
from studio.paint.overlay import Overlay
from studio.paint.page import ScenePage, page_of
from studio.paint.playing import Playing, played
from studio.paint.shots import MovingPicture, Shot, TimedText
from studio.paint.typeset import InkedLine
from studio.plan.roles import Role
from studio.plan.storyboard import ShownPhoto, Storyboard
from studio.plan.template import Blurred, Dimmed, Slot, TextBox
from studio.plan.windows import even, fitted, union, windows
from studio.planes import Planes
from studio.rectangle import WHOLE, Corners, Rectangle

MOST_PAGE = 1.6
# The smallest source: two chroma samples on each axis, with one to spare.
LEAST = 6
# Seconds: how long a text takes to come, a line of a poem, and from one line to the next.
TEXT_SECONDS = 0.7
LINE_SECONDS = 0.9
LINE_AFTER = 0.85
# The part of a transition in which the texts of the first scene leave.
GOING = 0.45
# Lines have come when this part of the scene is over: then the whole is read.
READ = 0.66


@dataclass(frozen=True, slots=True)
class ShotBuilder:
    """What every shot of a film is made with."""

    board: Storyboard
    library: Library
    fonts: FontChain

    def build(self, number: int) -> Shot:
        """The shot of the scene of this number; asked for in the order of the film."""
        shot = _SceneBuilder(self, number).build()
        later = {shown.photo for scene in self.board.scenes[number + 1 :] for shown in scene.photos}
        self.library.forget({shown.photo for shown in self.board.scenes[number].photos} - later)
        return shot


class _SceneBuilder:
    """One scene while it is being built: its page, the layout that it follows, its photos."""

    def __init__(self, parts: ShotBuilder, number: int) -> None:
        self._board, self._library = parts.board, parts.library
        self._scene = parts.board.scenes[number]
        self._number = number
        self._before = parts.board.scenes[number - 1].fade if number else 0
        self._layout = self._scene.layout(parts.board.size)
        self._page = page_of(parts.board, number, parts.fonts, parts.board.size)

    def build(self) -> Shot:
        if self._layout.camera == "whole":
            return self._composed()
        return self._inside()

    # --- photos move in their windows ---

    def _inside(self) -> Shot:
        layout, page = self._layout, self._page
        if isinstance(layout.ground, Dimmed) and not layout.slots:
            return self._shot(None, [self._moving_ground(layout.ground)])
        playing = self._playing()
        places = self._windows(page.size)
        photos = []
        if playing is None:
            photos = [
                self._cut(shown, window)
                for shown, window in zip(self._scene.photos, places, strict=False)
            ]
        moving = [photo.moving() for photo in photos if photo.moves]
        covered = any(one.size == page.size for one in places)
        if covered and (playing or photos[0].moves):
            first = [playing] if playing else moving[:1]
            return self._shot(None, first, self._prints(photos[1:]))
        ground = self._ground(page)
        for slot, window in zip(layout.slots, places, strict=True):
            if slot.mount is not None:
                backdrops.hang(ground, window, slot.mount, page)
        for photo in photos:
            if not photo.moves:
                still = resized(photo.image, photo.window.size)
                ground.paste(still, photo.window.at)
        self._write(ground, page)
        return self._shot(planes.from_rgb(ground), [playing] if playing else moving)

    def _playing(self) -> PlayingClip | None:
        while (found := played(self._board, self._number, self._library)) is not None:
            window = self._windows(self._page.size)[0]
            still = self._still(found, window) if found.life.held else None
            try:
                with faults.of_one_file():
                    return self._clip(found, window, still)
            except PictureError as error:
                self._library.fail_clip(found.shown.photo, error)
        return None

    def _still(self, found: Playing, window: Rectangle[int]) -> Planes:
        """The photo that a movie belongs to, as it is held."""
        cut = self._cut(replace(found.shown, end=found.shown.start), window)
        return planes.from_rgb(resized(cut.image, window.size))

    def _clip(self, found: Playing, window: Rectangle[int], still: Planes | None) -> PlayingClip:
        size, fps = self._library.size(found.shown.photo), self._board.fps
        crop = fitted(found.shown.start, size, window.size)
        frames = living_photo.frames(found, size, crop, window.size, fps)
        failed = partial(self._library.freeze, found.shown.photo)
        return PlayingClip(window, found, frames, fps, failed, still)

    def _prints(self, photos: Sequence[_Cut]) -> Image.Image:
        """Photos that lie on one that fills the frame; what is below them moves, they do not."""
        clear = Image.new("RGBA", self._page.size, (0, 0, 0, 0))
        for slot, photo in zip(self._layout.slots[1:], photos, strict=False):
            if slot.mount is not None:
                backdrops.hang(clear, photo.window, slot.mount, self._page)
            print_ = resized(photo.image, photo.window.size, photo.start.corners)
            clear.paste(print_, photo.window.at)
        return clear

    def _shot(
        self,
        ground: Planes | None,
        moving: Sequence[MovingPicture | PlayingClip],
        clear: Image.Image | None = None,
    ) -> Shot:
        over = []
        if self._layout.over or clear is not None:
            clear = clear or Image.new("RGBA", self._page.size, (0, 0, 0, 0))
            for decoration in self._layout.over:
                decorations.draw(decoration, clear, self._page)
            found = overlay.from_picture(clear)
            over = [found] if found else []
        return self._written(ground, moving, over)

    def _written(
        self,
        ground: Planes | None,
        moving: Sequence[MovingPicture | PlayingClip],
        over: Sequence[Overlay] = (),
    ) -> Shot:
        stage = Stage(self._scene.frames, ground, moving, over)
        return Shot(self._scene.frames, ground, moving, over, self._texts(stage))

    def _moving_ground(self, ground: Dimmed) -> MovingPicture:
        shown = self._scene.photos[ground.photo]
        cut = self._cut(shown, Rectangle(0, 0, *self._page.size), soft=True)
        width, height = even(cut.image.width, LEAST), even(cut.image.height, LEAST)
        image = backdrops.dimmed(
            cut.image,
            (width, height),
            (0, 0, cut.image.width, cut.image.height),
            ground.light,
            ground.blur,
        )
        return replace(cut, image=image).moving()

    def _cut(self, shown: ShownPhoto, window: Rectangle[int], *, soft: bool = False) -> _Cut:
        """The part of the photo that its move can show, at the size that the window needs."""
        size = self._library.size(shown.photo)
        start, end = (fitted(crop, size, window.size) for crop in (shown.start, shown.end))
        area = union(start, end)
        if soft:
            wide, tall = window.width / area.width, window.height / area.height
        else:
            wide, tall = densities.of_move(start, end, area, window)
        part = 2 if soft else 1
        photo = self._library.load(shown.photo, (math.ceil(wide / part), math.ceil(tall / part)))
        pixels = (even(area.width * wide, LEAST), even(area.height * tall, LEAST))
        image = resized(photo, pixels, _inside(area, photo))
        return _Cut(image, window, _box(start, area, pixels), _box(end, area, pixels), photo)

    # --- everything is composed, and the camera moves over it ---

    def _composed(self) -> Shot:
        size = self._page.size
        camera = self._scene.camera or (WHOLE, WHOLE)
        start, end = (fitted(crop, size, size) for crop in camera)
        denser = (
            min(densities.DENSER / min(start.width, end.width), MOST_PAGE) if start != end else 1.0
        )
        wide, tall = (even(side * denser) for side in size)
        page = replace(self._page, size=(wide, tall), unit=min(wide, tall))
        image = self._ground(page)
        for slot, shown, window in zip(
            self._layout.slots, self._scene.photos, self._windows(page.size), strict=False
        ):
            self._lay_print(image, slot, shown, window, page)
        if self._layout.over:
            clear = Image.new("RGBA", page.size, (0, 0, 0, 0))
            for decoration in self._layout.over:
                decorations.draw(decoration, clear, page)
            image.paste(clear, mask=clear.getchannel("A"))
        self._write(image, page)
        if start == end:
            return self._shot_of_page(image)
        boxes = [
            Rectangle(crop.x * wide, crop.y * tall, crop.width * wide, crop.height * tall)
            for crop in (start, end)
        ]
        source = planes.paired(planes.from_rgb(image))
        return self._written(None, [MovingPicture(Rectangle(0, 0, *size), source, *boxes)])

    def _shot_of_page(self, image: Image.Image) -> Shot:
        whole = resized(image, self._page.size)
        return self._written(planes.from_rgb(whole), ())

    def _lay_print(
        self,
        image: Image.Image,
        slot: Slot,
        shown: ShownPhoto,
        window: Rectangle[int],
        page: ScenePage,
    ) -> None:
        cut = self._cut(replace(shown, end=shown.start), window)
        photo = resized(cut.image, window.size)
        if not slot.turn:
            if slot.mount is not None:
                backdrops.hang(image, window, slot.mount, page)
            image.paste(photo, window.at)
            return
        print_, shadow, depth = photo, 0.0, 0.0
        left, top = window.at
        if slot.mount is not None:
            outer = backdrops.outer(window, slot.mount, page.unit)
            left, top = outer.at
            print_ = Image.new("RGB", outer.size)
            flat = replace(slot.mount, shadow=0.0)
            moved = Rectangle(window.x - left, window.y - top, window.width, window.height)
            backdrops.hang(print_, moved, flat, page)
            print_.paste(photo, moved.at)
            shadow, depth = slot.mount.shadow * page.unit, slot.mount.shadow_depth
        tilted = backdrops.turned(print_.convert("RGBA"), slot.turn)
        middle = (left + print_.width / 2, top + print_.height / 2)
        at = (round(middle[0] - tilted.width / 2), round(middle[1] - tilted.height / 2))
        alpha = tilted.getchannel("A")
        if shadow:
            backdrops.shadow_of(image, alpha, at, shadow, depth)
        image.paste(tilted.convert("RGB"), at, alpha)

    # --- both ---

    def _windows(self, size: tuple[int, int]) -> tuple[Rectangle[int], ...]:
        if not self._layout.slots:
            return ()
        sizes = [self._library.size(shown.photo) for shown in self._scene.photos]
        return windows(self._layout, size, sizes)

    def _ground(self, page: ScenePage) -> Image.Image:
        ground = self._layout.ground
        if isinstance(ground, Blurred | Dimmed):
            shown = self._scene.photos[ground.photo]
            part = backdrops.FILL_PART if isinstance(ground, Blurred) else backdrops.DIM_PART
            photo = self._library.load(shown.photo, (page.size[0] // part, page.size[1] // part))
            if isinstance(ground, Blurred):
                image = backdrops.blurred(photo, page.size, ground.light)
            else:
                crop = fitted(shown.start, photo.size, page.size)
                box = _inside(crop, photo)
                image = backdrops.dimmed(photo, page.size, box, ground.light, ground.blur)
        else:
            image = backdrops.drawn(ground, page)
        for decoration in self._layout.under:
            decorations.draw(decoration, image, page)
        return image

    def _write(self, image: Image.Image, page: ScenePage) -> None:
        """Texts that are part of the page."""
        for box, texts in self._boxes():
            if box.comes == "still":
                for line in typeset.ink(box, texts, page.size, page.fonts, page.palette):
                    at = (line.x, line.y)
                    ink = contrast.legible(line.colour, contrast.under(image, line.mask, at))
                    image.paste(ink, at, line.mask)

    def _texts(self, stage: Stage) -> list[TimedText]:
        page, fps = self._page, self._board.fps
        found = []
        for box, texts in self._boxes():
            drawn = self._layout.ground is not None and box.comes == "still"
            if drawn and not self._is_covered():
                continue
            lines = typeset.ink(box, texts, page.size, page.fonts, page.palette)
            groups = [[line] for line in lines] if box.comes == "lines" else [lines]
            found += self._timed(groups, box, fps, stage)
        return found

    def _is_covered(self) -> bool:
        """Whether one photo hides the page: then nothing can be written on it."""
        return self._layout.camera == "inside" and any(
            one.size == self._page.size for one in self._windows(self._page.size)
        )

    def _timed(
        self, groups: Sequence[Sequence[InkedLine]], box: TextBox, fps: int, stage: Stage
    ) -> list[TimedText]:
        begin = self._before + box.after * fps
        seconds = LINE_SECONDS if box.comes == "lines" else TEXT_SECONDS
        end, going = self._scene.frames, 1
        if box.comes == "still":
            begin, seconds = 0.0, 1 / fps
        elif self._scene.fade:
            end, going = end - self._scene.fade, max(round(self._scene.fade * GOING), 1)
        step = LINE_AFTER * fps
        if len(groups) > 1:
            room = self._scene.frames * READ - begin - seconds * fps
            step = min(step, max(room / (len(groups) - 1), 1.0))
        found = []
        for number, lines in enumerate(groups):
            at = round(begin + number * step)
            seen = partial(stage.seen, first=at, last=min(end + going, self._scene.frames - 1))
            laid = overlay.from_ink(lines, self._page.size, shade=box.shade, glimpse=seen)
            if laid is not None:
                found.append(TimedText(laid, at, max(round(seconds * fps), 1), end, going))
        return found

    def _boxes(self) -> list[tuple[TextBox, dict[Role, str]]]:
        """Each box with its texts: the n-th text of a role is for the n-th place for it."""
        left = {role: list(texts) for role, texts in self._page.texts.items()}
        found = []
        for box in self._layout.texts:
            texts: dict[Role, str] = {}
            for role in box.roles:
                if left.get(role):
                    texts[role] = left[role].pop(0)
            found.append((box, texts))
        return found


@dataclass(frozen=True, slots=True)
class _Cut:
    """A photo's part in the pixels that its window needs; `photo` is what it was cut from."""

    image: Image.Image
    window: Rectangle[int]
    start: Rectangle[float]
    end: Rectangle[float]
    photo: Image.Image

    @property
    def moves(self) -> bool:
        return self.start != self.end

    def moving(self) -> MovingPicture:
        source = planes.paired(planes.from_rgb(self.image))
        return MovingPicture(self.window, source, self.start, self.end)


def _inside(area: Rectangle[float], photo: Image.Image) -> Corners:
    """The area's corners in pixels; rounding must not put one outside the photo."""
    right = min(area.right * photo.width, photo.width)
    bottom = min(area.bottom * photo.height, photo.height)
    return max(area.x, 0.0) * photo.width, max(area.y, 0.0) * photo.height, right, bottom


def _box(
    crop: Rectangle[float], area: Rectangle[float], pixels: tuple[int, int]
) -> Rectangle[float]:
    across, down = pixels[0] / area.width, pixels[1] / area.height
    return Rectangle(
        (crop.x - area.x) * across,
        (crop.y - area.y) * down,
        crop.width * across,
        crop.height * down,
    )
