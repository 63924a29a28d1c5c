"""Writes a batch of drafts character by character; what it writes keeps the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.poet.form import Bools, Drafts, Numbers
from models.poet.network import CONDITIONS, PoetNetwork
from models.poet.planning import may_stand, plan, spoken, starts
from models.poet.vocabulary import RARE, encode, letters, numbers

Floats = NDArray[np.float32]
CONSIDERED = 48
# A character so much less likely than the likeliest one, in nats, is a slip of the pen.
SLIP = 5.0
TEMPERATURE = 0.92
# How much likelier a keyword is made, in nats, where it can stand.
KEYWORD_PUSH = 1.5
# A character is doubled (悠悠) only where the network itself thinks of it, at these columns.
DOUBLING = np.log(0.5)
SECONDS = {5: (1, 3, 4), 7: (1, 3, 5, 6)}
NEVER = -1e9


@dataclass
class Task:
    """What a batch of drafts is to be: scheme, rhyme and manner of each, the rest of all."""

    length: int
    words: Sequence[str]
    acrostic: str
    schemes: Numbers
    rhymes: Numbers
    dynasties: Numbers
    conditions: dict[str, int]
    lean: Floats

    def said(self) -> Tensor:
        rows = np.zeros((len(self.schemes), len(CONDITIONS)), np.int64)
        each = {"scheme": self.schemes + 1, "rhyme": self.rhymes + 1, "dynasty": self.dynasties}
        for column, name in enumerate(CONDITIONS):
            rows[:, column] = each.get(name, self.conditions.get(name, 0))
        return torch.from_numpy(rows)


@dataclass
class Pen:
    """Where each draft stands: what it must write next, which words it has said."""

    said: Bools
    places: Numbers
    next: list[str]
    texts: list[list[str]] = field(default_factory=list)


class Decoder:
    """`doubled` says which characters poems double."""

    def __init__(
        self, network: PoetNetwork, table: Tensor, kernels: torch.dtype, doubled: Bools
    ) -> None:
        self._network, self._table, self._doubled = network, table, doubled
        self._last_layer = table.to(kernels)

    def write(self, task: Task, random: np.random.Generator) -> tuple[list[str], Floats]:
        """The drafts' texts, and the log likelihood of each of their characters."""
        drafts = Drafts(task.length, task.schemes, task.rhymes)
        count, total = len(task.schemes), 4 * task.length
        places = plan(drafts, task.words, task.acrostic, random)
        pen = Pen(np.zeros((count, len(task.words)), bool), places, [""] * count)
        pen.texts = [[] for _ in range(count)]
        likelihood = np.zeros((count, total), np.float32)
        caches = self._network.caches(count)
        x = self._front(task)
        start, rows = 0, np.arange(count)
        for place in range(total):
            hidden = self._network.advance(x, caches, start)
            logs = self._network.scores(self._last_layer, hidden).log_softmax(-1).cpu().numpy()
            chosen = self._choose(logs, place, task, drafts, pen, random)
            likelihood[rows, place] = logs[rows, chosen]
            start += x.size(1)
            if place + 1 < total:
                last = torch.from_numpy(chosen)[:, None].to(self._network.where)
                x = self._network.placed(self._table, last, place, task.length)
        return ["".join(text) for text in pen.texts], likelihood

    def _front(self, task: Task) -> Tensor:
        conditions = task.said().to(self._network.where)
        if not task.words:
            return self._network.front(self._table, conditions, None)
        words = torch.from_numpy(spoken(task.words)).to(self._network.where)
        words = words.expand(len(conditions), -1, -1)
        return self._network.front(self._table, conditions, words)

    def _choose(self, logs: Floats, place: int, task: Task, drafts: Drafts, pen: Pen,
                random: np.random.Generator) -> Numbers:  # fmt: skip
        line, column = divmod(place, task.length)
        if column == 0:
            _begin_line(line, task, drafts, pen)
        scores = logs / TEMPERATURE + task.lean
        scores[~self._open(logs, line, column, drafts, pen)] = NEVER
        starting = _words(scores, place, task, drafts, pen)
        chosen = _sample(scores, random)
        _write(chosen, starting, line, column, task, drafts, pen)
        return chosen

    def _open(self, logs: Floats, line: int, column: int, drafts: Drafts, pen: Pen) -> Bools:
        """Which characters the form allows: none twice, but for one doubled at once."""
        allowed = drafts.allowed(line, column)
        fresh = allowed & ~drafts.used
        if column in SECONDS[drafts.length]:
            rows = np.arange(len(logs))
            last = np.array([numbers().get(text[-1], RARE) for text in pen.texts])
            single = np.array([len(text) < 2 or text[-1] != text[-2] for text in pen.texts])
            wanted = self._doubled[last] & (logs[rows, last] > DOUBLING) & single
            fresh[rows, last] |= allowed[rows, last] & wanted
        return fresh


def _begin_line(line: int, task: Task, drafts: Drafts, pen: Pen) -> None:
    """Keep room for what the line must hold: its first character, a word not yet said."""
    drafts.begin_line(line)
    if task.acrostic[line : line + 1]:
        pen.next = [task.acrostic[line]] * len(pen.next)
        drafts.keep(may_stand(drafts, task.acrostic[line], line, 0))
    for index, word in enumerate(task.words):
        here = ~pen.said[:, index] & (pen.places[:, index] // task.length == line)
        for column in set((pen.places[here, index] % task.length).tolist()):
            there = here & (pen.places[:, index] % task.length == column)
            rows = may_stand(drafts, word, line, column)
            drafts.keep(rows | ~there[:, None])


def _words(scores: Floats, place: int, task: Task, drafts: Drafts, pen: Pen) -> Bools:
    """Push the words that may begin here, forbid their characters elsewhere.

    Answers (drafts × words): which word begins if its first character is chosen.
    """
    line, column = divmod(place, task.length)
    writing = np.array([bool(text) for text in pen.next])
    starting = np.zeros_like(pen.said)
    for index, word in enumerate(task.words):
        waiting = ~pen.said[:, index] & ~writing
        others = np.delete(np.where(pen.said, -1, pen.places // task.length), index, 1)
        free = waiting & ~(others == line).any(1)
        if column in starts(word, task.length) and column + len(word) <= task.length:
            rows = may_stand(drafts, word, line, column) & drafts.alive
            starting[:, index] = free & rows.any(1)
        first, now = encode(word)[0], waiting & (pen.places[:, index] == place)
        before = scores[:, first].copy()
        scores[np.ix_(waiting, [number for number in encode(word) if number != RARE])] = NEVER
        begins = starting[:, index]
        scores[begins, first] = before[begins] + KEYWORD_PUSH
        for draft in np.flatnonzero(now):
            pen.next[draft], starting[draft, index] = word[0], True
    return starting


def _sample(scores: Floats, random: np.random.Generator) -> Numbers:
    """One of the likeliest characters of each row, by chance."""
    best, indices = torch.from_numpy(scores).topk(CONSIDERED)
    best = best.masked_fill(best < best[:, :1] - SLIP, -torch.inf)
    weights = best.double().softmax(-1).cumsum(-1).numpy()
    drawn = (weights < random.random((len(scores), 1)) * weights[:, -1:]).sum(1)
    chosen: Numbers = indices.numpy()[np.arange(len(scores)), drawn]
    return chosen


def _write(chosen: Numbers, starting: Bools, line: int, column: int, task: Task,
           drafts: Drafts, pen: Pen) -> None:  # fmt: skip
    """Put down the characters chosen, or what a draft had to write; begin words."""
    for draft, text in enumerate(pen.texts):
        char = pen.next[draft][:1] or letters()[chosen[draft]]
        pen.next[draft] = pen.next[draft][1:]
        for index in np.flatnonzero(starting[draft]).tolist():
            if char == task.words[index][0]:
                pen.said[draft, index] = True
                pen.next[draft] = task.words[index][1:]
                _hold(drafts, draft, task.words[index], line, column)
        text.append(char)
        chosen[draft] = numbers().get(char, RARE)
    drafts.take(line, column, [text[-1] for text in pen.texts], chosen)


def _hold(drafts: Drafts, draft: int, word: str, line: int, column: int) -> None:
    """Let only rows live in which the whole word can stand."""
    rows = may_stand(drafts, word, line, column)
    rows[np.arange(len(rows)) != draft] = True
    drafts.keep(rows)
