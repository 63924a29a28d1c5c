"""Make studio/look/time_words.json: words in which times are written; run by hand, if ever again.

    python -m scripts.time_words

Takes babel (PyPI) of the version below into a folder that is removed again; names of zones come
from the tzdata that is installed. Why no package at run time: docs/decisions/packages.md.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from tempfile import TemporaryDirectory
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from config import ROOT

OUT: Final = ROOT / "studio/look/time_words.json"
BABEL: Final = "2.19.0"
# Those in which phones and cameras are sold.
LANGUAGES: Final = (
    "ar bg bn ca cs da de el en es et fa fi fil fr gu he hi hr hu hy id is it ja ka kk km kn ko lo "
    "lt lv mk ml mn mr ms my nb ne nl pa pl pt ro ru si sk sl sq sr sv sw ta te th tr uk ur uz vi "
    "zh zh_Hant"
).split()
# Phones of these show more parts of the day than two.
PARTS: Final = ("zh", "zh_Hant", "ja", "ko")
# What people of these say, and CLDR does not.
SAID: Final = {
    "凌晨": (0, 5),
    "清早": (5, 8),
    "早晨": (5, 8),
    "早上": (5, 12),
    "正午": (12, 12),
    "傍晚": (17, 19),
    "夜晚": (19, 24),
    "夜间": (19, 24),
    "夜里": (22, 28),
    "夜裡": (22, 28),
    "半夜": (23, 28),
    "深夜": (22, 28),
    "午后": (12, 18),
    "새벽": (0, 6),
}
MIDDAY: Final = {"midnight": (0, 0), "noon": (12, 12)}
HALVES: Final = {"am": (0, 12), "pm": (12, 24)}
# Names that others than tzdata give to zones beside those that it means.
DOUBTED: Final = frozenset({"est", "edt", "mst", "ast", "bst", "sst", "wst", "gst"})
# tzdata has numbers for them.
NUMBERED: Final = {"bjt": 480, "sgt": 480, "myt": 480, "ict": 420, "npt": 345}
# Its clock, for three years apart from Seoul's, has the same name.
UNMEANT: Final = frozenset({"Asia/Pyongyang"})
YEARS: Final = range(2000, 2027)


def main() -> None:
    with TemporaryDirectory() as folder:
        install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", folder]
        subprocess.run([*install, f"babel=={BABEL}"], check=True)
        sys.path.insert(0, folder)
        core = import_module("babel.core")
        parts = {
            "versions": {"babel": BABEL, "cldr": core.get_cldr_version()},
            "months": _months(core.Locale),
            "halves": _halves(core.Locale),
            "windows": {
                name.lower(): zone for name, zone in core.get_global("windows_zone_mapping").items()
            },
            "zones": _abbreviations(),
        }
    OUT.write_text(_written(parts), "utf-8")
    print({name: len(part) for name, part in parts.items()}, OUT.stat().st_size, "bytes")


def _months(locale: Any) -> dict[str, list[int]]:
    """Word -> the months that it means; more than one where languages differ."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for language in LANGUAGES:
        for forms in locale.parse(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in forms[width].items():
                    *_, word = _plain(name).replace("'", " ").replace("’", " ").split()
                    if not re.search(r"\d|[一二三四五六七八九十]", _plain(name)):
                        found[word.replace(".", "")].add(number)
    # English has both, CLDR one of them.
    found["sept"].add(9)
    # Longer lists are words for "month".
    return {word: sorted(nos) for word, nos in found.items() if len(word) > 1 and len(nos) < 3}


def _halves(locale: Any) -> dict[str, list[tuple[int, int]]]:
    """Word -> hours from and to, which it names; beyond 24 it goes on after midnight."""
    found: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for language in LANGUAGES:
        one = locale.parse(language)
        hours = HALVES | (_periods(one) if language in PARTS else {})
        for width in ("wide", "abbreviated"):
            for part, name in one.day_periods["format"].get(width, {}).items():
                if part in hours:
                    found[re.sub(r"\s", "", _plain(name))].add(hours[part])
    for word, between in SAID.items():
        found[word] = {between}
    return {word: sorted(hours) for word, hours in found.items()}


def _periods(locale: Any) -> dict[str, tuple[int, int]]:
    """Hours of the parts of the day in one language."""
    found = dict(MIDDAY)
    for name, rules in locale.day_period_rules[None].items():
        for rule in rules:
            if "from" in rule:
                begin, end = rule["from"] // 3600, rule["before"] // 3600
                found[name] = begin, end + 24 * (end <= begin)
    return found


def _abbreviations() -> dict[str, int]:
    """Abbreviation -> minutes from UTC, of those that mean one zone alone."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for zone in available_timezones() - UNMEANT:
        for clock in _days():
            local = clock.astimezone(ZoneInfo(zone))
            name, ahead = local.tzname() or "", local.utcoffset()
            if name.isalpha() and ahead is not None:
                found[name.lower()].add(round(ahead.total_seconds() / 60))
    sure = {name: next(iter(minutes)) for name, minutes in found.items() if len(minutes) == 1}
    return {name: told for name, told in sure.items() if name not in DOUBTED} | NUMBERED


def _days() -> Iterator[datetime]:
    for year in YEARS:
        for month in (1, 7):
            yield datetime(year, month, 15, tzinfo=UTC)


def _plain(name: str) -> str:
    """As a text is before it is read."""
    kept = (
        char for char in unicodedata.normalize("NFKC", name) if unicodedata.category(char) != "Cf"
    )
    return "".join(kept).lower()


def _written(parts: dict[str, Any]) -> str:
    """A line for each word, so that what a new version changes can be read."""
    lines = [f'"{name}": {{\n' + ",\n".join(_lines(part)) + "\n}" for name, part in parts.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _lines(part: dict[str, Any]) -> Iterator[str]:
    for word, told in sorted(part.items()):
        yield f"{json.dumps(word, ensure_ascii=False)}: {json.dumps(told, separators=(',', ':'))}"


if __name__ == "__main__":
    main()
