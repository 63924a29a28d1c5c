"""The painter paints in each style, alike every time, with no pattern and no streak at the edge."""

from __future__ import annotations

import base64
import io
import itertools
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from models import style
from models.model import ModelPicture, Refused
from models.style import Painter
from models.weight_files import WrongWeights
from tests.models.pictures import WEIGHTS, drawing, saved, turned_sideways

EACH = pytest.mark.parametrize("name", style.STYLES)


@pytest.fixture(scope="module")
def painter() -> Painter:
    return style.load(WEIGHTS)


def asked(picture: ModelPicture, name: str = "") -> dict[str, Any]:
    return {"picture": picture, "style": name}


def opened(reply: dict[str, Any]) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(reply["image"])))


def test_there_are_enough_styles_and_some_are_chinese() -> None:
    """
    At least eight, and three of them Chinese, each with one name.
    """
    assert 8 <= len(style.STYLES) == len(set(style.STYLES))
    assert 3 <= sum(name.startswith("shanshui") for name in style.STYLES)


def test_every_style_paints_differently(painter: Painter) -> None:
    """
    No two pictures of one photo are near each other, and none is near the photo.
    """
    photo = np.asarray(drawing(128, 96))
    painted = [painter.painted(photo, name) for name in style.STYLES]

    for first, second in itertools.combinations([photo, *painted], 2):
        assert 4 < np.abs(first.astype(float) - second).mean()


@EACH
def test_no_style_leaves_a_chequered_pattern(painter: Painter, name: str) -> None:
    """
    On an even surface with some grain, neighbours are no further apart in one of the two
    chequers than chance has it: the finest wave is weak.
    """
    grain = np.random.default_rng(1).normal(150, 6, (128, 128, 3)).clip(0, 255).astype(np.uint8)
    painted = painter.painted(grain, name).astype(float).mean(2)
    chequer = np.indices(painted.shape).sum(0) % 2 * 2 - 1

    assert 1.5 > abs((painted * chequer).mean())
    for shift in (0, 1):
        assert 3 > abs(painted[:, shift::2].mean() - painted[:, 1 - shift :: 2].mean())


@pytest.mark.slow
@EACH
def test_no_style_has_streaks_at_the_edge(painter: Painter, name: str) -> None:
    """
    The outermost lines are as bright as those further in, but for what a painting varies.
    """
    grain = np.random.default_rng(2).normal(130, 12, (160, 160, 3)).clip(0, 255).astype(np.uint8)
    painted = painter.painted(grain, name).astype(float).mean(2)
    inner = painted[16:-16, 16:-16]

    for line in (painted[0], painted[-1], painted[:, 0], painted[:, -1]):
        assert 2.5 * inner.std() + 6 > abs(line.mean() - inner.mean())


def test_the_same_picture_gives_the_same_answer(painter: Painter, tmp_path: Path) -> None:
    """
    Without a style too, and also in the company of others.
    """
    first = asked(saved(drawing(80, 60), tmp_path / "a.png"))
    other = asked(saved(drawing(60, 80, 1), tmp_path / "b.png"), "great_wave")

    assert painter.answer([first]) == painter.answer([other, first])[1:]


def test_without_a_style_different_pictures_get_different_ones() -> None:
    """
    Among thirty pictures at least five styles are drawn.
    """
    random = np.random.default_rng(0)
    pictures = random.integers(0, 256, (30, 8, 8, 3)).astype(np.uint8)

    assert 5 <= len({style.any_style(picture) for picture in pictures})


def test_a_style_that_there_is_not_is_refused(painter: Painter, tmp_path: Path) -> None:
    """
    With the word that the service knows.
    """
    with pytest.raises(Refused, match="style"):
        painter.answer([asked(saved(drawing(20, 20), tmp_path / "a.png"), "nobody's")])


@pytest.mark.parametrize("size", [(1, 1), (7, 5), (33, 16), (101, 67)])
def test_any_size_comes_back_as_it_was(
    painter: Painter, tmp_path: Path, size: tuple[int, int]
) -> None:
    """
    Sides that are no multiple of four, and single pixels.
    """
    image = opened(
        painter.answer([asked(saved(drawing(*size), tmp_path / "a.png"), "the_scream")])[0]
    )

    assert ("JPEG", size) == (image.format, image.size)


def test_a_large_photo_is_painted_smaller(
    painter: Painter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The longest side is what is allowed.
    """
    monkeypatch.setattr(style, "LONGEST", 64)

    image = opened(painter.answer([asked(saved(drawing(256, 128), tmp_path / "a.png"))])[0])

    assert (64, 32) == image.size


def test_a_photo_is_turned_upright(painter: Painter, tmp_path: Path) -> None:
    """
    The EXIF turn is in the pixels of the answer.
    """
    photo = turned_sideways(drawing(60, 40), tmp_path / "a.jpg")

    assert (60, 40) == opened(painter.answer([asked(photo)])[0]).size


def test_a_changed_weight_file_is_refused(tmp_path: Path) -> None:
    """
    One byte that is not what the digest was made of stops the model from loading.
    """
    for name in (style.WEIGHTS, style.WEIGHTS + ".sha256"):
        shutil.copy(WEIGHTS / name, tmp_path)
    with (tmp_path / style.WEIGHTS).open("r+b") as file:
        file.seek(1000)
        file.write(b"\0\1\2")

    with pytest.raises(WrongWeights):
        style.load(tmp_path)
