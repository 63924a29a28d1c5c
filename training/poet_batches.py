"""Turns poems into numbered batches; the same seed and step always give the same batch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.poet import prosody
from models.poet.characters import LEVEL_GROUPS, characters
from models.poet.network import CONDITIONS, KEYWORDS
from models.poet.vocabulary import NOTHING, SIZE, encode, letters
from training.poet_text import Quatrain, Texts

QUATRAIN, FIRST_HALF, SECOND_HALF = 1, 2, 3
IRREGULAR, UNRHYMED = 5, 31
DYNASTIES = {"唐": 1, "宋": 2, "金": 3, "元": 3, "明": 4, "清": 5}
OTHER_DYNASTY = 6
# The commonest characters (不, 人, 一 …) say little as a keyword.
TOO_COMMON = 60
CHARACTERS_A_BATCH = 7168
# How often a batch of a kind is drawn while the rate is steady, and in the last part, in which
# quatrains matter most. 5-character quatrains are fewer and are drawn a little more than
# their number says.
STEADY = {"quatrain7": 0.36, "quatrain5": 0.09, "half7": 0.35, "half5": 0.20}
LAST = {"quatrain7": 0.66, "quatrain5": 0.16, "half7": 0.12, "half5": 0.06}
WITH_KEYWORDS = 0.4


class Batch(NamedTuple):
    poem: Tensor
    length: int
    conditions: Tensor
    keywords: Tensor | None


@dataclass
class Pool:
    """Poems of one length and kind; keywords are rows of four pairs, 0 where there is none."""

    poems: NDArray[np.int16]
    length: int
    conditions: NDArray[np.int16]
    keywords: NDArray[np.int16] | None


def trait_table() -> Tensor:
    """Which rhyme groups and tones each numbered character has, each row of length one."""
    groups = sorted({code for row in characters().values() for code in row.groups})
    table = np.zeros((SIZE, len(groups) + 2), np.float32)
    for number, char in enumerate(letters()):
        if char:
            row = characters()[char]
            table[number, [groups.index(code) for code in row.groups]] = 1
            table[number, -2] = "平" in row.tones
            table[number, -1] = "仄" in row.tones
    return torch.from_numpy(table / np.maximum(1, np.linalg.norm(table, axis=1, keepdims=True)))


def _form(lines: tuple[str, ...]) -> tuple[int, int]:
    """The numbers of the scheme and of the rhyme group."""
    schemes, groups = prosody.schemes(lines), sorted(prosody.rhyme(lines))
    scheme = prosody.SCHEMES.index(schemes[0]) + 1 if schemes else IRREGULAR
    return scheme, LEVEL_GROUPS.index(groups[0]) + 1 if groups else UNRHYMED


def _pairs(words: tuple[str, ...]) -> list[tuple[int, int]]:
    rows = [encode(word[:2]) for word in words[:4]]
    pairs = [(row[0], row[1] if len(row) > 1 else NOTHING) for row in rows]
    return pairs + [(NOTHING, NOTHING)] * (4 - len(pairs))


def _quatrain_conditions(poem: Quatrain) -> list[int]:
    scheme, rhyme = _form(poem.lines)
    dynasty = DYNASTIES.get(poem.dynasty, OTHER_DYNASTY)
    labels = [poem.experience + 1, poem.history + 1]
    return [QUATRAIN, scheme, rhyme, *labels, dynasty, 1 + poem.hymn]


def quatrain_pool(poems: Iterable[Quatrain], length: int) -> Pool:
    chosen = [poem for poem in poems if len(poem.lines[0]) == length]
    return Pool(
        np.array([encode("".join(poem.lines)) for poem in chosen], np.int16),
        length,
        np.array([_quatrain_conditions(poem) for poem in chosen], np.int16),
        np.array([_pairs(poem.keywords) for poem in chosen], np.int16),
    )


def half_pool(halves: list[tuple[str, tuple[str, ...]]], length: int) -> Pool:
    chosen = [row for row in enumerate(halves) if len(row[1][1][0]) == length]
    conditions = [
        [SECOND_HALF if index % 2 else FIRST_HALF, *_form(lines), 0, 0,
         DYNASTIES.get(dynasty, OTHER_DYNASTY), 0]
        for index, (dynasty, lines) in chosen
    ]  # fmt: skip
    return Pool(
        np.array([encode("".join(lines)) for _, (_, lines) in chosen], np.int16),
        length,
        np.array(conditions, np.int16),
        None,
    )


def pools(texts: Texts) -> dict[str, Pool]:
    return {
        "quatrain5": quatrain_pool(texts.training, 5),
        "quatrain7": quatrain_pool(texts.training, 7),
        "half5": half_pool(texts.halves, 5),
        "half7": half_pool(texts.halves, 7),
    }


def plain(poems: NDArray[np.int16], length: int) -> Batch:
    """Poems of which nothing is said but that they are quatrains."""
    conditions = np.zeros((len(poems), len(CONDITIONS)), np.int64)
    conditions[:, 0] = QUATRAIN
    return Batch(
        torch.from_numpy(poems.astype(np.int64)), length, torch.from_numpy(conditions), None
    )


def _dropped(
    rows: NDArray[np.int16], silent: float, random: np.random.Generator
) -> NDArray[np.int64]:
    """Conditions, all left out with probability `silent`, else each with 0.3; never the kind."""
    kept = random.random(rows.shape) >= 0.3
    kept &= random.random((len(rows), 1)) >= silent
    kept[:, 0] = True
    return (rows * kept).astype(np.int64)


def _some(
    words: NDArray[np.int16], poems: NDArray[np.int16], random: np.random.Generator
) -> NDArray[np.int64]:
    """One to three keywords a poem, in any order; now and then any one character of the poem."""
    order = random.random(words.shape[:2]) + (words[:, :, 0] == NOTHING)
    picked = np.take_along_axis(words, order.argsort(1)[:, :KEYWORDS, None], 1).astype(np.int64)
    picked *= (np.arange(KEYWORDS) < random.integers(1, KEYWORDS + 1, (len(words), 1)))[..., None]
    places = random.integers(0, poems.shape[1], len(poems))
    single = poems[np.arange(len(poems)), places]
    swapped = (random.random(len(poems)) < 0.15) & (single > TOO_COMMON)
    picked[swapped] = 0
    picked[swapped, 0, 0] = single[swapped]
    return picked


class Batches:
    """Draws batches; a pool is gone through in a new order each time it is used up."""

    def __init__(self, pools: dict[str, Pool], seed: int) -> None:
        self._pools, self._seed = pools, seed
        self.drawn = dict.fromkeys(pools, 0)

    def _indices(self, name: str, count: int) -> NDArray[np.int64]:
        size, drawn = len(self._pools[name].poems), self.drawn[name]
        if drawn % size + count > size:
            drawn += size - drawn % size
        self.drawn[name] = drawn + count
        seed = [self._seed, list(self._pools).index(name), drawn // size]
        return np.random.default_rng(seed).permutation(size)[drawn % size :][:count]

    def draw(self, step: int, last: bool) -> Batch:
        random = np.random.default_rng([self._seed, 99, step])
        share = LAST if last else STEADY
        name = str(random.choice(list(share), p=list(share.values())))
        pool = self._pools[name]
        rows = self._indices(name, CHARACTERS_A_BATCH // (4 * pool.length))
        poems = pool.poems[rows]
        spoken = pool.keywords is not None and random.random() < WITH_KEYWORDS
        conditions = _dropped(pool.conditions[rows], 0.3 if spoken else 0.7, random)
        keywords = None
        if spoken and pool.keywords is not None:
            keywords = torch.from_numpy(_some(pool.keywords[rows], poems, random))
        return Batch(
            torch.from_numpy(poems.astype(np.int64)),
            pool.length,
            torch.from_numpy(conditions),
            keywords,
        )
