"""Rule: months, parts of the day and zones are known by the words that people have for them.

studio/look/time_words.json is made by scripts/time_words.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, TypeAlias

FILE: Final = Path(__file__).with_suffix(".json")
# Hours from and to; beyond 24 the part of the day goes on after midnight.
Hours: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TimeWords:
    """Words in small letters, NFKC; those of months without dots.

    months: by word, more than one where languages differ; halves: the hours that a part of the day
    has; windows: IANA's zone; zones: minutes from UTC; places: IANA's zones as they are spelt.
    """

    months: Mapping[str, list[int]]
    halves: Mapping[str, list[Hours]]
    windows: Mapping[str, str]
    zones: Mapping[str, int]
    places: Mapping[str, str]
    half: re.Pattern[str]


@cache
def known() -> TimeWords:
    """Read when the first text asks for it."""
    told = json.loads(FILE.read_text("utf-8"))
    listed = files("tzdata").joinpath("zones").read_text("utf-8").split()
    halves = {_undotted(word): hours for word, hours in told["halves"].items()} | told["halves"]
    # "a" and "p" alone, and what else is one letter in Latin script, are too little to go by.
    words = sorted((word for word in halves if len(word) > 1 or not word.isascii()), key=len)
    spelt = "|".join(map(_spaced, reversed(words)))
    return TimeWords(
        told["months"],
        halves,
        told["windows"],
        told["zones"],
        # Without those that are abbreviations, which others use otherwise.
        {name.lower(): name for name in listed if "/" in name},
        re.compile(rf"(?:{spelt})"),
    )


def _undotted(word: str) -> str:
    """Few write the dots; where two letters are left (Hungarian's "de.") they are needed."""
    bare = word.replace(".", "")
    return bare if word.count(".") > 1 or len(bare) > 2 else word


def _spaced(word: str) -> str:
    """Between the dots of a word there may be a blank, as in "p. m."."""
    return re.escape(word).replace(r"\.", r"\.\s?").removesuffix(r"\s?")
