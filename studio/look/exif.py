"""Rule: what a camera wrote is a claim; only a place that makes sense leaves this file."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PIL import Image

EXIF_IFD = 0x8769
GPS_IFD = 0x8825
ORIENTATION = 0x0112
# The maker of the camera, and its model.
MADE_BY = (0x010F, 0x0110)
# DateTime, and the times that some makers put into the first list.
TIMES = (0x0132, 0x882A, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x9292)
ROOT = (ORIENTATION, *MADE_BY, *TIMES)

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
    """The picture's EXIF; a damaged part is left out: a bad block does not make a bad picture."""
    exif = _part(image.getexif, Image.Exif())
    # Pillow turns a TIFF while it decodes it, and tells its size upright before.
    turned = {ORIENTATION: None} if image.format == "TIFF" else {}
    return {
        **{tag: _part(partial(exif.get, tag), None) for tag in ROOT},
        **turned,
        EXIF_IFD: _part(lambda: dict(exif.get_ifd(EXIF_IFD)), {}),
        GPS_IFD: _part(lambda: dict(exif.get_ifd(GPS_IFD)), {}),
    }


def _part(reads: Callable[[], Any], otherwise: Any) -> Any:
    try:
        return reads()
    except Exception:  # Pillow's TIFF reader fails in many ways on hostile bytes.
        return otherwise


def orientation(exif: Mapping[int, Any]) -> int:
    turn = exif.get(ORIENTATION)
    return turn if isinstance(turn, int) and turn in TURNS else 1


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
