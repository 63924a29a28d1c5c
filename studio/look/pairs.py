"""Rule: a photo and a clip are one where both say so, or nobody could have meant two.

An iPhone gives a live photo as two files. Both tell one identifier; where an export has lost it,
they have one name, are of one moment, and the clip is short. A clip that only shares a photo's
name is a clip of its own: cameras count both with the same numbers, days apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import PurePath
from typing import Final

from studio.look.moments import Moment
from studio.look.trip import Motion, SeenPhoto

# How far apart both are taken, and how many seconds the clip has at most.
MOST_APART: Final = timedelta(seconds=3)
MOST_SECONDS: Final = 4.0


def by_content(seen: Sequence[SeenPhoto]) -> dict[str, str]:
    """The clip of each photo that says so itself, by the names of both."""
    return _matched(seen, _same_content, {})


def by_moment(seen: Sequence[SeenPhoto], told: Mapping[str, str]) -> dict[str, str]:
    """The pairs that were told, and those of one name and one moment."""
    return _matched(seen, _same_moment, told)


def joined(
    seen: Sequence[SeenPhoto], found: Mapping[str, str], *, keep: bool = False
) -> list[SeenPhoto]:
    """The same, with each pair as the photo alone; `keep` leaves its clip there too.

    Clips that nobody asked for are gone unless a photo has them.
    """
    clips = {item.photo.name: item for item in seen if item.clip is not None}
    gone = set(found.values())
    return [
        _moving(item, clips[found[item.photo.name]]) if item.photo.name in found else item
        for item in seen
        if keep or not (item.photo.name in gone or item.photo.beside)
    ]


def _matched(
    seen: Sequence[SeenPhoto], by: Callable[[SeenPhoto, SeenPhoto], bool], known: Mapping[str, str]
) -> dict[str, str]:
    """What is known, and for each other photo the first of the clips left that is of it."""
    found = dict(known)
    clips = [
        item for item in seen if item.clip is not None and item.photo.name not in known.values()
    ]
    for photo in seen:
        if photo.clip is None and photo.photo.name not in found:
            clip = next((one for one in clips if by(photo, one)), None)
            if clip is not None:
                clips.remove(clip)
                found[photo.photo.name] = clip.photo.name
    return found


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
