"""Perplexity of the shipped poet on quatrains it has not seen; only their length is told to it."""

from __future__ import annotations

import gzip
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

from models.poet import poet
from models.poet.network import PoetNetwork
from models.poet.vocabulary import RARE, encode, rare_logprob
from training.poet_batches import plain

WEIGHTS = Path("models/weights")
ROWS = 256


def _lines(row: dict[str, Any]) -> str:
    """The characters of a poem whose lines are a list or one text with marks between."""
    lines = row["lines"]
    text = lines if isinstance(lines, str) else "".join(lines)
    return "".join(char for char in text if char not in "|/\n\r，。！？；、 ")


def texts(folder: Path) -> Iterator[str]:
    """Every poem of the .jsonl and .jsonl.gz files in the folder, or of one such file."""
    files = [folder] if folder.is_file() else sorted(folder.rglob("*.jsonl*"))
    for path in files:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as file:
            yield from (_lines(json.loads(row)) for row in file if row.strip())


@torch.inference_mode()
def logprob(network: PoetNetwork, poems: Iterable[str]) -> tuple[float, int]:
    """The log likelihood of the poems in nats, and their number of characters.

    A character outside the vocabulary costs what being rare costs, and its share of the rare.
    """
    by_size: defaultdict[int, list[str]] = defaultdict(list)
    for poem in poems:
        by_size[len(poem)].append(poem)
    total, chars = 0.0, 0
    for size, group in by_size.items():
        if size not in (20, 28):
            raise ValueError(f"a poem of {size} characters is no quatrain")
        for first in range(0, len(group), ROWS):
            rows = [encode(poem) for poem in group[first : first + ROWS]]
            batch, length, conditions, silence = plain(np.array(rows, np.int16), size // 4)
            where = network.where
            losses = network.losses(batch.to(where), length, conditions.to(where), silence)
            total, chars = total - losses.double().sum().item(), chars + losses.numel()
        rare = (c for poem in group for c in poem if encode(c) == [RARE])
        total += sum(map(rare_logprob, rare))
    return total, chars


def measure(folder: Path) -> dict[str, float]:
    total, chars = logprob(poet.network_of(WEIGHTS), texts(folder))
    return {"perplexity": math.exp(-total / chars), "logprob": total, "chars": chars}
