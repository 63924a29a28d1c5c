"""Rule: a caption says when and where, and says it again only when it has changed."""

from __future__ import annotations

from collections.abc import Sequence

from studio.plan import whereabouts
from studio.plan.storyboard import SceneText
from studio.plan.template import Layout
from studio.plan.whereabouts import NOTHING, Whereabouts


def captioned_each(layout: Layout) -> bool:
    """Whether each photo of the layout has a caption of its own."""
    return len(layout.slots) > 1 and _captions(layout) == len(layout.slots)


class Captions:
    """The captions of a trip, asked for in the order of its photos."""

    def __init__(self, each: Sequence[Whereabouts]) -> None:
        self._each = each
        self._said = self._last = NOTHING

    def of(self, layout: Layout, first: int, count: int) -> tuple[tuple[SceneText, ...], bool]:
        """The captions of a scene, and whether another day or place begins with it."""
        photos = self._each[first : first + count]
        chapter = photos[0].says_more_than(self._last)
        self._last = next((each for each in reversed(photos) if any(each)), self._last)
        said = self._sayable(layout, photos)
        if not any(each.says_more_than(self._said) for each in said):
            return (), chapter
        self._said = next(each for each in reversed(said) if any(each))
        return tuple(SceneText("caption", _text(each)) for each in said), chapter

    def _sayable(self, layout: Layout, photos: Sequence[Whereabouts]) -> Sequence[Whereabouts]:
        if captioned_each(layout):
            return photos
        return [whereabouts.shared(photos)] if _captions(layout) else []


def _captions(layout: Layout) -> int:
    return sum(box.roles.count("caption") for box in layout.texts)


def _text(each: Whereabouts) -> str:
    return "  ".join(word for word in each if word)
