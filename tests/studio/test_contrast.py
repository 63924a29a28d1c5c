"""What is read stands out by 4.5 to 1: measured on the frame, around the letters, all the while."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from studio import planes
from studio.look.intake import inspect
from studio.look.library import Library
from studio.look.trip import SeenPhoto
from studio.order import Photo
from studio.paint import contrast, lettering, typeset
from studio.paint.long import sheet
from studio.paint.shot_builder import ShotBuilder
from studio.plan.long.albums import AT_NIGHT, STYLES, Style
from studio.plan.music import Music
from studio.plan.storyboard import Scene, SceneText, ShownPhoto, Storyboard
from studio.planes import PlaneMover
from studio.rectangle import Rectangle

SIZES = {"wide": (640, 360), "tall": (360, 640), "square": (400, 400)}
FONTS = lettering.find_font(None)
FRAMES, SEEN = 60, (30, 40, 58)
RING = 4
TEXT = "2024.06.06  上海市"
GROUNDS = ("white", "stripes", "lamps", "grey", "noise")


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


def contrasts(board: Storyboard, library: Library) -> list[float]:
    """At each of several frames on which all of the text has come: of its ink, and the brightest
    ground around it.

    The ink is the one that the page names: a stroke that is thinner than a pixel is never as light
    on the frame, whatever it stands on. A ground is the mean of a spot as broad as a stroke;
    one in two hundred may be brighter.
    """
    shot = ShotBuilder(board, library, FONTS).build(0)
    scene = board.scenes[0]
    letters = Image.new("L", board.size)
    ink = 1.0
    for box in scene.layout(board.size).texts:
        for line in typeset.ink(box, {"caption": TEXT}, board.size, FONTS, board.palette):
            letters.paste(line.mask, (line.x, line.y))
            ink = min(ink, contrast.of_ink(line.colour))
    near = np.asarray(letters.filter(ImageFilter.MaxFilter(2 * RING + 1))) > 0
    bare = near & ~(np.asarray(letters.filter(ImageFilter.MaxFilter(5))) > 0)
    found = []
    for frame in SEEN:
        out = planes.blank(*board.size, np.uint8)
        shot.paint(PlaneMover(), frame, out)
        spots = luminance_of(planes.to_rgb(out).filter(ImageFilter.BoxBlur(1)))[bare]
        found.append(contrast.ratio(ink, float(np.percentile(spots, 99.5))))
    return found


def luminance_of(image: Image.Image) -> NDArray[np.float32]:
    """As WCAG 2.2 defines it, by tables and not by what is tested here."""
    table = [
        level / 255 / 12.92 if level <= 10 else ((level / 255 + 0.055) / 1.055) ** 2.4
        for level in range(256)
    ]
    red, green, blue = (np.take(table, np.asarray(part)) for part in image.split())
    return np.asarray(0.2126 * red + 0.7152 * green + 0.0722 * blue, np.float32)


@pytest.mark.parametrize("shape", SIZES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_caption(tmp_path: Path, ground: str, shape: str) -> None:
    """A caption over a photo that moves, whatever is bright in it."""
    path = tmp_path / "photo.png"
    ground_of(ground).save(path)
    library = Library([SeenPhoto(Photo(path, path.name), inspect(path, max_pixels=10**7))])
    shown = ShownPhoto(path.name, Rectangle(0.0, 0.0, 0.8, 0.8), Rectangle(0.15, 0.1, 0.7, 0.7))
    scene = Scene("full_bleed", FRAMES, (shown,), (SceneText("caption", TEXT),))
    board = Storyboard(SIZES[shape], 25, 7, (), Music("clear", 0, 76.0, 7), (scene,))

    assert min(contrasts(board, library)) >= contrast.LEAST


def test_dark_ground_is_left_alone() -> None:
    """Where letters can be read as they are nothing is darkened for them."""
    dark = np.zeros((40, 40), np.float32)
    letters = Image.new("L", (40, 40))
    letters.paste(255, (10, 10, 30, 14))
    night = np.full((20, 20, 3), 30, np.float32)
    snow = np.full((20, 20, 3), 250, np.float32)

    assert contrast.darkness(dark, letters, 0.9, [night], 360) is dark
    assert 0.5 < float(contrast.darkness(dark, letters, 0.9, [night, snow], 360).max()) < 0.7


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
    solid = np.asarray(letters) > 250
    ink = float(np.median(luminance_of(canvas)[solid]))
    paper = luminance_of(bare)[np.asarray(letters.filter(ImageFilter.MaxFilter(5))) > 0]
    worst = np.percentile(paper, 0.5 if ink < float(np.median(paper)) else 99.5)

    assert contrast.ratio(ink, float(worst)) >= contrast.LEAST
