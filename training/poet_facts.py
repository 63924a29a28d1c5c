"""Counts what the poet needs beside its network: lines not to copy, factors, common forms."""

from __future__ import annotations

import argparse
import itertools
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from models.poet import prosody
from models.poet.characters import LEVEL_GROUPS
from models.poet.corpus_lines import CorpusLines
from models.poet.vocabulary import SIZE, encode, letters
from training import poet_text
from training.checkpoint import ship
from training.poet_text import Quatrain

EPOCHS, ROWS, RATE = 6, 512, 0.02


# So many quatrains double a character before the poet may.
DOUBLED = 40


def doubled(poems: list[Quatrain]) -> NDArray[np.bool_]:
    """Which numbered characters poems double (悠悠, 萧萧)."""
    pairs = (line[i : i + 2] for p in poems for line in p.lines for i in range(len(line) - 1))
    counts = Counter(pair[0] for pair in pairs if pair[0] == pair[1])
    return np.array([counts[char] >= DOUBLED for char in letters()])


def _writable(line: str) -> bool:
    """Whether the poet could write it: a regulated line that repeats no distant character."""
    repeats = any(line[i] in line[i + 2 :] for i in range(len(line)))
    return not repeats and bool(prosody.line_types(line))


def corpus_lines(folder: Path) -> CorpusLines:
    eight = (line for _, lines in poet_text.lushi(folder) for line in lines)
    four = (line for poem in poet_text.quatrains(folder) for line in poem.lines)
    lines = {line for line in itertools.chain(four, eight) if _writable(line)}
    print(f"{len(lines)} lines not to copy")
    return CorpusLines.of(lines)


def fitted(poems: list[Quatrain], labels: list[int], values: int) -> tuple[nn.EmbeddingBag, float]:
    """A regression over bags of characters, all values weighing alike; and how often it is right.

    Every tenth poem is kept apart to find that out.
    """
    torch.manual_seed(1)
    bag = nn.EmbeddingBag(SIZE, values, mode="sum")
    nn.init.zeros_(bag.weight)
    rows = [torch.tensor(encode("".join(poem.lines))) for poem in poems]
    target = torch.tensor(labels)
    apart = torch.arange(len(rows)) % 10 == 0
    weight = len(rows) / values / torch.bincount(target, minlength=values)
    optimiser = torch.optim.AdamW(bag.parameters(), lr=RATE, weight_decay=0.2)
    learned = torch.nonzero(~apart).flatten()
    for _ in range(EPOCHS):
        for chosen in torch.split(learned[torch.randperm(len(learned))], ROWS):
            loss = functional.cross_entropy(_scores(bag, rows, chosen), target[chosen], weight)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
    kept = torch.nonzero(apart).flatten()
    right = _scores(bag, rows, kept).argmax(1) == target[kept]
    each = [right[target[kept] == value].float().mean().item() for value in range(values)]
    return bag, sum(each) / values


def _scores(bag: nn.EmbeddingBag, rows: list[torch.Tensor], chosen: torch.Tensor) -> torch.Tensor:
    picked = [rows[index] for index in chosen.tolist()]
    starts = torch.tensor([0, *[len(row) for row in picked[:-1]]]).cumsum(0)
    scores: torch.Tensor = bag(torch.cat(picked), starts)
    return scores


def factor(poems: list[Quatrain], name: str, values: int) -> NDArray[np.float16]:
    labelled = [poem for poem in poems if getattr(poem, name) >= 0]
    bag, right = fitted(labelled, [getattr(poem, name) for poem in labelled], values)
    print(f"{name}: {right:.1%} right on average over its values")
    return bag.weight.detach().numpy().T.astype(np.float16)


def forms(poems: list[Quatrain], length: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How common each scheme and each rhyme group is among regulated quatrains."""
    schemes: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    for poem in poems:
        if len(poem.lines[0]) == length and prosody.is_regulated(poem.lines, length):
            schemes[prosody.schemes(poem.lines)[0]] += 1
            groups.update(sorted(prosody.rhyme(poem.lines))[:1])
    return _shares(schemes, prosody.SCHEMES), _shares(groups, LEVEL_GROUPS)


def _shares(counts: Counter[str], names: tuple[str, ...]) -> NDArray[np.float32]:
    return np.array([counts[name] / counts.total() for name in names], np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the poetry pack")
    parser.add_argument("--out", type=Path, default=Path("models/weights/poet_facts.npz"))
    args = parser.parse_args()
    poems = poet_text.split(args.data).training
    arrays: dict[str, NDArray[np.generic]] = {"lines": corpus_lines(args.data).bits}
    arrays["doubled"] = doubled(poems)
    arrays["experience"] = factor(poems, "experience", 3)
    arrays["history"] = factor(poems, "history", 2)
    for length in prosody.LENGTHS:
        arrays[f"schemes{length}"], arrays[f"rhymes{length}"] = forms(poems, length)
    ship(args.out, arrays)


if __name__ == "__main__":
    main()
