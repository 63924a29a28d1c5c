"""Rule: a storyboard tells when its pictures were taken; nothing is made by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.look.trip import SeenPhoto
from studio.plan.storyboard_types import TimeDocument


@dataclass(frozen=True, slots=True)
class PhotoTime:
    """When a photo was taken: ISO 8601 with the clock of the place and its offset from UTC.

    source and zone say what told the time and its zone, `weight` how far to trust both, 0 to 1.
    """

    photo: str
    time: str
    source: str
    zone: str
    weight: float


def of(seen: Sequence[SeenPhoto]) -> tuple[PhotoTime, ...]:
    """Of the pictures whose time is known, in their order."""
    found = ((item.photo.name, item.moment) for item in seen)
    return tuple(
        PhotoTime(name, moment.iso, moment.source.title, moment.zone, moment.weight)
        for name, moment in found
        if moment is not None
    )


def document(time: PhotoTime) -> TimeDocument:
    """As it is written to JSON."""
    return {
        "photo": time.photo,
        "time": time.time,
        "source": time.source,
        "zone": time.zone,
        "weight": time.weight,
    }
