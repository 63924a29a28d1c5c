"""Writes the table of labels, each with words for a poem: ImageNet-1000, COCO-80, English words."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from training import poet_text

COCO = Path(__file__).with_name("coco_zh.tsv")
ENGLISH = Path(__file__).with_name("english_words.txt")
# A word that fewer quatrains have is put behind a commoner one of the same label.
RARE = 30
# What would make a reader laugh, and what is said for it.
GENTLER = {"厕": "水", "乳": "儿", "便": "水"}


def imagenet(folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    for row in (folder / "imagenet_zh.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        _, english, chinese, keywords, *_ = row.split("\t")
        yield english, chinese, keywords.split()


def coco() -> Iterator[tuple[str, str, list[str]]]:
    for row in COCO.read_text(encoding="utf-8").splitlines()[1:]:
        english, chinese, keywords = row.split("\t")
        yield english, chinese, keywords.split()


def english() -> Iterator[tuple[str, str, list[str]]]:
    """Words that guests and picture models say, as word=keyword."""
    for pair in ENGLISH.read_text(encoding="utf-8").split():
        word, keyword = pair.split("=")
        yield word.replace("_", " "), "", [keyword]


def how_common(folder: Path, words: set[str]) -> Counter[str]:
    """In how many quatrains each word stands."""
    counts: Counter[str] = Counter()
    for poem in poet_text.quatrains(folder):
        found = {line[i : i + n] for line in poem.lines for n in (1, 2) for i in range(len(line))}
        counts.update(found & words)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the poetry pack")
    parser.add_argument("--out", type=Path, default=Path("models/poet/labels.tsv"))
    args = parser.parse_args()
    rows = [*imagenet(args.data), *coco(), *english()]
    rows = [(en, zh, [GENTLER.get(word, word) for word in words]) for en, zh, words in rows]
    counts = how_common(args.data, {word for *_, words in rows for word in words})
    lines = [
        f"{en}\t{zh}\t{' '.join(sorted(dict.fromkeys(words), key=lambda w: counts[w] < RARE))}"
        for en, zh, words in rows
    ]
    args.out.write_text("english\tchinese\tkeywords\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} labels in {args.out}")


if __name__ == "__main__":
    main()
