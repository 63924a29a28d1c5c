"""Rule: what a camera wrote is a claim; only a time and a place that make sense leave this file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from PIL import Image

EXIF_IFD = 0x8769
GPS_IFD = 0x8825
ORIENTATION = 0x0112
# The maker of the camera, and its model.
MADE_BY = (0x010F, 0x0110)
TAKEN = 0x9003
# Before it there were no such cameras. A clock that lost its battery begins in 1904, 1970 or 1980.
FIRST_YEAR = 1990
# No photo is younger than its file; but a camera's clock knows no zone, and may be ahead by 14 h.
AHEAD_MS = 24 * 60 * 60 * 1000

# What must be done to the stored pixels so that the picture stands upright, by orientation.
TURNS: dict[int, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = frozenset({5, 6, 7, 8})


def read(image: Image.Image) -> Mapping[int, Any]:
    """The picture's EXIF, empty when it is damaged: a bad block does not make a bad picture."""
    try:
        exif = image.getexif()
        return {
            ORIENTATION: exif.get(ORIENTATION),
            **{tag: exif.get(tag) for tag in MADE_BY},
            EXIF_IFD: dict(exif.get_ifd(EXIF_IFD)),
            GPS_IFD: dict(exif.get_ifd(GPS_IFD)),
        }
    except Exception:  # Pillow's TIFF reader fails in many ways on hostile bytes.
        return {}


def orientation(exif: Mapping[int, Any]) -> int:
    turn = exif.get(ORIENTATION)
    return turn if isinstance(turn, int) and turn in TURNS else 1


def taken_ms(exif: Mapping[int, Any], written_ms: int) -> int | None:
    """When it was taken, if that can be true of a file that was written then.

    Cameras write no zone: their clock is read as UTC, which keeps the order of one trip.
    """
    text = exif.get(EXIF_IFD, {}).get(TAKEN)
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.strptime(text.strip("\0 "), "%Y:%m:%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return believed(moment, written_ms)


def believed(moment: datetime, written_ms: int) -> int | None:
    """The time in ms if a file that was written then can have been taken at this moment."""
    taken = int(moment.timestamp()) * 1000
    return taken if moment.year >= FIRST_YEAR and taken <= written_ms + AHEAD_MS else None


def place(exif: Mapping[int, Any]) -> tuple[float | None, float | None]:
    """Latitude and longitude in degrees; half a place is no place."""
    gps = exif.get(GPS_IFD, {})
    latitude = _degrees(gps.get(2), gps.get(1), "S", 90.0)
    longitude = _degrees(gps.get(4), gps.get(3), "W", 180.0)
    # A phone that does not know where it is writes noughts; nobody took photos at sea just there.
    if latitude is None or longitude is None or latitude == longitude == 0:
        return None, None
    return latitude, longitude


def _degrees(parts: Any, side: Any, negative: str, limit: float) -> float | None:
    try:
        hours, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = hours + minutes / 60 + seconds / 3600
    if not math.isfinite(value) or abs(value) > limit:
        return None
    return -value if str(side).upper().startswith(negative) else value
