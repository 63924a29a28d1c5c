"""Rule: cameras, phones and messengers write times into names; in doubt these are read."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from studio.look import claims, time_texts
from studio.look.claims import Claim, Source

# "IMG_20240606_090000", "20240606_090000", "WIN_20240606_09_00_00",
# "Screenshot_2024-06-06-09-00-00", "Screen Shot 2024-06-06 at 9.00.00 AM", and what these are
# called in other languages: "2024-06-06 um 09.00.00", "2024-06-06 下午9.00.00".
WHEN: Final = re.compile(
    r"(?<!\d)((?:19|20)\d{2})([-_.]?)(\d{2})\2(\d{2})"
    r"([-_. t]*|,? (?:[^\W\d_]++(?:\([^\W\d_]\))?\.? ?){1,3})"
    r"(\d{1,2}|\d{2})([-_.:h]?)(\d{2})\7(\d{2})(?:[-_.]?(\d{3}))?(?!\d)"
    r"((?: ?[^\W\d_]\.?){2})?"
)
# What messengers and browsers give to what they save: milliseconds since 1970.
MILLISECONDS: Final = re.compile(r"(?<!\d)(1\d{12})(?!\d)")
DAY: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})([-_.]?)(\d{2})\2(\d{2})(?!\d)")
# What was drawn by lot, as are our own names and those of some apps, means no time.
DRAWN: Final = re.compile(r"(?=.*[a-f])[-0-9a-f]{16,}(?:\.|$)")
# Pixel phones write UTC.
UNIVERSAL: Final = "pxl_"
# These name a file when they save it, however old the picture is.
SAVED: Final = (
    "whatsapp",
    "photo_",
    "signal",
    "wechat",
    "微信",
    "mmexport",
    "fb_img",
    "received",
    "qq",
)
NUMBER: Final = re.compile(r"(\d+)")


def told(name: str) -> list[Claim]:
    """What the name of an upload claims, the more exact first."""
    text = time_texts.plain(name)
    if DRAWN.match(text):
        return []
    found = WHEN.search(text)
    # Behind words six digits alone may be a number as well.
    if found and (found[7] or found[5].strip("-_. t") == ""):
        year, _, month, day, half, hour, _, minute, second, part, late = found.groups()
        zone = "z" if text.startswith(UNIVERSAL) else late or ""
        written = f"{year}-{month}-{day} {half} {hour}:{minute}:{second}.{part or 0} {zone}"
        return claims.of(_source(text), written)
    if found := MILLISECONDS.search(text):
        return claims.of(Source.SAVED_NAME, found[1])
    if found := DAY.search(text):
        return claims.of(Source.DAY, f"{found[1]}-{found[3]}-{found[4]}")
    return []


def in_order(name: str) -> list[tuple[int, str]]:
    """What names are sorted by, so that numbers go by their value: IMG_9 before IMG_10."""
    parts = NUMBER.split(PurePath(name).stem.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _source(text: str) -> Source:
    return Source.SAVED_NAME if text.startswith(SAVED) else Source.NAME
