"""What is seen of a photo, which photos are one too many, and where a crop must stay."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from studio.look.looks import Look, alike, best_of, look, of
from studio.look.sniffing import PictureError
from studio.plan.windows import crop_around
from studio.rectangle import WHOLE, Rectangle


def saved(path: Path, image: Image.Image, **options: Any) -> Path:
    image.save(path, **options)
    return path


def landscape(number: int, size: tuple[int, int] = (600, 400)) -> Image.Image:
    """Large soft shapes of several colours with the grain of a camera; another for each number."""
    rng = np.random.default_rng(number)
    coarse = rng.integers(20, 235, (6, 8, 3), np.uint8)
    smooth = Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC)
    grain = rng.normal(0, 6, (size[1], size[0], 1))
    return Image.fromarray((np.asarray(smooth) + grain).clip(0, 255).astype(np.uint8))


def seen(tmp_path: Path, image: Image.Image) -> Look:
    return look(saved(tmp_path / "seen.png", image))


def glanced(image: Image.Image) -> Look:
    """What is seen of a picture that is decoded already: no file is written."""
    return of(image.convert("RGB"))


def squeezed(image: Image.Image) -> Image.Image:
    data = io.BytesIO()
    image.save(data, "JPEG", quality=40)
    return Image.open(data).convert("RGB")


def shaken(image: Image.Image) -> Image.Image:
    return image.filter(ImageFilter.BoxBlur(6))


def inside(part: Rectangle[float], whole: Rectangle[float]) -> bool:
    least = 1e-9
    return (
        part.x >= whole.x - least
        and part.y >= whole.y - least
        and part.right <= whole.right + least
        and part.bottom <= whole.bottom + least
    )


def test_colours(tmp_path: Path) -> None:
    """The main colours are the photo's own, each with its share, the largest first."""
    image = Image.new("RGB", (400, 300), (200, 40, 40))
    image.paste((20, 60, 180), (0, 0, 400, 75))
    found = seen(tmp_path, image)

    assert [((200, 40, 40), 0.75), ((20, 60, 180), 0.25)] == [
        (each.rgb, round(each.share, 2)) for each in found.colours
    ]
    assert (155, 45, 75) == found.mean


def test_brightness(tmp_path: Path) -> None:
    """Brightness goes from black to white."""
    black, white = (seen(tmp_path, Image.new("L", (90, 60), level)) for level in (0, 255))

    assert (0.0, 1.0) == (black.brightness, white.brightness)


def test_sharpness() -> None:
    """A shaken photo is less sharp than a still one, also where it was stored larger."""
    still = landscape(1)
    large = shaken(still).resize((1800, 1200), Image.Resampling.BICUBIC)

    assert glanced(still).sharpness > 2 * glanced(shaken(still)).sharpness
    assert glanced(still).sharpness > 2 * glanced(large).sharpness


@pytest.mark.parametrize("at", [(60, 60), (420, 80), (270, 200), (450, 300)])
def test_subject(at: tuple[int, int]) -> None:
    """One thing on an even ground is the subject, wherever it stands."""
    image = Image.new("RGB", (600, 400), (120, 150, 180))
    ImageDraw.Draw(image).ellipse((*at, at[0] + 70, at[1] + 70), fill=(200, 60, 40))
    found = glanced(image)
    thing = Rectangle(at[0] / 600, at[1] / 400, 70 / 600, 70 / 400)

    assert inside(Rectangle(*found.centre, 0, 0), thing)
    assert inside(Rectangle(*found.centre, 0, 0), found.subject)
    assert found.subject.width * found.subject.height < 0.1


@pytest.mark.parametrize("grey", [False, True])
def test_subject_without_colour(grey: bool) -> None:
    """A grey photo is looked at like another; its subject lies within it."""
    image = landscape(2).convert("L") if grey else landscape(2)
    subject = glanced(image).subject

    assert inside(subject, WHOLE)
    assert 0 < subject.width < 1


@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGB", (640, 480)),
        Image.new("RGB", (640, 480), "white"),
        Image.new("RGB", (1, 1), (90, 10, 10)),
        Image.new("RGBA", (40, 30), (0, 0, 0, 0)),
        Image.new("L", (1, 5000), 128),
    ],
)
def test_nothing_to_see(tmp_path: Path, image: Image.Image) -> None:
    """Of a picture of one colour all matters alike."""
    found = seen(tmp_path, image)

    assert (WHOLE, (0.5, 0.5), 1) == (found.subject, found.centre, len(found.colours))
    assert 0.0 == found.sharpness


@pytest.mark.parametrize("size", [(10, 10), (2, 1), (1, 2), (1600, 100), (100, 1600), (3, 900)])
def test_odd_sizes(tmp_path: Path, size: tuple[int, int]) -> None:
    """Tiny pictures and panoramas are looked at too, and every number is one."""
    found = seen(tmp_path, landscape(3, size))
    shares = [colour.share for colour in found.colours]

    assert inside(found.subject, WHOLE)
    assert found.subject.width > 0 < found.subject.height
    assert pytest.approx(1.0) == sum(shares)
    assert np.isfinite([found.sharpness, found.brightness, *found.centre]).all()


def test_turned(tmp_path: Path) -> None:
    """A photo that was stored on its side is looked at upright."""
    upright = landscape(4)
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = upright.transpose(Image.Transpose.ROTATE_90)
    path = saved(tmp_path / "turned.png", turned, exif=exif)

    assert seen(tmp_path, upright) == look(path)


def test_broken(tmp_path: Path) -> None:
    """What cannot be decoded is an error of ours."""
    path = tmp_path / "a.jpg"
    path.write_bytes(b"\xff\xd8\xff" + bytes(300))

    with pytest.raises(PictureError):
        look(path)


SAME: list[Callable[[Image.Image], Image.Image]] = [
    squeezed,
    shaken,
    lambda image: image.resize((200, 133)),
    lambda image: ImageEnhance.Brightness(image).enhance(1.08),
    lambda image: image.crop((3, 2, 600, 400)),
]


@pytest.mark.parametrize("change", SAME)
@pytest.mark.parametrize("number", range(4))
def test_alike(number: int, change: Callable[[Image.Image], Image.Image]) -> None:
    """The same photo, squeezed, shaken, smaller, brighter or moved a little, is alike."""
    image = landscape(number)

    assert alike(glanced(image), glanced(change(image)))


def test_not_alike() -> None:
    """Of forty photos no two are alike, nor is one like its mirror image."""
    found = [glanced(landscape(number)) for number in range(40)]

    assert tuple(range(40)) == best_of(found)
    assert not alike(found[0], glanced(ImageOps.mirror(landscape(0))))


def test_dark_ones_differ() -> None:
    """A black picture is like another black one, but not like any that is dark, or plain."""
    black = glanced(Image.new("RGB", (300, 200)))
    night = Image.new("RGB", (300, 200), (4, 4, 10))
    ImageDraw.Draw(night).ellipse((200, 30, 230, 60), fill=(250, 250, 220))
    others = [
        night,
        landscape(5).point(lambda level: level // 12),
        Image.new("RGB", (300, 200), (30, 30, 30)),
        Image.new("RGB", (300, 200), (60, 0, 0)),
        Image.new("RGB", (300, 200), "white"),
    ]

    assert alike(black, glanced(Image.new("RGB", (30, 20))))
    assert [] == [other for other in others if alike(black, glanced(other))]


def test_best_of(tmp_path: Path) -> None:
    """Of photos that are alike the sharpest stays; the order stays too."""
    first, second = landscape(6), landscape(7)
    photos = [shaken(first), second, first, shaken(second), landscape(8)]

    assert (1, 2, 4) == best_of([seen(tmp_path, photo) for photo in photos])


def test_all_alike(tmp_path: Path) -> None:
    """Of nothing but duplicates the first stays, and of nothing nothing."""
    one = seen(tmp_path, landscape(9))

    assert (0,) == best_of([one] * 30)
    assert () == best_of([])


parts = st.floats(0.01, 1.0)
sizes = st.tuples(st.integers(1, 5000), st.integers(1, 5000))


@given(parts, parts, parts, parts, sizes, sizes)
def test_crop_around(
    left: float,
    top: float,
    width: float,
    height: float,
    photo: tuple[int, int],
    shape: tuple[int, int],
) -> None:
    """The crop has the window's shape, is the largest, and holds as much of the subject as fits."""
    subject = Rectangle(left * (1 - width), top * (1 - height), width, height)
    crop = crop_around(subject, photo, shape)
    fitting = Rectangle(
        subject.x if width <= crop.width else crop.x,
        subject.y if height <= crop.height else crop.y,
        min(width, crop.width),
        min(height, crop.height),
    )

    assert inside(crop, WHOLE)
    assert 1.0 == max(crop.width, crop.height)
    assert pytest.approx(shape[0] / shape[1]) == crop.width * photo[0] / (crop.height * photo[1])
    assert inside(fitting, crop)
    assert inside(fitting, subject)


def test_crop_keeps_composition() -> None:
    """Who stands in the left third of a photo stands in the left third of its crop."""
    crop = crop_around(Rectangle(0.3, 0.4, 0.06, 0.2), (300, 200), (1, 1))

    assert pytest.approx(0.33) == (0.33 - crop.x) / crop.width


def test_crop_spares_heads() -> None:
    """Of a person too tall for the window the head is seen rather than the feet."""
    subject = Rectangle(0.4, 0.05, 0.2, 0.9)
    crop = crop_around(subject, (300, 400), (16, 9))

    assert crop.y - subject.y < (subject.y + subject.height - crop.y - crop.height) / 4
