"""Templates are matched exactly: never dearer than any other row of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.plan.matching import (
    REPEATED,
    SUBJECT,
    Choice,
    Match,
    NoMatch,
    Traits,
    cheapest,
    match,
    misfits,
    prices,
)
from studio.rectangle import Rectangle

MIDDLE = Rectangle(0.3, 0.3, 0.4, 0.4)
GREY = (128, 128, 128)

Step = tuple[int, int]


def matched(photos: Sequence[Traits], choices: Sequence[Choice], seed: int) -> tuple[Match, ...]:
    return match(misfits(photos, choices), choices, seed)


def rows(counts: Sequence[int], photos: int, first: int = 0) -> Iterator[list[Step]]:
    """Every row of choices that shows the photos from `first` on."""
    if first == photos:
        yield []
    for choice, count in enumerate(counts):
        if first + count <= photos:
            for rest in rows(counts, photos, first + count):
                yield [(choice, first), *rest]


def cost(steps: Sequence[Step], priced: np.ndarray, repeated: Sequence[int]) -> int:
    """What a row costs, counted without any cleverness."""
    total = 0
    for place, (choice, first) in enumerate(steps):
        total += int(priced[choice, first])
        for back, points in enumerate(repeated, 1):
            if place >= back and steps[place - back][0] == choice:
                total += points
    return total


@st.composite
def cases(draw: st.DrawFn) -> tuple[np.ndarray, list[int], list[int], int]:
    """Few photos and choices, and few points: so that many rows cost the same."""
    photos = draw(st.integers(1, 6))
    counts = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    points = st.lists(st.integers(0, 12), min_size=photos, max_size=photos)
    priced = np.array([draw(points) for _ in counts], np.int64)
    repeated = draw(st.lists(st.integers(0, 15), min_size=1, max_size=3))
    return priced, counts, repeated, draw(st.integers(0, 2**32))


@given(cases())
def test_exact(case: tuple[np.ndarray, list[int], list[int], int]) -> None:
    """No row is cheaper than the one found, whatever the prices; where none is, none is found."""
    priced, counts, repeated, seed = case
    every = list(rows(counts, priced.shape[1]))
    if not every:
        with pytest.raises(NoMatch):
            cheapest(priced, counts, repeated, seed)
        return
    found = cheapest(priced, counts, repeated, seed)

    assert found in every
    assert min(cost(row, priced, repeated) for row in every) == cost(found, priced, repeated)


@given(cases())
def test_deterministic(case: tuple[np.ndarray, list[int], list[int], int]) -> None:
    """The same seed finds the same row."""
    priced, counts, repeated, seed = case
    counts.append(1)
    priced = np.vstack([priced, priced[:1]])

    assert cheapest(priced, counts, repeated, seed) == cheapest(priced, counts, repeated, seed)


def test_seed_decides_between_equals() -> None:
    """Where rows cost the same, seeds find different ones; where they do not, all find one."""
    equal, unequal = np.zeros((4, 6), np.int64), np.arange(24).reshape(4, 6) ** 2
    found = {tuple(cheapest(equal, [1, 2, 1, 2], (1, 1), seed)) for seed in range(20)}

    assert len(found) > 10
    assert 1 == len({tuple(cheapest(unequal, [1] * 4, (5,), seed)) for seed in range(20)})


def test_many_scenes() -> None:
    """The seed's parts never add up to a point, however many scenes there are."""
    priced = np.array([[1] * 1000, [0] * 999 + [1]])
    steps = cheapest(priced, [1, 1], (0,), 3)

    assert [1] * 999 == [choice for choice, _ in steps[:-1]]


def test_no_photos() -> None:
    """Nothing to show needs no template; a template without photos is refused."""
    assert () == matched([], [Choice("one", (1.5,))], 1)
    with pytest.raises(NoMatch):
        matched([photo()], [], 1)
    with pytest.raises(ValueError, match="without photos"):
        matched([photo()], [Choice("page", ())], 1)


def photo(
    mean: tuple[int, int, int] = GREY,
    weather: str = "",
    aspect: float = 1.5,
    subject: Rectangle[float] = MIDDLE,
) -> Traits:
    return Traits(mean, weather, aspect, subject)


def names(found: Sequence[Match]) -> list[str]:
    return [each.template for each in found]


def test_orientation() -> None:
    """Upright photos go side by side where a wide one fills the page."""
    choices = [Choice("full", (16 / 9,)), Choice("pair", (0.75, 0.75))]
    photos = [photo(), photo(aspect=0.75), photo(aspect=0.75), photo(aspect=1.9)]

    assert (Match("full", 0, 1), Match("pair", 1, 2), Match("full", 3, 1)) == matched(
        photos, choices, 1
    )


def test_whole() -> None:
    """A panorama, of which no slot shows enough, goes where it is shown whole."""
    choices = [Choice("full", (16 / 9,)), Choice("mat", (None,), price=30)]
    found = matched([photo(), photo(aspect=8.0), photo()], choices, 1)

    assert ["full", "mat", "full"] == names(found)


def test_weather() -> None:
    """A template for snow is for snowy photos; where the weather is unknown it is neutral."""
    choices = [Choice("any", (1.5,)), Choice("snow", (1.5,), weathers=frozenset({"snow"}))]
    table = prices([photo(weather=each) for each in ("snow", "sunny", "")], choices)

    assert [1, 0] == [int(column.argmin()) for column in table.T[:2]]
    assert table[0, 2] == table[1, 2]


def test_colour() -> None:
    """Each photo goes to the page whose colour is nearest to its own."""
    choices = [
        Choice("red", (1.5,), colour=(200, 60, 50)),
        Choice("blue", (1.5,), colour=(40, 80, 200)),
    ]
    photos = [photo((190, 70, 60)), photo((60, 90, 180)), photo((180, 80, 80))]

    assert ["red", "blue", "red"] == names(matched(photos, choices, 1))


def test_subject() -> None:
    """What would be cut away costs by its part; what can be kept costs nothing."""
    slot = [Choice("tall", (0.75,))]
    narrow, broad = Rectangle(0.1, 0.2, 0.3, 0.5), Rectangle(0.0, 0.2, 1.0, 0.5)
    table = prices([photo(subject=narrow), photo(subject=broad)], slot)

    assert SUBJECT // 2 == table[0, 1] - table[0, 0]


def test_repetition() -> None:
    """Templates take turns, three of them before the first comes again."""
    choices = [Choice(name, (1.5,)) for name in "abcd"]
    found = names(matched([photo()] * 20, choices, 5))

    assert all(a != b for a, b in pairwise(found))
    assert all(a != b for a, b in zip(found, found[2:], strict=False))
    assert REPEATED[0] > REPEATED[1] > 0


def test_price() -> None:
    """The caller's price says how many photos a scene should hold."""
    many = [Choice("one", (1.5,), price=100), Choice("four", (1.5,) * 4)]
    few = [Choice("one", (1.5,)), Choice("four", (1.5,) * 4, price=400)]
    photos = [photo()] * 8

    assert ["four", "four"] == names(matched(photos, many, 1))
    assert ["one"] * 8 == names(matched(photos, few, 1))


def test_many() -> None:
    """200 photos and 20 templates: each photo has its place."""
    rng = np.random.default_rng(1)
    means = [(int(r), int(g), int(b)) for r, g, b in rng.integers(0, 256, (200, 3))]
    photos = [photo(mean, aspect=float(rng.uniform(0.5, 2))) for mean in means]
    choices = [Choice(f"t{n}", (float(rng.uniform(0.5, 2)),) * (1 + n % 4)) for n in range(20)]
    found = matched(photos, choices, 1)

    assert 200 == sum(each.count for each in found)
