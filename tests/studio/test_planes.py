"""Arithmetic on planes: colours, sub-pixel moves, cross-fades."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from studio import planes
from studio.planes import PlaneMover, Planes
from studio.rectangle import Rectangle


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        ((0, 0, 0), (16, 128, 128)),
        ((255, 255, 255), (235, 128, 128)),
        ((255, 0, 0), (63, 102, 240)),
        ((0, 0, 255), (32, 240, 118)),
    ],
)
def test_colours(colour: tuple[int, int, int], expected: tuple[int, int, int]) -> None:
    """Known colours get the numbers that BT.709 gives them in limited range."""
    found = planes.from_rgb(Image.new("RGB", (8, 6), colour))

    assert [(6, 8), (3, 4), (3, 4)] == [plane.shape for plane in found.all()]
    assert np.allclose(expected, [plane[1, 1] for plane in found.all()], atol=1)


def ramp(width: int, height: int) -> Planes:
    """Luma that grows by one each row and each two columns: a value tells its place."""
    y = (np.arange(width)[None, :] // 2 + np.arange(height)[:, None]).astype(np.uint8)
    flat = np.full((height // 2, width // 2), 128, np.uint8)
    return Planes(y, flat, flat)


def test_still() -> None:
    """A box that is the output itself copies every pixel."""
    source = ramp(40, 30)
    out = planes.blank(40, 30, np.uint8)
    PlaneMover().draw(planes.paired(source), Rectangle(0, 0, 40, 30), out)

    assert np.array_equal(source.y, out.y)


def test_half_a_pixel() -> None:
    """Half a pixel down is the mean of two rows."""
    y = np.repeat(np.arange(0, 200, 20, dtype=np.uint8)[:, None], 12, 1)
    flat = np.zeros((5, 6), np.uint8)
    out = planes.blank(12, 8, np.uint8)
    PlaneMover().draw(planes.paired(Planes(y, flat, flat)), Rectangle(0, 0.5, 12, 8), out)

    assert list(range(10, 170, 20)) == out.y[:, 3].tolist()


def test_smooth_move() -> None:
    """A spot under a slow zoom and pan moves evenly by fractions of a pixel, without shaking."""
    across, down = np.meshgrid(np.arange(200), np.arange(120))
    spot = 16 + 200 * np.exp(-((across - 100) ** 2 + (down - 60) ** 2) / 60)
    flat = np.full((60, 100), 128, np.uint8)
    sheets = planes.paired(Planes(np.round(spot).astype(np.uint8), flat, flat))
    mover, out = PlaneMover(), planes.blank(160, 90, np.uint8)
    columns = []
    for step in range(24):
        mover.draw(sheets, Rectangle(step * 0.3, 4, 176 - step * 0.2, 99 - step * 0.1125), out)
        weight = out.y.astype(float) - 16
        columns.append(float((weight * np.arange(160)).sum() / weight.sum()))
    jerk = np.diff(columns, 2)

    assert float(np.abs(jerk).max()) < 0.1
    assert columns[0] - columns[-1] > 3


def test_mix() -> None:
    """The cross-fade begins with one picture and ends with the other."""
    results = []
    for weight in (0, 64, 128):
        first, second = planes.blank(8, 8, np.int16), planes.blank(8, 8, np.int16)
        out = planes.blank(8, 8, np.uint8)
        for plane in first.all():
            plane[:] = 200
        for plane in second.all():
            plane[:] = 100
        planes.mix(first, second, weight, out)
        results.append(int(out.v[0, 0]))

    assert [200, 150, 100] == results


def test_dim() -> None:
    """A frame dims to black and is left alone at full weight."""
    frames = [ramp(16, 16) for _ in range(2)]
    planes.dim(frames[0], 0)
    planes.dim(frames[1], planes.ONE)

    assert (16, 128) == (int(frames[0].y.max()), int(frames[0].u.max()))
    assert np.array_equal(ramp(16, 16).y, frames[1].y)
