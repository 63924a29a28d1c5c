"""A movie in a photo that cannot be shown, or as a blur alone, leaves the photo; that is told."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from studio.long_picture import make_long_picture
from studio.look import looking
from tests.studio.albums import order_of, planned, silent
from tests.studio.moving import APPLE, apple_note, jpeg, recorded, renamed
from tests.studio.moving import motion_photos as makers
from tests.studio.test_clips import clip
from tests.studio.test_motion import CONTENT, MOVIE, film_of, painted, saved, shown_of


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


def small(lines: int) -> bytes:
    return clip(1.0, size=(60, lines))


@pytest.mark.parametrize("maker", ["google", "samsung heic"])
@pytest.mark.parametrize(("lines", "lives"), [(34, False), (36, True)])
def test_a_movie_much_smaller_than_its_photo(
    tmp_path: Path, maker: str, lines: int, lives: bool
) -> None:
    """Enlarged more than five times it would be a blur: the photo stands still, and that is told
    of a film in which it would have moved."""
    item = saved(tmp_path, "one.jpg", makers(small(lines))[maker])
    order = order_of(tmp_path, item)
    document, warnings, _ = film_of(order)
    still = replace(order, motion="still")

    assert lives == (shown_of(document) == {"one.jpg": "both"})
    assert lives == (warnings == ())
    assert lives or warnings == ("动态照片的视频过小（60x34），仅显示静态照片：one.jpg",)
    assert () == looking.begin(still, silent)[1] == make_long_picture(order, silent).warnings


def test_a_small_clip_of_a_pair(tmp_path: Path) -> None:
    """Neither lives nor is shown by itself; its photo is named, once."""
    still = saved(tmp_path, "a.jpg", jpeg(note=apple_note()))
    video = saved(tmp_path, "a.mov", clip(1.0, size=(60, 34), metadata={CONTENT: APPLE}))
    for beside in (False, True):
        order = order_of(tmp_path, still, replace(video, beside=beside))
        seen, warnings = looking.begin(order, silent)

        assert [("a.jpg", None)] == [(one.photo.name, one.motion) for one in seen]
        assert ("动态照片的视频过小（60x34），仅显示静态照片：a.jpg",) == warnings


def test_a_small_movie_of_a_small_photo(tmp_path: Path) -> None:
    """It shows as much as its photo does."""
    photo = io.BytesIO()
    Image.new("RGB", (96, 64), "green").save(photo, "JPEG")
    item = saved(tmp_path, "one.jpg", photo.getvalue() + small(34))

    assert {"one.jpg": "both"} == shown_of(planned(order_of(tmp_path, item)))


def test_a_storyboard_may_ask_for_a_small_movie(tmp_path: Path) -> None:
    """Whoever wrote it chose what moves."""
    order = order_of(tmp_path, saved(tmp_path, "one.jpg", makers(small(34))["google"]))
    seen = painted(order, {"photo": "one.jpg", "motion": "motion"})

    assert {"b"} == set(seen[1:])


def test_what_plays_without_its_sound_is_named(tmp_path: Path) -> None:
    """Movies in photos, of pairs, and clips; nothing is told where they stand still."""
    data = recorded(1.0, sounds=[("aac", "stereo")], metadata={CONTENT: APPLE})
    silenced = renamed(data, b"mp4a", b"apac")
    photos = [
        saved(tmp_path, "one.jpg", jpeg() + silenced),
        saved(tmp_path, "a.jpg", jpeg("navy", note=apple_note())),
        replace(saved(tmp_path, "a.mov", silenced), beside=True),
        saved(tmp_path, "clip.mov", silenced),
    ]
    order = order_of(tmp_path, *photos)
    _, warnings, _ = film_of(order)
    _, still, _ = film_of(replace(order, motion="still"))

    said = [line.partition("：") for line in warnings]
    assert {
        ("视频的声音无法解码，已静音播放", "：", n) for n in ("one.jpg", "a.jpg", "clip.mov")
    } == set(said)
    assert 1 == len(still) and still[0].endswith("：clip.mov")
    assert () == make_long_picture(order, silent).warnings
