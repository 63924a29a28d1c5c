"""The poet: `load` its weights once, then `write` quatrains that keep the form."""

from __future__ import annotations

import secrets
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from models.device import device, precision
from models.poet import labels, planning, ranking
from models.poet.corpus_lines import CorpusLines
from models.poet.decoder import Decoder, Task
from models.poet.factors import Factor
from models.poet.network import PoetNetwork, Shape
from models.poet.ranking import Draft
from models.poet.vocabulary import SIZE, commonness, encode
from models.weight_files import Arrays, read

WEIGHTS, FACTS = "poet.npz", "poet_facts.npz"
DRAFTS_AT_LEAST, DRAFTS_A_POEM, DRAFTS_AT_MOST = 64, 12, 120
ROUNDS = 4
# How strongly each factor colours the choice of characters: their weights' share, in nats.
LEAN = {"experience": 0.25, "history": 0.4}
MOST_LEAN = 1.5
# How common the values are: of the poems labelled, 5 in 100 are of war and 15 of the country.
# Times of peace and of war are a poet's, not a keyword's: neither is likelier.
USUAL = {"experience": (0.05, 0.15, 0.8), "history": (0.5, 0.5)}
QUATRAIN, NO_HYMN = 1, 1
# Drafts are written in the manner of 唐, 宋 and 清, and compete.
MANNERS = (1, 2, 5)


def load(path: Path) -> Poet:
    """The poet whose two files are in the folder `path`."""
    network = network_of(path).to(device())
    for block in network.blocks:
        block.to(precision(network.where))
    return Poet(network, read(path / FACTS))


def network_of(path: Path) -> PoetNetwork:
    """The network whose file is in the folder `path`, in full precision."""
    arrays = read(path / WEIGHTS)
    state = {name: torch.from_numpy(row.astype(np.float32)) for name, row in arrays.items()}
    width = state["own"].size(1)
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("blocks."))
    heads = int(arrays["heads"])
    del state["heads"]
    network = PoetNetwork(Shape(SIZE, width, layers, heads, 1), torch.zeros(SIZE, 1))
    network.load_state_dict(state, strict=False)
    return network.eval()


class Poet:
    """One to a process: the network and what was counted beside it."""

    def __init__(self, network: PoetNetwork, facts: Arrays) -> None:
        self.network = network
        with torch.inference_mode():
            self.table = network.table()
        self._decoder = Decoder(
            network, self.table, precision(network.where), facts["doubled"].astype(np.bool_)
        )
        self.facts = facts
        self._commonness = commonness()
        self._lines = CorpusLines(facts["lines"].astype(np.uint8))
        self._factors = {
            name: Factor(facts[name].astype(np.float32), usual) for name, usual in USUAL.items()
        }
        self._schemes = {n: facts[f"schemes{n}"].astype(np.float64) for n in (5, 7)}
        self._rhymes = {n: facts[f"rhymes{n}"].astype(np.float64) for n in (5, 7)}

    @torch.inference_mode()
    def write(
        self,
        keyword: str,
        length: int = 5,
        experience: int = -1,
        history: int = -1,
        *,
        seed: int | None = None,
        acrostic: str = "",
        number: int = 2,
    ) -> list[str]:
        """`number` quatrains about `keyword`, four lines each; the same seed writes the same.

        `keyword` may be several words with spaces between, or an English one of the labels.
        A factor of -1 is inferred from it. `acrostic` gives the lines' first characters.
        """
        random = np.random.default_rng(secrets.randbits(64) if seed is None else abs(seed))
        words = planning.words_of(keyword) or list(labels.keywords_of(keyword)[:1])
        first = "".join(labels.CHINESE.findall(acrostic))[:4]
        values = {"experience": experience, "history": history}
        for name, value in values.items():
            if value < 0:
                values[name] = self._factors[name].infer("".join(words))
        count = min(max(DRAFTS_AT_LEAST, DRAFTS_A_POEM * number), DRAFTS_AT_MOST)
        drafts = dict[tuple[str, ...], Draft]()
        for _ in range(ROUNDS):
            for draft in self._drafts(count, length, words, first, values, random):
                drafts[draft.lines] = draft
            if self._enough(list(drafts.values()), words, number):
                break
        return ["\n".join(draft.lines) for draft in ranking.best(list(drafts.values()), number)]

    def _enough(self, drafts: list[Draft], words: list[str], number: int) -> bool:
        return sum(not ranking.missing(draft.lines, words) for draft in drafts) >= number

    def _task(self, count: int, length: int, words: list[str], acrostic: str,
              values: dict[str, int], random: np.random.Generator) -> Task:  # fmt: skip
        lean = np.zeros(SIZE, np.float32)
        for name, value in values.items():
            lean += LEAN[name] * self._factors[name].lean(value)
        said = {name: value + 1 for name, value in values.items()}
        return Task(
            length,
            words,
            acrostic,
            random.choice(4, count, p=_normal(self._schemes[length])),
            random.choice(30, count, p=_normal(self._rhymes[length])),
            random.choice(MANNERS, count),
            said | {"kind": QUATRAIN, "hymn": NO_HYMN},
            np.clip(lean, -MOST_LEAN, MOST_LEAN),
        )

    def _drafts(self, count: int, length: int, words: list[str], acrostic: str,
                values: dict[str, int], random: np.random.Generator) -> list[Draft]:  # fmt: skip
        """A batch of drafts with their scores; those with a line of the corpus are left out."""
        task = self._task(count, length, words, acrostic, values, random)
        texts, likelihood = self._decoder.write(task, random)
        numbers = np.array([encode(text) for text in texts])
        scores = ranking.fluency(likelihood, length)
        scores -= ranking.COMMONPLACE * self._commonness[numbers].mean(1)
        for name, value in values.items():
            scores += ranking.UNFELT[name] * self._factors[name].logprobs(numbers)[:, value]
        rows = [ranking.split(text, length) for text in texts]
        return [
            Draft(lines, float(score) - ranking.faults(lines, words))
            for lines, score in zip(rows, scores, strict=True)
            if not any(line in self._lines for line in lines)
        ]


def _normal(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares that add up to one to the last bit, as drawing by them demands."""
    result: NDArray[np.float64] = shares / shares.sum()
    return result
