"""Rule: when and where a clip was taken is read from what its camera wrote beside the pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from typing import Final

from av.container import InputContainer
from av.video.stream import VideoStream

from studio.look import claims, time_texts
from studio.look.claims import Claim, Source

CREATION_DATE: Final = "com.apple.quicktime.creationdate"
# What PyAV makes of ©day.
DAY_TAG: Final = "date"
HEADER: Final = "creation_time"
# Phones of Samsung write their offset beside it.
OFFSET: Final = "com.samsung.android.utc_offset"
# Phones know the zone and write UTC into the header; cameras that know none write what they show.
KNOWS_ZONES: Final = ("com.android.", "com.apple.", "com.samsung.")
# What tells one camera's clips from another's.
WRITER: Final = ("make", "model", "encoder", "major_brand", "compatible_brands", "minor_version")
PLACE: Final = ("com.apple.quicktime.location.ISO6709", "location", "location-eng")
CONTENT: Final = "com.apple.quicktime.content.identifier"
ISO6709: Final = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)(?:[+-][\d.]+)?/?")


def times(
    metadata: Mapping[str, str], tracks: Sequence[Mapping[str, str]], note: str = ""
) -> tuple[Claim, ...]:
    """All that a clip says of its time; `tracks` have their own, `note` is the camera's."""
    return (
        *claims.of(Source.CREATION_DATE, metadata.get(CREATION_DATE)),
        *claims.of(Source.CAMERA_NOTE, note),
        *claims.of(Source.DAY_TAG, metadata.get(DAY_TAG)),
        *_of_header(metadata, tracks),
    )


def _of_header(metadata: Mapping[str, str], tracks: Sequence[Mapping[str, str]]) -> Iterator[Claim]:
    """The header's is UTC by ISO 14496-12; those of tracks are asked where it has none."""
    zone = time_texts.offset(metadata.get(OFFSET))
    knows = any(key.startswith(KNOWS_ZONES) for key in metadata)
    writer = "" if knows else " ".join(metadata.get(key, "-") for key in WRITER)
    for found in (metadata, *tracks):
        told = time_texts.read(found.get(HEADER))
        if told is None or told.clock.year < claims.FIRST_YEAR:
            continue
        moment = told.clock - (told.offset or time_texts.NONE)
        clock = None if zone is None else moment + zone
        yield Claim(Source.HEADER, clock, moment.replace(tzinfo=UTC), writer)
        return


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
