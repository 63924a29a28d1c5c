"""Rule: matching chooses the pages; what film costs decides how many photos share one."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from studio.look import screens
from studio.look.trip import SeenPhoto
from studio.plan import captions, matching, moves, templates, whereabouts
from studio.plan.matching import Choice, Match, Points, Traits
from studio.plan.storyboard_types import MOST_SCENES
from studio.plan.template import Slot, Template
from studio.plan.whereabouts import NOTHING, Whereabouts
from studio.plan.windows import Size, pixels, window

# A photo is not blown up further than this to fill its window, where there is another way.
MOST_ENLARGED = 2.2
WHOLE_PHOTO = "blurred_fill"
# A photo that is so much wider than the frame is gone along.
VERY_WIDE = 1.6
LONG_PHOTO = "panorama"
# What is so high that no page shows it whole is gone down, alone.
HIGH_PHOTO = "long_strip"
# Points: what a photo that is shown whole loses, since it does not fill its place.
SMALLER = 40.0
# Points: how far a film may favour one template over another, by its seed.
LEANING = 30.0
# Points for two days or two places under one caption: more than any price of film may outweigh.
MIXED = 1e6
# Of all scenes so many may be of photos; the rest is for what stands before and behind them.
MOST_OF_PHOTOS = MOST_SCENES - 10
# Points for a pulse of film: below this the price is sought that gives the wanted length.
MOST_PRICE = 512.0
STEPS = 9
# A template that makes up more than this part of the scenes costs more points in the next round,
# in a film of so many scenes that it would be noticed.
FRESH = 0.09
TIRING = 220.0
ROUNDS = 4
LEAST_TIRING = 4


# What may show it depends on what it is.
_Kind: TypeAlias = Literal["photos", "high", "plays"]


class ChosenPage(NamedTuple):
    """A page that shows so many photos, from the one numbered `first` on."""

    template: Template
    first: int
    photos: int


def choose(
    seen: Sequence[SeenPhoto],
    each: Sequence[Whereabouts],
    size: Size,
    most: float,
    seed: int,
    alive: Collection[int] = (),
) -> list[ChosenPage]:
    """The pages of the photos in the order of showing; `each` says where and when they were taken.

    All scenes together stay below `most` pulses, if that can be. Where the day or the place
    changes a page ends, unless it says so of each photo; only a film that would have more scenes
    than any may have puts more together. `alive` are the numbers of the photos that move: they
    have a page each, as clips do.
    """
    alone = {number for number, item in enumerate(seen) if item.clip or number in alive}
    best = _chosen(_Matcher(seen, each, size, seed, alone), most)
    if len(best) > MOST_OF_PHOTOS:
        best = _chosen(_Matcher(seen, [NOTHING] * len(seen), size, seed, alone), most)
    return [_checked(one, seen, size, alone) for one in best]


def _chosen(matcher: _Matcher, most: float) -> list[Match]:
    best = matcher.within(most)
    for _ in range(ROUNDS if len(best) >= LEAST_TIRING else 0):
        matcher.tire(best)
        best = matcher.within(most)
    return best


class _Run(NamedTuple):
    """Photos that follow each other from the first on, and the numbers of what may show them.

    What they cost there is found once: matching is asked again and again at other prices.
    """

    first: int
    fitting: Sequence[int]
    misfits: Points


class _Matcher:
    """Matching with what this film thinks of each template, in points."""

    def __init__(
        self,
        seen: Sequence[SeenPhoto],
        each: Sequence[Whereabouts],
        size: Size,
        seed: int,
        alone: Collection[int],
    ) -> None:
        self._traits = [_traits(item) for item in seen]
        self._seed = seed
        self._templates = templates.of("photos")
        rng = random.Random(seed)
        # What is for one kind of photo alone is not favoured, and favours none of the others.
        self._leanings = {
            each.name: rng.uniform(0, LEANING) if each.name != HIGH_PHOTO else 0.0
            for each in self._templates
        }
        self._choices = [_choice(each, size) for each in self._templates]
        self._mixed = MIXED * whereabouts.mixed(
            each,
            [
                (template.capacity, captions.captioned_each(template.layout(size)))
                for template in self._templates
            ],
        )
        usual = [n for n, each in enumerate(self._templates) if each.name != HIGH_PHOTO]
        fitting: dict[_Kind, Sequence[int]] = {
            "photos": usual,
            "high": [n for n, each in enumerate(self._templates) if each.name == HIGH_PHOTO],
            "plays": [
                number
                for number in usual
                if self._templates[number].capacity == 1
                and self._templates[number].layout(size).camera == "inside"
            ],
        }
        kinds = [_kind(item, number in alone) for number, item in enumerate(seen)]
        self._runs = [self._run(run, fitting[kinds[run.start]]) for run in _runs(kinds)]

    def within(self, most: float) -> list[Match]:
        """The longest match whose scenes take no more pulses. Film may be given away: then more
        photos have a scene of their own."""
        low, high = -MOST_PRICE, MOST_PRICE
        best = self._matched(high)
        for _ in range(STEPS):
            middle = (low + high) / 2
            found = self._matched(middle)
            if _pulses(found) > most:
                low = middle
            else:
                high, best = middle, found
        return best

    def tire(self, matches: Sequence[Match]) -> None:
        """A template that is seen again and again grows dear."""
        for name, count in Counter(match.template for match in matches).items():
            self._leanings[name] += TIRING * max(count / len(matches) - FRESH, 0.0)

    def _run(self, photos: range, fitting: Sequence[int]) -> _Run:
        shown = self._traits[photos.start : photos.stop]
        return _Run(
            photos.start,
            fitting,
            matching.misfits(shown, [self._choices[number] for number in fitting])
            + self._mixed[list(fitting), photos.start : photos.stop],
        )

    def _matched(self, price: float) -> list[Match]:
        choices = [
            replace(
                choice, price=choice.price + price * template.beats + self._leanings[template.name]
            )
            for choice, template in zip(self._choices, self._templates, strict=True)
        ]
        found: list[Match] = []
        for run in self._runs:
            fitting = [choices[number] for number in run.fitting]
            steps = matching.match(run.misfits, fitting, self._seed + run.first)
            found += (replace(step, first=step.first + run.first) for step in steps)
        return found


def _kind(item: SeenPhoto, plays: bool) -> _Kind:
    if plays:
        return "plays"
    return "high" if screens.is_long(moves.size_of(item)) else "photos"


def _runs(kinds: Sequence[_Kind]) -> list[range]:
    """Photos that may share pages, and what is alone: what plays has a window that stands still."""
    edges = [0]
    for number, kind in enumerate(kinds):
        if kind != "photos":
            edges += [number, number + 1]
    edges.append(len(kinds))
    return [range(start, stop) for start, stop in pairwise(edges) if start < stop]


def _traits(item: SeenPhoto) -> Traits:
    width, height = moves.size_of(item)
    mean = item.look.mean if item.look else (128, 128, 128)
    return Traits(mean, item.weather, width / height, moves.subject_of(item))


def _choice(template: Template, size: Size) -> Choice:
    slots = template.layout(size).slots
    return Choice(
        template.name,
        tuple(_aspect(slot, size) for slot in slots),
        template.colour,
        None if template.weather is None else frozenset({template.weather}),
        SMALLER * sum(slot.fit == "whole" for slot in slots),
    )


def _aspect(slot: Slot, size: Size) -> float | None:
    """A photo that is shown whole has its own shape."""
    if slot.fit == "whole":
        return None
    held = pixels(slot.area, size)
    return held.width / held.height


def _pulses(matches: Sequence[Match]) -> int:
    return sum(templates.every()[one.template].beats for one in matches)


def _checked(
    one: Match, seen: Sequence[SeenPhoto], size: Size, alone: Collection[int]
) -> ChosenPage:
    """What matching does not see: a very wide photo is gone along, a tiny one is shown smaller, and
    of a screen nothing is cut away."""
    template = templates.every()[one.template]
    if one.count == 1:
        item = seen[one.first]
        photo = moves.size_of(item)
        long, whole = templates.find(LONG_PHOTO), templates.find(WHOLE_PHOTO)
        wide = photo[0] / photo[1] > VERY_WIDE * size[0] / size[1]
        screen = item.look is not None and item.look.screen and template.name != HIGH_PHOTO
        if wide and long and one.first not in alone and not _enlarges(long, size, photo):
            template = long
        elif whole and (screen or _enlarges(template, size, photo)):
            template = whole
    return ChosenPage(template, one.first, one.count)


def _enlarges(template: Template, size: Size, photo: Size) -> bool:
    slots = template.layout(size).slots
    if not slots:
        return False
    held = window(slots[0], size, photo)
    return max(held.width / photo[0], held.height / photo[1]) > MOST_ENLARGED
