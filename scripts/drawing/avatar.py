"""Draws static/avatar.png, the picture of a guest who has none of their own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIDE = 256
# Drawn larger and reduced, so that edges are soft.
SCALE = 4
OUT = Path(__file__).resolve().parents[2] / "static" / "avatar.png"
# Top and horizon.
SKY = ((140, 182, 204), (252, 216, 182))
FAR, NEAR = (112, 154, 170), (58, 98, 112)
FIGURE = (250, 246, 238)


def draw() -> Image.Image:
    """A plain figure before two ridges in the morning."""
    side = SIDE * SCALE
    height = np.linspace(0.0, 1.6, side).clip(0.0, 1.0)[:, None, None]
    sky = np.array(SKY[0]) * (1 - height) + np.array(SKY[1]) * height
    image = Image.fromarray(np.broadcast_to(sky, (side, side, 3)).astype(np.uint8))
    pen = ImageDraw.Draw(image)
    pen.polygon(_ridge(side, 0.50, 0.10, 1.3, 0.4), fill=FAR)
    pen.polygon(_ridge(side, 0.66, 0.08, 1.9, 2.1), fill=NEAR)
    _figure(image, side)
    return image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def _ridge(
    side: int, level: float, swing: float, waves: float, phase: float
) -> list[tuple[float, float]]:
    x = np.linspace(0.0, 1.0, 200)
    y = level - swing * np.sin(2 * np.pi * waves * x + phase) - swing / 3 * np.sin(17 * x + phase)
    line = [(float(a) * side, float(b) * side) for a, b in zip(x, y, strict=True)]
    return [*line, (side, side), (0, side)]


def _figure(image: Image.Image, side: int) -> None:
    mask = Image.new("L", image.size)
    pen = ImageDraw.Draw(mask)
    middle, face, neck = side / 2, side * 0.42, side * 0.61
    head, wide, deep = side * 0.135, side * 0.30, side * 0.50
    pen.ellipse((middle - head, face - head, middle + head, face + head), fill=255)
    pen.rounded_rectangle(
        (middle - wide, neck, middle + wide, neck + deep), radius=side * 0.22, fill=255
    )
    shade = mask.filter(ImageFilter.GaussianBlur(side * 0.015)).point(lambda v: int(v) // 3)
    image.paste((30, 52, 60), mask=shade)
    image.paste(FIGURE, mask=mask)


if __name__ == "__main__":
    OUT.parent.mkdir(exist_ok=True)
    draw().quantize(64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG).save(
        OUT, optimize=True
    )
