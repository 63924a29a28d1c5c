"""A long picture: photos in frames, words, a poem, a place, in files that every phone opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from studio.look.trip import Trip
from studio.order import LongPicture, Photo
from studio.paint.lettering import find_font
from studio.paint.long import heading, pages
from studio.paint.long.sheet import Sheet, lay
from studio.plan.long.albums import STYLES
from studio.write.long_picture import MOST_WEBP
from studio.write.strips import MOST_HEIGHT
from tests.studio.long_pictures import (
    BLUE,
    GREEN,
    MANY,
    PINK,
    Colour,
    bands,
    made,
    order_of,
    photo,
    seen,
    where,
)

TAKEN = "2024:05:0{} 08:00:00"
CITY = str(Path(__file__).resolve().parents[2] / "static/city/330000.png")
POEM = ["远上寒山石径斜", "白云生处有人家", "停车坐爱枫林晚", "霜叶红于二月花"]


def guide(name: str, requests: Sequence[dict[str, Any]]) -> list[dict[str, Any] | None]:
    """Knows a poem, Hangzhou and no weather."""
    if name == "img2poem":
        return [{"poems": [POEM], "keywords": []} for _ in requests]
    if name == "place":
        place = {"province": "浙江省", "city": "杭州市", "county": "西湖区", "picture": CITY}
        return [dict(place) for _ in requests]
    return [None] * len(requests)


def extent(file: Path, colour: Colour) -> tuple[int, int, int, int]:
    """Left, top, width and height of what has the colour."""
    found = where(file, colour)
    across, down = np.flatnonzero(found.any(axis=0)), np.flatnonzero(found.any(axis=1))
    width, height = across[-1] - across[0] + 1, down[-1] - down[0] + 1
    return int(across[0]), int(down[0]), int(width), int(height)


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 3, 200])
def test_any_number(tmp_path: Path, count: int) -> None:
    """From one photo to the most that a work may hold, the picture is valid and shows them all."""
    colours = MANY[5 : 5 + count]
    photos = [
        photo(tmp_path / f"{n}.jpg", ((320, 240), (240, 320), (400, 240))[n * n % 3], colour)
        for n, colour in enumerate(colours)
    ]
    result = made(order_of(tmp_path, *photos))

    assert set(colours) == seen([result.file, *result.extras], colours)
    assert () == result.warnings


def test_upright(tmp_path: Path) -> None:
    """A photo stored on its side stands upright."""
    stored = Image.new("RGB", (400, 200), GREEN)
    stored.paste(PINK, (0, 0, 200, 200))
    exif = Image.Exif()
    exif[0x0112] = 6
    stored.save(tmp_path / "a.jpg", format="JPEG", exif=exif)
    result = made(order_of(tmp_path, Photo(tmp_path / "a.jpg", "a.jpg")))
    pink, green = extent(result.file, PINK), extent(result.file, GREEN)

    assert pink[0] == pytest.approx(green[0], abs=8)
    assert pink[2] == pytest.approx(green[2], abs=8)
    assert pink[1] + pink[3] <= green[1] + 8


def test_order_by_time(tmp_path: Path) -> None:
    """Photos go by the time they were taken, unless the guest gave an order."""
    late = photo(tmp_path / "late.jpg", (600, 400), BLUE, TAKEN.format(2))
    early = photo(tmp_path / "early.jpg", (600, 400), PINK, TAKEN.format(1))
    never = photo(tmp_path / "never.jpg", (600, 400), GREEN)
    order = order_of(tmp_path, never, late, early)

    assert [PINK, BLUE, GREEN] == shown(made(order))
    assert [GREEN, BLUE, PINK] == shown(made(replace(order, ordered=True)))


def shown(result: LongPicture) -> list[Colour]:
    """The colours from the top down, those of one row from left to right."""
    return sorted((PINK, GREEN, BLUE), key=lambda colour: extent(result.file, colour)[1::-1])


@pytest.mark.slow
@pytest.mark.parametrize("size", [(10, 10), (1600, 100), (100, 1600), (1, 1), (900, 6), (6, 900)])
def test_odd_photos(tmp_path: Path, size: tuple[int, int]) -> None:
    """Tiny, extremely wide and extremely tall pictures are shown like any other."""
    for seed in range(len(STYLES)):
        order = replace(order_of(tmp_path, photo(tmp_path / "a.jpg", size)), seed=seed)
        result = made(order)

        assert pages.WIDTH == result.width
        assert result.height < 4000
        assert where(result.file, GREEN).sum() >= 60


def test_black_photos(tmp_path: Path) -> None:
    """Photos without any light are set on dark paper; nothing in them is needed."""
    dark = [photo(tmp_path / f"{n}.jpg", (400, 300), (0, 0, n)) for n in range(0, 60, 30)]
    result = made(order_of(tmp_path, *dark))
    corner = next(bands(result.file))[:40, :40]

    assert corner.mean() < 80


def test_scaled() -> None:
    """What is a little too high for one file is narrower, and still one file."""
    width = pages.width(80_000, MOST_HEIGHT)

    assert 850 < width < 900
    assert pages.WIDTH == pages.width(MOST_HEIGHT, MOST_HEIGHT)
    assert pages.WIDTH == pages.width(200_000, MOST_HEIGHT)


@pytest.mark.slow
def test_split(tmp_path: Path) -> None:
    """What is much too high is split into files of full width; all photos are there, and told."""
    colours = MANY[5:95]
    photos = [photo(tmp_path / f"{n}.jpg", (300, 300), c) for n, c in enumerate(colours)]
    result = made(replace(order_of(tmp_path, *photos), format="webp"))
    jpegs = [result.file, *(file for file in result.extras if file.suffix == ".jpg")]
    webps = [file for file in result.extras if file.suffix == ".webp"]

    assert len(jpegs) > 1
    assert pages.WIDTH == result.width
    assert set(colours) == seen(jpegs, colours) == seen(webps, colours)
    assert [file.with_suffix(".webp").name for file in jpegs] == [file.name for file in webps]
    for jpeg, webp in zip(jpegs, webps, strict=True):
        with Image.open(jpeg) as first, Image.open(webp) as second:
            assert first.size == second.size
            assert "WEBP" == second.format
            assert first.height <= MOST_WEBP
            assert f"{jpeg.name} {first.width}x{first.height}" in result.warnings[0]


def test_webp_of_a_short_picture(tmp_path: Path) -> None:
    """On request the same picture lies beside the JPEG as WebP."""
    order = order_of(tmp_path, photo(tmp_path / "a.jpg", (600, 400)))
    result = made(replace(order, format="webp"))

    assert ["result.webp"] == [file.name for file in result.extras]
    with Image.open(result.extras[0]) as image:
        assert (result.width, result.height) == image.size
    assert extent(result.file, GREEN) == pytest.approx(extent(result.extras[0], GREEN), abs=2)


def test_cover(tmp_path: Path) -> None:
    """The cover is the top of the picture, in the shape 3:4 where the picture is that high."""
    tall = photo(tmp_path / "a.jpg", (900, 1200))
    result = made(order_of(tmp_path, tall))
    top = next(bands(result.file))[:1440]

    assert (1080, 1440) == (result.cover_width, result.cover_height)
    assert np.abs(top - next(bands(result.cover))).mean() < 1


def test_same_order(tmp_path: Path) -> None:
    """The same photos, words and seed give the same bytes; another seed another picture."""
    photos = [photo(tmp_path / f"{n}.jpg", (90 * n, 300), MANY[9 * n]) for n in range(2, 9)]
    order = order_of(tmp_path, *photos)
    first = made(order).file.read_bytes()

    assert first == made(replace(order, out=tmp_path / "again")).file.read_bytes()
    assert first != made(replace(order, seed=5, out=tmp_path / "other")).file.read_bytes()


@cache
def sheet_of(seed: int) -> Sheet:
    """The empty page of this seed, in its own style."""
    return lay(pages.WIDTH, find_font(None), STYLES[seed], (), seed)


def headed(title: str, description: str, seed: int) -> np.ndarray:
    """The pixels of a head."""
    trip = Trip((), (), "", "", (), (), ())
    sheet = sheet_of(seed)
    block = heading.block(heading.words(title, description, trip, sheet), sheet)
    canvas = sheet.blank(0, block.height(sheet))
    block.draw(canvas, sheet)
    return np.asarray(canvas)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("title", ["", " \n", "海", "很长的标题" * 40, "W" * 200, "\U0001f9ff"])
@pytest.mark.parametrize("description", ["", "一段很长的说明，" * 250])
def test_words_keep_margins(title: str, description: str, seed: int) -> None:
    """There is always a title, and whatever the words, they stay inside the margins."""
    head = headed(title, description, seed)
    dark = head.max(axis=-1) < 120
    across, down = np.flatnonzero(dark.any(axis=0)), np.flatnonzero(dark.any(axis=1))

    assert across[0] >= 54
    assert across[-1] < pages.WIDTH - 54
    assert down[0] >= 80
    assert down[-1] < len(head) - 10


@pytest.mark.parametrize("seed", range(3))
def test_head_stands_above_the_photos(tmp_path: Path, seed: int) -> None:
    """The picture begins with its head, and the first photo comes below that."""
    order = order_of(tmp_path, photo(tmp_path / "a.jpg", (600, 400)))
    result = made(replace(order, seed=seed))
    first = extent(result.file, GREEN)[1]
    above = np.concatenate(list(bands(result.file)))[: first - 20]
    down = np.flatnonzero((above.max(axis=-1) < 120).any(axis=1))

    assert down[0] >= 80
    assert down[-1] < first - 30


def test_long_description_is_whole() -> None:
    """Two thousand characters are all set: as many again need about as much room again."""
    none, half, whole = (
        len(headed("海边的三天", "一段很长的说明，" * count, 1)) for count in (0, 125, 250)
    )

    assert 2 == pytest.approx((whole - none) / (half - none), abs=0.1)


def test_rare_characters(tmp_path: Path) -> None:
    """What no font has leaves nothing behind, neither a box nor a hole."""
    order = order_of(tmp_path, photo(tmp_path / "a.jpg", (60, 40)))
    plain = made(replace(order, title="海边的 三天")).file.read_bytes()
    rare = replace(order, title="海边的\U0001f9ff \U0001f9ff 三天\ue000", out=tmp_path / "rare")
    unknown = replace(order, title="\U0001f9ff", description="\ue000", out=tmp_path / "unknown")
    empty = replace(order, title="", description="", out=tmp_path / "empty")

    assert find_font(None).face_for("\U0001f9ff") is None
    assert plain == made(rare).file.read_bytes()
    assert made(empty).file.read_bytes() == made(unknown).file.read_bytes()


def test_poem_and_place(tmp_path: Path) -> None:
    """The poem stands in the picture, and at its end the city's picture of the place named."""
    order = replace(
        order_of(tmp_path, photo(tmp_path / "a.jpg", (600, 400))), latitude=30.2, longitude=120.1
    )
    plain, full = made(order), made(replace(order, out=tmp_path / "full"), guide)
    with Image.open(CITY) as picture:
        red, green, blue = np.asarray(picture.convert("RGB"))[20, 20].tolist()
        sky = red, green, blue

    assert full.height > plain.height + 500 + 400
    assert where(full.file, sky).sum() > 5000
    assert where(plain.file, sky).sum() < 1000
    assert ("天气识别暂不可用",) == full.warnings


@pytest.mark.parametrize("picture", ["", "/nowhere/city.png"])
def test_city_without_picture(tmp_path: Path, picture: str) -> None:
    """A city's picture that is not there costs the picture nothing else."""
    order = replace(
        order_of(tmp_path, photo(tmp_path / "a.jpg", (600, 400))), latitude=30.2, longitude=120.1
    )

    def ask(name: str, requests: Sequence[dict[str, Any]]) -> list[dict[str, Any] | None]:
        found = guide(name, requests)
        return [answer and answer | {"picture": picture} for answer in found]

    assert where(made(order, ask).file, GREEN).any()
