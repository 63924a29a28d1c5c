"""Knows the lines of the poems it learned from, so that the poet never hands one out as its own.

A Bloom filter (Bloom 1970): a line of the corpus is always known; of other lines a few in a
hundred are taken for one, and the poet only loses a draft by that. Lines that break
the form, which the poet cannot write, are not in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

BITS = 1 << 24
HASHES = 5


def _places(line: str) -> list[int]:
    digest = hashlib.blake2b(line.encode(), digest_size=16).digest()
    first, second = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big") | 1
    return [(first + turn * second) % BITS for turn in range(HASHES)]


class CorpusLines:
    """`line in corpus_lines`."""

    def __init__(self, bits: NDArray[np.uint8]) -> None:
        self._bits = bits

    @classmethod
    def of(cls, lines: Iterable[str]) -> CorpusLines:
        bits = np.zeros(BITS // 8, np.uint8)
        for line in lines:
            for place in _places(line):
                bits[place >> 3] |= 1 << (place & 7)
        return cls(bits)

    @property
    def bits(self) -> NDArray[np.uint8]:
        return self._bits

    def __contains__(self, line: str) -> bool:
        return all(self._bits[place >> 3] >> (place & 7) & 1 for place in _places(line))
