"""Rule: a paper is layers of tone under one ramp of colour; the same seed gives the same sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from studio.colours import RGB

DrawTone = Callable[[tuple[int, int], np.random.Generator], Image.Image]

# Grain is one tile, laid again and again: no eye finds the seam at this contrast.
TILE = 509
# Clouds have no detail: they are made at this part of the size.
CLOUD_PART = 16
EVEN = 128
# How much of a tint a paper takes on.
TINTED = 0.22


@dataclass(frozen=True, slots=True)
class PaperStock:
    """Colours of the darkest and the lightest tone, and of the ink that stands on it best."""

    dark: RGB
    light: RGB
    ink: RGB
    draw: DrawTone


def names() -> tuple[str, ...]:
    """Of all papers there are."""
    return tuple(PAPERS)


def ink(name: str) -> RGB:
    """The colour of writing that suits the paper."""
    return PAPERS[name].ink


def texture(name: str, size: tuple[int, int], seed: int, tint: RGB | None = None) -> Image.Image:
    """A sheet of the named paper, leaning towards `tint`."""
    paper = PAPERS[name]
    tone = paper.draw(size, np.random.default_rng(seed))
    dark, light = (_tinted(colour, tint) for colour in (paper.dark, paper.light))
    bands = [
        tone.point([round(low + (high - low) * step / 255) for step in range(256)])
        for low, high in zip(dark, light, strict=True)
    ]
    return Image.merge("RGB", bands)


def _tinted(colour: RGB, tint: RGB | None) -> RGB:
    """The tint's hue at the colour's own brightness: paper stays as light as it was."""
    if tint is None:
        return colour
    own, other = max(sum(colour), 1), max(sum(tint), 1)
    red, green, blue = (
        min(round(a + (b * own / other - a) * TINTED), 255)
        for a, b in zip(colour, tint, strict=True)
    )
    return red, green, blue


def _xuan(size: tuple[int, int], random: np.random.Generator) -> Image.Image:
    tone = _flat(size, 226)
    tone = _add(tone, _clouds(size, random, 5, 13))
    tone = _add(tone, _grain(size, random, 4.0, 0.7))
    return _add(tone, _fibres(size, random, 260, 16))


def _linen(size: tuple[int, int], random: np.random.Generator) -> Image.Image:
    tone = _add(_flat(size, 214), _clouds(size, random, 4, 8))
    return _add(tone, _weave(size, random, 11.0))


def _kraft(size: tuple[int, int], random: np.random.Generator) -> Image.Image:
    tone = _add(_flat(size, 196), _clouds(size, random, 4, 7))
    tone = _add(tone, _grain(size, random, 7.0, 0.9))
    return _add(tone, _fibres(size, random, 420, 30))


def _cotton(size: tuple[int, int], random: np.random.Generator) -> Image.Image:
    tone = _add(_flat(size, 236), _clouds(size, random, 3, 6))
    return _add(tone, _grain(size, random, 5.0, 1.4))


def _silk(size: tuple[int, int], random: np.random.Generator) -> Image.Image:
    tone = _add(_flat(size, 205), _clouds(size, random, 4, 18))
    return _add(tone, _weave(size, random, 4.5))


def _ink_wash(size: tuple[int, int], random: np.random.Generator) -> Image.Image:
    """Far ridges in mist along the foot of the sheet; the rest is left to the writing."""
    tone = _add(_flat(size, 249), _clouds(size, random, 4, 6))
    small = (max(size[0] // 4, 8), max(size[1] // 4, 8))
    wash = Image.fromarray(_ridges(small, random)).filter(ImageFilter.GaussianBlur(1.2))
    tone = ImageChops.multiply(tone, wash.resize(size, Image.Resampling.BICUBIC))
    return _add(tone, _grain(size, random, 2.2, 0.9))


def _night(size: tuple[int, int], random: np.random.Generator) -> Image.Image:
    """Darker towards the edge, as if lit from the middle."""
    tone = _add(_flat(size, 96), _clouds(size, random, 3, 18))
    return _add(ImageChops.multiply(tone, _vignette(size, 0.45)), _grain(size, random, 2.2, 0.9))


def _album(size: tuple[int, int], random: np.random.Generator) -> Image.Image:
    tone = _add(_flat(size, 104), _clouds(size, random, 4, 6))
    return _add(tone, _grain(size, random, 8.0, 0.9))


def _flat(size: tuple[int, int], tone: int) -> Image.Image:
    return Image.new("L", size, tone)


def _add(tone: Image.Image, layer: Image.Image) -> Image.Image:
    return ImageChops.add(tone, layer, offset=-EVEN)


def _layer(values: NDArray[Any]) -> Image.Image:
    return Image.fromarray(np.clip(np.round(values) + EVEN, 0, 255).astype(np.uint8))


def _clouds(
    size: tuple[int, int], random: np.random.Generator, cells: int, depth: float
) -> Image.Image:
    """Soft unevenness: a few random values, enlarged."""
    across = max(round(cells * size[0] / min(size)), 2)
    down = max(round(cells * size[1] / min(size)), 2)
    small = (max(size[0] // CLOUD_PART, 2), max(size[1] // CLOUD_PART, 2))
    few = random.uniform(-depth, depth, (down + 1, across + 1))
    soft = _layer(few).resize(small, Image.Resampling.BICUBIC)
    return soft.resize(size, Image.Resampling.BICUBIC)


def _grain(
    size: tuple[int, int], random: np.random.Generator, depth: float, blur: float
) -> Image.Image:
    noise = random.standard_normal((TILE, TILE)).astype(np.float32) * depth * (1 + 2 * blur)
    tile = _layer(noise).filter(ImageFilter.GaussianBlur(blur))
    return _laid(tile, size)


def _weave(size: tuple[int, int], random: np.random.Generator, depth: float) -> Image.Image:
    """Threads of uneven strength, one way over the other."""
    at = np.arange(TILE) % 3
    warp = (random.uniform(0.4, 1.0, (1, TILE)) * (at[None, :] != 0)).astype(np.float32)
    weft = (random.uniform(0.4, 1.0, (TILE, 1)) * (at[:, None] != 0)).astype(np.float32)
    slub = random.standard_normal((TILE, TILE)).astype(np.float32) * 0.25
    tile = _layer((warp + weft + slub - 0.93) * depth).filter(ImageFilter.GaussianBlur(0.5))
    return _laid(tile, size)


def _laid(tile: Image.Image, size: tuple[int, int]) -> Image.Image:
    whole = np.tile(np.asarray(tile), (-(-size[1] // TILE), -(-size[0] // TILE)))
    return Image.fromarray(np.ascontiguousarray(whole[: size[1], : size[0]]))


def _fibres(
    size: tuple[int, int], random: np.random.Generator, count: int, depth: int
) -> Image.Image:
    """Short bent hairs, some lighter and some darker than the sheet."""
    sheet = Image.new("L", size, EVEN)
    pen = ImageDraw.Draw(sheet)
    unit = min(size)
    starts = random.uniform(0, 1, (count, 2)) * size
    turns = random.uniform(0, 2 * np.pi, count)
    lengths = random.uniform(0.006, 0.022, count) * unit
    bends = random.uniform(-0.9, 0.9, count)
    tones = random.integers(-depth, depth // 2 + 1, count)
    for start, turn, long, bend, tone in zip(starts, turns, lengths, bends, tones, strict=True):
        along = np.linspace(0, 1, 6)
        angle = turn + bend * along
        x = start[0] + np.cumsum(np.cos(angle)) * long / 6
        y = start[1] + np.cumsum(np.sin(angle)) * long / 6
        pen.line([(float(a), float(b)) for a, b in zip(x, y, strict=True)], fill=EVEN + int(tone))
    return sheet.filter(ImageFilter.GaussianBlur(0.7)) if unit >= 700 else sheet


def _ridges(size: tuple[int, int], random: np.random.Generator) -> NDArray[np.uint8]:
    """Three ridges, the nearest darkest; each fades downwards into mist."""
    width, height = size
    wash = np.full((height, width), 255.0, np.float32)
    down = np.arange(height, dtype=np.float32)[:, None]
    x = np.linspace(0, max(width / height, 1.0), width)
    for depth, foot in ((0.10, 0.70), (0.17, 0.79), (0.26, 0.89)):
        line = sum(
            np.sin(x * random.uniform(2.0, 3.2) * 2**octave + random.uniform(0, 6.3)) / 2**octave
            for octave in range(5)
        )
        top = (height * foot - np.asarray(line) * height * 0.05).astype(np.float32)
        below = down - top[None, :]
        shade = np.where(below > 0, np.exp(-below / (height * 0.085)), 0.0) * depth
        wash *= 1 - shade
    return wash.astype(np.uint8)


def _vignette(size: tuple[int, int], depth: float) -> Image.Image:
    small = (max(size[0] // CLOUD_PART, 2), max(size[1] // CLOUD_PART, 2))
    x = np.linspace(-1, 1, small[0])[None, :]
    y = np.linspace(-1, 1, small[1])[:, None]
    light = 255 * (1 - depth * np.clip((x * x + y * y) / 2, 0, 1))
    return Image.fromarray(light.astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)


PAPERS: dict[str, PaperStock] = {
    "xuan": PaperStock((196, 186, 166), (252, 249, 242), (44, 40, 36), _xuan),
    "linen": PaperStock((150, 142, 128), (246, 243, 236), (48, 44, 40), _linen),
    "kraft": PaperStock((96, 70, 46), (232, 208, 174), (52, 36, 24), _kraft),
    "cotton": PaperStock((180, 178, 174), (253, 252, 250), (40, 40, 42), _cotton),
    "celadon": PaperStock((120, 136, 128), (224, 232, 222), (36, 50, 46), _silk),
    "ink wash": PaperStock((26, 30, 34), (252, 250, 244), (38, 38, 40), _ink_wash),
    "album": PaperStock((12, 10, 9), (78, 70, 62), (230, 222, 204), _album),
    "night": PaperStock((6, 9, 16), (66, 82, 112), (236, 228, 208), _night),
}
