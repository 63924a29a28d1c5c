"""HDR pictures become plain ones: greys stay grey, light stays in order, and hues stay."""

from __future__ import annotations

import numpy as np
import pytest

from studio.look import hdr
from studio.look.hdr import Curve


def shown(curve: Curve, y: list[int], cb: int = 128, cr: int = 128) -> tuple[np.ndarray, ...]:
    """What colours of a bright picture become; each is shown as a square of four pixels."""
    luma = np.repeat(np.repeat(np.array([y], np.uint8), 2, axis=0), 2, axis=1)
    found = hdr.to_sdr(luma, np.full_like(luma, cb), np.full_like(luma, cr), hdr.table(curve))
    return found.y[0, ::2].astype(int), found.u[0].astype(int), found.v[0].astype(int)


@pytest.mark.parametrize("curve", ["pq", "hlg"])
def test_greys(curve: Curve) -> None:
    """Black stays black, brighter stays brighter, nothing is clipped, and grey has no colour."""
    light, u, v = shown(curve, list(range(16, 236, 4)))

    assert 16 == pytest.approx(light[0], abs=1)
    assert 228 < light[-1] <= 235
    assert int(np.diff(light).min()) >= 0
    assert np.abs(u - 128).max() <= 1 >= np.abs(v - 128).max()


@pytest.mark.parametrize(("curve", "paper"), [("pq", 143), ("hlg", 180)])
def test_paper_is_white(curve: Curve, paper: int) -> None:
    """The white of paper, 203 candelas, is nearly white, with room above it for the sun."""
    light, _, _ = shown(curve, [paper])

    assert 220 < int(light[0]) < 232


@pytest.mark.parametrize("curve", ["pq", "hlg"])
def test_colours(curve: Curve) -> None:
    """Red stays red and blue blue."""
    red = shown(curve, [90], 112, 158)
    blue = shown(curve, [90], 158, 118)

    assert red[1][0] < 120
    assert red[2][0] > 150
    assert blue[1][0] > 150
    assert blue[2][0] < 128
