"""The figures of the poems that the shipped poet writes: form, words, copies, variety, factors.

Copies are looked for in the exact set of lines, not in the poet's own filter, and factors are
told by a naive Bayes classifier that the poet has not seen.
"""

from __future__ import annotations

import itertools
import math
import random
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import torch

from models.poet import prosody, ranking
from models.poet.poet import Poet, load
from training import poet_text
from training.evaluate_poet import WEIGHTS
from training.poet_text import Quatrain

# One request is answered by one core: a second thread waits more than it helps.
THREADS = 1
REQUESTS, ASKED_AGAIN, TEN = 300, 20, 10
# Poems whose pairs of characters are counted: the more, the fewer of them are new.
PAIRED = 600
# Quatrains that have a keyword, for it to count as frequent or as one of medium frequency.
FREQUENT, MEDIUM = 300, (10, 60)
SINGLES = 100


class Answer(NamedTuple):
    lines: list[str]
    length: int
    keyword: str
    experience: int
    history: int


class Bayes:
    """Tells a label from the characters of a poem, every label being as likely before."""

    def __init__(self, poems: list[Quatrain], name: str, values: int) -> None:
        self._counts = [Counter[str]() for _ in range(values)]
        for poem in poems:
            if getattr(poem, name) >= 0:
                self._counts[getattr(poem, name)].update("".join(poem.lines))
        self._totals = [counts.total() + 10_000 for counts in self._counts]

    def tell(self, text: str) -> int:
        sums = [
            sum(math.log((counts[char] + 1) / total) for char in text)
            for counts, total in zip(self._counts, self._totals, strict=True)
        ]
        return sums.index(max(sums))


def keyword_kinds(poems: list[Quatrain], chance: random.Random) -> dict[str, list[str]]:
    """Keywords by how common they are, a few hundred of each kind at most."""
    counts = Counter(word for poem in poems for word in poem.keywords)
    words = {word: count for word, count in counts.items() if len(word) == 2}
    singles = {word: count for word, count in counts.items() if len(word) == 1}
    kinds = {
        "frequent": [word for word, count in words.items() if count >= FREQUENT],
        "medium": [word for word, count in words.items() if MEDIUM[0] <= count <= MEDIUM[1]],
        "single": [word for word, count in singles.items() if count >= SINGLES],
    }
    return {
        kind: chance.sample(sorted(row), min(len(row), REQUESTS // 3))
        for kind, row in kinds.items()
    }


def asked(poet: Poet, keyword: str, chance: random.Random) -> list[Answer]:
    length, experience, history = chance.choice((5, 7)), chance.randrange(3), chance.randrange(2)
    poems = poet.write(keyword, length, experience, history, seed=chance.getrandbits(32))
    return [Answer(poem.split("\n"), length, keyword, experience, history) for poem in poems]


def _share(truths: list[bool]) -> float:
    return sum(truths) / len(truths)


def of_form(answers: list[Answer]) -> dict[str, float]:
    return {
        "form": _share([prosody.is_form(a.lines, a.length) for a in answers]),
        "rhyme": _share([prosody.keeps_rhyme(a.lines) for a in answers]),
        "scheme": _share([prosody.keeps_scheme(a.lines) for a in answers]),
    }


def of_variety(poet: Poet, answers: list[Answer], corpus: set[str]) -> dict[str, float]:
    lines = [line for a in answers for line in a.lines]
    paired = [line for a in answers[:PAIRED] for line in a.lines]
    found = [line[i : i + 2] for line in paired for i in range(len(line) - 1)]
    shared, different = list[float](), True
    for a in answers[:: len(answers) // ASKED_AGAIN]:
        ten = [poet.write(a.keyword, a.length, seed=seed, number=1)[0] for seed in range(TEN)]
        different &= len(set(ten)) == TEN
        pairs = itertools.combinations([poem.split("\n") for poem in ten], 2)
        shared.extend(ranking.alike(*pair) for pair in pairs)
    return {
        "copied_lines": _share([line in corpus for line in lines]),
        "distinct_2": len(set(found)) / len(found),
        "ten_differ": different,
        "jaccard": sum(shared) / len(shared),
    }


def measure(folder: Path) -> dict[str, float]:
    """`folder` is the poetry pack; answers are two poems to each of some hundreds of requests."""
    torch.set_num_threads(THREADS)
    texts = poet_text.split(folder)
    chance, poet = random.Random(7), load(WEIGHTS)
    figures, answers, seconds = dict[str, float](), list[Answer](), list[float]()
    for kind, words in keyword_kinds(texts.training, chance).items():
        group = list[Answer]()
        for word in words:
            begun = time.perf_counter()
            group.extend(asked(poet, word, chance))
            seconds.append(time.perf_counter() - begun)
        figures[f"keyword_{kind}"] = _share(
            [not ranking.missing(a.lines, [a.keyword]) for a in group]
        )
        answers.extend(group)
    corpus = {line for poem in poet_text.quatrains(folder) for line in poem.lines}
    corpus |= {line for _, lines in poet_text.lushi(folder) for line in lines}
    figures |= of_form(answers) | of_variety(poet, answers, corpus)
    for name, values in (("experience", 3), ("history", 2)):
        told = Bayes(texts.training, name, values)
        figures[name] = _share([told.tell("".join(a.lines)) == getattr(a, name) for a in answers])
    seconds.sort()
    figures["poems"] = len(answers)
    figures["request_p95"] = seconds[int(len(seconds) * 0.95)]
    figures["poems_a_second"] = len(answers) / sum(seconds)
    return figures
