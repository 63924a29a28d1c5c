"""Rule: a scene changes on a beat, and a film of many photos is not a long film."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from studio.plan.storyboard import Transition

# (photos, seconds) of whole films; between two rows the line between them.
LENGTHS = ((1, 11.0), (4, 19.0), (10, 31.0), (60, 109.0), (200, 240.0), (250, 285.0))
# However long other pages are, photos get this part of a film.
LEAST_PART = 0.58
LEAST_PULSES, MOST_PULSES = 3, 9
# How far a film's scenes may be stretched to reach the wanted length.
STRETCH = (0.8, 1.3)


class Span(NamedTuple):
    """A scene's first frame in the film, and how many it has."""

    start: int
    frames: int


def wanted(photos: int, others: float) -> float:
    """Seconds for so many photos in a film that has other pages of so many seconds."""
    whole = LENGTHS[-1][1]
    for (few, short), (many, long) in pairwise(LENGTHS):
        if photos <= many:
            whole = short + (long - short) * max(photos - few, 0) / (many - few)
            break
    return max(whole - others, whole * LEAST_PART)


def stretched(pulses: Sequence[int], total: float) -> list[int]:
    """The same lengths nearer to this total; what is rounded away is given to those that follow."""
    factor = min(max(total / max(sum(pulses), 1), STRETCH[0]), STRETCH[1])
    found, owed = [], 0.0
    for pulse in pulses:
        exact = pulse * factor + owed
        whole = min(max(round(exact), LEAST_PULSES), MOST_PULSES)
        owed = exact - whole
        found.append(whole)
    return found


def spans(seconds: Sequence[float], going: Sequence[Transition | None], fps: int) -> list[Span]:
    """Frames of scenes that change after so many seconds each: there each transition has its
    middle. Rounding does not add up: every change is on the frame that is nearest to it."""
    changes, at = [0], 0.0
    for length in seconds:
        at += length
        changes.append(round(at * fps))
    found = []
    start = 0
    for number, transition in enumerate(going):
        if transition is None:
            found.append(Span(start, changes[number + 1] - start))
            continue
        following = changes[number + 1] - transition.frames // 2
        found.append(Span(start, following + transition.frames - start))
        start = following
    return found
