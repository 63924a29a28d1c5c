"""The sound of music: `stream` plays a piece bar by bar, with the sounds of clips laid over it."""

from studio.write.music.ducking import Duck
from studio.write.music.stream import PEAK, compose, stream

__all__ = ["PEAK", "Duck", "compose", "stream"]
