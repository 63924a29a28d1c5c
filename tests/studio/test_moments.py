"""The moment orders a trip, and the local clock of the place is what is shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tzfpy

from studio.look import looking, zones
from tests.studio.albums import names_of, order_of, planned, silent
from tests.studio.timed import (
    DATE_TIME,
    DIGITIZED,
    HONOLULU,
    OFFSET,
    OFFSET_DIGITIZED,
    OFFSET_ORIGINAL,
    ORIGINAL,
    PARIS,
    PART_ORIGINAL,
    SHANGHAI,
    URUMQI,
    jpeg,
    moving,
    only,
    settled,
)


def test_a_phones_clip_stands_among_its_photos(tmp_path: Path) -> None:
    """Its header says UTC, its photos say Beijing time."""
    photos = [
        jpeg(tmp_path, f"{clock}.jpg", {ORIGINAL: f"2024:06:06 {clock[:2]}:{clock[2:]}:00"})
        for clock in ("1100", "1010", "1005", "0900")
    ]
    video = moving(tmp_path, "a.mp4", creation_time="2024-06-06T02:07:00Z")

    found = settled(tmp_path, video, *photos)

    assert ["0900.jpg", "1005.jpg", "a.mp4", "1010.jpg", "1100.jpg"] == list(found)
    assert "2024-06-06T10:07:00+08:00" == found["a.mp4"]


def test_a_film_goes_by_whatever_a_photo_says(tmp_path: Path) -> None:
    """A photo whose time stands in another tag than most is not the last of its trip."""
    day = "2024:06:06 "
    told: dict[str, dict[int, Any]] = {
        "e.jpg": {ORIGINAL: day + "13:00:00"},
        "b.jpg": {DIGITIZED: day + "10:00:00"},
        "c.jpg": {DATE_TIME: day + "11:00:00"},
        "d.jpg": {ORIGINAL: "2024/6/6 下午12:00".encode()},
    }
    photos = [jpeg(tmp_path, name, tags) for name, tags in told.items()]
    fix = jpeg(tmp_path, "a.jpg", place=SHANGHAI, fix=day + "01:00:00")
    order = order_of(tmp_path, *photos, fix)

    assert ["a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"] == names_of(planned(order))


def test_a_clip_of_the_early_morning_has_its_own_day(tmp_path: Path) -> None:
    """In UTC it is yesterday still: the caption shows the day of the place."""
    video = moving(tmp_path, "a.mp4", creation_time="2024-06-05T23:30:00Z")
    document = planned(order_of(tmp_path, video))

    assert [{"role": "caption", "text": "2024.06.06"}] == [
        text for scene in document["scenes"] for text in scene["texts"] if text["role"] == "caption"
    ]


@pytest.mark.parametrize("tag", [ORIGINAL, DIGITIZED, DATE_TIME])
def test_who_flies_over_the_date_line_arrives_before_they_left(tmp_path: Path, tag: int) -> None:
    """The clocks run back, the moments do not."""
    zone = {ORIGINAL: OFFSET_ORIGINAL, DIGITIZED: OFFSET_DIGITIZED, DATE_TIME: OFFSET}[tag]
    home = jpeg(tmp_path, "home.jpg", {tag: "2024:06:06 18:10:00", zone: "+09:00"})
    away = jpeg(tmp_path, "away.jpg", {tag: "2024:06:06 10:10:00", zone: "-10:00"})

    found = settled(tmp_path, away, home)

    assert {
        "home.jpg": "2024-06-06T18:10:00+09:00",
        "away.jpg": "2024-06-06T10:10:00-10:00",
    } == found
    assert ["home.jpg", "away.jpg"] == list(found)


def test_each_clock_is_that_of_its_place(tmp_path: Path) -> None:
    """Nine in Honolulu is later than nine in Paris; Ürümqi shows Beijing's."""
    nine = {ORIGINAL: "2024:06:06 09:00:00"}
    photos = [
        jpeg(tmp_path, "1.jpg", nine, place=HONOLULU),
        jpeg(tmp_path, "2.jpg", nine, place=PARIS),
        jpeg(tmp_path, "3.jpg", nine, place=URUMQI),
    ]

    assert {
        "3.jpg": "2024-06-06T09:00:00+08:00",
        "2.jpg": "2024-06-06T09:00:00+02:00",
        "1.jpg": "2024-06-06T09:00:00-10:00",
    } == settled(tmp_path, *photos)
    assert ["3.jpg", "2.jpg", "1.jpg"] == list(settled(tmp_path, *photos))


@pytest.mark.parametrize("part", ["{:03}", "{:03} ", "{}", b"%03d\0"])
def test_a_burst_keeps_its_order(tmp_path: Path, part: str | bytes) -> None:
    """By the parts of the second, however they are written."""
    second = "2024:06:06 09:00:00"
    photos = [
        jpeg(
            tmp_path,
            f"{9 - number}.jpg",
            {
                ORIGINAL: second,
                PART_ORIGINAL: part % (100 + number)
                if isinstance(part, bytes)
                else part.format(100 + number),
            },
        )
        for number in range(3)
    ]

    assert ["9.jpg", "8.jpg", "7.jpg"] == list(settled(tmp_path, *photos[::-1]))


def test_equal_times_go_by_the_cameras_numbers(tmp_path: Path) -> None:
    """By their value; what has no number and no time keeps its place at the end."""
    second = {ORIGINAL: "2024:06:06 09:00:00"}
    names = ["IMG_10.jpg", "z.jpg", "IMG_9.jpg", "a.jpg"]
    photos = [jpeg(tmp_path, name, second if "_" in name else {}) for name in names]

    assert ["IMG_9.jpg", "IMG_10.jpg", "z.jpg", "a.jpg"] == list(settled(tmp_path, *photos))


def test_three_uploads_of_one_name_keep_their_order(tmp_path: Path) -> None:
    """They are told apart by what is put behind the name."""
    second = {ORIGINAL: "2024:06:06 09:00:00"}
    photos = [
        replace(jpeg(tmp_path, f"{number}.jpg", second), name="image.jpg") for number in range(3)
    ]

    assert ["image.jpg", "image.jpg (2)", "image.jpg (3)"] == list(settled(tmp_path, *photos))


# --- what is not believed -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "clock",
    [
        "1904:01:01 00:00:00",
        "1970:01:01 08:00:00",
        "1980:01:01 00:03:00",
        "2000:01:01 00:00:00",
        "2012:01:01 00:04:10",
        "2024:07:02 12:00:00",
        "2099:12:31 23:59:59",
    ],
)
def test_a_clock_that_was_never_set(tmp_path: Path, clock: str) -> None:
    """It begins with a year, far from the trip; and none is ahead of the upload."""
    lost = jpeg(tmp_path, "a.jpg", {ORIGINAL: clock})
    others = [
        jpeg(tmp_path, f"{hour}.jpg", {ORIGINAL: f"2024:06:06 1{hour}:00:00"}) for hour in range(2)
    ]

    assert ["0.jpg", "1.jpg", "a.jpg"] == list(settled(tmp_path, lost, *others))
    assert "" == settled(tmp_path, lost, *others)["a.jpg"]


def test_the_first_of_january_is_a_day_like_others(tmp_path: Path) -> None:
    """Photos of a new year stay, where the trip is there too."""
    eve = jpeg(tmp_path, "a.jpg", {ORIGINAL: "2023:12:31 23:59:50"})
    year = jpeg(tmp_path, "b.jpg", {ORIGINAL: "2024:01:01 00:00:10"})

    assert "2024-01-01T00:00:10+08:00" == settled(tmp_path, year, eve)["b.jpg"]


def test_a_clock_ahead_of_the_upload_is_of_a_zone_ahead(tmp_path: Path) -> None:
    """A photo of Auckland that comes in at once is as old as it is, whatever the default."""
    photo = jpeg(tmp_path, "a.jpg", {ORIGINAL: "2024:07:01 12:00:00"})

    assert "2024-07-01T12:00:00+12:00" == only(tmp_path, photo)[0]


# --- what follows ---------------------------------------------------------------------------------


def test_a_clock_ahead_of_its_upload_at_a_known_place(tmp_path: Path) -> None:
    """Nothing explains it but that it is wrong: then the next best is asked."""
    wrong = {ORIGINAL: "2024:07:01 11:00:00", DATE_TIME: "2024:06:30 09:00:00"}
    photo = jpeg(tmp_path, "a.jpg", wrong, place=SHANGHAI)

    assert ("2024-06-30T09:00:00+08:00", "exif_date_time", "place") == only(tmp_path, photo)


def test_land_that_is_taken_for_china_is() -> None:
    """Or shows the same clock: Hong Kong, Macau, and the sea before them."""
    names = {
        tzfpy.get_tz(west + (east - west) * x / 40, south + (north - south) * y / 40)
        for south, west, north, east in zones.SURELY_CHINA
        for x in range(41)
        for y in range(41)
    }

    assert names <= {"Asia/Shanghai", "Asia/Hong_Kong", "Asia/Macau", "Etc/GMT-8"}


def test_the_default_zone_can_be_set(tmp_path: Path) -> None:
    """By the operator; where the guest says where the trip was, it is that place's."""
    video = moving(tmp_path, "a.mp4", creation_time="2024-06-06T01:00:00Z")

    assert "2024-06-06T01:00:00+00:00" == only(tmp_path, video, utc_offset_minutes=0)[0]
    paris = dict(zip(("latitude", "longitude"), PARIS, strict=True))
    assert "2024-06-06T03:00:00+02:00" == only(tmp_path, video, **paris)[0]


def test_the_storyboard_tells_the_times(tmp_path: Path) -> None:
    """With their sources and weights, in the order of the trip; also where it is made again."""
    sure = jpeg(tmp_path, "b.jpg", {ORIGINAL: "2024:06:06 09:00:00", OFFSET_ORIGINAL: "+09:00"})
    told = moving(tmp_path, "a.mp4", creation_time="2024-06-06T01:00:00Z")
    order = order_of(tmp_path, told, sure)
    document = planned(order)

    assert [
        {
            "photo": "b.jpg",
            "time": "2024-06-06T09:00:00+09:00",
            "source": "exif_original",
            "zone": "file",
            "weight": 1.0,
        },
        {
            "photo": "a.mp4",
            "time": "2024-06-06T10:00:00+09:00",
            "source": "creation_time",
            "zone": "trip",
            "weight": 0.4,
        },
    ] == document["times"]
    assert document == planned(replace(order, board=document))


def test_the_season_is_that_of_the_place(tmp_path: Path) -> None:
    """In UTC the first of June is May still, and spring."""
    video = moving(tmp_path, "a.mp4", creation_time="2024-05-31T23:00:00Z")

    assert "summer" == looking.travel(order_of(tmp_path, video), silent).season
