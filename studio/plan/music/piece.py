"""Rule: what is to be played is a few plain values, so that a storyboard can hold them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from studio.sound import Samples

BEATS = 4


@dataclass(frozen=True, slots=True)
class Music:
    """`key` in semitones from the mood's own; `tempo` in beats a minute."""

    mood: str
    key: int
    tempo: float
    seed: int


class Duck(NamedTuple):
    """A sound over the lowered music: when it begins, its blocks (n, 2) at RATE, its most seconds.

    It is asked for when the music comes to it.
    """

    start: float
    sound: Iterable[Samples]
    seconds: float = math.inf


def beat(music: Music) -> float:
    """Seconds from one beat to the next."""
    return 60 / music.tempo
