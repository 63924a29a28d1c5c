"""Rule: whatever is known of a picture becomes words, and the words a poem; nothing known, too.

What was not said of a picture is looked up in it: its weather always, its colours where neither
a word nor a thing in it is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from models import colour, weather
from models.poem import THREADS, poet_of
from models.poet.labels import words_for
from models.poet.planning import words_of
from models.poet.poet import Poet
from models.threads import threads

# Of so many main colours the first is the mood.
COLOURS: Final = 3
# Twenty characters that must say three words say little else.
IN_SHORT: Final = 2
# What a poem is about when no label is one that we know.
ANYTHING: Final = "山水"
POEMS: Final = 2
# What the document has for a poem about which nothing more is said: 乡村生活, 盛世.
EXPERIENCE, HISTORY, LENGTH = 1, 0, 5


class PicturePoems:
    """The model `img2poem`: requests carry any of `keyword`, `types` with `values`, `picture`,
    `weather`, `colors`, `season` and `place`, and how the poem is to be."""

    def __init__(self, writer: Poet, sky: weather.Weather) -> None:
        self.writer, self._sky, self._palette = writer, sky, colour.Colours()

    def answer(self, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """For each the words it is about, and two poems, each a list of four lines."""
        told = [self._words(request) for request in requests]
        with threads(THREADS):
            return [
                {"poems": self._write(words, request), "keywords": words}
                for words, request in zip(told, requests, strict=True)
            ]

    def _words(self, request: dict[str, Any]) -> list[str]:
        known = words_for(
            request.get("keyword", ""),
            request.get("types", ()),
            request.get("values", ()),
            request.get("weather") or self._weather(request),
            self._colour(request),
            request.get("season", ""),
            request.get("place", ""),
        )
        words = words_of(" ".join(known)) or [ANYTHING]
        if request.get("length", LENGTH) == LENGTH:
            # What a guest has written themselves is never left out.
            words = words[: max(IN_SHORT, len(words_of(request.get("keyword", ""))))]
        return words

    def _weather(self, request: dict[str, Any]) -> str:
        if request.get("picture") is None:
            return ""
        told: str = self._sky.answer([request])[0]["weather"]
        return told

    def _colour(self, request: dict[str, Any]) -> Sequence[float] | None:
        """The main colour; None where other things are known, or nothing to see it in."""
        colours: Sequence[Sequence[float]] = request.get("colors", ())
        if not colours and request.get("picture") is not None and not _is_told(request):
            colours = self._palette.answer([{"picture": request["picture"], "k": COLOURS}])[0][
                "colors"
            ]
        return next(iter(colours), None)

    def _write(self, words: Sequence[str], request: dict[str, Any]) -> list[list[str]]:
        poems = self.writer.write(
            " ".join(words),
            request.get("length", LENGTH),
            request.get("experience", EXPERIENCE),
            request.get("history", HISTORY),
            seed=request.get("seed"),
            number=POEMS,
        )
        return [poem.split("\n") for poem in poems]


def _is_told(request: dict[str, Any]) -> bool:
    return bool(request.get("keyword") or request.get("types"))


def load(folder: Path) -> PicturePoems:
    return PicturePoems(poet_of(folder), weather.load(folder))
