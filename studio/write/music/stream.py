"""Rule: music leaves bar by bar, so that a long film needs no more memory than a short one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from studio.plan.music.mood import find
from studio.plan.music.piece import BEATS, Music, beat
from studio.sound import RATE, Samples
from studio.write.music import score
from studio.write.music.ducking import Duck, Ducks
from studio.write.music.score import STEPS, Bar
from studio.write.music.voices import Voices

PEAK = 0.8
# Seconds in which the whole begins and ends.
FADE_IN = 0.8
FADE_OUT = 3.5
# Seconds that the longest of the sounds goes on after its bar.
LONGEST = 4.8


def compose(seconds: float, music: Music, ducks: Sequence[Duck] = ()) -> Samples:
    """All of it at once; the same music gives the same samples."""
    blocks = list(stream(seconds, music, ducks))
    return np.concatenate(blocks) if blocks else np.zeros((0, 2), np.float32)


def stream(seconds: float, music: Music, ducks: Sequence[Duck] = ()) -> Iterator[Samples]:
    """Stereo of exactly this length, in blocks. Its beats are where `beat` says: no bar is
    stretched, and the last one rings as long as the film does."""
    total = max(round(seconds * RATE), 0)
    if total == 0:
        return
    bar = BEATS * beat(music) * RATE
    bars = max(round(total / bar), 1)
    edges = [round(bar * number) for number in range(bars)] + [total]
    mood = find(music.mood)
    player = _Player(round(bar), mood.gain)
    clips = Ducks(ducks)
    for number, notes in enumerate(score.write(mood, music.key, bars, music.seed)):
        start, end = edges[number], edges[number + 1]
        block = player.play(notes, end - start)
        clips.lay(block, start)
        yield _finished(block, start, total)


class _Player:
    """Adds up the sounds of each bar and keeps what rings on after it."""

    def __init__(self, bar: int, gain: float) -> None:
        self._bar = bar
        self._gain = gain
        self._voices = Voices(bar)
        # The last bar may be half a bar longer than the others.
        self._ringing = np.zeros((2 * bar + round(LONGEST * RATE), 2), np.float32)

    def play(self, notes: Bar, length: int) -> Samples:
        ringing = self._ringing
        for note in notes:
            sound = self._voices.sound(note.voice, note.pitch)
            at = round(note.step * self._bar / STEPS)
            ringing[at : at + len(sound)] += sound * np.float32(note.loudness * self._gain)
        block = ringing[:length].copy()
        ringing[:-length] = ringing[length:]
        ringing[-length:] = 0
        return block


def _finished(block: Samples, start: int, total: int) -> Samples:
    """Fades of the whole piece, and a soft knee that keeps every peak below the limit."""
    at = np.arange(start, start + len(block), dtype=np.float32)
    rise = min(FADE_IN * RATE, total / 4)
    fall = min(FADE_OUT * RATE, total / 2)
    level = np.minimum(at / rise, (total - 1 - at) / fall).clip(0, 1)
    level = level * level * (3 - 2 * level)
    finished: Samples = np.tanh(block / PEAK) * (PEAK * level)[:, None]
    return finished.astype(np.float32, copy=False)
