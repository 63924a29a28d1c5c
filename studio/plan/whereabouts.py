"""Rule: what is said of several photos together is true of each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio.look.trip import Trip
from studio.plan import dates


class Whereabouts(NamedTuple):
    """A day as it is written, and a place; what nobody knows is empty."""

    day: str
    place: str

    def says_more_than(self, said: Whereabouts) -> bool:
        """Whether a viewer who was told `said` last would learn anything of this."""
        return any(word not in ("", before) for word, before in zip(self, said, strict=True))


NOTHING = Whereabouts("", "")


def of(trip: Trip) -> tuple[Whereabouts, ...]:
    """The whereabouts of each photo."""
    names = {number: stop.label for stop in trip.stops for number in stop.photos}
    return tuple(
        Whereabouts(dates.day(item.picture), names.get(number, ""))
        for number, item in enumerate(trip.seen)
    )


def shared(each: Sequence[Whereabouts]) -> Whereabouts:
    """What is known of all of them, and the same."""
    days, places = ({one[part] for one in each} for part in (0, 1))
    return Whereabouts(_only(days), _only(places))


def differ(each: Iterable[Whereabouts]) -> bool:
    """Whether they are of two days or two places. What nobody knows differs from nothing."""
    told = list(each)
    return any(len({one[part] for one in told} - {""}) > 1 for part in (0, 1))


def mixed(each: Sequence[Whereabouts], pages: Sequence[tuple[int, bool]]) -> NDArray[np.bool_]:
    """(pages, photos): where a page would put two days or places under one caption.

    pages: how many photos it shows, and whether each has a caption of its own there.
    """
    found = np.zeros((len(pages), len(each)), bool)
    for row, (count, own) in zip(found, pages, strict=True):
        for first in range(0 if own else len(each) - count + 1):
            row[first] = differ(each[first : first + count])
    return found


def _only(words: set[str]) -> str:
    return words.pop() if len(words) == 1 else ""
