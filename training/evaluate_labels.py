"""Whether every label of ImageNet and COCO has words, and how often the poem says one of them."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, Final

from models.img2poem import load
from models.poet.labels import keywords_of
from training.evaluate_poet import WEIGHTS
from training.label_table import COCO

# A poem takes a fifth of a second; so many labels tell the share to two in a hundred.
ASKED: Final = 300
UNKNOWN: Final = ("", "qwertyuiop", "???", "😀", "n02123045", "龘龘龘", "a" * 50, "\0")


def labels(folder: Path) -> list[str]:
    """Every ImageNet label of the poetry pack, and those of COCO."""
    lists = (folder / "imagenet_zh.tsv", 1), (COCO, 0)
    return [
        row.split("\t")[column]
        for path, column in lists
        for row in path.read_text(encoding="utf-8").splitlines()[1:]
    ]


def measure(folder: Path) -> dict[str, Any]:
    """Shares of labels; each is asked for as the first of its spellings, by itself."""
    named = [label.split(",")[0].strip() for label in labels(folder)]
    model, chance = load(WEIGHTS), random.Random(3)
    chosen = chance.sample(named, min(ASKED, len(named)))
    said = list[bool]()
    for seed, label in enumerate(chosen):
        asked = {"types": [label], "values": [0.9], "length": chance.choice((5, 7)), "seed": seed}
        reply = model.answer([asked])[0]
        poem = "\n".join(reply["poems"][0])
        said.append(any(word in poem for word in keywords_of(label)))
    unknown = [model.answer([{"types": [label], "values": [0.9]}])[0] for label in UNKNOWN]
    return {
        "labels": len(named),
        "with_keywords": sum(bool(keywords_of(label)) for label in named) / len(named),
        "poems": len(said),
        "keyword_in_poem": sum(said) / len(said),
        "unknown_answered": sum(len(reply["poems"]) == 2 for reply in unknown) / len(unknown),
    }
