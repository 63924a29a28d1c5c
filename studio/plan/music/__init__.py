"""Music that is computed: `choose` a piece, `stream` it; scenes are cut on its `beat`."""

from studio.plan.music.choosing import choose, of_mood
from studio.plan.music.mood import moods
from studio.plan.music.piece import Duck, Music, beat
from studio.plan.music.stream import PEAK, compose, stream

__all__ = [
    "PEAK",
    "Duck",
    "Music",
    "beat",
    "choose",
    "compose",
    "moods",
    "of_mood",
    "stream",
]
