"""What a user name looks like: two that a reader would take for each other have one look.

After Unicode's UTS #39, with the table of confusable-homoglyphs. Letters are lower-cased last, so
that a capital I is taken for an l, and two names that differ in their capitals are one.
"""

from __future__ import annotations

import hashlib
import unicodedata
from functools import lru_cache
from typing import Final

from confusable_homoglyphs.confusables import confusables_data

# Marks of direction, which the table has in some of its entries, and those of an emoji's style.
UNSEEN: Final = frozenset("\u200e\u200f\ufe0e\ufe0f")


def skeleton(text: str) -> str:
    """The text with each character replaced by the one that it may be taken for."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text))
    likened = "".join(_likened(character) for character in plain if character not in UNSEEN)
    return unicodedata.normalize("NFD", likened).lower()


def look_of(uname: str) -> str:
    """As it is kept: 64 hex digits."""
    return hashlib.sha256(skeleton(uname).encode("utf-8", "surrogatepass")).hexdigest()


# Of what guests write; whoever sends every character there is fills no more than this.
@lru_cache(4096)
def _likened(character: str) -> str:
    """The first of a kind. The table tells the first one of all others, those of it alone."""
    others = confusables_data.get(character, ())
    if len(others) != 1:
        return character
    first: str = others[0]["c"]
    back = confusables_data.get(first, ())
    chosen = min(character, first) if len(back) == 1 else first
    return "".join(each for each in chosen if each not in UNSEEN)
