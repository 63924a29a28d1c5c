"""Plans where a keyword may stand, so that a draft that has not come to it says it all the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.poet.characters import LEVEL_GROUPS, characters
from models.poet.form import Bools, Drafts, Numbers, agreeing
from models.poet.labels import CHINESE
from models.poet.network import KEYWORDS
from models.poet.vocabulary import NOTHING, encode

NOWHERE = -1
# The columns at which a word of so many characters begins in a line's rhythm, 2+2+1 or 2+1+2
# after 2 in seven characters. A single character stands anywhere.
_STARTS = {
    (2, 5): (0, 2, 3),
    (2, 7): (0, 2, 4, 5),
    (3, 5): (0, 2),
    (3, 7): (0, 2, 4),
    (4, 5): (0,),
    (4, 7): (0, 2, 3),
}


def words_of(keyword: str) -> list[str]:
    """At most three words of Chinese characters; one of more than four is cut in twos."""
    found = list[str]()
    for word in CHINESE.findall(keyword):
        cut = [word] if len(word) <= 4 else [word[i : i + 2] for i in range(0, len(word), 2)]
        found.extend(piece for piece in cut if piece not in found)
    return _apart(found)[:KEYWORDS]


def _apart(words: list[str]) -> list[str]:
    """Without the words that are part of an earlier one or share a character with it."""
    kept = list[str]()
    for word in words:
        if not any(set(word) & set(other) for other in kept):
            kept.append(word)
    return kept


def spoken(words: Sequence[str]) -> Numbers:
    """The words as the network is told them: three places of two characters."""
    pieces = [word[i : i + 2] for word in words for i in range(0, len(word), 2)][:KEYWORDS]
    rows = [encode(piece) + [NOTHING] * (2 - len(piece)) for piece in pieces]
    return np.array(rows + [[NOTHING, NOTHING]] * (KEYWORDS - len(rows)))


def starts(word: str, length: int) -> tuple[int, ...]:
    return _STARTS.get((len(word), length), tuple(range(length)))


def rhymes_with(word: str, rhymes: Numbers) -> Bools:
    """For each of these rhyme groups, whether the word's last character is in it."""
    row = characters().get(word[-1])
    groups = row.groups if row else frozenset()
    return np.array([LEVEL_GROUPS[group] in groups for group in rhymes])


def may_stand(drafts: Drafts, word: str, line: int, column: int) -> Bools:
    """(drafts × rows): the tone rows in which the word may stand there, none where it cannot."""
    rows = agreeing(drafts.kinds[:, line], drafts.length, word, column)
    if column + len(word) == drafts.length:
        ends = rhymes_with(word, drafts.rhymes) | ~drafts.rhymed(line)
        rows = rows & ends[:, None]
    return rows


def plan(
    drafts: Drafts, words: Sequence[str], acrostic: str, random: np.random.Generator
) -> Numbers:
    """(drafts × words): the place at which each word is said at the latest; one word a line."""
    places = np.full((len(drafts.kinds), len(words)), NOWHERE)
    taken = np.zeros((len(drafts.kinds), 4), bool)
    for index, word in enumerate(words):
        choices = [
            (line, column)
            for line in range(4)
            for column in starts(word, drafts.length)
            if not (column == 0 and acrostic[line : line + 1])
        ]
        fits: Bools = np.array([_fits(drafts, word, acrostic, *choice) for choice in choices]).T
        fits = fits.reshape(len(taken), len(choices))
        fits = np.logical_and(fits, ~taken[:, [line for line, _ in choices]])
        pick = np.where(fits, random.random(fits.shape), -1).argmax(1)
        for draft in np.flatnonzero(fits.any(1)):
            line, column = choices[pick[draft]]
            places[draft, index] = line * drafts.length + column
            taken[draft, line] = True
    return places


def _fits(drafts: Drafts, word: str, acrostic: str, line: int, column: int) -> Bools:
    rows = may_stand(drafts, word, line, column)
    if acrostic[line : line + 1]:
        rows = rows & agreeing(drafts.kinds[:, line], drafts.length, acrostic[line], 0)
    fits: Bools = np.logical_or.reduce(rows, 1)
    return fits
