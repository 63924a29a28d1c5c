"""Rule: when and where a clip was taken is read from what its camera wrote beside the pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from studio.look import exif

TAKEN: Final = ("com.apple.quicktime.creationdate", "creation_time")
PLACE: Final = ("com.apple.quicktime.location.ISO6709", "location", "location-eng")
ISO6709: Final = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)(?:[+-][\d.]+)?/?")


def taken_ms(metadata: Mapping[str, str], written_ms: int) -> int | None:
    """A zone is passed over: the local clock is read as UTC, as that of photos is."""
    for text in filter(None, map(metadata.get, TAKEN)):
        try:
            moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
        except ValueError:
            continue
        if (taken := exif.believed(moment, written_ms)) is not None:
            return taken
    return None


def place(metadata: Mapping[str, str]) -> tuple[float | None, float | None]:
    for text in filter(None, map(metadata.get, PLACE)):
        found = ISO6709.fullmatch(text)
        if found:
            latitude, longitude = float(found[1]), float(found[2])
            # A phone that does not know where it is writes noughts.
            if abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude or longitude):
                return latitude, longitude
    return None, None
