"""The colours of a clip are what its tags say, wherever they stand; without them, custom."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.studio import flat_clips
from tests.studio.flat_clips import FULL, LIMITED, UNSAID, coded, shown

COLOURS = ((255, 1, 0), (1, 255, 0), (0, 1, 255), (255, 255, 255), (0, 0, 0), (200, 140, 110))
SMALL, LARGE, UPRIGHT = (640, 480), (1280, 720), (720, 1280)


def same(path: Path, size: tuple[int, int]) -> None:
    """Each colour is what was taken, but for rounding."""
    for colour, seen in zip(COLOURS, shown(path, size, len(COLOURS)), strict=True):
        assert colour == pytest.approx(seen, abs=5)


@pytest.mark.parametrize("size", [SMALL, (960, 718), LARGE, (1920, 1080), UPRIGHT])
@pytest.mark.parametrize("matrix", [UNSAID, 1, 4, 5, 6, 7, 9])
@pytest.mark.parametrize("range_", [LIMITED, FULL])
def test_matrix(tmp_path: Path, size: tuple[int, int], matrix: int, range_: int) -> None:
    """By the tag; where there is none, BT.709 from 720 lines on, and BT.601 below."""
    true = matrix if matrix != UNSAID else (1 if size[1] >= 720 else 6)
    bars = [coded(colour, true, range_ == FULL) for colour in COLOURS]
    path = tmp_path / "clip.mov"
    flat_clips.write(path, bars, size=size, said=(UNSAID, UNSAID, matrix), range_=range_)

    same(path, (320, 180) if size[0] > size[1] else (180, 320))


@pytest.mark.parametrize("size", [SMALL, LARGE, (1920, 1080)])
@pytest.mark.parametrize("pixels", ["yuvj420p", "yuvj422p", "yuvj444p"])
def test_motion_jpeg(tmp_path: Path, size: tuple[int, int], pixels: str) -> None:
    """Cameras' Motion-JPEG has JPEG's matrix and full range at any size."""
    bars = [coded(colour, 5, full=True) for colour in COLOURS]
    path = tmp_path / "clip.mov"
    flat_clips.write(path, bars, size=size, codec="mjpeg", pixels=pixels, range_=FULL)

    same(path, (320, 180))


@pytest.mark.parametrize("codec", ["libx264", "libx265", "mpeg4"])
@pytest.mark.parametrize("matrix", [1, 6, 9])
def test_only_the_container_says_it(tmp_path: Path, codec: str, matrix: int) -> None:
    """Where the pictures say nothing, the container is asked, of whatever codec they are."""
    path = tmp_path / "clip.mov"
    bars = [coded(colour, matrix, full=False) for colour in COLOURS]
    flat_clips.write(path, bars, size=(960, 720), codec=codec)

    same(flat_clips.say_in_container(path, UNSAID, UNSAID, matrix), (320, 240))


@pytest.mark.parametrize("matrix", [UNSAID, 0, 3, 14])
def test_matrix_that_no_camera_writes(tmp_path: Path, matrix: int) -> None:
    """What cannot be meant is as good as nothing, and takes no clip away."""
    path = tmp_path / "clip.mov"
    bars = [coded(colour, 1, full=False) for colour in COLOURS]
    flat_clips.write(path, bars, size=LARGE, codec="mpeg4")

    same(flat_clips.say_in_container(path, UNSAID, UNSAID, matrix), (320, 180))


@pytest.mark.parametrize(
    ("primaries", "matrix", "red", "skin"),
    [(9, 9, (208, 74, 34), (180, 145, 115)), (12, 1, (234, 51, 35), (191, 143, 115))],
    ids=["BT.2020", "Display P3"],
)
def test_wide_colours(
    tmp_path: Path,
    primaries: int,
    matrix: int,
    red: tuple[int, int, int],
    skin: tuple[int, int, int],
) -> None:
    """Colours that sRGB has as well are shown as they were taken, however wide the primaries."""
    bars = [coded(colour, matrix, full=False) for colour in (red, skin, (120, 120, 120))]
    path = tmp_path / "clip.mov"
    flat_clips.write(path, bars, size=LARGE, said=(primaries, 1, matrix))
    seen = shown(path, (320, 180), 3)

    assert seen[0][0] >= 250
    assert max(seen[0][1:]) <= 12
    assert (200, 140, 110) == pytest.approx(seen[1], abs=5)
    assert (120, 120, 120) == pytest.approx(seen[2], abs=2)
