"""Rule: a page knows its size, its chance, its colours and its words, and nothing of its photos."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from studio.colours import RGB
from studio.paint.lettering import FontChain
from studio.plan.roles import Role
from studio.plan.storyboard import MapPlace, Storyboard


@dataclass(frozen=True, slots=True)
class ScenePage:
    """What is drawn on is `size` pixels; a template's lengths times `unit` are pixels too.

    `seed` differs from scene to scene; `texts` are those of each role, in their order.
    """

    size: tuple[int, int]
    unit: int
    seed: int
    palette: tuple[RGB, ...]
    fonts: FontChain
    texts: Mapping[Role, tuple[str, ...]]
    places: tuple[MapPlace, ...] = ()


def page_of(board: Storyboard, number: int, fonts: FontChain, size: tuple[int, int]) -> ScenePage:
    """The page of the scene of this number, for a frame of `size` pixels."""
    scene = board.scenes[number]
    texts: defaultdict[Role, tuple[str, ...]] = defaultdict(tuple)
    for text in scene.texts:
        texts[text.role] += (text.text,)
    # Only what is drawn by chance depends on it: another scene, another grain of paper.
    seed = (board.seed * 1009 + number) & 0x7FFFFFFF
    return ScenePage(size, min(size), seed, board.palette, fonts, dict(texts), scene.places)
