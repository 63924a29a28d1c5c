"""Rule: a caption says when and where, and says it again only when it has changed."""

from __future__ import annotations

from datetime import UTC, datetime

from studio.look.trip import Trip
from studio.plan.storyboard import SceneText
from studio.plan.template import Layout


class Captions:
    """The captions of a trip, asked for in the order of its photos."""

    def __init__(self, trip: Trip) -> None:
        self._trip = trip
        self._places = {
            number: stop.name for stop in trip.stops for number in stop.photos if stop.name
        }
        self._said = ""

    def of(self, layout: Layout, first: int, count: int) -> tuple[tuple[SceneText, ...], bool]:
        """The captions of a scene, and whether another day or place begins with it."""
        places = sum(box.roles.count("caption") for box in layout.texts)
        words = [self._words(number) for number in range(first, first + count)]
        chapter = words[0] not in ("", self._said)
        before, self._said = self._said, next((w for w in reversed(words) if w), self._said)
        if places == 0 or all(word in ("", before) for word in words):
            return (), chapter
        if places == count > 1:
            return tuple(SceneText("caption", word) for word in words), chapter
        new = next(word for word in words if word not in ("", before))
        return (SceneText("caption", new),), chapter

    def _words(self, number: int) -> str:
        taken = self._trip.seen[number].picture.taken_ms
        day = "" if taken is None else f"{datetime.fromtimestamp(taken / 1000, UTC):%Y.%m.%d}"
        return "  ".join(word for word in (day, self._places.get(number, "")) if word)
