"""Pictures of screens: told from photos, gone along where they are long, never the poem's page."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from studio.long_picture import make_long_picture
from studio.look import looking, screens
from studio.look.film_decoder import FilmDecoder
from studio.order import Order, Photo
from studio.plan import planning, storyboard, templates
from tests.studio.albums import answers, order_of, photo, silent

SHAPES = {"wide": (1280, 720), "tall": (720, 1280), "square": (1080, 1080)}


def conversation(size: tuple[int, int], seed: int = 1) -> Image.Image:
    """A screen of bubbles with lines in them."""
    rng = random.Random(seed)
    image = Image.new("RGB", size, (238, 238, 238))
    pen, y, unit = ImageDraw.Draw(image), size[0] // 8, size[0] // 30
    while y < size[1]:
        lines = rng.randrange(1, 4)
        left = rng.choice((unit, size[0] // 3))
        high = unit * (2 * lines + 1)
        pen.rounded_rectangle(
            (left, y, left + unit * 18, y + high), unit, "white" if left == unit else "#9ae56c"
        )
        for line in range(lines):
            words = "".join(rng.choice("abcdefghk mnorstu") for _ in range(rng.randrange(14, 26)))
            pen.text(
                (left + unit, y + unit * (2 * line + 0.8)), words, "black", font_size=unit * 1.3
            )
        y += high + unit
    return image


def view(size: tuple[int, int]) -> Image.Image:
    """A white sky over hills that nothing in a camera would leave flat."""
    rng = np.random.default_rng(5)
    coarse = Image.fromarray(rng.integers(0, 255, (9, 7, 3), np.uint8))
    smooth = np.asarray(coarse.resize(size, Image.Resampling.BICUBIC), np.float32)
    found = smooth + rng.normal(0, 6, smooth.shape)
    found[: size[1] // 2] = 255
    return Image.fromarray(found.clip(0, 255).astype(np.uint8))


def reduced(image: Image.Image) -> Image.Image:
    return image.reduce(max(min(image.size) // 256, 1))


@pytest.mark.parametrize(
    "size", [(1080, 2340), (1170, 2532), (1440, 3200), (1080, 1920), (1536, 2048), (1080, 9000)]
)
def test_screens(size: tuple[int, int]) -> None:
    """By day and by night a conversation on a phone or a tablet is one."""
    image = conversation(size)

    assert screens.is_screen(reduced(image), size)
    assert screens.is_screen(reduced(ImageOps.invert(image)), size)


@pytest.mark.parametrize("size", [(1080, 2340), (1536, 2048), (1080, 9000)])
def test_views(size: tuple[int, int]) -> None:
    """A photo of this shape is none, nor is a plain picture."""
    assert not screens.is_screen(reduced(view(size)), size)
    assert not screens.is_screen(reduced(Image.new("RGB", size, "white")), size)


def test_shape() -> None:
    """What no screen has the shape of was cut out of something: it is a picture."""
    assert not screens.is_screen(reduced(conversation((1000, 1100))), (1000, 1100))


@pytest.mark.parametrize("tag", [0x010F, 0x0110])
def test_camera(tmp_path: Path, tag: int) -> None:
    """What a camera took is a photo, even of a page."""
    exif = Image.Exif()
    exif[tag] = "Imitation"
    conversation((1080, 2340)).save(tmp_path / "a.jpg", exif=exif)
    conversation((1080, 2340)).save(tmp_path / "b.jpg")
    order = order_of(tmp_path, Photo(tmp_path / "a.jpg", "a"), Photo(tmp_path / "b.jpg", "b"))
    decoder = FilmDecoder(order)
    looking.begin(order, silent, decoder)

    assert [False, True] == [decoder.look(item.path).screen for item in order.photos]


def album(folder: Path, *, views: int) -> Order:
    conversation((1080, 12_000)).save(folder / "long.png")
    conversation((1080, 2340), 2).save(folder / "chat.png")
    photos = [photo(folder / f"{n}.jpg", (800, 600), n) for n in range(views)]
    ends = Photo(folder / "long.png", "long.png"), Photo(folder / "chat.png", "chat.png")
    return replace(order_of(folder, ends[0], *photos, ends[1]), ordered=True)


def scenes_of(order: Order) -> list[dict[str, Any]]:
    trip = looking.look(order, silent, answers)
    return [dict(scene) for scene in storyboard.document(planning.board_of(trip, order))["scenes"]]


@pytest.mark.parametrize("shape", SHAPES)
def test_film(tmp_path: Path, shape: str) -> None:
    """The film goes down a long one from its top, slowly; screens stand for no trip."""
    order = replace(album(tmp_path, views=2), size=SHAPES[shape])
    for seed in range(4):
        scenes = scenes_of(replace(order, seed=seed))
        (strip,) = (scene for scene in scenes if scene["template"] == "long_strip")
        (shown,) = strip["photos"]
        start, end = shown["start"], shown["end"]
        windows = (end["y"] - start["y"]) / start["height"]

        assert ("long.png", 0.0) == (shown["photo"], start["y"])
        assert 1.0 == pytest.approx(end["y"] + end["height"], abs=1e-3)
        assert 1.0 == pytest.approx(start["width"], abs=1e-6)
        assert strip["seconds"] > 0.9 * windows
        for scene in scenes:
            if templates.every()[scene["template"]].part != "photos":
                assert {item["photo"] for item in scene["photos"]} <= {"0.jpg", "1.jpg"}


def test_film_of_screens_alone(tmp_path: Path) -> None:
    """Without a view the poem stands on paper, and the film is made."""
    order = album(tmp_path, views=0)
    for seed in range(4):
        scenes = scenes_of(replace(order, seed=seed))
        poems = [s for s in scenes if templates.every()[s["template"]].part == "poem"]

        assert [[]] == [scene["photos"] for scene in poems]


def test_long_picture(tmp_path: Path) -> None:
    """Its upper part is as wide as the page, so that it can be read; the rest is told."""
    order = album(tmp_path, views=4)
    made = make_long_picture(order, silent)
    with Image.open(made.file) as image:
        flat = np.asarray(image.convert("L"), np.int16)
    ground = np.abs(flat - 238) < 4
    rows = ground.mean(axis=1) > 0.8

    assert ("图片过长，长图中只显示其上部：long.png",) == made.warnings
    assert rows.sum() > 60
    assert made.height < 8000
