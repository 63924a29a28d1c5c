"""All that a clip says of its time is read; what is around tells whose clock its header has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.studio.timed import (
    HONOLULU,
    ORIGINAL,
    jpeg,
    moving,
    only,
    settled,
)


@pytest.mark.parametrize(
    ("keys", "told", "found"),
    [
        (
            True,
            {"com__apple__quicktime__creationdate": "2024-06-06T09:00:00+0900"},
            ("2024-06-06T09:00:00+09:00", "quicktime_creation_date", "file"),
        ),
        (
            True,
            {
                "com__apple__quicktime__creationdate": "2024-06-06T09:00:00+0200",
                "creation_time": "2024-06-07T09:00:00Z",
            },
            ("2024-06-06T09:00:00+02:00", "quicktime_creation_date", "file"),
        ),
        (
            False,
            {"date": "2024-06-06T09:00:00+0900", "creation_time": "2024-06-07T00:00:00Z"},
            ("2024-06-06T09:00:00+09:00", "quicktime_day", "file"),
        ),
        (
            False,
            {"date": "2024-06-05", "creation_time": "2024-06-06T01:00:00Z"},
            ("2024-06-06T09:00:00+08:00", "creation_time", "home"),
        ),
        (
            False,
            {"creation_time": "2024-06-06T01:00:00Z", "location": "+48.85+002.35/"},
            ("2024-06-06T03:00:00+02:00", "creation_time", "place"),
        ),
        (
            False,
            {"creation_time": "2024-06-06T01:00:00Z", "location": "+43.80+087.60/"},
            ("2024-06-06T09:00:00+08:00", "creation_time", "place"),
        ),
        (
            True,
            {
                "creation_time": "2024-06-06T01:00:00Z",
                "com__samsung__android__utc_offset": "+0900",
            },
            ("2024-06-06T10:00:00+09:00", "creation_time", "file"),
        ),
        (False, {"creation_time": "1970-01-01T00:00:00Z"}, ("", "", "")),
        (False, {}, ("", "", "")),
    ],
)
def test_what_a_clip_says(
    tmp_path: Path, keys: bool, told: dict[str, str], found: tuple[str, str, str]
) -> None:
    """A time with its zone before a header's UTC, which is shown with the clock of the place."""
    assert found == only(tmp_path, moving(tmp_path, "a.mp4", keys=keys, **told))


def test_a_header_takes_the_zone_of_the_photos_around(tmp_path: Path) -> None:
    """A clip without a place, on a trip to Honolulu."""
    photo = jpeg(tmp_path, "a.jpg", {ORIGINAL: "2024:06:06 09:00:00"}, place=HONOLULU)
    video = moving(tmp_path, "b.mp4", creation_time="2024-06-06T23:00:00Z")

    assert "2024-06-06T13:00:00-10:00" == settled(tmp_path, photo, video)["b.mp4"]


def test_a_camera_that_writes_its_clock_into_the_header(tmp_path: Path) -> None:
    """There are photos close to that clock, and none near it as UTC."""
    photos = [
        jpeg(tmp_path, f"{hour}.jpg", {ORIGINAL: f"2024:06:06 {hour}:00:00"})
        for hour in ("09", "10", "11")
    ]
    near = moving(tmp_path, "DSC_1.mov", creation_time="2024-06-06T10:07:00Z")
    far = moving(tmp_path, "DSC_2.mov", creation_time="2024-06-06T16:00:00Z")

    found = settled(tmp_path, *photos, near, far)

    assert ["09.jpg", "10.jpg", "DSC_1.mov", "11.jpg", "DSC_2.mov"] == list(found)
    assert "2024-06-06T16:00:00+08:00" == found["DSC_2.mov"]


@pytest.mark.parametrize(
    ("name", "time"),
    [
        ("VID_20240606_020700.mp4", "2024-06-06T02:07:00+08:00"),
        ("VID_20240606_100700.mp4", "2024-06-06T10:07:00+08:00"),
        ("PXL_20240606_020700000.mp4", "2024-06-06T10:07:00+08:00"),
    ],
)
def test_the_name_tells_which_clock_a_header_has(tmp_path: Path, name: str, time: str) -> None:
    """The two are given at one moment."""
    assert time == only(tmp_path, moving(tmp_path, name, creation_time="2024-06-06T02:07:00Z"))[0]


def test_a_header_ahead_of_its_upload_is_no_utc(tmp_path: Path) -> None:
    """It can only be the clock of a zone that is ahead."""
    video = moving(tmp_path, "a.mp4", creation_time="2024-07-01T07:00:00Z")

    assert "2024-07-01T07:00:00+08:00" == only(tmp_path, video)[0]


def test_a_phones_header_is_utc_whatever_is_around(tmp_path: Path) -> None:
    """Android knows its zone."""
    photo = jpeg(tmp_path, "a.jpg", {ORIGINAL: "2024:06:06 07:00:00"})
    told = {"creation_time": "2024-06-06T07:00:00Z", "com__android__version": "14"}
    video = moving(tmp_path, "b.mp4", keys=True, **told)

    assert "2024-06-06T15:00:00+08:00" == settled(tmp_path, photo, video)["b.mp4"]
