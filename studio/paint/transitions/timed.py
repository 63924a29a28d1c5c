"""Rule: a map says when each pixel changes; only the pixels that change just now are mixed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from studio.paint.transitions.mixing import MakeMixer, Mixer
from studio.planes import BLOCK, HALF, I16, ONE, SHIFT, Pixels, Planes

F32 = NDArray[np.float32]
# (width, height, seed) → when, 0 to 1; one row or one column stands for all.
When = Callable[[int, int, int], F32]

# Columns that are looked at together, as BLOCK is for rows.
TILE = 128
# What a tile does just now; 0 is one that has not begun to change.
CHANGING, NEW = 1, 2


def timed(when: When, soft: float) -> MakeMixer:
    """`soft` is the part of the whole time that one pixel takes to change."""
    return partial(_timed, when, soft)


def _timed(when: When, soft: float, width: int, height: int, seed: int) -> Mixer:
    return TimedMixer(when(width, height, seed), soft, width, height)


class TimedMixer:
    """Mixes by a map of times, 0 to 1, one for each pixel; `soft` is how long one takes."""

    def __init__(self, when: F32, soft: float, width: int, height: int) -> None:
        scaled = np.broadcast_to(when * np.float32(ONE / soft), (height, width)).astype(np.int16)
        # Two of the four pixels of a chroma sample have the mean of all where a map is smooth.
        half = (scaled[::2, ::2] >> 1) + (scaled[1::2, 1::2] >> 1)
        luma, chroma = _Map(scaled), _Map(half)
        self._maps = (luma, chroma, chroma)
        self._soft = soft
        self._weight = np.empty((BLOCK, width), np.int16)
        self._other = np.empty((BLOCK, width), np.int16)

    def mix(self, first: Planes, second: Planes, part: float, out: Planes) -> None:
        now = round(part * (1 + self._soft) * ONE / self._soft)
        every = zip(self._maps, first.all(), second.all(), out.all(), strict=True)
        for when, a, b, target in every:
            for rows, columns, state in when.runs(now):
                spot = np.s_[rows, columns]
                if state == CHANGING:
                    self._mix(when.times[spot], now, a[spot], b[spot], target[spot])
                else:
                    np.copyto(target[spot], (b if state == NEW else a)[spot], casting="unsafe")

    def _mix(self, times: I16, now: int, a: I16, b: I16, out: Pixels) -> None:
        weight = self._weight.reshape(-1)[: times.size].reshape(times.shape)
        other = self._other.reshape(-1)[: times.size].reshape(times.shape)
        np.subtract(np.int16(now), times, out=weight)
        np.clip(weight, 0, ONE, out=weight)
        _ease(weight, other)
        np.subtract(b, a, out=other)
        other *= weight
        other += np.int16(HALF)
        other >>= np.int16(SHIFT)
        np.add(a, other, out=out, casting="unsafe")


def _ease(weight: I16, other: I16) -> None:
    """w * w * (3 - 2 w) in 128ths: a straight slope shows a bright line at each of its ends."""
    np.multiply(weight, np.int16(-2), out=other)
    other += np.int16(3 * ONE)
    weight *= weight
    weight >>= np.int16(SHIFT)
    weight *= other
    weight >>= np.int16(SHIFT)


class _Map:
    """The times of one plane, with the earliest and latest of each tile."""

    def __init__(self, times: I16) -> None:
        self.times = times
        self._rows = [slice(top, top + BLOCK) for top in range(0, times.shape[0], BLOCK)]
        across = range(0, times.shape[1], TILE)
        self._edges = [*across, times.shape[1]]
        tops = [rows.start for rows in self._rows]
        low = np.minimum.reduceat(times, tops, axis=0)
        high = np.maximum.reduceat(times, tops, axis=0)
        self._earliest = np.minimum.reduceat(low, across, axis=1).astype(np.int32)
        self._latest = np.maximum.reduceat(high, across, axis=1).astype(np.int32)

    def runs(self, now: int) -> list[tuple[slice, slice, int]]:
        """Neighbouring tiles that are in the same state, as one."""
        states = (self._earliest < now).astype(np.int8) + (self._latest <= now - ONE)
        found = []
        for rows, row in zip(self._rows, states.tolist(), strict=True):
            for state, run in groupby(range(len(row)), row.__getitem__):
                tiles = list(run)
                columns = slice(self._edges[tiles[0]], self._edges[tiles[-1] + 1])
                found.append((rows, columns, state))
        return found
