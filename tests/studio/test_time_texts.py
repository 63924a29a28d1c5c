"""Times are read as makers write them: whatever a person can read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from studio.look import name_times, time_texts
from studio.look.claims import Source

NINE = datetime(2024, 6, 6, 9)
UNKNOWN = (
    "",
    "    :  :     :  :  ",
    "0000:00:00 00:00:00",
    "0000-00-00T00:00:00Z",
    "1970:00:00 00:00:00",
    "2024:02:30 10:00:00",
    "2024:13:06 09:00:00",
    "2024:06:06 25:00:00",
    "2024:06:06 09:61:00",
    "9999:99:99 99:99:99",
    "06/07/2024 09:00:00",
    "yesterday",
    "9" * 500,
    "2024:06:06 09:00:00" + " " * 100 + "x",
    0,
    None,
    (),
    b"\xff\xfe\0",
)


@pytest.mark.parametrize(
    "text",
    [
        "2024:06:06 09:00:00",
        "2024:06:06 09:00:00\0",
        b"2024:06:06 09:00:00\0\0",
        "2024-06-06 09:00:00",
        "2024-06-06T09:00:00",
        "2024/06/06 09:00:00",
        "2024.06.06 09.00.00",
        "2024:06:06T09:00",
        "2024: 6: 6  9: 0: 0",
        "2024:6:6 9:0:0",
        "2024:06:06-09:00:00",
        "20240606T090000",
        "20240606090000",
        "2024年6月6日 9时0分0秒",
        "2024年6月6日 星期四 上午9:00",
        "2024/6/6 上午9:00:00",
        "2024:06:06 09:00:00 AM",
        "2024:06:06 9:00:00 a.m.",
        "2024:06:06 9:00:00 a. m.",
        "2024:06:06 오전 9:00:00",
        "2024. 6. 6. 오전 9:00:00",
        "2024:06:06:09:00:00",
        "2024/06/06(木) 09:00",
        "2024:06:06 午前9:00:00",
        "２０２４：０６：０６　０９：００：００",
        "٢٠٢٤:٠٦:٠٦ ٠٩:٠٠:٠٠",
        "2567:06:06 09:00:00",
        "Thu Jun 06 09:00:00 CST 2024",
        "Thu Jun  6 09:00:00 2024",
        "6 June 2024 09:00:00",
        "06-Jun-2024 09:00:00",
        "June 6, 2024 at 9:00:00 AM",
        "13.06.2024 09:00:00",
        "06/13/2024 09:00:00",
    ],
)
def test_the_same_clock_in_many_spellings(text: Any) -> None:
    """Separators, blanks, other digits, months by name, halves of the day: the same moment."""
    told = time_texts.read(text)

    assert told is not None
    assert (NINE.replace(day=told.clock.day), None, False) == (
        told.clock,
        told.offset,
        told.universal,
    )
    assert told.clock.day == (13 if "13" in str(text) else 6)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2024:06:06 下午03:04:05", datetime(2024, 6, 6, 15, 4, 5)),
        ("2024:06:06 中午12:04", datetime(2024, 6, 6, 12, 4)),
        ("2024:06:06 凌晨12:04", datetime(2024, 6, 6, 0, 4)),
        ("2024:06:06 12:04:05 AM", datetime(2024, 6, 6, 0, 4, 5)),
        ("2024:06:06 12:04:05 PM", datetime(2024, 6, 6, 12, 4, 5)),
        ("2024:06:06 3:04:05 p.m.", datetime(2024, 6, 6, 15, 4, 5)),
        ("2024:06:06 15:04:05 PM", datetime(2024, 6, 6, 15, 4, 5)),
        ("2024:06:06 24:08:19", datetime(2024, 6, 6, 0, 8, 19)),
        ("2024:06:06 09:00:60", datetime(2024, 6, 6, 9, 1)),
        ("2024:06:06 09:00:00.25", datetime(2024, 6, 6, 9, 0, 0, 250_000)),
        ("2024:06:06 09:00:00,5", datetime(2024, 6, 6, 9, 0, 0, 500_000)),
        ("2024:06:06 09:00:00:123", datetime(2024, 6, 6, 9, 0, 0, 123_000)),
    ],
)
def test_halves_of_days_and_parts_of_seconds(text: str, clock: datetime) -> None:
    """Of the hour 24 phones mean the first of that day."""
    told = time_texts.read(text)

    assert told is not None
    assert clock == told.clock


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_no_time(text: Any) -> None:
    """Blanks and noughts mean unknown; of two numbers nobody knows which is the month."""
    assert time_texts.read(text) is None


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2024:06:06 09:00:00+08:00", 8),
        ("2024-06-06T09:00:00.000+0800", 8),
        ("2024-06-06T09:00:00+08", 8),
        ("2024:06:06 09:00:00 GMT+8", 8),
        ("Thu Jun 06 09:00:00 GMT+08:00 2024", 8),
        ("Thu, 06 Jun 2024 09:00:00 -0930", -9.5),
        ("2024:06:06 09:00:00\u221205:00", -5),
        ("2024-06-06T09:00:00+00:00", 0),
    ],
)
def test_a_zone_behind_the_time(text: str, hours: float) -> None:
    """The clock is kept, and the offset told."""
    told = time_texts.read(text)

    assert told is not None
    assert (NINE, timedelta(hours=hours), False) == (told.clock, told.offset, told.universal)


@pytest.mark.parametrize(
    "text",
    [
        "2024-06-06T09:00:00Z",
        "2024-06-06 09:00:00 UTC",
        "2024:06:06 09:00:00 GMT",
        "2024:06:06 09:00:00-00:00",
        "1717664400",
        "1717664400000",
    ],
)
def test_a_moment_without_a_clock(text: str) -> None:
    """What is UTC says nothing of the place; a negative nought means that nobody knows its zone."""
    told = time_texts.read(text)

    assert told is not None
    assert (NINE, None, True) == (told.clock, told.offset, told.universal)


@pytest.mark.parametrize("text", ["2024:06:06", "20240606", "2024:06:06   :  :  "])
def test_a_day_without_an_hour(text: str) -> None:
    """Blanks in place of the hour leave the day."""
    told = time_texts.read(text)

    assert told is not None
    assert (datetime(2024, 6, 6), True) == (told.clock, told.day)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("+08:00", 8),
        ("+0800", 8),
        ("+8", 8),
        ("08:00", 8),
        ("+ 8:00", 8),
        ("+08 00", 8),
        ("UTC+8", 8),
        ("GMT+08:00", 8),
        ("+08:00:00", 8),
        ("+08:00\0", 8),
        (b"+08:00", 8),
        ("+845", 8.75),
        ("+5.5", 5.5),
        ("\u221205:00", -5),
        ("-00:00", 0),
        ("Z", 0),
        ("JST", 9),
        ((8, 0), 8),
        (-5, -5),
    ],
)
def test_an_offset_in_many_spellings(text: Any, hours: float) -> None:
    """Signs, colons, blanks, names: one zone."""
    assert timedelta(hours=hours) == time_texts.offset(text)


@pytest.mark.parametrize("text", ["", "   :  ", "+24:00", "+99:99", "+08:07", "CST", None, ()])
def test_what_is_no_offset(text: Any) -> None:
    """No zone is so far from UTC, or between two quarters of an hour."""
    assert time_texts.offset(text) is None


@pytest.mark.parametrize(
    "name",
    [
        "IMG_20240606_090000.jpg",
        "IMG20240606090000.jpg",
        "MVIMG_20240606_090000.jpg",
        "VID_20240606_090000.mp4",
        "20240606_090000(0).jpg",
        "00000IMG_00000_BURST20240606090000000_COVER.jpg",
        "DJI_20240606090000_0001_D.JPG",
        "WIN_20240606_09_00_00_Pro.jpg",
        "Screenshot_20240606-090000.png",
        "Screenshot_2024-06-06-09-00-00-000_com.example.app.jpg",
        "Screen Shot 2024-06-06 at 9.00.00 AM.png",
        "截屏2024-06-06 09.00.00.png",
        "2024-06-06 09.00.00.jpg",
        "IMG_20240606_090000 (2).jpg",
    ],
)
def test_names_that_cameras_give(name: str) -> None:
    """They hold the clock that was shown."""
    (claim,) = name_times.told(name)

    assert (Source.NAME, NINE, None) == (claim.source, claim.clock, claim.utc)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("PXL_20240606_010000000.MP.jpg", Source.NAME),
        ("mmexport1717635600000.jpg", Source.SAVED_NAME),
        ("wx_camera_1717635600000.jpg", Source.SAVED_NAME),
    ],
)
def test_names_that_hold_utc(name: str, source: Source) -> None:
    """Those of Pixel phones, and milliseconds."""
    (claim,) = name_times.told(name)

    assert (source, None) == (claim.source, claim.clock)
    assert claim.utc is not None
    assert 1_717_635_600 == claim.utc.timestamp()


@pytest.mark.parametrize(
    "name",
    ["WhatsApp Image 2024-06-06 at 9.00.00 AM.jpeg", "微信图片_20240606090000.jpg"],
)
def test_names_that_messengers_give(name: str) -> None:
    """They tell when the picture was saved, which is worth less."""
    (claim,) = name_times.told(name)

    assert (Source.SAVED_NAME, NINE) == (claim.source, claim.clock)


@pytest.mark.parametrize(
    "name",
    [
        "IMG_0042.JPG",
        "DSC01234.JPG",
        "1.jpg",
        "20231301_100700.jpg",
        "20210512-4c1e-4f0a-9b1d-1f2e3d4c5b6a.jpg",
        "e3b0c44298fc1c149afb20240606100700.jpg",
    ],
)
def test_names_without_a_time(name: str) -> None:
    """Numbers of cameras, no dates, and names that were drawn by lot."""
    assert [] == name_times.told(name)


def test_names_go_by_the_numbers_in_them() -> None:
    """As cameras count."""
    names = ["IMG_10.jpg", "IMG_9 (2).jpg", "IMG_9.jpg"]

    assert ["IMG_9.jpg", "IMG_9 (2).jpg", "IMG_10.jpg"] == sorted(names, key=name_times.in_order)


@pytest.mark.parametrize("name", ["[Asia/Shanghai]", " [Asia/Shanghai]"])
def test_an_offset_before_the_name_of_its_zone(name: str) -> None:
    """As Java writes both."""
    found = time_texts.read("2024-06-06T09:00:00+08:00" + name)

    assert found is not None
    assert (NINE, timedelta(hours=8)) == (found.clock, found.offset)
