"""Characters as numbers: 0 is nothing, 1 a rare character, the rest by frequency."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from models.poet.characters import characters

NOTHING, RARE = 0, 1
SIZE = 6144
# Characters of the Unicode blocks that Chinese poems are printed in, but for those of our table:
# what a character that we have never seen is drawn from.
UNSEEN = 20_992 + 6_592 + 42_720


@cache
def letters() -> tuple[str, ...]:
    """The character of each number; the first two have none."""
    return ("", "", *list(characters())[: SIZE - 2])


@cache
def numbers() -> dict[str, int]:
    return {char: number for number, char in enumerate(letters()) if char}


def encode(text: str) -> list[int]:
    known = numbers()
    return [known.get(char, RARE) for char in text]


def decode(row: Sequence[int]) -> str:
    return "".join(letters()[number] for number in row)


def commonness() -> NDArray[np.float32]:
    """The log of each numbered character's share of all that is written; 0 for the first two."""
    counts = np.array([1, 1, *[row.seen for row in list(characters().values())[: SIZE - 2]]])
    shares = np.log(counts / counts.sum())
    shares[: RARE + 1] = 0
    result: NDArray[np.float32] = shares.astype(np.float32)
    return result


@cache
def _rare_counts() -> tuple[dict[str, int], int]:
    rare = {char: row.seen + 1 for char, row in list(characters().items())[SIZE - 2 :]}
    return rare, sum(rare.values())


def rare_logprob(char: str) -> float:
    """Log probability of `char`, given that it is rare: by count, with one part for the unseen.

    Every character of the network's RARE class shares its probability in this way, so the
    whole is a distribution over all characters and a perplexity made with it is honest.
    """
    counts, total = _rare_counts()
    unseen = max(1, len(counts) // 20)
    if char in counts:
        return math.log(counts[char] / (total + unseen))
    return math.log(unseen / (total + unseen) / UNSEEN)
