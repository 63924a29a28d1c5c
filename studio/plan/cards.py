"""Rule: what a title page and a last page say, in words."""

from __future__ import annotations

from dataclasses import dataclass

from studio.plan import dates

NO_TITLE = "旅行影集"
FAREWELL = "谢谢观看"


@dataclass(frozen=True, slots=True)
class CardWords:
    """What stands on the page; an empty one is left out."""

    title: str
    subtitle: str
    detail: str


def opening(title: str, description: str, photos: int, taken: list[int]) -> CardWords:
    """For so many photos, `taken` at these times (ms since 1970, UTC)."""
    days = dates.span(taken)
    count = f"{photos} 张照片"
    return CardWords(
        title.strip() or NO_TITLE, description, f"{days}  ·  {count}" if days else count
    )


def closing(title: str, taken: list[int]) -> CardWords:
    """Thanks, the title once more, and the days."""
    return CardWords(FAREWELL, title, dates.span(taken))
