"""Rule: what matters in a picture is what the rest of it did not lead one to expect.

Spectral residual saliency: X. Hou and L. Zhang, "Saliency Detection: A Spectral Residual
Approach", CVPR 2007; on three opponent colours instead of grey alone, and with the liking of
people who look at photos, and of those who take them, for the middle.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.rectangle import WHOLE, Rectangle

Floats = NDArray[np.float32]
# The paper's scale: at 64 pixels things stand out, not their texture.
SIDE: Final = 64
# Brightness, red against green, blue against yellow.
OPPONENTS: Final = np.array(
    ((1 / 3, 1 / 3, 1 / 3), (0.5, -0.5, 0.0), (-0.25, -0.25, 0.5)), np.float32
)
# How far the map is smoothed, in pixels of 64; and how fast what is off the middle counts less.
SMOOTH: Final = 2.0
MIDDLE: Final = 0.7
# A thing is where the map is above so many times its mean. The paper's 3 finds the one thing that
# strikes most; a crop must also spare the others.
ABOVE: Final = 1.2
# And above this part of its highest, so that the ripples around a lone bird are not of it.
AGAINST: Final = 0.15
# The box leaves out so much of what is above it on each side: single far spots are no subject.
TAIL: Final = 0.035
# Less contrast than this, of 255, and there is nothing to see.
FLAT: Final = 2.0


def subject(image: Image.Image) -> tuple[Rectangle[float], tuple[float, float]]:
    """The part that matters, and where the eye rests, both in parts of the picture."""
    pixels = np.asarray(image.resize(_size(image), Image.Resampling.BOX), np.float32)
    if float(pixels.std((0, 1)).max()) < FLAT:
        return WHOLE, (0.5, 0.5)
    found = strikes(pixels)
    found[found < max(ABOVE * float(found.mean()), AGAINST * float(found.max()))] = 0
    if np.ptp(found) == 0:
        return WHOLE, (0.5, 0.5)
    # The root keeps one bright spot from outweighing all the rest; the eye goes to that spot.
    spread, eye = np.sqrt(found), found * found
    (left, right), (top, bottom) = (_ends(spread.sum(axis)) for axis in (0, 1))
    matters = Rectangle(left, top, right - left, bottom - top)
    return matters, (_middle_of(eye.sum(0)), _middle_of(eye.sum(1)))


def strikes(pixels: Floats) -> Floats:
    """How much each pixel (height, width) strikes the eye."""
    height, width = pixels.shape[:2]
    channels = np.moveaxis(pixels @ OPPONENTS.T, 2, 0)
    # A Fourier transform joins each edge to the one across, which strikes it; mirrors do not.
    mirrored = np.pad(channels, ((0, 0), (0, height), (0, width)), "symmetric")
    shape = mirrored.shape[1:]
    spectrum = np.fft.fft2(mirrored)
    size = np.abs(spectrum)
    usual = np.log(size + 1)
    # What goes back to a picture is real: half of its spectrum says all.
    half = np.s_[:, :, : width + 1]
    unexpected = np.exp(usual - _averaged(usual))[half]
    residual = unexpected * spectrum[half] / np.maximum(size[half], 1e-6)
    power = np.fft.irfft2(residual, shape) ** 2
    smooth = np.fft.irfft2(np.fft.rfft2(power) * _blur(shape), shape)
    total = smooth[:, :height, :width]
    # Each colour counts by its contrast; a grey picture has but one.
    weight = channels.std((1, 2)) / np.maximum(total.mean((1, 2)), 1e-6)
    return np.asarray((total * weight[:, None, None]).sum(0) * _middle(height, width), np.float32)


def _size(image: Image.Image) -> tuple[int, int]:
    scale = SIDE / max(image.size)
    return max(round(image.width * scale), 1), max(round(image.height * scale), 1)


def _averaged(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """The mean of each value and its eight neighbours, around the edges."""
    rows = values + np.roll(values, 1, 1) + np.roll(values, -1, 1)
    return (rows + np.roll(rows, 1, 2) + np.roll(rows, -1, 2)) / 9


def _blur(shape: tuple[int, ...]) -> NDArray[np.floating]:
    """A Gaussian as the half spectrum that it multiplies."""
    down, across = np.fft.fftfreq(shape[0]), np.fft.rfftfreq(shape[1])
    return np.exp(-2 * (np.pi * SMOOTH) ** 2 * (down[:, None] ** 2 + across[None, :] ** 2))


def _middle(height: int, width: int) -> NDArray[np.floating]:
    down, across = (np.linspace(-0.5, 0.5, length) / MIDDLE for length in (height, width))
    return np.exp(-0.5 * (down[:, None] ** 2 + across[None, :] ** 2))


def _ends(weights: Floats) -> tuple[float, float]:
    """Where a row of weights begins and ends, as fractions of its length."""
    reached = np.concatenate(((0.0,), np.cumsum(weights, dtype=np.float64)))
    places = np.linspace(0, 1, len(reached))
    start, end = np.interp((TAIL, 1 - TAIL), reached / reached[-1], places)
    return float(start), float(end)


def _middle_of(weights: Floats) -> float:
    places = (np.arange(len(weights)) + 0.5) / len(weights)
    return float((weights * places).sum() / weights.sum())
