"""Which of our languages somebody reads, by the header in which browsers and apps say so."""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = ("en", "zh")
# Nobody reads so many; whoever sends more is no reader.
MOST_TAGS: Final = 20


def preferred(accept_language: str, default: str) -> str:
    """The first of our languages that the header likes best; `default` where it names none."""
    liked: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept_language.split(",")[:MOST_TAGS]):
        tag, _, weight = part.strip().partition(";q=")
        language = tag.split("-")[0].lower()
        if language in LANGUAGES:
            liked.append((-_weight(weight), place, language))
    return min(liked)[2] if liked else default


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
