"""What is a fact about a character: its place in the vocabulary, its 平水韵 groups, its tones.

characters.tsv is written by training/rhyme_table.py. A group's code is a letter (P Q level,
S K R oblique) and its number in the rhyme book. A character may have readings of both kinds.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

LEVEL, OBLIQUE = "平", "仄"
TABLE = Path(__file__).with_name("characters.tsv")
# The thirty level-tone groups of the rhyme book, in its order.
LEVEL_GROUPS = tuple(f"{part}{number:02d}" for part in "PQ" for number in range(1, 16))


class Character(NamedTuple):
    """One row of the table."""

    char: str
    seen: int
    groups: frozenset[str]

    @property
    def tones(self) -> str:
        """Its possible tones; a character that is not in the rhyme book may be either."""
        level = any(group[0] in "PQ" for group in self.groups)
        oblique = any(group[0] in "SKR" for group in self.groups)
        return LEVEL * (level or not oblique) + OBLIQUE * (oblique or not level)


@cache
def characters() -> dict[str, Character]:
    """Every character of the table, the commonest first."""
    rows = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    cells = (row.split("\t") for row in rows)
    return {
        char: Character(char, int(count), frozenset(groups.split()))
        for char, count, groups in cells
    }


def tones(char: str) -> str:
    known = characters().get(char)
    return known.tones if known else LEVEL + OBLIQUE


def level_groups(char: str) -> frozenset[str]:
    """The level-tone rhyme groups it may be read in."""
    known = characters().get(char)
    return frozenset(code for code in known.groups if code[0] in "PQ") if known else frozenset()
