"""A JPEG that is written strip by strip, so that no canvas holds all of it."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from studio.write.strips import QUALITY, JpegStrips


@pytest.mark.parametrize("heights", [(1,), (512,), (513,), (300, 300, 300), (5000, 7, 900)])
@pytest.mark.parametrize("width", [16, 333, 1080])
def test_strips(heights: tuple[int, ...], width: int) -> None:
    """A JPEG written in strips has the very pixels of one written at once."""
    random = np.random.default_rng(sum(heights))
    noise = random.integers(0, 255, (sum(heights) // 8 + 1, width // 8 + 1, 3)).astype(np.uint8)
    whole = Image.fromarray(noise).resize((width, sum(heights)), Image.Resampling.BICUBIC)
    file, plain = io.BytesIO(), io.BytesIO()
    strips, top = JpegStrips(file, width), 0
    for height in heights:
        strips.add(whole.crop((0, top, width, top + height)))
        top += height
    size = strips.close()
    whole.save(plain, format="JPEG", quality=QUALITY, subsampling="4:2:0")

    assert (width, sum(heights)) == size
    assert np.array_equal(np.asarray(Image.open(plain)), np.asarray(Image.open(file)))
