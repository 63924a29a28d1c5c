"""Chooses among drafts: those that read best, say the words asked for, and are no one else's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.poet.clashes import clashes

Floats = NDArray[np.float32]
# A poem is as good as its weakest line: how much that line counts beside the mean.
WEAKEST = 0.5
# How much a draft gains by what is not said in every poem (人, 不, 一, 春, 风 …).
COMMONPLACE = 0.4
# What a word not said, opposites and a factor not felt cost, in nats of a character's likelihood.
MISSING = 2.0
CLASH = 0.25
UNFELT = {"experience": 0.12, "history": 0.4}
# Pairs of characters that two answers to one request may share, of all they have.
SHARED = 0.06


class Draft(NamedTuple):
    lines: tuple[str, ...]
    score: float


def fluency(likelihood: Floats, length: int) -> Floats:
    """How natural a draft reads: its mean log likelihood, and that of its weakest line."""
    lines = likelihood.reshape(len(likelihood), 4, length).mean(2)
    result: Floats = (lines.mean(1) + WEAKEST * lines.min(1)) / (1 + WEAKEST)
    return result


def split(text: str, length: int) -> tuple[str, ...]:
    return tuple(text[i : i + length] for i in range(0, len(text), length))


def missing(lines: Sequence[str], words: Sequence[str]) -> int:
    return sum(not any(word in line for line in lines) for word in words)


def faults(lines: Sequence[str], words: Sequence[str]) -> float:
    """What a draft loses by what can be told without reading it."""
    return MISSING * missing(lines, words) + CLASH * clashes(lines, words)


def pairs(lines: Sequence[str]) -> frozenset[str]:
    return frozenset(line[i : i + 2] for line in lines for i in range(len(line) - 1))


def alike(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of pairs of characters that two poems have in common (Jaccard)."""
    first, second = pairs(one), pairs(other)
    return len(first & second) / len(first | second)


def best(drafts: Sequence[Draft], number: int) -> list[Draft]:
    """The best drafts, none like a better one; where there are too few, the best of the rest."""
    chosen, rest = list[Draft](), list[Draft]()
    for draft in sorted(drafts, key=lambda draft: -draft.score):
        near = any(alike(draft.lines, other.lines) > SHARED for other in chosen)
        (rest if near or len(chosen) == number else chosen).append(draft)
    return (chosen + rest)[:number]
