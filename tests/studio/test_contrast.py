"""What is read stands out by 4.5 to 1: measured on the frame, around the letters, all the while."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from studio import planes
from studio.look import clips
from studio.look.intake import Picture, inspect
from studio.look.library import Library
from studio.look.trip import SeenPhoto
from studio.order import Photo
from studio.paint import contrast, lettering, typeset
from studio.paint.long import sheet
from studio.paint.shot_builder import ShotBuilder
from studio.plan import templates
from studio.plan.long.albums import AT_NIGHT, STYLES, Style
from studio.plan.music import Music
from studio.plan.roles import Role
from studio.plan.storyboard import MapPlace, Scene, SceneText, ShownPhoto, Storyboard
from studio.planes import PlaneMover
from studio.rectangle import Rectangle
from tests.studio.moving import recorded

SIZES = {"wide": (640, 360), "tall": (360, 640), "square": (400, 400)}
SHAPES = pytest.mark.parametrize("shape", SIZES)
FONTS = lettering.find_font(None)
# All texts have come on the frames that are looked at.
FRAMES, SEEN = 120, (110, 114, 118)
RING, FAINT = 4, 64
TEXT = "2024.06.06  上海市"
GROUNDS = ("white", "stripes", "lamps", "grey", "noise")
WORDS: dict[Role, str] = {
    "title": "江南三月",
    "subtitle": "从西湖到寒山寺",
    "detail": "2021.03.28 – 04.02  ·  12 张照片",
    "caption": TEXT,
    "poem": "灯塔凌空起\n潮声入夜寒\n归舟何处泊\n明月满沙滩",
    "place": "杭州  ·  日本 东京  ·  美国 檀香山",
}
PLACES = (
    MapPlace("杭州", 30.25, 120.16),
    MapPlace("东京", 35.68, 139.69),
    MapPlace("檀香山", 21.31, -157.86),
)


def ground_of(name: str) -> Image.Image:
    """Bright places of several kinds; the stripes and lamps move under a caption."""
    across, down = np.meshgrid(np.arange(1600), np.arange(1000))
    levels = {
        "white": np.full(across.shape, 255),
        "stripes": (across // 90 % 2) * 255,
        "lamps": 255 * ((across % 260 < 40) & (down % 130 < 40)),
        "grey": np.full(across.shape, 150),
        "noise": np.random.default_rng(1).integers(90, 256, (50, 80)).repeat(20, 0).repeat(20, 1),
    }[name]
    return Image.fromarray(levels.astype(np.uint8)).convert("RGB")


def contrasts(board: Storyboard, library: Library, seen: Sequence[int] = SEEN) -> list[float]:
    """On each of these frames: of the ink of each line as it is drawn, and the worst of the ground
    around it.

    The ink is the median along the middle of the strokes. A ground is the mean of a spot as broad
    as a stroke; one in two hundred may be brighter, or darker.
    """
    shot = ShotBuilder(board, library, FONTS).build(0)
    scene = board.scenes[0]
    texts = {text.role: text.text for text in scene.texts}
    lines = []
    for box in scene.layout(board.size).texts:
        for line in typeset.ink(box, texts, board.size, FONTS, board.palette):
            mask = Image.new("L", board.size)
            mask.paste(line.mask, (line.x, line.y))
            lines.append(mask)
    found = []
    for frame in seen:
        out = planes.blank(*board.size, np.uint8)
        shot.paint(PlaneMover(), frame, out)
        found += [of_letters(planes.to_rgb(out), letters) for letters in lines]
    return found


def of_letters(frame: Image.Image, letters: Image.Image) -> float:
    near = np.asarray(letters.filter(ImageFilter.MaxFilter(2 * RING + 1))) > 0
    bare = near & ~(np.asarray(letters.filter(ImageFilter.MaxFilter(5))) > 0)
    ink = float(np.median(luminance_of(frame)[middles(np.asarray(letters))]))
    spots = luminance_of(frame.filter(ImageFilter.BoxBlur(1)))[bare]
    worst = np.percentile(spots, 0.5 if ink < float(np.median(spots)) else 99.5)
    return contrast.ratio(ink, float(worst))


def middles(letters: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where strokes are darkest across, or up and down."""
    wide = np.pad(letters, 1)
    across = (letters >= wide[1:-1, :-2]) & (letters >= wide[1:-1, 2:])
    down = (letters >= wide[:-2, 1:-1]) & (letters >= wide[2:, 1:-1])
    found: NDArray[np.bool_] = (across | down) & (letters > FAINT)
    return found


def board_of(scene: Scene, shape: str) -> Storyboard:
    return Storyboard(SIZES[shape], 25, 7, ((120, 140, 170),), Music("clear", 0, 76.0, 7), (scene,))


def luminance_of(image: Image.Image) -> NDArray[np.float32]:
    """As WCAG 2.2 defines it, by tables and not by what is tested here."""
    table = [
        level / 255 / 12.92 if level <= 10 else ((level / 255 + 0.055) / 1.055) ** 2.4
        for level in range(256)
    ]
    red, green, blue = (np.take(table, np.asarray(part)) for part in image.split())
    return np.asarray(0.2126 * red + 0.7152 * green + 0.0722 * blue, np.float32)


@SHAPES
@pytest.mark.parametrize("ground", GROUNDS)
def test_caption(tmp_path: Path, ground: str, shape: str) -> None:
    """A caption over a photo that moves, whatever is bright in it."""
    path = tmp_path / "photo.png"
    ground_of(ground).save(path)
    library = Library([SeenPhoto(Photo(path, path.name), inspect(path, max_pixels=10**7))])
    shown = ShownPhoto(path.name, Rectangle(0.0, 0.0, 0.8, 0.8), Rectangle(0.15, 0.1, 0.7, 0.7))
    scene = Scene("full_bleed", FRAMES, (shown,), (SceneText("caption", TEXT),))

    assert min(contrasts(board_of(scene, shape), library, (30, 75, 118))) >= contrast.LEAST


@SHAPES
@pytest.mark.parametrize("name", sorted(templates.every()))
def test_every_page(tmp_path: Path, name: str, shape: str) -> None:
    """All that is written on a page of white photos: titles, poems, days, places, farewells."""
    path = tmp_path / "photo.png"
    ground_of("white").save(path)
    picture = inspect(path, max_pixels=10**7)
    template = templates.every()[name]
    photos = [Photo(path, f"{number}.png") for number in range(template.capacity)]
    library = Library([SeenPhoto(photo, picture) for photo in photos])
    shown = tuple(ShownPhoto(photo.name) for photo in photos)
    roles = [role for box in template.layout(SIZES[shape]).texts for role in box.roles]
    texts = tuple(SceneText(role, WORDS[role]) for role in roles)
    board = board_of(Scene(name, FRAMES, shown, texts, PLACES), shape)

    found = contrasts(board, library, SEEN[:1])

    assert len(found) >= len(set(roles))
    assert min(found, default=contrast.LEAST) >= contrast.LEAST


@SHAPES
def test_labels_of_a_map(shape: str) -> None:
    """The names beside the dots can be read on the lines of heights."""
    frames = []
    for places in (PLACES, tuple(replace(place, name="") for place in PLACES)):
        shot = ShotBuilder(
            board_of(Scene("place_map", FRAMES, (), (), places), shape), Library([]), FONTS
        ).build(0)
        out = planes.blank(*SIZES[shape], np.uint8)
        shot.paint(PlaneMover(), SEEN[0], out)
        frames.append(planes.to_rgb(out))
    labels = ImageChops.difference(*frames).convert("L").point(lambda value: min(value * 2, 255))

    assert of_letters(frames[0], labels) >= contrast.LEAST


@SHAPES
@pytest.mark.parametrize("first", ["black", "white"])
def test_caption_over_a_clip(tmp_path: Path, first: str, shape: str) -> None:
    """A clip becomes white, or black, under its caption: it can be read before and after."""
    colours = [(0, 0, 0), (255, 255, 255)]
    path = tmp_path / "clip.mov"
    path.write_bytes(recorded(4.8, red_from=2.4, colours=colours[:: 1 if first == "black" else -1]))
    clip = clips.inspect(path)
    picture = Picture("MOV", clip.width, clip.height, None, None, None)
    library = Library([SeenPhoto(Photo(path, path.name), picture, clip=clip)])
    scene = Scene("full_bleed", FRAMES, (ShownPhoto(path.name),), (SceneText("caption", TEXT),))

    assert min(contrasts(board_of(scene, shape), library, (35, 50, 70, 100))) >= contrast.LEAST


def test_dark_ground_is_left_alone() -> None:
    """Where letters can be read as they are nothing is darkened for them."""
    dark = np.zeros((40, 40), np.float32)
    letters = Image.new("L", (40, 40))
    letters.paste(255, (10, 10, 30, 14))
    night = np.full((20, 20, 3), 30, np.float32)
    snow = np.full((20, 20, 3), 250, np.float32)

    assert contrast.taken(dark, letters, 0.9, [night], 360) == 0
    assert 0.5 < contrast.taken(dark, letters, 0.9, [night, snow], 360) < 0.7


def test_the_shade_has_no_edge() -> None:
    """It is whole around letters and gone where it ends, and nowhere is a step that is seen."""
    unit = 360
    reach = contrast.reach(unit)
    letters = Image.new("L", (100 + 2 * reach, 12 + 2 * reach))
    letters.paste(255, (reach, reach, reach + 100, reach + 12))
    pool = contrast.pool(letters, unit)
    near = np.asarray(letters.filter(ImageFilter.MaxFilter(2 * RING + 1))) > 0

    assert pool[near].min() == 1
    assert max(pool[0].max(), pool[:, 0].max(), pool[-1].max(), pool[:, -1].max()) < 0.002
    assert max(np.abs(np.diff(pool, axis=axis)).max() for axis in (0, 1)) < 0.03


@pytest.mark.parametrize("level", range(0, 256, 15))
@pytest.mark.parametrize("ink", [(112, 103, 92), (250, 248, 243), (52, 46, 40)])
def test_ink_on_a_page(ink: tuple[int, int, int], level: int) -> None:
    """An ink that cannot be read on its paper gives way to a stronger one, and else stays."""
    ground = contrast.luminance(np.full((9, 3), level, np.float32))
    found = contrast.legible(ink, ground)
    light = float(ground[0])

    assert contrast.ratio(contrast.of_ink(found), light) >= contrast.LEAST
    if contrast.ratio(contrast.of_ink(ink), light) >= contrast.AIM:
        assert ink == found


@pytest.mark.parametrize("style", [*STYLES, AT_NIGHT], ids=lambda style: style.paper)
def test_words_of_a_long_picture(style: Style) -> None:
    """The small text of every style can be read on its paper."""
    page = sheet.lay(720, FONTS, style, (), 3)
    canvas = page.blank(0, 60)
    mask = sheet.setting(page, [TEXT], 0.36).mask
    bare = canvas.copy()
    page.print(canvas, mask, (20, 5), page.tones.soft)
    letters = Image.new("L", canvas.size)
    letters.paste(mask, (20, 5))
    ink = float(np.median(luminance_of(canvas)[middles(np.asarray(letters))]))
    paper = luminance_of(bare)[np.asarray(letters.filter(ImageFilter.MaxFilter(5))) > 0]
    worst = np.percentile(paper, 0.5 if ink < float(np.median(paper)) else 99.5)

    assert contrast.ratio(ink, float(worst)) >= contrast.LEAST
