"""Rule: cameras, phones and messengers write times into names; in doubt these are read."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from studio.look import claims
from studio.look.claims import Claim, Source

# "IMG_20240606_090000", "20240606_090000", "WIN_20240606_09_00_00",
# "Screenshot_2024-06-06-09-00-00", "Screen Shot 2024-06-06 at 9.00.00 AM".
WHEN: Final = re.compile(
    r"(?<!\d)((?:19|20)\d{2})([-_.]?)(\d{2})\2(\d{2})"
    r"(?:[-_. t]*| at )(\d{1,2}|\d{2})([-_.:h]?)(\d{2})\6(\d{2})(?:[-_.]?(\d{3}))?(?!\d)"
    r"(?: ?(am|pm))?"
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
    text = name.lower()
    if DRAWN.match(text):
        return []
    found = WHEN.search(text)
    if found:
        year, _, month, day, hour, _, minute, second, part, half = found.groups()
        written = f"{year}-{month}-{day} {hour}:{minute}:{second}.{part or 0} {half or ''}"
        zone = "z" if text.startswith(UNIVERSAL) else ""
        return claims.of(_source(text), written + zone)
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
