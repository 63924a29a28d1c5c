"""Where a colour is seen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def of_colour(
    canvas: NDArray[np.int16], colour: tuple[int, int, int], within: int
) -> NDArray[np.bool_]:
    """Which pixels of lines x columns x RGB differ from it by less in each part."""
    # NumPy's largest of three, pixel by pixel, takes many times as long.
    near: NDArray[np.bool_] = np.abs(canvas[..., 0] - colour[0]) < within
    for part in (1, 2):
        near &= np.abs(canvas[..., part] - colour[part]) < within
    return near
