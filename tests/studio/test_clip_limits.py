"""The limits of clips are those of the order, on every road on which a clip is looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.album import make_film
from studio.long_picture import make_long_picture
from studio.order import Film, LongPicture, Order, Photo
from tests.studio.albums import names_of, order_of, photo, planned, silent
from tests.studio.test_clips import clip

Make = Callable[[Order], Film | LongPicture]


def film(order: Order) -> Film:
    return make_film(order, silent)


def by_storyboard(order: Order) -> Film:
    """The film that shows the clip, as its owner may have changed it, made again."""
    document = planned(replace(order, clip_seconds=60.0, clip_pixels=64 * 48))
    assert "sea.mov" in names_of(document)
    return make_film(replace(order, board=document), silent)


def long_picture(order: Order) -> LongPicture:
    return make_long_picture(order, silent)


def album(folder: Path, seconds: float) -> Order:
    path = folder / "sea.mov"
    path.write_bytes(clip(seconds, fps=5))
    return order_of(folder, photo(folder / "a.jpg", (400, 300)), Photo(path, "sea.mov"))


every_road = pytest.mark.parametrize("make", [film, by_storyboard, long_picture])


@every_road
@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        ({"clip_seconds": 1.0}, "视频超过 1 秒"),
        ({"clip_pixels": 64 * 48 - 1}, "视频画面超过 0 万像素"),
    ],
    ids=["seconds", "pixels"],
)
def test_a_clip_beyond_the_limit_is_left_out(
    tmp_path: Path, make: Make, limit: dict[str, Any], reason: str
) -> None:
    """Also one that was uploaded when more was allowed; it is named."""
    made = make(replace(album(tmp_path, 2.0), **limit))

    assert f"{reason}，已略过：sea.mov" in made.warnings


@every_road
def test_a_clip_within_the_limit_is_shown(tmp_path: Path, make: Make) -> None:
    """However long it is: what an upload may be, a film has room for."""
    made = make(replace(album(tmp_path, 17.0), clip_seconds=20.0))

    assert () == made.warnings
