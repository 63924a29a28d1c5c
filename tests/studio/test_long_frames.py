"""Frames of the long picture: declarations that are listed by hand and show their photos."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.look.intake import Picture
from studio.look.trip import SeenPhoto, Trip
from studio.order import Photo
from studio.paint.lettering import find_font
from studio.paint.long.framed import FrameBlock
from studio.paint.long.pages import WIDTH
from studio.paint.long.sheet import Sheet, lay
from studio.plan import dates, whereabouts
from studio.plan.long import albums, captions, frames
from studio.plan.long.captions import Captions
from studio.plan.long.choosing import ChosenFrame, choose
from studio.plan.long.frame import COLUMNS, Frame
from tests.studio.colours import of_colour

COLOURS = ((30, 200, 30), (30, 30, 220), (230, 30, 200), (20, 210, 210))
# 2024-05-21 and 2024-06-01
TAKEN = 1_716_249_600_000, 1_717_200_000_000

every_frame = pytest.mark.parametrize("frame", frames.FRAMES, ids=lambda frame: frame.name)


def sheet_of(style: albums.Style = albums.STYLES[0], width: int = WIDTH) -> Sheet:
    return lay(width, find_font(None), style, (), 3)


def trip_of(*sizes: tuple[int, int], taken: int | None = TAKEN[0]) -> Trip:
    seen = tuple(
        SeenPhoto(
            Photo(Path(f"{number}.jpg"), f"{number}.jpg"),
            Picture("jpeg", *size, taken, None, None),
        )
        for number, size in enumerate(sizes)
    )
    return Trip(seen, (), "", "", (), (), ())


def suited(frame: Frame) -> Trip:
    """Photos of the shapes that the frame's slots are made for."""
    middles = [(max(slot.fits[0], 0.4) * min(slot.fits[1], 4)) ** 0.5 for slot in frame.slots]
    return trip_of(*[(round(900 * aspect), 900) for aspect in middles])


def drawn(frame: Frame, trip: Trip, sheet: Sheet, *, mirrored: bool = False) -> np.ndarray:
    def take(item: SeenPhoto, size: tuple[int, int]) -> Image.Image:
        return Image.new("RGB", size, COLOURS[trip.seen.index(item)])

    chosen = ChosenFrame(frame, 0, len(frame.slots), mirrored)
    words = Captions(whereabouts.of(trip)).of(frame, 0)
    block = FrameBlock(chosen, trip, words, sheet.style.mount_of(frame), take)
    canvas = sheet.blank(0, block.height(sheet))
    block.draw(canvas, sheet)
    return np.asarray(canvas).astype(np.int16)


def where(canvas: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    return of_colour(canvas, colour, 12)


def test_number_of_frames() -> None:
    """There are at least ten frames, for one to four photos, with names of their own."""
    found = frames.FRAMES

    assert len(found) >= 10
    assert {1, 2, 3, 4} == {len(frame.slots) for frame in found}
    assert len(found) == len({frame.name for frame in found})


def test_every_frame_is_listed() -> None:
    """No file of the package was forgotten in its list; a frame has the name of its file."""
    folder = Path(frames.__path__[0])
    files = sorted(file.stem for file in folder.glob("*.py") if file.stem != "__init__")

    assert files == [frame.name for frame in frames.FRAMES]


@pytest.mark.slow
@every_frame
@pytest.mark.parametrize("style", albums.STYLES, ids=lambda style: f"{style.name}-{style.paper}")
def test_frame_shows_its_photos(frame: Frame, style: albums.Style) -> None:
    """Each photo is seen, none hides much of another, and both sides of the paper are the same."""
    canvas = drawn(frame, suited(frame), sheet_of(style))
    areas = [int(where(canvas, colour).sum()) for colour in COLOURS[: len(frame.slots)]]

    assert min(areas) > 0.06 * WIDTH * WIDTH / len(frame.slots)
    assert 0 == sum(int(where(canvas, colour).sum()) for colour in COLOURS[len(frame.slots) :])
    assert WIDTH == canvas.shape[1]


@pytest.mark.slow
@every_frame
def test_frame_keeps_margins(frame: Frame) -> None:
    """Photos begin at the margin, or are there from edge to edge; never in between."""
    canvas = drawn(frame, suited(frame), sheet_of())
    seen = np.any([where(canvas, colour) for colour in COLOURS], axis=0)
    across = np.flatnonzero(seen.any(axis=0))
    margin = WIDTH // COLUMNS

    # A turned print reaches a little into the margin.
    least = margin - 12 if any(slot.turn for slot in frame.slots) else margin
    if frame.ground not in ("film", "lines") and frame.name != "band":
        assert across[0] >= least
        assert across[-1] < WIDTH - least


@pytest.mark.slow
@every_frame
def test_frame_mirrored(frame: Frame) -> None:
    """A mirrored frame has its photos at the other side, and is as high."""
    sheet = sheet_of(albums.STYLES[1])
    trip = suited(frame)
    plain, turned = (drawn(frame, trip, sheet, mirrored=mirrored) for mirrored in (False, True))
    first = np.flatnonzero(where(plain, COLOURS[0]).any(axis=0))
    other = np.flatnonzero(where(turned, COLOURS[0]).any(axis=0))

    assert plain.shape == turned.shape
    if not frame.joined:
        assert WIDTH == pytest.approx(first[0] + other[-1] + 1, abs=3)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(10, 10), (1600, 100), (100, 1600), (4000, 3000)])
@every_frame
def test_odd_shapes(frame: Frame, size: tuple[int, int]) -> None:
    """Whatever shape its photos have, a frame shows them all and stays a part of a page."""
    canvas = drawn(frame, trip_of(*[size] * len(frame.slots)), sheet_of(width=720))

    assert all(where(canvas, colour).any() for colour in COLOURS[: len(frame.slots)])
    assert canvas.shape[0] < 2 * 720


def test_whole_photo() -> None:
    """A photo that is shown whole keeps its shape, and a small one is not blown up."""
    whole = next(frame for frame in frames.FRAMES if frame.name == "whole")
    sheet = sheet_of(albums.STYLES[1])
    wide, small = (drawn(whole, trip_of(size), sheet) for size in ((1500, 1000), (60, 40)))
    rows, columns = (np.flatnonzero(where(wide, COLOURS[0]).any(axis=axis)) for axis in (1, 0))

    assert (960, 640) == (len(columns), len(rows))
    assert 180 == len(np.flatnonzero(where(small, COLOURS[0]).any(axis=0)))


def test_frames_alternate() -> None:
    """Neighbouring frames differ, every photo is shown once, and a second use is mirrored."""
    aspects = (1.5, 1.33, 0.75, 1.5, 1.0, 1.78, 0.66)
    trip = trip_of(*[(round(1000 * aspects[n * n % 7]), 1000) for n in range(60)])
    for style in albums.STYLES:
        chosen = choose(trip.seen, whereabouts.of(trip), style.frames(), 4)
        names = [each.frame.name for each in chosen]

        assert list(range(60)) == [n for e in chosen for n in range(e.first, e.first + e.count)]
        assert all(a != b for a, b in zip(names, names[1:], strict=False))
        assert len(set(names)) >= 6
        second = [each for each in chosen if each.frame.name == names[0]][1:2]
        assert all(each.mirrored for each in second)


def test_seed_chooses() -> None:
    """Another seed sets the same photos in other frames."""
    trip = trip_of(*[(1500, 1000), (1000, 1500), (1200, 1000)] * 7)
    style = albums.STYLES[0]
    found = {
        tuple(
            each.frame.name
            for each in choose(trip.seen, whereabouts.of(trip), style.frames(), seed)
        )
        for seed in range(5)
    }

    assert len(found) > 1


def test_panorama_has_its_own_frame() -> None:
    """A very wide photo goes from edge to edge."""
    trip = trip_of((1500, 1000), (3000, 1000), (1500, 1000))
    chosen = choose(trip.seen, whereabouts.of(trip), albums.STYLES[0].frames(), 1)
    names = [each.frame.name for each in chosen]

    assert "panorama" == names[1]


@pytest.mark.parametrize(
    ("taken", "said", "columns"),
    [
        ((), "", []),
        ((None, None), "", []),
        ((TAKEN[0], None), "2024.05.21", ["二〇二四年五月廿一日"]),
        (TAKEN, "2024.05.21 – 06.01", ["二〇二四年五月廿一日", "至二〇二四年六月一日"]),
        (
            (0, TAKEN[0]),
            "1970.01.01 – 2024.05.21",
            ["一九七〇年一月一日", "至二〇二四年五月廿一日"],
        ),
    ],
)
def test_days(taken: tuple[int | None, ...], said: str, columns: list[str]) -> None:
    """Dates are exact, on a line and in columns; where none is known nothing is said."""
    assert said == dates.span(taken)
    assert columns == captions.in_words(taken)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "廿一"),
        (30, "三十"),
        (31, "三十一"),
        (45, "四十五"),
        (100, "一百"),
        (105, "一百〇五"),
        (120, "一百二十"),
        (200, "二百"),
    ],
)
def test_numbers(value: int, said: str) -> None:
    """Numbers in columns are written as a calendar writes them."""
    assert said == captions.number(value)


def test_caption_is_not_repeated() -> None:
    """What the frame before has said is not said again; its room is saved."""
    whole = next(frame for frame in frames.FRAMES if frame.name == "whole")
    sheet, trip = sheet_of(), trip_of((1500, 1000), (1500, 1000))
    said = Captions(whereabouts.of(trip))

    def height(first: int) -> int:
        chosen = ChosenFrame(whole, first, 1, False)
        words = said.of(whole, first)
        return FrameBlock(
            chosen, trip, words, "plain", lambda _, size: Image.new("RGB", size)
        ).height(sheet)

    assert height(0) > height(1)
