"""Rule: when and where a clip was taken is read from what its camera wrote beside the pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from av.container import InputContainer
from av.video.stream import VideoStream

from studio.look import exif

TAKEN: Final = ("com.apple.quicktime.creationdate", "creation_time")
PLACE: Final = ("com.apple.quicktime.location.ISO6709", "location", "location-eng")
CONTENT: Final = "com.apple.quicktime.content.identifier"
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


def content(metadata: Mapping[str, str]) -> str:
    """What an iPhone calls a live photo and its clip alike; empty where it says nothing."""
    return metadata.get(CONTENT, "").strip()


def still(container: InputContainer, stream: VideoStream) -> float | None:
    """The second of these pictures at which the photo was taken.

    An iPhone writes a track for it whose one sample stands there.
    """
    began = float((stream.start_time or 0) * (stream.time_base or 0))
    for track in container.streams.data:
        if len(track.index_entries) == 1 and track.start_time is not None:
            return max(float(track.start_time * (track.time_base or 0)) - began, 0.0)
    return None
