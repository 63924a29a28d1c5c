"""HDR clips become plain ones: greys stay grey, light stays in order, and hues stay."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from studio.look import hdr, hdr_tables
from studio.look.colour_spaces import F64, coded, to_709, to_srgb
from tests.studio import bright, flat_clips
from tests.studio.bright import HLG, PQ
from tests.studio.flat_clips import LIMITED, UNSAID, shown

SIZE = (1280, 720)


def chart(
    path: Path, transfer: int, colours: Sequence[Sequence[float]], *, matrix: int = 9
) -> list[tuple[int, int, int]]:
    """What colours (candelas in BT.2020) become, taken by a phone with this curve."""
    signals = [bright.signal(transfer, colour, 255) for colour in colours]
    bars = [flat_clips.coded(signal, matrix, False, 10) for signal in signals]
    said = (9, transfer, matrix)
    flat_clips.write(path, bars, size=SIZE, pixels="yuv420p10le", said=said)
    return shown(path, (320, 180), len(bars))


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_highlights(tmp_path: Path, transfer: int) -> None:
    """What is brighter than paper keeps apart, up to 1,000 candelas, which are white."""
    seen = chart(tmp_path / "a.mov", transfer, [(light,) * 3 for light in bright.HIGHLIGHTS])
    greens = [green for _, green, _ in seen]

    assert 205 < greens[0] < 225
    assert min(after - before for before, after in pairwise(greens)) >= 8
    assert greens[-1] >= 253
    assert max(max(colour) - min(colour) for colour in seen) <= 2


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_middle_tones(tmp_path: Path, transfer: int) -> None:
    """Skin and middle grey are what BT.2408 makes of them: in proportion to white paper."""
    grey = 255 * (1.055 * (bright.GREY / bright.PAPER) ** (1 / 2.4) - 0.055)
    true = [(grey,) * 3, *bright.SKINS]
    seen = chart(tmp_path / "a.mov", transfer, [bright.light(colour) for colour in true])

    for colour, found in zip(true, seen, strict=True):
        assert bright.apart(colour, found) < 3


@pytest.mark.parametrize("transfer", [PQ, HLG])
@pytest.mark.parametrize("matrix", [1, 9])
def test_matrix(tmp_path: Path, transfer: int, matrix: int) -> None:
    """The curve says nothing of the matrix, which has a tag of its own."""
    true = ((150, 60, 50), (60, 110, 70))
    colours = [bright.light(colour) for colour in true]
    seen = chart(tmp_path / "a.mov", transfer, colours, matrix=matrix)

    for colour, found in zip(true, seen, strict=True):
        assert bright.apart(colour, found) < 6


@pytest.mark.parametrize("transfer", [PQ, HLG])
@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_only_the_container_says_it(tmp_path: Path, transfer: int, codec: str) -> None:
    """Phones write the curve into the container; the pictures need not repeat it."""
    signal = bright.signal(transfer, bright.light((120, 120, 120)), 255)
    bars = [flat_clips.coded(signal, 9, False, 10)]
    path = tmp_path / "clip.mov"
    said = (UNSAID, UNSAID, UNSAID)
    flat_clips.write(path, bars, size=SIZE, codec=codec, pixels="yuv420p10le", said=said)
    flat_clips.say_in_container(path, 9, transfer, 9)

    assert (120, 120, 120) == pytest.approx(shown(path, (320, 180), 1)[0], abs=3)


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_only_the_curve_is_said(tmp_path: Path, transfer: int) -> None:
    """What has such a curve has the primaries and the matrix of BT.2020, unless it says others."""
    signal = bright.signal(transfer, bright.light((60, 110, 70)), 255)
    bars = [flat_clips.coded(signal, 9, False, 10)]
    path = tmp_path / "clip.mov"
    said = (UNSAID, transfer, UNSAID)
    flat_clips.write(path, bars, size=SIZE, pixels="yuv420p10le", said=said, range_=LIMITED)

    assert bright.apart((60, 110, 70), shown(path, (320, 180), 1)[0]) < 4


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_every_level(transfer: int) -> None:
    """Of 12 bits: black stays black, brighter is never darker, white is white, grey has no hue."""
    grey = (np.arange(4096) * 16 + 15).astype(np.uint16)[None].repeat(3, axis=0)
    found = hdr_tables.in_srgb(grey, coded(9, transfer)).astype(int)

    assert (0, 255) == (found.min(), found.max())
    assert int(np.diff(found).min()) >= 0
    assert int((found.max(axis=0) - found.min(axis=0)).max()) <= 1


def _hlg(signal: F64) -> F64:
    """Light, 1 for paper, of ARIB STD-B67 on the screen for which it is meant."""
    light = hdr.scene(signal)
    found: F64 = light * hdr.on_screen(light @ np.array(hdr.LUMA_2020))[..., None]
    return found


def _pressed(light: F64) -> F64:
    """By the factor of what lies near their largest: as for one colour alone, without an edge at
    grey."""
    power = (light**3).sum(axis=-1, keepdims=True)
    most = power / np.maximum((light**2).sum(axis=-1, keepdims=True), 1e-12)
    found: F64 = light * hdr.factor(most)
    return found


@pytest.mark.parametrize("transfer", [PQ, HLG], ids=["PQ", "HLG"])
def test_every_colour(transfer: int) -> None:
    """The tables say what the formula says, rounded."""
    levels = np.linspace(0, 65_535, 24).astype(np.uint16)
    signal = np.stack(np.meshgrid(levels, levels, levels)).reshape(3, -1)
    space = coded(9, transfer)
    light = {PQ: hdr.pq, HLG: _hlg}[transfer](signal.T / 65_535)
    wanted = to_srgb((_pressed(light) @ to_709(space).T).clip(0, 1)) * 255

    assert np.abs(hdr_tables.in_srgb(signal, space).T - wanted).max() <= 0.6
