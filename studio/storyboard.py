"""Rule: all that a film will show is decided here, from sizes and a seed, without a pixel."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["opening", "photo", "closing"]

CARD_SECONDS = 3.2
# How long a photo is on the screen, with both of its cross-fades.
PHOTO_SECONDS = (3.0, 3.5)
FADE_SECONDS = 0.7
# A photo fills the frame when that shows at least this part of it...
LEAST_SHOWN = 0.7
# ...and does not blow its pixels up further than this; else it is shown whole, framed.
MOST_ENLARGED = 2.2
MOST_ENLARGED_FRAMED = 3.0
# The window of a framed photo, as a part of the frame.
WINDOW = (0.9, 0.86)
ZOOM = 0.09
ZOOM_FRAMED = 0.05
ZOOM_CARD = 0.06
# How far a pan may travel, as a part of the frame: more is felt as haste.
PAN = 0.16
# How many of the photos that could pan do.
PANNED = 0.6
# Of what a crop leaves out more is taken from below: heads and skies are above.
UPPER = 0.3


@dataclass(frozen=True, slots=True)
class Crop:
    """The part of a photo that is seen, as fractions of its width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Window:
    """Where in the frame a photo is seen, in pixels, all of them even."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture on the screen; `fade` of its frames are shared with the scene that follows."""

    kind: Kind
    photo: int
    frames: int
    fade: int
    window: Window
    start: Crop
    end: Crop


@dataclass(frozen=True, slots=True)
class Storyboard:
    width: int
    height: int
    fps: int
    scenes: tuple[Scene, ...]

    @property
    def frames(self) -> int:
        return sum(scene.frames - scene.fade for scene in self.scenes)

    @property
    def seconds(self) -> float:
        return self.frames / self.fps

    def starts(self) -> tuple[int, ...]:
        """The first frame of each scene."""
        starts = [0]
        for scene in self.scenes[:-1]:
            starts.append(starts[-1] + scene.frames - scene.fade)
        return tuple(starts)


def plan(
    photos: Sequence[tuple[int, int]], size: tuple[int, int], fps: int, seed: int
) -> Storyboard:
    """Lay out an opening card, every photo in the given order, and a closing card."""
    rng = random.Random(seed)
    fade = max(round(FADE_SECONDS * fps), 1)
    scenes = []
    zoom_in = rng.choice((True, False))
    for index, photo in enumerate(photos):
        frames = round(rng.uniform(*PHOTO_SECONDS) * fps)
        window, start, end = _move(photo, size, zoom_in, rng)
        scenes.append(Scene("photo", index, frames, fade, window, start, end))
        zoom_in = not zoom_in
    first, last = scenes[0], scenes[-1]
    near, far = _beside(first.start, photos[0], size), _beside(last.end, photos[-1], size)
    frames, frame = round(CARD_SECONDS * fps), Window(0, 0, *size)
    # A card meets its neighbour at the same crop: the fade only turns soft to sharp.
    opening = Scene("opening", 0, frames, fade, frame, _zoomed(near, ZOOM_CARD, 0.5, 0.5), near)
    closing = Scene("closing", last.photo, frames, 0, frame, far, _zoomed(far, ZOOM_CARD, 0.5, 0.5))
    return Storyboard(*size, fps, (opening, *scenes, closing))


def fills(photo: tuple[int, int], size: tuple[int, int]) -> bool:
    """Whether a photo may fill the frame: little is cropped away and little is blown up."""
    scale = max(size[0] / photo[0], size[1] / photo[1])
    shown = (size[0] / scale / photo[0]) * (size[1] / scale / photo[1])
    return shown >= LEAST_SHOWN and scale <= MOST_ENLARGED


def _beside(crop: Crop, photo: tuple[int, int], size: tuple[int, int]) -> Crop:
    """What a card shows of the photo next to it: the same, or as much as fills the frame."""
    return crop if fills(photo, size) else _cover(photo, size)


def _move(
    photo: tuple[int, int], size: tuple[int, int], zoom_in: bool, rng: random.Random
) -> tuple[Window, Crop, Crop]:
    if not fills(photo, size):
        window = _framed(photo, size)
        whole = _cover(photo, (window.width, window.height))
        ends = (whole, _zoomed(whole, ZOOM_FRAMED, 0.5, 0.5))
        return window, *(ends if zoom_in else ends[::-1])
    whole = _cover(photo, size)
    slack = max(1 - whole.width, 1 - whole.height)
    if slack > PAN / 2 and rng.random() < PANNED:
        ends = _pan(whole)
    else:
        ends = (whole, _zoomed(whole, ZOOM, rng.uniform(0.3, 0.7), rng.uniform(0.3, 0.6)))
    return Window(0, 0, *size), *(ends if zoom_in else ends[::-1])


def _cover(photo: tuple[int, int], size: tuple[int, int]) -> Crop:
    """The largest crop of the frame's shape."""
    scale = max(size[0] / photo[0], size[1] / photo[1])
    width = min(size[0] / scale / photo[0], 1.0)
    height = min(size[1] / scale / photo[1], 1.0)
    return Crop((1 - width) / 2, (1 - height) * UPPER, width, height)


def _zoomed(crop: Crop, zoom: float, x: float, y: float) -> Crop:
    """A smaller crop of the same shape; x and y say which part of the larger one it keeps."""
    width, height = crop.width * (1 - zoom), crop.height * (1 - zoom)
    return Crop(
        crop.x + (crop.width - width) * x, crop.y + (crop.height - height) * y, width, height
    )


def _pan(crop: Crop) -> tuple[Crop, Crop]:
    """From one side to the other along the axis on which the crop leaves something out."""
    if crop.width < crop.height:
        reach = min(1 - crop.width, PAN * crop.width) / 2
        middle = (1 - crop.width) / 2
        return (
            Crop(middle - reach, crop.y, crop.width, crop.height),
            Crop(middle + reach, crop.y, crop.width, crop.height),
        )
    reach = min(1 - crop.height, PAN * crop.height) / 2
    middle = min(max((1 - crop.height) * UPPER, reach), 1 - crop.height - reach)
    return (
        Crop(crop.x, middle + reach, crop.width, crop.height),
        Crop(crop.x, middle - reach, crop.width, crop.height),
    )


def _framed(photo: tuple[int, int], size: tuple[int, int]) -> Window:
    scale = min(
        size[0] * WINDOW[0] / photo[0],
        size[1] * WINDOW[1] / photo[1],
        MOST_ENLARGED_FRAMED,
    )
    width, height = _even(photo[0] * scale), _even(photo[1] * scale)
    return Window((size[0] - width) // 4 * 2, (size[1] - height) // 4 * 2, width, height)


def _even(length: float) -> int:
    return max(round(length / 2) * 2, 2)
