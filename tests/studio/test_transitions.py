"""Transitions begin with one picture, end with the other, and on the way make no new colours."""

from __future__ import annotations

import time

import numpy as np
import pytest

from studio import planes
from studio.paint import transitions
from studio.plan.transitions import NAMES
from studio.planes import ONE, Planes

SIZES = [(320, 180), (180, 320), (162, 162), (1280, 720)]
# These go through a colour, or show paper, shadow or a moved picture.
PLAIN = [
    name
    for name in NAMES
    if name not in {"through_black", "through_white", "slide_over", "page_turn", "zoom"}
]


def frame(width: int, height: int, seed: int) -> Planes:
    """A picture with soft areas of every brightness."""
    rng = np.random.default_rng(seed)
    found = planes.blank(width, height, np.uint8)
    for plane in found.all():
        few = rng.integers(20, 230, (4, 5))
        rows = np.linspace(0, 3.99, plane.shape[0]).astype(int)
        columns = np.linspace(0, 4.99, plane.shape[1]).astype(int)
        plane[:] = few[rows][:, columns]
    return found


def plain(width: int, height: int, value: int) -> Planes:
    found = planes.blank(width, height, np.uint8)
    for plane in found.all():
        plane[:] = value
    return found


def mixed(name: str, pair: tuple[Planes, Planes], part: float, seed: int = 3) -> Planes:
    height, width = pair[0].y.shape
    deep = [planes.blank(width, height, np.int16) for _ in pair]
    for source, copy in zip(pair, deep, strict=True):
        planes.copy(source, copy)
    out = planes.blank(width, height, np.uint8)
    transitions.mixer(name, (width, height), seed).mix(deep[0], deep[1], part, out)
    return out


def same(first: Planes, second: Planes) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(first.all(), second.all(), strict=True))


def test_names() -> None:
    """Each name that a storyboard may use has a mixer; a wrong name is an error."""
    assert len(NAMES) == len(set(NAMES)) >= 12
    assert NAMES == tuple(transitions.MIXERS)
    with pytest.raises(KeyError):
        transitions.mixer("explode", (2, 2), 1)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_ends(name: str, size: tuple[int, int]) -> None:
    """At 0 nothing is seen of the second picture, at 1 nothing of the first, at any shape."""
    pair = (frame(*size, 1), frame(*size, 2))

    assert same(pair[0], mixed(name, pair, 0.0))
    assert same(pair[1], mixed(name, pair, 1.0))


@pytest.mark.parametrize("name", NAMES)
def test_repeats(name: str) -> None:
    """The same seed gives the same frames, bit by bit."""
    pair = (frame(320, 180, 1), frame(320, 180, 2))

    assert same(mixed(name, pair, 0.37), mixed(name, pair, 0.37))


@pytest.mark.parametrize("name", ["ink", "brush"])
def test_seeds(name: str) -> None:
    """Another seed spreads the ink otherwise; any seed will do."""
    pair = (plain(320, 180, 30), plain(320, 180, 200))
    first, second, third = (mixed(name, pair, 0.5, seed) for seed in (1, 2, 2**31 - 1))

    assert not same(first, second)
    assert not same(second, third)


@pytest.mark.parametrize("name", PLAIN)
def test_no_new_colours(name: str) -> None:
    """Every value lies between those of the two pictures: nothing overflows."""
    pair = (plain(320, 180, 16), plain(320, 180, 240))

    for part in np.linspace(0, 1, 23):
        for plane in mixed(name, pair, float(part)).all():
            assert 16 <= int(plane.min()) <= int(plane.max()) <= 240


@pytest.mark.parametrize("name", PLAIN)
def test_goes_one_way(name: str) -> None:
    """From frame to frame more is seen of the second picture, never less, and never all at once."""
    pair = (plain(320, 180, 0), plain(320, 180, 200))
    shown = [float(mixed(name, pair, part).y.mean()) / 200 for part in np.linspace(0, 1, 26)]
    steps = np.diff(shown)

    assert float(steps.min()) >= 0
    assert float(steps.max()) < 0.12


@pytest.mark.parametrize("name", PLAIN)
def test_chroma_follows_luma(name: str) -> None:
    """Colour changes where light does: no coloured fringe runs along an edge."""
    pair = (plain(640, 360, 40), plain(640, 360, 200))
    found = mixed(name, pair, 0.45)
    light = found.y.reshape(180, 2, 320, 2).mean(axis=(1, 3))
    apart = np.abs(light - found.u)

    assert np.array_equal(found.u, found.v)
    assert float(apart.mean()) < 1.5
    # A brush has edges of a few pixels; there four lights may differ from their mean.
    assert float(np.percentile(apart, 99.5)) < 30


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("wipe_left", (np.s_[:, -8:], np.s_[:, :8])),
        ("wipe_right", (np.s_[:, :8], np.s_[:, -8:])),
        ("wipe_up", (np.s_[-8:], np.s_[:8])),
        ("wipe_down", (np.s_[:8], np.s_[-8:])),
        ("diagonal", (np.s_[:8, :8], np.s_[-8:, -8:])),
        ("iris", (np.s_[86:94, 156:164], np.s_[:8, :8])),
        ("clock", (np.s_[:8, 170:178], np.s_[:8, 140:148])),
        ("push_left", (np.s_[:, -8:], np.s_[:, :8])),
        ("push_up", (np.s_[-8:], np.s_[:8])),
        ("slide_over", (np.s_[:, -8:], np.s_[:, :8])),
        ("page_turn", (np.s_[:, -8:], np.s_[:, :8])),
    ],
)
def test_directions(name: str, first: tuple[tuple[slice, ...], tuple[slice, ...]]) -> None:
    """The edge moves the way that the name says: the new picture is behind it, the old before."""
    pair = (plain(320, 180, 40), plain(320, 180, 200))
    found = mixed(name, pair, 0.45).y

    assert 200 == pytest.approx(float(found[first[0]].mean()), abs=70)
    assert 40 == pytest.approx(float(found[first[1]].mean()), abs=1)


@pytest.mark.parametrize(("name", "light"), [("through_black", 16), ("through_white", 235)])
def test_through(name: str, light: int) -> None:
    """Half-way there is only the colour."""
    found = mixed(name, (frame(64, 64, 1), frame(64, 64, 2)), 0.5)

    assert {light} == set(np.unique(found.y))
    assert {128} == set(np.unique(found.u))


def test_fade_is_the_plain_mix() -> None:
    """A fade shows the mean of both half-way."""
    found = mixed("fade", (plain(64, 64, 40), plain(64, 64, 200)), 0.5)

    assert {40 + 160 * 64 // ONE} == set(np.unique(found.y))


@pytest.mark.parametrize("name", NAMES)
def test_fast(name: str) -> None:
    """No transition takes longer than a few of the plain fade; both are timed in turns."""
    size = (1280, 720)
    mixers = [transitions.mixer(each, size, 1) for each in ("fade", name)]
    pair = [planes.blank(*size, np.int16) for _ in range(2)]
    out = planes.blank(*size, np.uint8)
    best = [1.0, 1.0]
    for part in (0.3, 0.4, 0.5, 0.6, 0.7, 0.5):
        for which, mixer in enumerate(mixers):
            for value, deep in zip((40, 200), pair, strict=True):
                planes.copy(plain(*size, value), deep)
            started = time.process_time()
            mixer.mix(pair[0], pair[1], part, out)
            best[which] = min(best[which], time.process_time() - started)

    assert best[1] < 20 * best[0] + 0.002
