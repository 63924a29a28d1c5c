"""Times are read in the words of many languages, calendars and zones; what is in doubt is not."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from studio.look import time_texts, time_words

SIX, NINE = datetime(2024, 6, 6), datetime(2024, 6, 6, 9)
LATE = datetime(2024, 6, 6, 21)


@pytest.mark.parametrize(
    "text",
    [
        "6 juin 2024 09:00",
        "jeudi 6 juin 2024 à 09:00:00",
        "6. Juni 2024 09:00",
        "Donnerstag, 6. Juni 2024 um 09:00 Uhr",
        "Do 6. Jun 09:00:00 CST 2024",
        "6 de junio de 2024, 9:00 a. m.",
        "6 giugno 2024 alle ore 09:00",
        "gio 6 giu 2024, 09:00",
        "mar 6 giu 2024, 09:00",
        "6 de junho de 2024 às 09:00",
        "6 de jun. de 2024 09:00:00",
        "6 juny del 2024 9:00",
        "6 juni 2024 om 09:00",
        "6 iunie 2024, 09:00",
        "6 czerwca 2024 09:00",
        "6. června 2024 9:00",
        "6 червня 2024 р. о 09:00",
        "6 июня 2024 г. в 09:00",
        "6 июн. 2024 г., 09:00:00",
        "6 Haziran 2024 09:00",
        "6 Haz 2024 ÖÖ 9:00",
        "6 Ιουνίου 2024, 9:00 π.μ.",
        "2024. június 6. 9:00",
        "2024. jún. 6. de. 9:00",
        "2024 m. birželio 6 d. 09:00",
        "2024. gada 6. jūnijs 9:00",
        "6. kesäkuuta 2024 klo 9.00",
        "6 tháng 6, 2024 lúc 09:00",
        "6 Jun 2024 pukul 09.00",
        "6 มิ.ย. 2567 09:00",
        "6 มิถุนายน พ.ศ. 2567 เวลา 09:00 น.",
        "6 जून 2024, 9:00 am",
        "٦ يونيو ٢٠٢٤، ٩:٠٠ ص",
        "۲۰۲۴/۰۶/۰۶ ۰۹:۰۰:۰۰",
        "6 ביוני 2024, 9:00",
        "2024년 6월 6일 오전 9:00",
        "2024년 6월 6일 목요일 오전 9시 0분 0초",
        "六月 6, 2024 上午9:00",
        "二〇二四年六月六日 上午九时",
        "2024年6月6日 上午九点",
        "Thursday, June 6th, 2024 at 9 AM",
        "6th of June 2024, 9:00am",
        "2024 Jun 6 09:00:00",
        "2024-Jun-06 09:00",
        "6 Jun '24 09:00",
        "06-JUN-24 09.00.00 AM",
        "令和6年6月6日 9:00",
        "令和六年六月六日 午前9時00分",
        "㋿6年6月6日 午前9:00",
        "R6.6.6 9:00",
        "民国113年6月6日 上午9:00",
        "中華民國113年6月6日 09:00",
        "0113:06:06 09:00:00",
        "113/06/06 09:00",
        "公元2024年6月6日 09:00",
        "西暦2024年6月6日 9時",
        "2024 06 06 09 00 00",
        "2024:06:06 09h",
        "06:06:2024 09:00:00",
        "2024-06-06T0900",
        "2024-06-06 09:00:00,000",
        "9:00 AM, June 6, 2024",
        "09:00:00 6.6.2024",
        "Do., 06.06.2024, 09:00",
        "6. 6. 2024 9:00:00",
        "'2024:06:06 09:00:00'",
        "“2024-06-06 09:00”",
        "\u200e2024\u200e/\u200e06\u200e/\u200e06 \u200f\u200e09:00",
        "2024-06-06 9:00\u202fAM",
        " \t2024:06:06 09:00:00\r\n\0garbage",
    ],
)
def test_the_same_morning_in_many_words(text: str) -> None:
    """Months, weekdays, eras and digits of those who made the file."""
    told = time_texts.read(text)

    assert told is not None
    assert (NINE, None, False, False) == (told.clock, told.offset, told.universal, told.day)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2024-06-06 夜 9:00", LATE),
        ("2024年6月6日 夜9時", LATE),
        ("2024-06-06 晚上 9:00", LATE),
        ("2024-06-06 晚上9点半", LATE.replace(minute=30)),
        ("2024-06-06 晚上 12:05", SIX.replace(minute=5)),
        ("2024-06-06 晚上 0:05", SIX.replace(minute=5)),
        ("2024-06-06 晚上 5:30", SIX.replace(hour=17, minute=30)),
        ("2024-06-06 晚上 1:00", SIX.replace(hour=1)),
        ("2024-06-06 傍晚 6:00", SIX.replace(hour=18)),
        ("2024-06-06 深夜 11:30", SIX.replace(hour=23, minute=30)),
        ("2024-06-06 深夜1:30", SIX.replace(hour=1, minute=30)),
        ("2024-06-06 半夜12:10", SIX.replace(minute=10)),
        ("2024-06-06 夜里 2:00", SIX.replace(hour=2)),
        ("2024-06-06 夜里 22:00", SIX.replace(hour=22)),
        ("2024-06-06 午夜12:00", SIX),
        ("2024-06-06 凌晨 12:30", SIX.replace(minute=30)),
        ("2024-06-06 中午 12:10", SIX.replace(hour=12, minute=10)),
        ("2024-06-06 中午 11:40", SIX.replace(hour=11, minute=40)),
        ("2024-06-06 中午 1:10", SIX.replace(hour=13, minute=10)),
        ("2024-06-06 下午 12:10", SIX.replace(hour=12, minute=10)),
        ("2024-06-06 上午 12:10", SIX.replace(minute=10)),
        ("2024-06-06 午後0:10", SIX.replace(hour=12, minute=10)),
        ("2024-06-06 正午", SIX),
        ("2024년 6월 6일 오후 9:00", LATE),
        ("2024년 6월 6일 밤 9:00", LATE),
        ("6/6/2024, 9:00 μ.μ.", LATE),
        ("2024. jún. 6. du. 9:00", LATE),
        ("6.6.2024, 9:00 odp.", LATE),
        ("٦\u200f/٦\u200f/٢٠٢٤ ٩:٠٠:٠٠ م", LATE),
        ("6/6/2024 9:00 CH", LATE),
        ("6 มิ.ย. 2567 9:00 หลังเที่ยง", LATE),
        ("June 6, 2024 9 p. m.", LATE),
        ("令和元年12月1日 21:00", datetime(2019, 12, 1, 21)),
        ("平成31年4月30日 21:00", datetime(2019, 4, 30, 21)),
        ("H31.4.30 21:00", datetime(2019, 4, 30, 21)),
        ("民國100年10月10日 晚上9:00", datetime(2011, 10, 10, 21)),
    ],
)
def test_parts_of_the_day(text: str, clock: datetime) -> None:
    """A word means the hour nearest to the part of the day that it names.

    Whoever writes a date beside 晚上 12:05 counts that day from midnight, as phones do.
    """
    told = time_texts.read(text)

    assert told is not None
    assert clock == told.clock


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2024-06-06 09:00:00 JST", 9),
        ("2024-06-06 09:00 HKT", 8),
        ("2024-06-06 09:00:00 (SGT)", 8),
        ("Thu Jun 06 09:00:00 CEST 2024", 2),
        ("2024-06-06 09:00:00 Asia/Tokyo", 9),
        ("2024-06-06T09:00:00[Asia/Shanghai]", 8),
        ("2024-06-06T09:00+02:00[Europe/Paris]", 2),
        ("2024-06-06 09:00:00 America/New_York", -4),
        ("2024-06-06 09:00:00 China Standard Time", 8),
        ("2024-06-06 09:00:00 W. Europe Standard Time", 2),
        ("2024-06-06 09:00:00 Pacific Daylight Time", -7),
        ("Thu Jun 06 2024 09:00:00 GMT+0800 (中国标准时间)", 8),
        ("Thu Jun 06 2024 09:00:00 GMT+0300 (Eastern European Summer Time)", 3),
        ("2024-06-06 09:00:00 UTC+8", 8),
        ("2024/6/6 上午9:00:00 GMT+8", 8),
        ("6 juin 2024 à 09:00:00 UTC+2", 2),
    ],
)
def test_zones_by_their_names(text: str, hours: float) -> None:
    """Of people, of IANA and of Windows; the offset is that of the day."""
    told = time_texts.read(text)

    assert told is not None
    assert (NINE, timedelta(hours=hours), False) == (told.clock, told.offset, told.universal)


@pytest.mark.parametrize("name", ["CST", "PST", "EST", "IST", "BST", "MSK", "Mars/Olympus", "XYZ"])
def test_a_name_of_several_zones_tells_none(name: str) -> None:
    """The clock is kept; place, trip or home say where it was."""
    told = time_texts.read(f"2024-06-06 09:00:00 {name}")

    assert told is not None
    assert (NINE, None, False) == (told.clock, told.offset, told.universal)


def test_the_hour_that_comes_twice_has_no_offset() -> None:
    """A name does not tell which of both it was."""
    told = time_texts.read("2024-10-27 02:30:00 Europe/Paris")

    assert told is not None
    assert told.offset is None


@pytest.mark.parametrize(
    "text",
    [
        "2024-06-06 UTC 09:00",
        "2024-06-06 09:00:00Z",
        "6 Jun 2024 09:00:00 UTC",
        "2024-06-06 09:00:00 (UTC)",
        "1717664400.000",
        "1717664400000000",
    ],
)
def test_universal_time_in_more_spellings(text: str) -> None:
    """Before the time, in brackets, and in parts of a second since 1970."""
    told = time_texts.read(text)

    assert told is not None
    assert (NINE, None, True) == (told.clock, told.offset, told.universal)


@pytest.mark.parametrize(
    "text", ["6 juin 2024", "令和6年6月6日", "June 6, 2024", "6. Juni 2024", "2024-06-06+08:00"]
)
def test_a_day_in_words(text: str) -> None:
    """No hour is told."""
    told = time_texts.read(text.replace("June 6, 2024", "June 6, 2024"))

    assert told is not None
    assert (SIX, True) == (told.clock, told.day)


@pytest.mark.parametrize(
    "text",
    [
        "24/06/06 09:00",
        "06/06/24 09:00",
        "06/07/2024 09:00:00",
        "01-02-03 10:00",
        "24:06:06 09:00:00",
        "0006:06:06 09:00:00",
        "0031:04:30 09:00:00",
        "6 srp 2024 09:00",
        "5 listopada 2024 09:00",
    ],
)
def test_what_may_be_two_days_is_none(text: str) -> None:
    """Orders of two digits, and months whose word is another month's to neighbours."""
    assert time_texts.read(text) is None
    assert len(time_texts.readings(text)) > 1


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("24/13/06 09:00", None),
        ("24/06/31 09:00", datetime(2031, 6, 24, 9)),
        ("99/12/31 09:00", datetime(1999, 12, 31, 9)),
        ("31.12.99 09:00", datetime(1999, 12, 31, 9)),
        ("12/31/99 09:00", datetime(1999, 12, 31, 9)),
        ("32/06/06 09:00", datetime(2032, 6, 6, 9)),
    ],
)
def test_two_digits_of_a_year_where_the_order_is_not_in_doubt(
    text: str, clock: datetime | None
) -> None:
    """One order alone makes a day of them."""
    told = time_texts.read(text)

    assert clock == (told and told.clock)


@pytest.mark.parametrize(
    "text",
    [
        "6 foo 2024 09:00",
        "juin 2024",
        "juin",
        "6 juin",
        "6 juin 09:00",
        "June 6, 09:00",
        "31 juin 2024 09:00",
        "32. Juni 2024",
        "令和6年",
        "令和6年13月6日 9:00",
        "民国113年",
        "2024-W23-4",
        "2024-158",
        "夜 9:00",
        "9:00",
        "09:00:00",
        "晚上",
        "2024-06-06 晚上 25:00",
        "6:00 6:00 6:00",
        "10:11:12 +0800",
        "10:11:12.5",
        "0000:06:06 09:00:00",
        "1.2.3.4",
        "192.168.1.1",
        "tomorrow at 9:00",
        "il y a 3 jours",
        "v2.4.6 build 20",
        "٢٠٢٤",
        "６月",
        "\u200e\u200f",
        "''",
        "(木)",
        "²⁰²⁴",
        "½:00 2024",
        "\ud800",
        "a" * 90,
        "6 " * 45,
        "６" * 96,
        "mar " * 20,
        "(" * 90,
        "2024-06-06 9" + "(" * 80,
        "1403/03/17 09:00",
        "1445-11-29 09:00",
    ],
)
def test_what_nobody_can_read_for_sure(text: str) -> None:
    """None, and no error."""
    assert [] == time_texts.readings(text)


@pytest.mark.parametrize(
    "piece", ["6 ", "juin ", "6:", "上午", "(", " ", "a.", "1", "年", "ﷺ", "é"]
)
def test_long_texts_are_not_searched(piece: str) -> None:
    """Fields are bounded before any pattern sees them, whatever they are made of."""
    assert "" == time_texts.plain(piece * 100_000)
    assert [] == time_texts.readings(piece * 100_000)
    assert [] == time_texts.readings(piece * (time_texts.LONGEST // len(piece)) + "x" * 9)


def test_every_month_of_the_list_is_read() -> None:
    """Whatever script it is in, as the text is read it is found again."""
    known = time_words.known().months

    unread = [
        word
        for word, months in known.items()
        if [datetime(2024, month, 5, 9) for month in months]
        != sorted(told.clock for told in time_texts.readings(f"5 {word} 2024 09:00"))
    ]

    assert len(known) > 900
    assert [] == unread


def test_every_part_of_the_day_is_read_beside_its_hour() -> None:
    """An hour within it is itself."""
    known = time_words.known().halves
    unread = [
        word
        for word, spans in known.items()
        for begin, end in spans[-1:]
        for hour in [(begin + end) // 2 % 24]
        for told in [time_texts.read(f"2024-06-06 {hour % 12 or 12}:00 {word}")]
        if told is None or told.clock != SIX + timedelta(hours=hour)
    ]

    assert len(known) > 80
    assert [] == unread


def test_every_zone_of_the_lists_is_known() -> None:
    """To the rules that are installed."""
    known = time_words.known()

    zones = {ZoneInfo(zone).key for zone in {*known.windows.values(), *known.places.values()}}

    assert len(known.windows) > 100
    assert len(zones) > 400
