"""Rule: a photo and a clip are one where both say so, or nobody could have meant two.

An iPhone gives a live photo as two files. Both tell one identifier; where an export has lost it,
they have one name, are of one moment, and the clip is short. A clip that only shares a photo's
name is a clip of its own: cameras count both with the same numbers, days apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import PurePath
from typing import Final

from studio.look.moments import Moment
from studio.look.trip import Motion, SeenPhoto

# How far apart both are taken, and how many seconds the clip has at most.
MOST_APART: Final = timedelta(seconds=3)
MOST_SECONDS: Final = 4.0


def joined(seen: Sequence[SeenPhoto], *, keep: bool = False) -> list[SeenPhoto]:
    """The same, with each pair as the photo alone; `keep` leaves its clip there too.

    Clips that nobody named are gone unless a photo has them.
    """
    taken: dict[int, SeenPhoto] = {}
    clips = [item for item in seen if item.clip is not None]
    for by in (_same_content, _same_moment):
        for photo in seen:
            if photo.clip is None and all(one is not photo for one in taken.values()):
                fitting = (clip for clip in clips if id(clip) not in taken and by(photo, clip))
                taken |= {id(clip): photo for clip in islice(fitting, 1)}
    moving = {id(taken[id(clip)]): clip for clip in clips if id(clip) in taken}
    return [
        _moving(item, moving[id(item)]) if id(item) in moving else item
        for item in seen
        if keep or not (id(item) in taken or item.photo.beside)
    ]


def _moving(photo: SeenPhoto, clip: SeenPhoto) -> SeenPhoto:
    assert clip.clip is not None
    return replace(
        photo, motion=Motion(clip.photo.path, clip.clip, clip.clip.still, clip.photo.name)
    )


def _same_content(photo: SeenPhoto, clip: SeenPhoto) -> bool:
    told = clip.clip.content if clip.clip else ""
    return bool(told) and photo.picture.content == told


def _same_moment(photo: SeenPhoto, clip: SeenPhoto) -> bool:
    if clip.clip is None or _told_apart(photo, clip) or _stem(photo) != _stem(clip):
        return False
    return clip.clip.seconds <= MOST_SECONDS and _near(photo.moment, clip.moment)


def _near(first: Moment | None, second: Moment | None) -> bool:
    """By the moment or by the clock: where one file's zone is not known, the other is right."""
    if first is None or second is None:
        return False
    apart = min(abs(first.utc - second.utc), abs(first.clock - second.clock))
    return apart <= MOST_APART


def _told_apart(photo: SeenPhoto, clip: SeenPhoto) -> bool:
    """Both say what they belong to, and it is not one thing."""
    told = clip.clip.content if clip.clip else ""
    return bool(told and photo.picture.content)


def _stem(item: SeenPhoto) -> str:
    return PurePath(item.photo.name).stem.lower()
