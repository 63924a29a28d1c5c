"""What belongs to a photo is found by its time, and what lies beside one moves no clock."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.look import looking
from studio.order import NOT_LISTED, Photo
from tests.studio.albums import order_of, silent
from tests.studio.moving import APPLE, apple_note, recorded
from tests.studio.moving import jpeg as told_by_apple
from tests.studio.timed import OFFSET_ORIGINAL, ORIGINAL, jpeg, moving, seen, settled, uploaded

TOKYO = "+35.6800+139.7700/"
CREATED = "com.apple.quicktime.creationdate"
CONTENT = "com.apple.quicktime.content.identifier"
IN_PARIS = {CREATED: "2024-06-06T10:00:00+02:00"}


@pytest.mark.parametrize("zone", [{}, {OFFSET_ORIGINAL: "+08:00"}, {OFFSET_ORIGINAL: "+09:00"}])
@pytest.mark.parametrize("place", [{}, {"location": TOKYO}])
@pytest.mark.parametrize(("second", "one"), [("01", True), ("58", False)])
def test_a_pair_whose_clip_has_a_header_alone(
    tmp_path: Path, zone: dict[int, str], place: dict[str, Any], second: str, one: bool
) -> None:
    """Its UTC is compared with the photo's moment, or where that is not known with its clock."""
    hour = "11" if "+09:00" in zone.values() or (place and not zone) else "10"
    still = jpeg(tmp_path, "IMG_0042.jpg", {ORIGINAL: f"2024:06:06 {hour}:00:00", **zone})
    video = moving(tmp_path, "IMG_0042.MOV", creation_time=f"2024-06-06T02:00:{second}Z", **place)

    found = seen(order_of(tmp_path, still, video))

    assert one == (["IMG_0042.jpg"] == [item.photo.name for item in found])
    assert [one] == [item.motion is not None for item in found if item.clip is None]


def test_the_movie_in_a_photo_moves_no_clock(tmp_path: Path) -> None:
    """It may have been written on another day, in another zone, as editors do."""
    movie = recorded(0.4, metadata={**IN_PARIS, "location": TOKYO})
    photo = jpeg(tmp_path, "b.jpg", {ORIGINAL: "2024:06:06 10:00:00"})
    photo.path.write_bytes(photo.path.read_bytes() + movie)
    before = jpeg(tmp_path, "a.jpg", {ORIGINAL: "2024:06:06 09:00:00"})
    untimed = jpeg(tmp_path, "c.jpg")
    untimed.path.write_bytes(untimed.path.read_bytes() + movie)
    album = [uploaded(item.path) for item in (untimed, photo, before)]

    assert all(item.motion for item in seen(order_of(tmp_path, *album[:2])))
    assert {
        "a.jpg": "2024-06-06T09:00:00+08:00",
        "b.jpg": "2024-06-06T10:00:00+08:00",
        "c.jpg": "",
    } == settled(tmp_path, *album)


def test_a_clip_that_nobody_asked_for_moves_no_clock(tmp_path: Path) -> None:
    """It is not of this trip: where the photos tell no zone, it is not that of the clip."""
    photo = jpeg(tmp_path, "a.jpg", {ORIGINAL: "2024:06:06 10:00:00"})
    clip = tmp_path / "a.mov"
    clip.write_bytes(recorded(5.0, metadata=IN_PARIS))
    order = order_of(tmp_path, photo, replace(uploaded(clip), beside=True))

    found, warnings = looking.begin(replace(order, ordered=True), silent)

    assert (NOT_LISTED.format("a.mov"),) == warnings
    assert ["2024-06-06T10:00:00+08:00"] == [item.moment and item.moment.iso for item in found]


def test_the_clip_of_a_photo_tells_its_zone(tmp_path: Path) -> None:
    """Also one that nobody asked for: it is of the trip."""
    still, video = tmp_path / "a.jpg", tmp_path / "a.mov"
    still.write_bytes(told_by_apple(note=apple_note(), taken="2024:06:06 10:00:00"))
    video.write_bytes(recorded(1.0, metadata={**IN_PARIS, CONTENT: APPLE}))
    order = order_of(tmp_path, uploaded(still), Photo(uploaded(video).path, "a.mov", beside=True))

    found, warnings = looking.begin(replace(order, ordered=True), silent)

    assert () == warnings
    assert ["2024-06-06T10:00:00+02:00"] == [item.moment and item.moment.iso for item in found]


@pytest.mark.parametrize(("created", "one"), [("02", True), ("08", False)])
def test_a_clip_that_nobody_asked_for_joins_and_parts_no_pair(
    tmp_path: Path, created: str, one: bool
) -> None:
    """Another clip's zone is not that of the photos; whichever clip is not shown is named."""
    still = jpeg(tmp_path, "IMG_0042.jpg", {ORIGINAL: "2024:06:06 10:00:00"})
    clip = moving(tmp_path, "IMG_0042.MOV", creation_time=f"2024-06-06T{created}:00:01Z")
    other = jpeg(tmp_path, "a.jpg", {ORIGINAL: "2024:06:06 12:00:00"})
    stray = tmp_path / "a.mov"
    stray.write_bytes(recorded(5.0, metadata=IN_PARIS))
    besides = [replace(item, beside=True) for item in (clip, uploaded(stray))]
    order = order_of(tmp_path, still, other, *besides)

    found, warnings = looking.begin(replace(order, ordered=True), silent)

    left = ["a.mov"] if one else ["IMG_0042.MOV", "a.mov"]
    assert tuple(map(NOT_LISTED.format, left)) == warnings
    assert [one, False] == [item.motion is not None for item in found]
    assert ["+08:00"] * 2 == [item.moment.iso[-6:] for item in found if item.moment]


def test_the_clip_of_a_photo_tells_its_zone_to_all(tmp_path: Path) -> None:
    """Where nobody asked for it, and its name and its clock alone say that it is of one."""
    still = jpeg(tmp_path, "a.jpg", {ORIGINAL: "2024:06:06 10:00:00"})
    other = jpeg(tmp_path, "b.jpg", {ORIGINAL: "2024:06:06 12:00:00"})
    video = tmp_path / "a.mov"
    video.write_bytes(recorded(1.0, metadata=IN_PARIS))
    order = order_of(tmp_path, still, other, replace(uploaded(video), beside=True))

    found, warnings = looking.begin(replace(order, ordered=True), silent)

    assert () == warnings
    assert [True, False] == [item.motion is not None for item in found]
    assert ["+02:00"] * 2 == [item.moment.iso[-6:] for item in found if item.moment]
