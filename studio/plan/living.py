"""Rule: a photo that moves is seen still and alive, and the two meet where it was taken.

It holds, and then lives; where it was taken at the end of its movie, it lives first and holds then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from studio.look.trip import Motion, SeenPhoto
from studio.order import MotionShown

# Seconds: how long a photo holds, how long it lives at most, and how one becomes the other.
HOLD: Final = 1.2
MOST_ALIVE: Final = 3.0
MELT: Final = 0.3
# A movie that ends so soon behind the photo's moment leads up to it, in seconds.
LAST: Final = 0.4
# So many of a film's photos live, or this part of them: of more the film would grow too long.
MOST_LIVING, LIVING_PART = 12, 1 / 3


class Excerpt(NamedTuple):
    """The part of a movie that is shown, in its seconds; `leads` where the photo comes after it."""

    start: float
    seconds: float
    leads: bool


class Life(NamedTuple):
    """When a movie moves in its scene, in frames; before and after that one picture stands.

    `held` is whether the photo itself is seen too, and `leads` whether it comes after the movie.
    """

    start: int
    frames: int
    held: bool
    leads: bool


def excerpt(motion: Motion, shown: MotionShown) -> Excerpt:
    """What is shown of a movie: all of it, unless that takes too long."""
    whole, moment = motion.clip.seconds, motion.moment
    if moment is not None and moment > whole:
        moment = None
    leads = shown == "both" and moment is not None and moment >= whole - LAST
    if leads and moment is not None:
        start = max(moment - MOST_ALIVE, 0.0)
        return Excerpt(start, moment - start, True)
    seconds = min(whole, MOST_ALIVE)
    middle = whole / 2 if moment is None else moment
    return Excerpt(min(max(middle - seconds / 2, 0.0), whole - seconds), seconds, False)


def seconds(motion: Motion, shown: MotionShown) -> float:
    """How long the scene of such a photo is, but for its transitions."""
    return excerpt(motion, shown).seconds + (HOLD if shown == "both" else 0.0)


def life(part: Excerpt, shown: MotionShown, frames: int, fades: tuple[int, int], fps: int) -> Life:
    """For a scene of so many frames, of which the fades are shared with its neighbours."""
    alive = max(round(part.seconds * fps), 1)
    if shown == "motion":
        return Life(0, alive, False, False)
    if part.leads:
        return Life(min(fades[0] // 2, max(frames - alive, 0)), alive, True, True)
    return Life(max(frames - fades[1] // 2 - alive, 0), alive, True, False)


def living(seen: Sequence[SeenPhoto]) -> frozenset[int]:
    """The numbers of the photos that live in a film, evenly from the first to the last."""
    moving = [number for number, item in enumerate(seen) if item.motion is not None]
    most = max(MOST_LIVING, round(len(seen) * LIVING_PART))
    if len(moving) <= most:
        return frozenset(moving)
    step = (len(moving) - 1) / (most - 1)
    return frozenset(moving[round(number * step)] for number in range(most))
