"""Music that is computed: `choose` a piece, `stream` it; scenes are cut on its `beat`."""

from studio.music.choosing import choose, of_mood
from studio.music.mood import moods
from studio.music.piece import RATE, Duck, Music, beat
from studio.music.stream import PEAK, compose, stream

__all__ = [
    "PEAK",
    "RATE",
    "Duck",
    "Music",
    "beat",
    "choose",
    "compose",
    "moods",
    "of_mood",
    "stream",
]
