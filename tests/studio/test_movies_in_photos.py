"""A movie in a photo that cannot be shown leaves the photo, within the limits of the order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.long_picture import make_long_picture
from studio.look import looking
from tests.studio.albums import order_of, planned, silent
from tests.studio.moving import motion_photos as makers
from tests.studio.test_motion import MOVIE, film_of, saved, shown_of


def damaged(movie: bytes) -> bytes:
    """The same, with an index that is whole, and nothing behind it that is a picture."""
    at = movie.index(b"mdat") + 4
    length = int.from_bytes(movie[at - 8 : at - 4], "big") - 8
    return movie[:at] + b"\xff" * length + movie[at + length :]


@pytest.mark.parametrize("maker", list(makers(b"")))
def test_a_film_shows_the_movie_of_every_maker(tmp_path: Path, maker: str) -> None:
    """However it lies in the file, the film cuts it in."""
    item = saved(tmp_path, "one.jpg", makers(MOVIE)[maker])

    assert {"one.jpg": "both"} == shown_of(planned(order_of(tmp_path, item)))


@pytest.mark.parametrize("maker", ["google", "samsung", "samsung heic", "huawei, honor"])
def test_a_damaged_movie_leaves_the_photo(tmp_path: Path, maker: str) -> None:
    """In a film and in a long picture; only a film has anything to tell."""
    item = saved(tmp_path, "one.jpg", makers(damaged(MOVIE))[maker])
    document, warnings, _ = film_of(order_of(tmp_path, item))

    assert {} == shown_of(document)
    assert 1 == len(warnings) and warnings[0].endswith("仅显示静态照片：one.jpg")
    assert () == make_long_picture(order_of(tmp_path, item), silent).warnings


@pytest.mark.parametrize("limit", [{"clip_seconds": 1.0}, {"clip_pixels": 320 * 239}])
def test_the_limits_of_clips_hold_for_movies_in_photos(
    tmp_path: Path, limit: dict[str, Any]
) -> None:
    """They are the order's."""
    item = saved(tmp_path, "one.jpg", makers(MOVIE)["google"])
    order = replace(order_of(tmp_path, item), **limit)
    seen, warnings = looking.begin(order, silent)

    assert [None] == [one.motion for one in seen]
    assert 1 == len(warnings) and warnings[0].endswith("仅显示静态照片：one.jpg")
