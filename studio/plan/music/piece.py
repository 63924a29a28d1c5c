"""Rule: what is to be played is a few plain values, so that a storyboard can hold them."""

from __future__ import annotations

from dataclasses import dataclass

BEATS = 4


@dataclass(frozen=True, slots=True)
class Music:
    """`key` in semitones from the mood's own; `tempo` in beats a minute."""

    mood: str
    key: int
    tempo: float
    seed: int


def beat(music: Music) -> float:
    """Seconds from one beat to the next."""
    return 60 / music.tempo
