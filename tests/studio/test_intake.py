"""What a guest may send as a picture, and what is refused before it can do harm."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms, TiffImagePlugin

from studio.look.develop import load, strip
from studio.look.intake import Picture, inspect
from studio.look.sniffing import BrokenPicture, NotAPicture, PictureError, PictureTooLarge

LIMIT = 50_000_000
RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 200, 30), (30, 30, 220), (255, 255, 255)
# Where the stored pixels must have been for the picture to stand upright, by orientation.
STORED: dict[int, Image.Transpose | None] = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def corners(width: int = 96, height: int = 64) -> Image.Image:
    """Red, green, blue and white in the corners, from the upper left, clockwise."""
    image = Image.new("RGB", (width, height))
    half = (width // 2, height // 2)
    for colour, at in (
        (RED, (0, 0)),
        (GREEN, (half[0], 0)),
        (BLUE, half),
        (WHITE, (0, half[1])),
    ):
        image.paste(colour, (*at, at[0] + half[0], at[1] + half[1]))
    return image


def near(image: Image.Image, at: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    pixel = image.getpixel(at)
    assert isinstance(pixel, tuple)
    return max(abs(a - b) for a, b in zip(pixel, colour, strict=True)) < 40


def saved(path: Path, image: Image.Image, kind: str, **options: object) -> Path:
    image.save(path, format=kind, **options)
    return path


def heic(path: Path) -> Path:
    pillow_heif.from_pillow(corners()).save(path, quality=90)
    return path


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("jpeg", lambda path: saved(path, corners(), "JPEG", quality=95)),
        ("jpeg", lambda path: saved(path, corners().convert("CMYK"), "JPEG")),
        ("jpeg", lambda path: saved(path, corners().convert("L"), "JPEG")),
        ("jpeg", lambda path: saved(path, corners(), "JPEG", progressive=True)),
        ("png", lambda path: saved(path, corners(), "PNG")),
        ("png", lambda path: saved(path, corners().convert("P"), "PNG")),
        ("png", lambda path: saved(path, corners().convert("RGBA"), "PNG")),
        ("png", lambda path: saved(path, corners().convert("1"), "PNG")),
        ("webp", lambda path: saved(path, corners(), "WEBP")),
        ("gif", lambda path: saved(path, corners(), "GIF")),
        ("heic", heic),
        ("avif", lambda path: saved(path, corners(), "AVIF")),
        ("tiff", lambda path: saved(path, corners(), "TIFF")),
        ("bmp", lambda path: saved(path, corners(), "BMP")),
    ],
)
def test_formats(tmp_path: Path, kind: str, make: Callable[[Path], Path]) -> None:
    """Every accepted format is known by its bytes, under any name, and loads as RGB."""
    path = make(tmp_path / "picture.txt")

    assert Picture(kind, 96, 64, None, None, None) == inspect(path, max_pixels=LIMIT)
    assert ("RGB", (96, 64)) == (load(path, (96, 64)).mode, load(path, (96, 64)).size)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF", "TIFF", "BMP"])
def test_truncated(tmp_path: Path, kind: str) -> None:
    """A picture whose end is missing is broken, whatever its format."""
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (64, 96, 3), np.uint8))
    whole = tmp_path / "whole"
    if kind == "HEIF":
        pillow_heif.from_pillow(noise).save(whole)
    else:
        noise.save(whole, format=kind)
    path = tmp_path / "cut.jpg"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size * 6 // 10])

    with pytest.raises(BrokenPicture):
        inspect(path, max_pixels=LIMIT)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"<!DOCTYPE html><html><body>hi</body></html>",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"PK\x03\x04" + b"\0" * 60,
        b"BM" + b"\0" * 60,
        b"%PDF-1.7\n",
        b"\0\0\0\x18ftypisom\0\0\0\0isommp42",
    ],
)
def test_not_a_picture(tmp_path: Path, data: bytes) -> None:
    """Pages, archives, other formats and empty files are no pictures, whatever their name says."""
    path = tmp_path / "holiday.jpg"
    path.write_bytes(data)

    with pytest.raises(NotAPicture):
        inspect(path, max_pixels=LIMIT)


def test_polyglots(tmp_path: Path) -> None:
    """A file that is a picture and also an archive or a page is refused."""
    picture = saved(tmp_path / "a.jpg", corners(), "JPEG").read_bytes()
    archive = tmp_path / "archive.jpg"
    archive.write_bytes(picture + b"PK\x05\x06" + b"\0" * 18)
    page = tmp_path / "page.jpg"
    page.write_bytes(picture[:2] + b"<script>alert(1)</script>" + picture[2:])

    for path in (archive, page):
        with pytest.raises(NotAPicture):
            inspect(path, max_pixels=LIMIT)


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + header + data + chunk(b"IEND", b"")


def gif_header(width: int, height: int) -> bytes:
    size = struct.pack("<HH", width, height)
    return b"GIF89a" + size + b"\0\0\0" + b"," + b"\0" * 4 + size + b"\0\x02\x00\x3b"


@pytest.mark.parametrize("data", [png_header(100_000, 100_000), gif_header(60_000, 60_000)])
def test_bombs(tmp_path: Path, data: bytes) -> None:
    """A header that claims more than the limit is refused before a pixel is decoded."""
    path = tmp_path / "bomb.png"
    path.write_bytes(data)

    with pytest.raises(PictureTooLarge, match=str(LIMIT // 3)) as caught:
        inspect(path, max_pixels=LIMIT)
    assert "000x" in caught.value.limit


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF", "TIFF", "BMP"])
def test_limit(tmp_path: Path, kind: str) -> None:
    """The limit of pixels holds for every format."""
    path = tmp_path / "picture"
    if kind == "HEIF":
        heic(path)
    else:
        corners().save(path, format=kind)

    with pytest.raises(PictureTooLarge):
        inspect(path, max_pixels=96 * 64 - 1)


def test_missing(tmp_path: Path) -> None:
    """A file that is gone is a broken picture, not a crash."""
    with pytest.raises(BrokenPicture):
        inspect(tmp_path / "gone.jpg", max_pixels=LIMIT)


def test_garbage_never_leaks(tmp_path: Path) -> None:
    """Random bytes after any known beginning raise our errors only."""
    rng = np.random.default_rng(3)
    beginnings = (
        b"\xff\xd8\xff\xe1",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"RIFF\x80\0\0\0WEBPVP8 ",
        b"\0\0\0\x18ftypheic\0\0\0\0heicmif1",
        b"\0\0\0\x18ftypavif\0\0\0\0avifmif1",
        b"II*\0",
        b"MM\0*\0\0\0\x08",
        b"BM" + bytes(12) + b"\x28\0\0\0",
    )
    for number in range(90):
        path = tmp_path / "x"
        path.write_bytes(
            beginnings[number % len(beginnings)] + rng.bytes(int(rng.integers(0, 400)))
        )

        with pytest.raises(PictureError):
            inspect(path, max_pixels=LIMIT)


@pytest.mark.parametrize("turn", STORED)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_orientations(tmp_path: Path, turn: int, kind: str) -> None:
    """The eight orientations give the same upright picture and its upright size."""
    stored = STORED[turn]
    image = corners() if stored is None else corners().transpose(stored)
    exif = Image.Exif()
    exif[0x0112] = turn
    path = saved(tmp_path / "a", image, kind, exif=exif)
    found = inspect(path, max_pixels=LIMIT)
    picture = load(path, (96, 64))

    assert ((96, 64), (96, 64)) == ((found.width, found.height), picture.size)
    for at, colour in zip(
        ((8, 8), (88, 8), (88, 56), (8, 56)), (RED, GREEN, BLUE, WHITE), strict=True
    ):
        assert near(picture, at, colour)


def with_exif(path: Path, taken: str, latitude: object, longitude: object) -> Path:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = taken
    exif.get_ifd(0x8825).update({1: "S", 2: latitude, 3: "E", 4: longitude})
    exif[0x010F] = "CameraMaker"
    return saved(path, corners(), "JPEG", exif=exif, comment=b"private words")


def test_time_and_place(tmp_path: Path) -> None:
    """The camera's clock is read as if it were UTC's, and the place in signed degrees."""
    path = with_exif(tmp_path / "a", "2021:03:28 10:29:40", (33.0, 30.0, 0.0), (151.0, 15.0, 36.0))
    found = inspect(path, max_pixels=LIMIT)

    assert (1_616_927_380_000, -33.5, 151.26) == (found.taken_ms, found.latitude, found.longitude)


def taken_at(path: Path, taken: str, uploaded: datetime) -> int | None:
    """The time that is believed of a photo with this one, uploaded then."""
    with_exif(path, taken, (1.0, 0.0, 0.0), (1.0, 0.0, 0.0))
    os.utime(path, (uploaded.timestamp(),) * 2)
    return inspect(path, max_pixels=LIMIT).taken_ms


@pytest.mark.parametrize(
    "taken",
    [
        "0000:00:00 00:00:00",
        "1904:01:01 00:00:00",
        "1970:01:01 00:00:00",
        "1989:12:31 23:59:59",
        "2015:01:01 00:00:00",
        "2021:02:30 10:00:00",
        "2099:12:31 23:59:59",
        "9999:99:99 99:99:99",
        "yesterday",
    ],
)
def test_absurd_time(tmp_path: Path, taken: str) -> None:
    """A clock that was never set, or is from the future, is as good as none."""
    assert taken_at(tmp_path / "a", taken, datetime(2024, 5, 1, tzinfo=UTC)) is None


def test_time_and_upload(tmp_path: Path) -> None:
    """A clock may be ahead of the upload as zones are, and by some minutes, but no more."""
    noon = datetime(2024, 5, 1, 12, tzinfo=UTC)
    ahead = noon + timedelta(hours=14, minutes=10)

    assert int(ahead.timestamp()) * 1000 == taken_at(tmp_path / "a", "2024:05:02 02:10:00", noon)
    assert taken_at(tmp_path / "b", "2024:05:02 02:10:01", noon) is None
    assert 631_152_001_000 == taken_at(tmp_path / "c", "1990:01:01 00:00:01", noon)


NAN = TiffImagePlugin.IFDRational(0, 0)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ((133.0, 0.0, 0.0), (151.0, 0.0, 0.0)),
        ((33.0, 0.0, 0.0), (181.0, 0.0, 0.0)),
        ((NAN, NAN, NAN), (NAN, NAN, NAN)),
        ((33.0, 30.0, NAN), (151.0, 15.0, 36.0)),
        ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
        ((33.0,), (151.0,)),
    ],
)
def test_absurd_place(tmp_path: Path, latitude: object, longitude: object) -> None:
    """A place off the globe, no number, half a place, and a lost phone's noughts are no place."""
    path = with_exif(tmp_path / "a", "2021:03:28 10:29:40", latitude, longitude)
    found = inspect(path, max_pixels=LIMIT)

    assert (None, None) == (found.latitude, found.longitude)
    assert 1_616_927_380_000 == found.taken_ms


def test_16_bit_grey(tmp_path: Path) -> None:
    """Sixteen bits are scaled to eight, not clipped to white."""
    ramp = np.linspace(0, 65_535, 64, dtype=np.uint16)[None, :].repeat(16, 0)
    path = saved(tmp_path / "a.png", Image.fromarray(ramp), "PNG")
    grey = np.asarray(load(path, (64, 16)).convert("L"))

    assert (0, 255) == (grey[0, 0], grey[0, -1])
    assert abs(int(grey[0, 32]) - 128) < 6


def test_16_bit_grey_made_smaller(tmp_path: Path) -> None:
    """So is a picture that is more than twice as large as it is wanted."""
    grey = np.full((300, 400), 32_768, np.uint16)
    path = saved(tmp_path / "a.png", Image.fromarray(grey), "PNG")
    small = load(path, (100, 75))

    assert ((100, 75), (128, 128, 128)) == (small.size, small.getpixel((50, 30)))


def test_alpha_on_white(tmp_path: Path) -> None:
    """What is transparent becomes white paper."""
    image = Image.new("RGBA", (32, 32), (200, 0, 0, 0))
    path = saved(tmp_path / "a.png", image, "PNG")

    assert WHITE == load(path, (32, 32)).getpixel((5, 5))


def test_profile(tmp_path: Path) -> None:
    """An embedded profile is followed: where red and blue are swapped, red is shown as blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in ((b"rXYZ", b"----"), (b"bXYZ", b"rXYZ"), (b"----", b"bXYZ")):
        profile = profile.replace(old, new)
    profile = profile.replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be"))
    path = saved(tmp_path / "a.png", Image.new("RGB", (8, 8), RED), "PNG", icc_profile=profile)

    assert near(load(path, (8, 8)), (2, 2), (30, 30, 220))


def test_foreign_profile(tmp_path: Path) -> None:
    """A profile that does not fit the picture, or is none, is left aside."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for data in (lab, b"not a profile"):
        path = saved(tmp_path / "a.png", corners(), "PNG", icc_profile=data)

        assert near(load(path, (96, 64)), (8, 8), RED)


def test_reduced(tmp_path: Path) -> None:
    """A large picture is loaded just large enough to cover what is asked for."""
    path = saved(tmp_path / "a.jpg", corners(1600, 1200), "JPEG")
    picture = load(path, (300, 200))

    assert picture.width >= 300
    assert picture.height >= 200
    assert picture.width <= 600


def test_strip(tmp_path: Path) -> None:
    """The copy for others keeps the pixels upright and nothing that the camera or phone wrote."""
    path = with_exif(tmp_path / "a", "2021:03:28 10:29:40", (33.0, 30.0, 0.0), (151.0, 15.0, 36.0))
    out = tmp_path / "copy.jpg"
    strip(path, out, longest=48)
    data = out.read_bytes()

    assert Picture("jpeg", 48, 32, None, None, None) == inspect(out, max_pixels=LIMIT)
    assert not any(word in data for word in (b"CameraMaker", b"private", b"Exif"))
    assert ["a", "copy.jpg"] == sorted(item.name for item in tmp_path.iterdir())
