"""Rule: where a clip sounds the music steps back, softly, and comes forward again after it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from studio.sound import RATE, Samples

# -10 dB.
LOWERED = 0.32
# Seconds in which the music goes and comes back, and a clip's sound begins and ends.
GO, COME, EDGE = 0.7, 1.1, 0.25
# What a clip's sound is brought to, as far as that needs no more than these factors.
LOUDNESS = 0.12
LEAST, MOST = 0.2, 3.0


class Duck(NamedTuple):
    """A sound over the lowered music: when it begins, its blocks (n, 2) at RATE, its most seconds.

    It is asked for when the music comes to it.
    """

    start: float
    sound: Iterable[Samples]
    seconds: float = math.inf


class Ducks:
    """Lays the sounds of clips over blocks of music, which come in their order."""

    def __init__(self, ducks: Sequence[Duck]) -> None:
        self._coming = sorted(ducks, key=lambda duck: duck.start, reverse=True)
        # (first sample, sound) of the clips that are heard now.
        self._heard: list[tuple[int, Samples]] = []

    def lay(self, music: Samples, start: int) -> None:
        """Change the block of music that begins at this sample."""
        end = start + len(music)
        while self._coming and self._coming[-1].start - GO < end / RATE:
            duck = self._coming.pop()
            self._heard.append((round(duck.start * RATE), _fetched(duck)))
        if not self._heard:
            return
        at = np.arange(start, end, dtype=np.float32) / np.float32(RATE)
        depth = np.zeros_like(at)
        for first, sound in self._heard:
            np.maximum(depth, _depth(at, first / RATE, (first + len(sound)) / RATE), out=depth)
        music *= (1 - (1 - LOWERED) * depth)[:, None]
        for first, sound in self._heard:
            _add(music, start, first, sound)
        self._heard = [
            (first, sound) for first, sound in self._heard if first + len(sound) + COME * RATE > end
        ]


def _fetched(duck: Duck) -> Samples:
    """The clip's sound as it will be heard: no longer than allowed, at our loudness, faded."""
    most = round(min(duck.seconds, 3600) * RATE)
    blocks = list(_up_to(duck.sound, most))
    sound = np.concatenate(blocks)[:most] if blocks else np.zeros((0, 2), np.float32)
    loudness = math.sqrt(float(np.mean(np.square(sound)))) if len(sound) else 0.0
    if loudness == 0 or not math.isfinite(loudness):
        return np.zeros((0, 2), np.float32)
    at = np.arange(len(sound), dtype=np.float32)
    edge = np.minimum(np.minimum(at, len(sound) - 1 - at) / np.float32(EDGE * RATE), 1)
    factor = min(max(LOUDNESS / loudness, LEAST), MOST)
    return sound * (edge * np.float32(factor))[:, None]


def _up_to(blocks: Iterable[Samples], most: int) -> Iterable[Samples]:
    count = 0
    for block in blocks:
        yield block
        count += len(block)
        if count >= most:
            return


def _depth(at: Samples, start: float, end: float) -> Samples:
    """0 where the music is alone, 1 where it is lowered; a sound of no length lowers nothing."""
    if end <= start:
        return np.zeros_like(at)
    depth = np.minimum((at - (start - GO)) / GO, (end + COME - at) / COME).clip(0, 1)
    smooth: Samples = depth * depth * (3 - 2 * depth)
    return smooth


def _add(music: Samples, start: int, first: int, sound: Samples) -> None:
    low, high = max(first, start), min(first + len(sound), start + len(music))
    if low < high:
        music[low - start : high - start] += sound[low - first : high - first]
