"""Which music is played: `choose` a piece; scenes are cut on its `beat`."""

from studio.plan.music.choosing import choose, of_mood
from studio.plan.music.mood import moods
from studio.plan.music.piece import Music, beat

__all__ = ["Music", "beat", "choose", "moods", "of_mood"]
