"""Rule: a shot is a scene with its pixels loaded: the least of them that its move can show."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from studio import backdrops, planes
from studio.develop import load
from studio.planes import Box, Mover, Planes, Sheet
from studio.storyboard import Crop, Scene, Storyboard

# Sampling a little denser than the frame keeps a slow move from pulsing between sharp and soft.
DENSER = 1.06
# The smallest source: two chroma samples on each axis, with one to spare.
LEAST = 6
# The part of a shot over which its move gathers speed, and again loses it.
EASE = 0.3


@dataclass(frozen=True, slots=True)
class Shot:
    scene: Scene
    source: tuple[Sheet, Sheet, Sheet]
    start: Box
    end: Box
    backdrop: Planes | None

    def paint(self, mover: Mover, frame: int, out: Planes) -> None:
        """Paint the picture as it is at this frame of the scene."""
        if self.backdrop is not None:
            planes.copy(self.backdrop, out)
        window = self.scene.window
        view = out.window(window.x, window.y, window.width, window.height)
        part = eased(frame / max(self.scene.frames - 1, 1))
        box = Box(*(a + (b - a) * part for a, b in zip(self.start, self.end, strict=True)))
        mover.draw(self.source, box, view)


def eased(part: float) -> float:
    """Even speed in the middle, gathered and lost evenly: 0 at 0, 1 at 1."""
    speed = 1 / (1 - EASE)
    if part < EASE:
        return speed * part * part / (2 * EASE)
    if part > 1 - EASE:
        return 1 - speed * (1 - part) * (1 - part) / (2 * EASE)
    return speed * (part - EASE / 2)


def shoot(board: Storyboard, scene: Scene, path: Path) -> Shot:
    size = (board.width, board.height)
    window = (scene.window.width, scene.window.height)
    if scene.kind != "photo":
        return _card(scene, card_ground(board, scene, path))
    area = _union(scene.start, scene.end)
    wide = _density(scene.start.x, scene.end.x, scene.start.width, scene.end.width) * window[0]
    tall = _density(scene.start.y, scene.end.y, scene.start.height, scene.end.height) * window[1]
    photo = load(path, (math.ceil(wide), math.ceil(tall)))
    pixels = (_even(area.width * wide), _even(area.height * tall))
    part = photo.resize(pixels, Image.Resampling.BICUBIC, _inside(area, photo))
    backdrop = None
    if window != size:
        backdrop = planes.from_rgb(backdrops.framed(photo, size, scene.window))
    ends = [_box(crop, area, pixels) for crop in (scene.start, scene.end)]
    return Shot(scene, planes.sheets(planes.from_rgb(part)), ends[0], ends[1], backdrop)


def card_ground(board: Storyboard, scene: Scene, path: Path) -> Image.Image:
    """The widest view of a card, as large as the frame."""
    size = (board.width, board.height)
    area = _union(scene.start, scene.end)
    photo = load(path, (math.ceil(size[0] / area.width / 2), math.ceil(size[1] / area.height / 2)))
    return backdrops.card(photo, size, _inside(area, photo))


def _card(scene: Scene, ground: Image.Image) -> Shot:
    area = _union(scene.start, scene.end)
    start, end = (_box(crop, area, ground.size) for crop in (scene.start, scene.end))
    return Shot(scene, planes.sheets(planes.from_rgb(ground)), start, end, None)


def _inside(area: Crop, photo: Image.Image) -> tuple[float, float, float, float]:
    """The area's corners in pixels; rounding must not put one outside the photo."""
    right = min((area.x + area.width) * photo.width, photo.width)
    bottom = min((area.y + area.height) * photo.height, photo.height)
    return area.x * photo.width, area.y * photo.height, right, bottom


def _density(start: float, end: float, first: float, last: float) -> float:
    """Pixels of the whole photo for each pixel of the window; an axis that rests is sampled 1:1."""
    return 1 / first if (start, first) == (end, last) else DENSER / min(first, last)


def _union(first: Crop, second: Crop) -> Crop:
    x, y = min(first.x, second.x), min(first.y, second.y)
    right = max(first.x + first.width, second.x + second.width)
    bottom = max(first.y + first.height, second.y + second.height)
    return Crop(x, y, right - x, bottom - y)


def _box(crop: Crop, area: Crop, pixels: tuple[int, int]) -> Box:
    across, down = pixels[0] / area.width, pixels[1] / area.height
    return Box(
        (crop.x - area.x) * across,
        (crop.y - area.y) * down,
        crop.width * across,
        crop.height * down,
    )


def _even(length: float) -> int:
    return max(round(length / 2) * 2, LEAST)
