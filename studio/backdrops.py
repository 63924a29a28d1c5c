"""Rule: what lies behind a photo or a text is made of the photo itself, soft and dark."""

from __future__ import annotations

import math

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

from studio.storyboard import Window

Corners = tuple[float, float, float, float]

# Work is done on a fraction of the frame: a blurred picture holds no more than that.
CARD_PART = 2
FILL_PART = 8
SHADOW_PART = 4
# Blur radii and widths as parts of the frame's shorter side.
CARD_BLUR = 0.011
FILL_BLUR = 0.045
SHADOW_BLUR = 0.022
BORDER = 0.0042
PAPER = (246, 243, 236)
# Mean brightness, of 255, above which a ground is darkened further: white text must stay legible.
CARD_LIGHT = 78.0
FILL_LIGHT = 62.0
MOST_LIGHT = 0.72
# Highlights bend towards this: a white sky behind white letters is no ground.
CEILING = 150.0


def card(photo: Image.Image, size: tuple[int, int], box: Corners) -> Image.Image:
    """The ground of a title: the place is still recognised."""
    soft = _softened(photo, size, box, CARD_PART, CARD_BLUR)
    return _darkened(soft, CARD_LIGHT).resize(size, Image.Resampling.BICUBIC)


def framed(photo: Image.Image, size: tuple[int, int], window: Window) -> Image.Image:
    """The ground of a photo that does not fill the frame, with its border and shadow."""
    soft = _softened(photo, size, _cover(photo.size, size), FILL_PART, FILL_BLUR)
    soft = _darkened(soft, FILL_LIGHT)
    ground = soft.resize(size, Image.Resampling.BICUBIC)
    ground = ImageChops.multiply(ground, _shadow(size, window).convert("RGB"))
    border = max(round(min(size) * BORDER), 1)
    ImageDraw.Draw(ground).rectangle(
        (
            window.x - border,
            window.y - border,
            window.x + window.width + border - 1,
            window.y + window.height + border - 1,
        ),
        fill=PAPER,
    )
    return ground


def _cover(image: tuple[int, int], size: tuple[int, int]) -> Corners:
    """The middle part of an image that has the shape of `size`."""
    scale = min(image[0] / size[0], image[1] / size[1])
    width, height = size[0] * scale, size[1] * scale
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


def _shadow(size: tuple[int, int], window: Window) -> Image.Image:
    small = (max(size[0] // SHADOW_PART, 1), max(size[1] // SHADOW_PART, 1))
    shade = Image.new("L", small, 255)
    drop = min(size) * SHADOW_BLUR / 2
    corners = (
        window.x,
        window.y + drop,
        window.x + window.width,
        window.y + window.height + drop,
    )
    ImageDraw.Draw(shade).rectangle([corner / SHADOW_PART for corner in corners], fill=90)
    blurred = shade.filter(ImageFilter.GaussianBlur(min(size) * SHADOW_BLUR / SHADOW_PART))
    return blurred.resize(size, Image.Resampling.BILINEAR)
