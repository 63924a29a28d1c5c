"""Landscapes drawn from numbers: ridges in mist under a sun, for a demo without photos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Scene:
    """Colours of the sky (top, horizon), the sun and the nearest ridge; sun at (x, y) in 0..1."""

    name: str
    top: Colour
    horizon: Colour
    sun: Colour
    ridge: Colour
    sun_at: tuple[float, float]
    lake: bool


SCENES = (
    Scene("dawn", (86, 120, 168), (248, 205, 170), (255, 240, 205), (38, 60, 84), (0.3, 0.5), True),
    Scene(
        "morning",
        (88, 160, 214),
        (222, 238, 240),
        (255, 255, 240),
        (30, 84, 88),
        (0.7, 0.24),
        False,
    ),
    Scene(
        "noon", (52, 132, 200), (196, 226, 236), (255, 255, 250), (36, 96, 60), (0.5, 0.12), True
    ),
    Scene(
        "rain", (128, 140, 150), (206, 212, 212), (222, 224, 222), (52, 66, 70), (0.8, 0.3), False
    ),
    Scene("dusk", (74, 62, 112), (246, 150, 96), (255, 214, 150), (44, 30, 56), (0.62, 0.56), True),
    Scene("night", (12, 20, 48), (60, 78, 120), (244, 240, 214), (8, 12, 28), (0.22, 0.22), False),
)


def draw(scene: Scene, size: tuple[int, int], seed: int) -> Image.Image:
    """The scene at `size`; the same seed draws the same hills."""
    width, height = size
    random = np.random.default_rng(seed)
    picture = _sky(scene, width, height)
    shore = int(height * (0.74 if scene.lake else 1.0))
    for layer in range(5):
        nearness = (layer + 1) / 5
        base = height * (0.5 + 0.09 * layer)
        line = base - _ridge(random, width, 3 + layer) * height * (0.22 - 0.025 * layer)
        _fill(picture, line, shore, _mix(scene.horizon, scene.ridge, nearness**1.4))
    if scene.lake:
        _mirror(picture, shore)
    image = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
    return image.filter(ImageFilter.GaussianBlur(width / 2400))


def _sky(scene: Scene, width: int, height: int) -> Any:
    down = np.linspace(0, 1.4, height)[:, None, None].clip(0, 1)
    sky = np.asarray(scene.top) * (1 - down) + np.asarray(scene.horizon) * down
    picture = np.repeat(sky, width, axis=1)
    y, x = np.mgrid[0:height, 0:width]
    far = np.hypot(x - scene.sun_at[0] * width, y - scene.sun_at[1] * height) / width
    glow = (np.exp(-far * 7) * 0.55 + 1 / (1 + np.exp(((far - 0.035) * 900).clip(-50, 50))))[
        ..., None
    ].clip(0, 1)
    return picture * (1 - glow) + np.asarray(scene.sun) * glow


def _ridge(random: Any, width: int, waves: int) -> Any:
    x = np.linspace(0, 1, width)
    heights = np.zeros(width)
    for octave in range(1, 8):
        phase, tilt = random.uniform(0, 2 * np.pi), random.uniform(0.7, 1.3)
        heights += np.sin(x * waves * tilt * 2**octave + phase) / 1.9**octave
    return (heights - heights.min()) / np.ptp(heights)


def _fill(picture: Any, line: Any, shore: int, colour: Any) -> None:
    height = picture.shape[0]
    y = np.arange(height)[:, None]
    # Mist gathers at the foot of each ridge.
    depth = ((y - line) / (height * 0.34)).clip(0, 1)[..., None]
    below = ((y > line) & (y < shore))[..., None]
    misty = colour * (1 - depth * 0.45) + 235 * depth * 0.45
    np.copyto(picture, misty, where=below)


def _mirror(picture: Any, shore: int) -> None:
    depth = picture.shape[0] - shore
    reflected = picture[shore - depth : shore][::-1]
    ripple = (np.sin(np.arange(depth) ** 1.3 / 9) * np.arange(depth) / 40).astype(int)
    for row in range(depth):
        picture[shore + row] = np.roll(reflected[row], ripple[row], axis=0) * 0.82 + 12


def _mix(far: Colour, near: Colour, nearness: float) -> Any:
    return np.asarray(far) * (1 - nearness) + np.asarray(near) * nearness
