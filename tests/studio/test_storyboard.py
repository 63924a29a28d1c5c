"""The plan of a film: what fills the frame, how it moves, and that it repeats."""

from __future__ import annotations

import pytest

from studio import storyboard
from studio.storyboard import Crop, Scene

SIZES = [(1920, 1080), (1080, 1920), (1080, 1080), (1280, 720), (720, 1280)]
PHOTOS = [(4000, 3000), (3000, 4000), (10, 10), (1600, 100), (100, 1600), (6000, 4000), (1, 1)]


def shape(scene: Scene, crop: Crop, photo: tuple[int, int]) -> float:
    return (crop.width * photo[0]) / (crop.height * photo[1])


@pytest.mark.parametrize("size", SIZES)
def test_never_distorted(size: tuple[int, int]) -> None:
    """Each crop has the shape of its window and lies inside its photo; windows are even."""
    board = storyboard.plan(PHOTOS * 3, size, 25, 5)
    for scene in board.scenes:
        window, photo = scene.window, PHOTOS[scene.photo % len(PHOTOS)]

        assert (0, 0, 0, 0) == tuple(
            side % 2 for side in (window.x, window.y, window.width, window.height)
        )
        for crop in (scene.start, scene.end):
            expected = window.width / window.height
            assert expected == pytest.approx(shape(scene, crop, photo), rel=1e-6)
            assert min(crop.x, crop.y) >= -1e-9
            assert max(crop.x + crop.width, crop.y + crop.height) <= 1 + 1e-9


def test_fills_or_frames() -> None:
    """A photo of nearly the frame's shape fills it; a portrait in a wide frame is shown whole."""
    frame = (1280, 720)

    assert [True, True, False, False, False] == [
        storyboard.fills(photo, frame)
        for photo in ((4000, 3000), (6000, 4000), (3000, 4000), (320, 180), (8000, 500))
    ]


@pytest.mark.parametrize("fps", [10, 25, 60])
def test_frames_add_up(fps: int) -> None:
    """The scenes cover every frame, two of them only while they cross-fade."""
    board = storyboard.plan(PHOTOS, (1280, 720), fps, 9)
    ends = [start + scene.frames for start, scene in zip(board.starts(), board.scenes, strict=True)]

    assert board.frames == ends[-1]
    for scene, end, start in zip(board.scenes, ends, board.starts()[1:], strict=False):
        assert scene.fade == end - start
    assert board.seconds == pytest.approx(board.frames / fps)


def test_seed() -> None:
    """The same seed gives the same plan, another seed another."""
    first, again, other = (storyboard.plan(PHOTOS, (720, 1280), 25, seed) for seed in (1, 1, 2))

    assert first == again
    assert first != other
