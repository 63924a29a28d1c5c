"""A long picture: all photos under one another, in one JPEG that every phone opens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops

from studio.lettering import find_font
from studio.long_picture import MOST_HEIGHT, MOST_PIXELS, make_long_picture
from studio.order import AlbumError, LongPicture, Order, Photo

RED, GREEN, BLUE = (220, 30, 30), (30, 200, 30), (30, 30, 220)
TAKEN = "2024:05:0{} 08:00:00"


def photo(
    path: Path, size: tuple[int, int], colour: tuple[int, int, int] = RED, taken: str = ""
) -> Photo:
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    Image.new("RGB", size, colour).save(path, format="JPEG", exif=exif)
    return Photo(path, path.name)


def order_of(folder: Path, *photos: Photo) -> Order:
    return Order(
        photos=photos,
        title="海边的三天",
        description="风很大，路很长。",
        size=(1280, 720),
        fps=25,
        seed=11,
        font=None,
        out=folder / "out",
        ordered=False,
        max_pixels=50_000_000,
    )


def silent(stage: int, progress: int) -> None:
    pass


def made(order: Order) -> LongPicture:
    """The result, after what every result must keep was checked on its files."""
    result = make_long_picture(order, silent)
    for file, size in (
        (result.file, (result.width, result.height)),
        (result.cover, (result.cover_width, result.cover_height)),
    ):
        with Image.open(file) as image:
            image.load()

            assert ("JPEG", size) == (image.format, image.size)
    assert result.height <= MOST_HEIGHT
    assert result.width * result.height <= MOST_PIXELS
    assert ["cover.jpg", "result.jpg"] == sorted(item.name for item in order.out.iterdir())
    return result


def top(file: Path, height: int) -> np.ndarray:
    with Image.open(file) as image:
        return np.asarray(image.crop((0, 0, image.width, height))).astype(int)


def where(image: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    """A mask of what has the colour: memory is short for the highest pictures."""
    bands = zip(image.split(), colour, strict=True)
    far = [
        band.point(lambda value, want=want: 255 * (abs(value - want) > 40)) for band, want in bands
    ]
    return ImageChops.invert(ImageChops.lighter(ImageChops.lighter(far[0], far[1]), far[2]))


def extent(file: Path, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Left, top, width and height of what has the colour."""
    with Image.open(file) as image:
        left, upper, right, lower = where(image, colour).getbbox() or (0, 0, 0, 0)
    return left, upper, right - left, lower - upper


def count_of(file: Path, colour: tuple[int, int, int]) -> int:
    """How many photos have the colour."""
    with Image.open(file) as image:
        middle = image.crop((image.width // 2, 0, image.width // 2 + 1, image.height))
    found = np.asarray(where(middle, colour))[:, 0] > 0
    return int((found[1:] & ~found[:-1]).sum())


@pytest.mark.parametrize("count", [1, 3, 60, 200])
def test_any_number(tmp_path: Path, count: int) -> None:
    """From one photo to the most that a work may hold, the JPEG is valid and shows them all."""
    photos = [photo(tmp_path / f"{n}.jpg", (120, 90), (RED, BLUE)[n % 2]) for n in range(count)]
    result = made(order_of(tmp_path, *photos))

    assert (count + 1) // 2 == count_of(result.file, RED)
    assert count // 2 == count_of(result.file, BLUE)
    assert () == result.warnings


def test_column(tmp_path: Path) -> None:
    """Whatever their size, all photos have the width of the column, and a square stays square."""
    square = photo(tmp_path / "a.jpg", (100, 100), RED)
    wide = photo(tmp_path / "b.jpg", (3000, 1500), BLUE)
    result = made(order_of(tmp_path, square, wide))
    red, blue = extent(result.file, RED), extent(result.file, BLUE)

    assert 1080 == result.width
    assert (60, 960) == (red[0], red[2]) == (blue[0], blue[2])
    assert [960, 480] == pytest.approx([red[3], blue[3]], abs=2)
    assert red[1] + red[3] < blue[1]


def test_upright(tmp_path: Path) -> None:
    """A photo stored on its side stands upright."""
    stored = Image.new("RGB", (400, 200), GREEN)
    stored.paste(RED, (0, 0, 200, 200))
    exif = Image.Exif()
    exif[0x0112] = 6
    stored.save(tmp_path / "a.jpg", format="JPEG", exif=exif)
    result = made(order_of(tmp_path, Photo(tmp_path / "a.jpg", "a.jpg")))
    red, green = extent(result.file, RED), extent(result.file, GREEN)

    assert [960, 960, 960, 960] == pytest.approx([*red[2:], *green[2:]], abs=8)
    assert red[1] < green[1]


def test_order_by_time(tmp_path: Path) -> None:
    """Photos go by the time they were taken, unless the guest gave an order."""
    late = photo(tmp_path / "late.jpg", (80, 40), BLUE, TAKEN.format(2))
    early = photo(tmp_path / "early.jpg", (80, 40), RED, TAKEN.format(1))
    never = photo(tmp_path / "never.jpg", (80, 40), GREEN)
    order = order_of(tmp_path, never, late, early)

    assert [RED, BLUE, GREEN] == shown(made(order))
    assert [GREEN, BLUE, RED] == shown(made(replace(order, ordered=True)))


def shown(result: LongPicture) -> list[tuple[int, int, int]]:
    return sorted((RED, GREEN, BLUE), key=lambda colour: extent(result.file, colour)[1])


@pytest.mark.parametrize("size", [(10, 10), (1600, 100), (100, 1600), (1, 1), (900, 6), (6, 900)])
def test_odd_photos(tmp_path: Path, size: tuple[int, int]) -> None:
    """Tiny, extremely wide and extremely tall pictures are shown like any other."""
    result = made(order_of(tmp_path, photo(tmp_path / "a.jpg", size)))
    left, _, width, height = extent(result.file, RED)

    assert 1080 == result.width
    assert left == pytest.approx((1080 - width) / 2, abs=2)
    assert size[0] / size[1] * height == pytest.approx(width, abs=3 * max(size[0] / size[1], 1))


def test_many_panoramas(tmp_path: Path) -> None:
    """Two hundred upright panoramas fit: the column narrows, the paper stays legible."""
    panorama = photo(tmp_path / "a.jpg", (100, 1600))
    result = made(order_of(tmp_path, *[panorama] * 200))

    assert result.width >= 360
    assert result.height > MOST_HEIGHT * 0.9
    assert extent(result.file, RED)[2] < 30


def test_cover(tmp_path: Path) -> None:
    """The cover is the top of the picture, in the shape 3:4 where the picture is that high."""
    tall = photo(tmp_path / "a.jpg", (300, 600))
    flat = photo(tmp_path / "b.jpg", (600, 30))
    result = made(order_of(tmp_path, tall))
    low = made(replace(order_of(tmp_path, flat), out=tmp_path / "low"))

    assert (1080, 1440) == (result.cover_width, result.cover_height)
    assert (low.width, low.height) == (low.cover_width, low.cover_height)
    assert np.abs(top(result.file, 1440) - top(result.cover, 1440)).mean() < 1


def test_same_order(tmp_path: Path) -> None:
    """The same photos and words give the same bytes, whatever the seed."""
    order = order_of(tmp_path, photo(tmp_path / "a.jpg", (80, 60)))
    first = made(order).file.read_bytes()

    assert first == made(replace(order, seed=5, out=tmp_path / "again")).file.read_bytes()


def ink(result: LongPicture) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the dark text above the first photo."""
    above = top(result.file, extent(result.file, RED)[1] - 20)
    dark = above.max(axis=-1) < 140
    across, down = np.flatnonzero(dark.any(axis=0)), np.flatnonzero(dark.any(axis=1))
    return int(across[0]), int(down[0]), int(across[-1]), int(down[-1])


@pytest.mark.parametrize("title", ["", " \n", "海", "很长的标题" * 30, "W" * 64, "\U0001f9ff"])
@pytest.mark.parametrize("description", ["", "一段说明，" * 90])
def test_words_keep_margins(tmp_path: Path, title: str, description: str) -> None:
    """There is always a title, and whatever the words, they stay inside the margins."""
    order = order_of(tmp_path, photo(tmp_path / "a.jpg", (60, 40)))
    result = made(replace(order, title=title, description=description))
    left, upper, right, lower = ink(result)

    assert left >= 60
    assert right < result.width - 60
    assert upper >= 100
    assert lower < extent(result.file, RED)[1] - 60


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


def test_broken_photo(tmp_path: Path) -> None:
    """A broken photo is left out with a warning that names it; the picture is made."""
    good = photo(tmp_path / "good.jpg", (400, 300))
    cut = tmp_path / "7.jpg"
    cut.write_bytes(good.path.read_bytes()[:900])
    page = tmp_path / "8.jpg"
    page.write_bytes(b"<html>")
    order = order_of(tmp_path, good, Photo(cut, "灯塔.jpg"), Photo(page, "网页.jpg"))

    assert ("图片已损坏，已略过：灯塔.jpg", "不支持的图片格式，已略过：网页.jpg") == made(
        order
    ).warnings


def test_all_broken(tmp_path: Path) -> None:
    """Without one usable photo there is no picture, no file, and the reason is told."""
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"nothing")
    order = order_of(tmp_path, Photo(bad, "bad.jpg"))

    with pytest.raises(AlbumError, match=r"bad\.jpg"):
        make_long_picture(order, silent)
    with pytest.raises(AlbumError, match="没有图片"):
        make_long_picture(replace(order, photos=()), silent)
    assert [] == list(order.out.iterdir())


def test_photo_that_goes_away(tmp_path: Path) -> None:
    """A photo that can no longer be read when it is needed fails the work and leaves no file."""
    order = order_of(tmp_path, photo(tmp_path / "a.jpg", (60, 40)))

    def report(stage: int, progress: int) -> None:
        if stage == 104:
            (tmp_path / "a.jpg").unlink()

    with pytest.raises(AlbumError, match="无法读取"):
        make_long_picture(order, report)
    assert [] == list(order.out.iterdir())


def test_progress(tmp_path: Path) -> None:
    """The stages come in their order, progress never falls, and the end is 100."""
    heard: list[tuple[int, int]] = []
    photos = [photo(tmp_path / f"{n}.jpg", (60, 40)) for n in range(5)]
    make_long_picture(
        order_of(tmp_path, *photos), lambda stage, progress: heard.append((stage, progress))
    )

    assert sorted(heard) == heard
    assert [101, 102, 103, 104, 105] == sorted({stage for stage, _ in heard})
    assert sorted(progress for _, progress in heard) == [progress for _, progress in heard]
    assert (101, 0) == heard[0]
    assert (105, 100) == heard[-1]
