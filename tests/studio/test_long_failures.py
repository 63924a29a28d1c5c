"""Long pictures whose photos are broken, the same, or clips: the others are in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.long_picture import make_long_picture
from studio.order import AlbumError, Photo
from tests.studio.albums import silent
from tests.studio.long_pictures import (
    GREEN,
    MANY,
    bands,
    made,
    order_of,
    photo,
    seen,
    where,
)
from tests.studio.test_clips import clip


def test_broken_photo(tmp_path: Path) -> None:
    """One broken photo among thirty is left out with a warning that names it."""
    colours = MANY[5:33]
    good = [photo(tmp_path / f"{n}.jpg", (400, 300), c) for n, c in enumerate(colours)]
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(good[7].path.read_bytes()[:900])
    page = tmp_path / "page.jpg"
    page.write_bytes(b"<html>")
    photos = [*good[:9], Photo(cut, "灯塔.jpg"), *good[9:], Photo(page, "网页.jpg")]
    result = made(order_of(tmp_path, *photos))

    assert ("图片已损坏，已略过：灯塔.jpg", "不支持的图片格式，已略过：网页.jpg") == result.warnings
    assert set(colours) == seen([result.file], colours)


def test_clip(tmp_path: Path) -> None:
    """Of a clip among the photos its first picture is shown."""
    (tmp_path / "b.mov").write_bytes(clip(size=(640, 480)))
    still = photo(tmp_path / "a.jpg", (600, 400))
    result = made(order_of(tmp_path, still, Photo(tmp_path / "b.mov", "b.mov")))
    with_clip = np.concatenate(list(bands(result.file)))
    red = (with_clip[..., 0] > 200) & (with_clip[..., 1:].max(axis=-1) < 60)

    assert () == result.warnings
    assert red.sum() > 20_000


def test_duplicates(tmp_path: Path) -> None:
    """Of photos that are all the same one is shown; the others are named."""
    photos = [photo(tmp_path / f"{n}.jpg", (400, 300)) for n in range(4)]
    result = made(order_of(tmp_path, *photos))

    assert 3 == len(result.warnings)
    assert where(result.file, GREEN).any()


def test_all_broken(tmp_path: Path) -> None:
    """Without one usable photo there is no picture, no file, and the reason is told."""
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"nothing")
    order = order_of(tmp_path, Photo(bad, "bad.jpg"))

    with pytest.raises(AlbumError, match=r"bad\.jpg"):
        make_long_picture(order, silent)
    with pytest.raises(AlbumError, match="没有图片"):
        make_long_picture(replace(order, photos=()), silent)
    assert [] == list(order.out.iterdir())


def test_photo_is_decoded_once(tmp_path: Path) -> None:
    """A photo that goes away after it was looked at is shown all the same."""
    order = order_of(tmp_path, photo(tmp_path / "a.jpg", (60, 40)))

    def report(stage: int, _: int) -> None:
        if stage == 104:
            (tmp_path / "a.jpg").unlink()

    assert where(made(order, report=report).file, GREEN).any()


def test_progress(tmp_path: Path) -> None:
    """The stages come in their order, progress never falls, and the end is 100."""
    heard: list[tuple[int, int]] = []
    photos = [photo(tmp_path / f"{n}.jpg", (60, 40), MANY[7 * n]) for n in range(5)]
    made(
        order_of(tmp_path, *photos),
        report=lambda stage, progress: heard.append((stage, progress)),
    )

    assert sorted(heard) == heard
    assert [101, 102, 103, 104, 105] == sorted({stage for stage, _ in heard})
    assert sorted(progress for _, progress in heard) == [progress for _, progress in heard]
    assert (101, 0) == heard[0]
    assert (105, 100) == heard[-1]
