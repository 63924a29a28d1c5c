"""Rule: what lies behind photos is drawn once for a scene, soft where it is made of a photo."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageStat

from studio.paint import paper, tones
from studio.paint.page import ScenePage
from studio.plan.template import Gradient, Ground, Mount, Paper, Plain
from studio.rectangle import Corners, Rectangle

# Work is done on a fraction of the frame: a blurred picture holds no more than that.
DIM_PART = 2
FILL_PART = 8
SHADOW_PART = 4
GRADIENT_PART = 4
FILL_BLUR = 0.045
MOST_LIGHT = 0.72
# Highlights bend towards this: a white sky behind white letters is no ground.
CEILING = 150.0


def drawn(ground: Ground, page: ScenePage) -> Image.Image:
    """A ground that needs no photo; one that does is black until it has it."""
    if isinstance(ground, Paper):
        tint = None if ground.tint is None else tones.rgb(ground.tint, page.palette)
        return paper.texture(ground.name, page.size, page.seed, tint)
    if isinstance(ground, Gradient):
        return _gradient(ground, page)
    colour = tones.rgb(ground.colour, page.palette) if isinstance(ground, Plain) else (0, 0, 0)
    return Image.new("RGB", page.size, colour)


def dimmed(
    photo: Image.Image, size: tuple[int, int], box: Corners, light: float, blur: float
) -> Image.Image:
    """The ground of a title: the place is still recognised."""
    soft = _softened(photo, size, box, DIM_PART, blur)
    return _darkened(soft, light).resize(size, Image.Resampling.BICUBIC)


def blurred(photo: Image.Image, size: tuple[int, int], light: float) -> Image.Image:
    """The ground of a photo that does not fill the frame: only its colours."""
    soft = _softened(photo, size, _cover(photo.size, size), FILL_PART, FILL_BLUR)
    return _darkened(soft, light).resize(size, Image.Resampling.BICUBIC)


def hang(page_image: Image.Image, window: Rectangle[int], mount: Mount, page: ScenePage) -> None:
    """Draw the shadow and the border of an upright photo around its window."""
    around = outer(window, mount, page.unit)
    if mount.shadow > 0:
        _cast(page_image, around, mount.shadow * page.unit, mount.shadow_depth)
    pen = ImageDraw.Draw(page_image)
    if mount.border > 0:
        left, top, right, bottom = around.corners
        pen.rectangle((left, top, right - 1, bottom - 1), tones.rgb(mount.colour, page.palette))
    if mount.line > 0:
        inset = round(mount.border * page.unit / 2)
        line = (
            window.x - inset,
            window.y - inset,
            window.right + inset - 1,
            window.bottom + inset - 1,
        )
        thick = max(round(mount.line * page.unit), 1)
        pen.rectangle(line, outline=tones.rgb(mount.line_colour, page.palette), width=thick)


def outer(window: Rectangle[int], mount: Mount, unit: int) -> Rectangle[int]:
    """A window with the border around it; a thin border still has a pixel."""
    border = max(round(mount.border * unit), 1) if mount.border > 0 else 0
    foot = round(mount.foot * unit)
    width, height = window.width + 2 * border, window.height + 2 * border + foot
    return Rectangle(window.x - border, window.y - border, width, height)


def turned(print_: Image.Image, turn: float) -> Image.Image:
    """An RGBA picture turned about its middle, with soft edges."""
    clear = Image.new("RGBA", (print_.width + 4, print_.height + 4), (0, 0, 0, 0))
    clear.paste(print_, (2, 2))
    return clear.rotate(turn, Image.Resampling.BICUBIC, expand=True) if turn else clear


def shadow_of(
    page_image: Image.Image, alpha: Image.Image, at: tuple[int, int], radius: float, depth: float
) -> None:
    """The shadow of a shape that lies with its corner at `at`, a little below it."""
    part = SHADOW_PART
    reach = math.ceil(radius * 3)
    size = (alpha.width + 2 * reach, alpha.height + 2 * reach)
    small = Image.new("L", (size[0] // part + 1, size[1] // part + 1))
    shape = alpha.resize((max(alpha.width // part, 1), max(alpha.height // part, 1)))
    small.paste(shape, (reach // part, reach // part))
    soft = small.filter(ImageFilter.GaussianBlur(radius / part))
    soft = soft.point(lambda value: round(value * depth)).resize(size, Image.Resampling.BILINEAR)
    corner = (at[0] - reach, at[1] - reach + round(radius / 2))
    page_image.paste((0, 0, 0), corner, soft)


def _cast(image: Image.Image, area: Rectangle[int], radius: float, depth: float) -> None:
    shape = Image.new("L", (max(area.width, 1), max(area.height, 1)), 255)
    shadow_of(image, shape, area.at, radius, depth)


def _gradient(ground: Gradient, page: ScenePage) -> Image.Image:
    width, height = (max(side // GRADIENT_PART, 2) for side in page.size)
    angle = math.radians(ground.angle)
    across, down = math.sin(angle), math.cos(angle)
    x, y = np.meshgrid(np.linspace(-0.5, 0.5, width), np.linspace(-0.5, 0.5, height))
    reach = (abs(across) + abs(down)) / 2
    part = ((x * across + y * down) / (2 * reach) + 0.5).clip(0, 1)[..., None]
    first, last = (
        np.asarray(tones.rgb(c, page.palette), float) for c in (ground.first, ground.last)
    )
    # A little noise: eight bits alone would show bands.
    noise = np.random.default_rng(page.seed).uniform(-0.6, 0.6, (height, width, 1))
    small = Image.fromarray((first + (last - first) * part + noise).clip(0, 255).astype(np.uint8))
    return small.resize(page.size, Image.Resampling.BICUBIC)


def _cover(image: tuple[int, int], size: tuple[int, int]) -> Corners:
    """The middle part of an image that has the shape of `size`."""
    scale = min(image[0] / size[0], image[1] / size[1])
    width, height = size[0] * scale, size[1] * scale
    # Rounding must not put a corner outside the image.
    width, height = min(width, image[0]), min(height, image[1])
    left, top = (image[0] - width) / 2, (image[1] - height) / 2
    return left, top, left + width, top + height


def _softened(
    photo: Image.Image, size: tuple[int, int], box: Corners, part: int, blur: float
) -> Image.Image:
    small = (max(size[0] // part, 2), max(size[1] // part, 2))
    image = photo.resize(small, Image.Resampling.BILINEAR, box, reducing_gap=2.0)
    return image.filter(ImageFilter.GaussianBlur(min(size) * blur / part))


def _darkened(image: Image.Image, light: float) -> Image.Image:
    mean = ImageStat.Stat(image.convert("L")).mean[0]
    factor = min(MOST_LIGHT, light / max(mean, 1.0))
    return image.point(lambda value: round(CEILING * math.tanh(value * factor / CEILING)))
