"""What may mean two days is settled by the rest of its file; names are read; no pattern is slow."""

from __future__ import annotations

import importlib
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from studio.look import claims, clock_texts, name_times, spelt_dates, time_texts
from studio.look.claims import Claim, Source
from tests.studio.timed import HONOLULU, ORIGINAL, PARIS, jpeg, only

# Python's own reader of patterns, in which typeshed has no part.
parser = importlib.import_module("re._parser")

SIX, NINE = datetime(2024, 6, 6), datetime(2024, 6, 6, 9)
LATE = datetime(2024, 6, 6, 21)
UPLOADED = datetime(2024, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "clock"),
    [
        ("Screenshot 2024-06-06 at 9.00.00\u202fPM.png", LATE),
        ("Screenshot 2024-06-06 at 9.00.00\u202fAM (2).png", NINE),
        ("屏幕快照 2024-06-06 下午9.00.00.png", LATE),
        ("截屏2024-06-06 晚上9.00.00.png", LATE),
        ("スクリーンショット 2024-06-06 午後9.00.00.png", LATE),
        ("스크린샷 2024-06-06 오후 9.00.00.png", LATE),
        ("Capture d’écran 2024-06-06 à 21.00.00.png", LATE),
        ("Bildschirmfoto 2024-06-06 um 21.00.00.png", LATE),
        ("Captura de pantalla 2024-06-06 a la(s) 9.00.00 p. m..png", LATE),
        ("Schermata 2024-06-06 alle 21.00.00.png", LATE),
        ("Снимок экрана 2024-06-06 в 21.00.00.png", LATE),
        ("２０２４０６０６_２１００００.jpg", LATE),
        ("IMG_20240606_210000 copy.jpg", LATE),
        ("2024-06-06 trip 123456.jpg", SIX.replace(hour=12)),
    ],
)
def test_names_of_screenshots_in_many_languages(name: str, clock: datetime) -> None:
    """The half of the day counts, also behind the narrow blank of newer Macs."""
    (claim,) = name_times.told(name)

    assert clock == claim.clock


@pytest.mark.parametrize(
    ("beside", "found"),
    [
        (Claim(Source.DATE_TIME, NINE.replace(hour=23)), [NINE.replace(hour=23), NINE]),
        (Claim(Source.GPS, utc=datetime(2006, 6, 24, 1, tzinfo=UTC)), [datetime(2006, 6, 24, 9)]),
        (Claim(Source.DAY, SIX.replace(hour=12)), [NINE, SIX.replace(hour=12)]),
        (Claim(Source.DATE_TIME, datetime(2020, 1, 5)), [datetime(2020, 1, 5)]),
    ],
)
def test_the_other_times_of_a_file_settle_what_is_in_doubt(
    beside: Claim, found: list[datetime]
) -> None:
    """24/06/06 is the day near which the file says that it was made; else it is nothing."""
    doubted = claims.of(Source.XMP, "24/06/06 09:00")

    believed = claims.sorted_by_trust([*doubted, beside], UPLOADED)

    assert found == [claim.clock for claim in believed if claim.clock]
    assert all(claim.others == () for claim in believed)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("24/06/06 09:00", []),
        ("06/07/2024 09:00", [datetime(2024, 6, 7, 9)]),
        ("27/06/06 09:00", [datetime(2006, 6, 27, 9)]),
        ("0031:04:30 09:00", [datetime(2019, 4, 30, 9)]),
        ("0006:04:30 09:00", []),
        ("0001:01:01 00:00:00", []),
    ],
)
def test_no_photo_is_younger_than_its_upload(text: str, found: list[datetime]) -> None:
    """Where one reading alone can be true, it is meant; of two days there is none."""
    believed = claims.sorted_by_trust(claims.of(Source.XMP, text), UPLOADED)

    assert found == [claim.clock for claim in believed]


def test_a_name_settles_the_order_of_a_date(tmp_path: Path) -> None:
    """A photo on its way through a whole trip."""
    photo = jpeg(tmp_path, "IMG_20240606_085900.jpg", {ORIGINAL: "06/06/24 09:00"})
    emperor = jpeg(tmp_path, "IMG_20240606_085901.jpg", {ORIGINAL: "0006:06:06 09:00:00"})
    alone = jpeg(tmp_path, "a.jpg", {ORIGINAL: "06/06/24 09:00"})

    assert ("2024-06-06T09:00:00+08:00", "exif_original", "home") == only(tmp_path, photo)
    assert ("2024-06-06T09:00:00+08:00", "exif_original", "home") == only(tmp_path, emperor)
    assert ("", "", "") == only(tmp_path, alone)


@pytest.mark.parametrize(
    ("text", "more", "found"),
    [
        ("2024:06:06 09:00:00 JST", {}, ("2024-06-06T09:00:00+09:00", "exif_original", "file")),
        ("2024:06:06 09:00:00 CST", {}, ("2024-06-06T09:00:00+08:00", "exif_original", "home")),
        (
            "Thu Jun 06 09:00:00 CST 2024",
            {"place": HONOLULU},
            ("2024-06-06T09:00:00-10:00", "exif_original", "place"),
        ),
        (
            "jeudi 6 juin 2024 à 9:00 heure normale".encode(),
            {"place": PARIS},
            ("2024-06-06T09:00:00+02:00", "exif_original", "place"),
        ),
    ],
)
def test_where_a_zone_is_not_told_for_sure_the_place_tells(
    tmp_path: Path, text: str | bytes, more: dict[str, Any], found: tuple[str, str, str]
) -> None:
    """CST is three zones', JST one's."""
    assert found == only(tmp_path, jpeg(tmp_path, "a.jpg", {ORIGINAL: text}, **more))


PATTERNS = {
    f"{module.__name__}.{name}": pattern
    for module in (time_texts, spelt_dates, clock_texts, name_times)
    for name, pattern in vars(module).items()
    if isinstance(pattern, re.Pattern)
}
PATTERNS |= {
    f"spelt_dates.SHAPES.{at}.{side}": pattern
    for at, pair in enumerate(spelt_dates.SHAPES)
    for side, pattern in enumerate(pair)
}


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_no_pattern_repeats_what_repeats(name: str) -> None:
    """Then a text could be parted in more ways than it has letters; what gives nothing back may."""
    assert not nested(parser.parse(PATTERNS[name].pattern, re.UNICODE), within=False)


def nested(tree: Any, *, within: bool) -> bool:
    """Whether in what is repeated something is repeated without an end."""
    for kind, told in tree:
        if kind in (parser.MAX_REPEAT, parser.MIN_REPEAT):
            _, most, inner = told
            endless = most == parser.MAXREPEAT
            if (within and endless) or nested(inner, within=within or most > 1):
                return True
        parts = told[1] if kind is parser.BRANCH else []
        parts = [told[-1]] if kind is parser.SUBPATTERN else parts
        if any(nested(part, within=within) for part in parts):
            return True
    return False
