"""Reads the poetry pack; what is held out for validation is never handed to training."""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HELD_OUT = 0.02
SEED = 20240


class Quatrain(NamedTuple):
    """A poem of the pack with its labels; -1 is an unknown label."""

    lines: tuple[str, ...]
    dynasty: str
    keywords: tuple[str, ...]
    experience: int
    history: int
    hymn: bool


def quatrains(folder: Path) -> Iterator[Quatrain]:
    with gzip.open(folder / "quatrains.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            yield Quatrain(
                tuple(row["lines"].split("|")),
                row["dynasty"],
                tuple(row["kw"].split()),
                row["exp"],
                row["his"],
                bool(row.get("ji")),
            )


def lushi(folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The dynasty and the eight lines of each poem."""
    with gzip.open(folder / "lushi.tsv.gz", "rt", encoding="utf-8") as file:
        next(file)
        for row in file:
            dynasty, _, text = row.rstrip("\n").split("\t")
            yield dynasty, tuple(text.split("|"))


def _near(lines: tuple[str, ...], held: set[str]) -> bool:
    """Whether two or more lines are a held-out poem's."""
    return sum(line in held for line in lines) >= 2


class Texts(NamedTuple):
    """The pack in three parts; `halves` are (dynasty, half of an eight-line poem)."""

    training: list[Quatrain]
    validation: list[Quatrain]
    halves: list[tuple[str, tuple[str, ...]]]


def split(folder: Path) -> Texts:
    poems = list(quatrains(folder))
    chosen = set(random.Random(SEED).sample(range(len(poems)), round(len(poems) * HELD_OUT)))
    validation = [poems[index] for index in sorted(chosen)]
    held = {line for poem in validation for line in poem.lines}
    rest = (poem for index, poem in enumerate(poems) if index not in chosen)
    training = [poem for poem in rest if not _near(poem.lines, held)]
    halves = [
        (dynasty, half)
        for dynasty, lines in lushi(folder)
        for half in (lines[:4], lines[4:])
        if not _near(half, held)
    ]
    return Texts(training, validation, halves)


def main() -> None:
    """Write the held-out quatrains, as training.evaluate reads them."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("data", type=Path, help="folder of the poetry pack")
    parser.add_argument("out", type=Path, help="a .jsonl file")
    args = parser.parse_args()
    rows = ({"lines": "|".join(poem.lines)} for poem in split(args.data).validation)
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    args.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
