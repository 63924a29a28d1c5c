"""Says at each place of a draft which characters the form still allows; the checker's own rules.

A line has a type, and each type a few rows of tones (prosody.patterns). A row is alive while
the characters so far can be read as it says; a character is allowed when a row alive agrees.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.poet.characters import LEVEL, LEVEL_GROUPS, OBLIQUE, characters, tones
from models.poet.prosody import RHYMED_TYPES, SCHEMES, patterns
from models.poet.vocabulary import NOTHING, RARE, SIZE, letters

Bools = NDArray[np.bool_]
Numbers = NDArray[np.int64]
TYPES = "abcd"
# The most rows that a type has: c in seven characters.
ROWS = 8


class Readings(NamedTuple):
    """Which numbered characters can be level, oblique, and in each level group."""

    level: Bools
    oblique: Bools
    rhymes: Bools


@cache
def readings() -> Readings:
    level, oblique = np.zeros(SIZE, bool), np.zeros(SIZE, bool)
    rhymes = np.zeros((len(LEVEL_GROUPS), SIZE), bool)
    for number, char in enumerate(letters()):
        if number not in (NOTHING, RARE):
            # A character that is not in the rhyme book could break the form: it is not used.
            known = bool(characters()[char].groups)
            level[number] = known and LEVEL in tones(char)
            oblique[number] = known and OBLIQUE in tones(char)
            rhymes[:, number] = [code in characters()[char].groups for code in LEVEL_GROUPS]
    return Readings(level, oblique, rhymes)


@cache
def tone_rows(length: int) -> tuple[Bools, Bools]:
    """Level or not by (type, row, column), and which rows there are."""
    level = np.zeros((len(TYPES), ROWS, length), bool)
    there = np.zeros((len(TYPES), ROWS), bool)
    for kind, name in enumerate(TYPES):
        for row, pattern in enumerate(patterns(name, length)):
            level[kind, row] = [tone == LEVEL for tone in pattern]
            there[kind, row] = True
    return level, there


def agreeing(kinds: Numbers, length: int, text: str, column: int) -> Bools:
    """For lines of these types, the rows in which `text` can stand at `column`."""
    level, there = tone_rows(length)
    agrees = there[kinds]
    for place, char in enumerate(text, column):
        possible = tones(char)
        row = level[kinds][:, :, place]
        agrees = agrees & ((row & (LEVEL in possible)) | (~row & (OBLIQUE in possible)))
    return agrees


class Drafts:
    """The form of a batch of drafts: a scheme and a rhyme group each, and the rows alive."""

    def __init__(self, length: int, schemes: Numbers, rhymes: Numbers) -> None:
        self.length, self.rhymes = length, rhymes
        self.kinds = np.array([[TYPES.index(kind) for kind in SCHEMES[s]] for s in schemes])
        self.alive = np.zeros((len(schemes), ROWS), bool)
        self.used = np.zeros((len(schemes), SIZE), bool)

    def begin_line(self, line: int) -> None:
        self.alive = tone_rows(self.length)[1][self.kinds[:, line]]

    def rhymed(self, line: int) -> Bools:
        """Which drafts rhyme in this line."""
        return np.isin(self.kinds[:, line], [TYPES.index(kind) for kind in RHYMED_TYPES])

    def keep(self, rows: Bools) -> None:
        """Let only these rows live, where that leaves any."""
        narrowed = self.alive & rows
        self.alive = np.where(narrowed.any(1, keepdims=True), narrowed, self.alive)

    def allowed(self, line: int, column: int) -> Bools:
        """(drafts × vocabulary): right in tone and rhyme, whether used before or not."""
        known = readings()
        level = tone_rows(self.length)[0][self.kinds[:, line], :, column]
        can_level: Bools = np.logical_or.reduce(self.alive & level, 1, keepdims=True)
        can_oblique: Bools = np.logical_or.reduce(self.alive & ~level, 1, keepdims=True)
        fits: Bools = (can_level & known.level) | (can_oblique & known.oblique)
        if column == self.length - 1:
            # An unrhymed line that could be read as ending level would sound like a missed rhyme.
            rhymed = self.rhymed(line)[:, None]
            fits &= np.where(rhymed, known.rhymes[self.rhymes], ~known.level)
        return fits

    def take(self, line: int, column: int, chosen: list[str], numbers: Numbers) -> None:
        """Go on with one character for each draft."""
        level = tone_rows(self.length)[0][self.kinds[:, line], :, column]
        can_level = np.array([[LEVEL in tones(char)] for char in chosen])
        can_oblique = np.array([[OBLIQUE in tones(char)] for char in chosen])
        self.keep((level & can_level) | (~level & can_oblique))
        self.used[np.arange(len(numbers)), numbers] = True
