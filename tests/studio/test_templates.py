"""Every page of a film, in every shape of frame, with words of every length."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from PIL import Image

from studio import planes
from studio.look.intake import inspect
from studio.look.library import Library
from studio.look.trip import SeenPhoto
from studio.order import Photo
from studio.paint import lettering, typeset
from studio.paint.decorations import draw
from studio.paint.shot_builder import ShotBuilder
from studio.plan import templates
from studio.plan.decorations import Decoration
from studio.plan.music import Music
from studio.plan.roles import Role
from studio.plan.storyboard import MapPlace, Scene, SceneText, ShownPhoto, Storyboard
from studio.plan.template import Dimmed, Layout, Template, Words
from studio.plan.windows import windows
from studio.planes import PlaneMover, Planes

SIZES = {"wide": (322, 182), "tall": (182, 322), "square": (214, 210)}
READ = {"wide": (640, 360), "tall": (360, 640), "square": (400, 400)}
# A mask is twice as high as its letters: these have 8 pixels.
LEAST_HIGH = 16
# A photo may lie on another one where the page is made so.
OVERLAPPING = {"inset"}
FRAMES, TIMES = 12, 2
FONTS = lettering.find_font(None)
PLACES = (
    MapPlace("杭州", 30.25, 120.16),
    MapPlace("苏州", 31.3, 120.58),
    MapPlace("杭州", 30.26, 120.16),
)
WORDS: dict[Role, str] = {
    "title": "江南三月",
    "subtitle": "从西湖到寒山寺",
    "detail": "2021.03.28 – 04.02  ·  12 张照片",
    "caption": "2021.03.28  杭州",
    "poem": "灯塔凌空起\n潮声入夜寒\n归舟何处泊\n明月满沙滩",
    "place": "杭州  ·  苏州",
}
LENGTHS: dict[str, dict[Role, str]] = {
    "usual": {role: text for role, text in WORDS.items()},
    "none": {},
    "empty": {role: "" for role in WORDS},
    "long": {
        role: (text.replace("\n", "，") + "，春风又绿江南岸 and ") * 3
        for role, text in WORDS.items()
    },
}
SHAPES = pytest.mark.parametrize("shape", SIZES)
EVERY = pytest.mark.parametrize("name", sorted(templates.every()))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Four photos of odd sizes, one of them small and one very wide."""
    folder = tmp_path_factory.mktemp("photos")
    seen = []
    for number, size in enumerate(((301, 203), (203, 301), (31, 21), (501, 33))):
        path = folder / f"{number}.png"
        noise = np.random.default_rng(number).integers(0, 256, (*size[::-1], 3), np.uint8)
        Image.fromarray(noise).save(path)
        seen.append(SeenPhoto(Photo(path, path.name), inspect(path, max_pixels=10**6)))
    return Library(seen)


def scene_of(template: Template, words: dict[Role, str]) -> Scene:
    """A scene of this template with as many texts of each role as it has places for."""
    counts = dict.fromkeys(WORDS, 0)
    for layout in (template.wide, template.tall, template.square):
        held = [role for box in layout.texts for role in box.roles]
        counts = {role: max(count, held.count(role)) for role, count in counts.items()}
    texts = tuple(
        SceneText(role, words[role])
        for role, count in counts.items()
        for _ in range(count)
        if role in words
    )
    shown = tuple(ShownPhoto(f"{number}.png") for number in range(template.capacity))
    return Scene(template.name, FRAMES, shown, texts, PLACES)


def painted(library: Library, scene: Scene, size: tuple[int, int]) -> list[Planes]:
    """The first and the last frame of a scene."""
    board = Storyboard(size, 25, 7, ((120, 140, 170),), Music("clear", 0, 76.0, 7), (scene,))
    shot = ShotBuilder(board, library, FONTS).build(0)
    frames = []
    for number in (0, FRAMES - 1):
        frame = planes.blank(*size, np.uint8)
        shot.paint(PlaneMover(), number, frame)
        frames.append(frame)
    return frames


@pytest.mark.slow
@EVERY
@SHAPES
def test_renders(library: Library, name: str, shape: str) -> None:
    """A page is painted whatever its photos' sizes and its words' lengths are, twice alike."""
    template, size = templates.every()[name], SIZES[shape]
    frames = [
        frame
        for words in (LENGTHS["usual"], *LENGTHS.values())
        for frame in painted(library, scene_of(template, words), size)
    ]

    assert {size} == {frame.y.shape[::-1] for frame in frames}
    for one, other in zip(frames[:TIMES], frames[TIMES : 2 * TIMES], strict=True):
        assert all((a == b).all() for a, b in zip(one.all(), other.all(), strict=True))


@pytest.mark.slow
@EVERY
@SHAPES
@pytest.mark.parametrize("length", ["usual", "long"])
def test_texts_inside(name: str, shape: str, length: str) -> None:
    """All ink of a text lies inside the frame, and next to nothing of it outside its box."""
    template, size = templates.every()[name], SIZES[shape]
    for box in template.layout(size).texts:
        texts = {role: LENGTHS[length][role] for role in box.roles}
        left, top = box.area.x * size[0], box.area.y * size[1]
        right, bottom = box.area.right * size[0], box.area.bottom * size[1]

        lines = typeset.ink(box, texts, size, FONTS, ())

        assert lines
        # A stroke may leave the square of its character a little.
        slack = max(line.mask.height for line in lines) * 0.25 + 3
        for line in lines:
            ink = line.mask.getbbox()
            if ink is not None:
                assert 0 <= line.x + ink[0] and line.x + ink[2] <= size[0]
                assert 0 <= line.y + ink[1] and line.y + ink[3] <= size[1]
                assert left - slack <= line.x + ink[0] and line.x + ink[2] <= right + slack
                assert top - slack <= line.y + ink[1] and line.y + ink[3] <= bottom + slack


@EVERY
@SHAPES
def test_places_abroad(name: str, shape: str) -> None:
    """A day, a long country and a city are told to the last letter, and can be read."""
    size = READ[shape]
    for box in templates.every()[name].layout(size).texts:
        if "caption" in box.roles:
            whole, other = (
                typeset.ink(box, {"caption": f"2024.06.06  {place}"}, size, FONTS, ())
                for place in ("特立尼达和多巴哥 西班牙港", "特立尼达和多巴哥 西班牙门")
            )

            assert [line.mask for line in whole] != [line.mask for line in other]
            assert all(line.mask.height >= LEAST_HIGH for line in whole)


@EVERY
@SHAPES
def test_slots_apart(name: str, shape: str) -> None:
    """Windows of photos lie inside the frame and do not overlap, unless the page is made so."""
    size = (1280, 720) if shape == "wide" else (720, 1280) if shape == "tall" else (900, 900)
    layout = templates.every()[name].layout(size)
    held = windows(layout, size, [(4000, 3000)] * len(layout.slots))

    for one in held:
        assert 0 <= one.x and one.right <= size[0]
        assert 0 <= one.y and one.bottom <= size[1]
    crossing = [pair for pair in combinations(held, 2) if pair[0].meets(pair[1])]
    assert (name in OVERLAPPING) == bool(crossing)


@EVERY
@SHAPES
def test_texts_apart(name: str, shape: str) -> None:
    """Boxes of texts do not overlap each other."""
    layout = templates.every()[name].layout(SIZES[shape])
    for one, other in combinations([box.area for box in layout.texts], 2):
        across = one.x < other.right - 1e-9 and other.x < one.right - 1e-9
        down = one.y < other.bottom - 1e-9 and other.y < one.bottom - 1e-9

        assert not (across and down)


@EVERY
def test_declared(name: str) -> None:
    """A template has as many slots as photos and turns only composed ones."""
    template = templates.every()[name]
    layouts: list[Layout] = [template.wide, template.tall, template.square]

    for layout in layouts:
        assert len(layout.slots) in {0, template.capacity}
        assert layout.camera == "whole" or not any(slot.turn for slot in layout.slots)
        assert not isinstance(layout.ground, Dimmed) or template.capacity
        assert all(any(isinstance(part, Words) for part in box.parts) for box in layout.texts)


def test_every_template_is_listed() -> None:
    """No file of the package was forgotten in its list."""
    folder = Path(templates.__path__[0])
    files = sorted(file.stem for file in folder.glob("*.py") if file.stem != "__init__")

    assert files == list(templates.every())


def test_every_decoration_can_be_drawn() -> None:
    """Each kind that a template may name has a function of its own that draws it."""
    kinds = get_args(Decoration)

    assert kinds
    assert not [kind for kind in kinds if draw.dispatch(kind) is draw.dispatch(object)]


def test_enough() -> None:
    """There are pages for one to four photos, and several of each other part."""
    counts = [template.capacity for template in templates.of("photos")]

    assert {1, 2, 3, 4} == set(counts)
    assert 12 <= len(counts)
    assert 3 <= len(templates.of("opening"))
    assert 2 <= len(templates.of("ending"))
    assert 2 <= len(templates.of("poem"))
    assert 1 <= len(templates.of("place"))
