"""AVIF, TIFF, BMP, and what cameras keep beside pictures: shown, or refused before it is dear."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pillow_heif
import pytest
from PIL import Image

from config import load_config
from studio.look.develop import load, square
from studio.look.intake import Picture, inspect
from studio.look.sniffing import NotAPicture, PictureTooLarge, is_clip
from tests.studio.test_intake import BLUE, GREEN, LIMIT, RED, corners, near, saved
from tests.studio.tiles import box, tiled

YELLOW = (230, 220, 20)


def written(folder: Path, data: bytes, name: str = "one") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def avif(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "AVIF", speed=9, **options)
    return out.getvalue()


def exif() -> bytes:
    """When and where, as a camera writes it, and a mirror."""
    block = Image.Exif()
    block[0x0112] = 2
    block.get_ifd(0x8769)[0x9003] = "2021:03:28 10:29:40"
    block.get_ifd(0x8825).update({1: "N", 2: (31.0, 14.0, 24.0), 3: "E", 4: (121.0, 29.0, 24.0)})
    return block.tobytes()


def test_avif_tells_when_and_where(tmp_path: Path) -> None:
    """And stands as it was held, with the place that its camera wrote."""
    path = written(
        tmp_path, avif(corners().transpose(Image.Transpose.FLIP_LEFT_RIGHT), exif=exif())
    )
    found = inspect(path, max_pixels=LIMIT)

    assert ("avif", 96, 64, 1_616_927_380_000) == (
        found.format,
        found.width,
        found.height,
        found.taken_ms,
    )
    assert (31.24, 121.49) == pytest.approx((found.latitude, found.longitude))
    assert near(load(path, (96, 64)), (8, 8), RED)
    assert near(load(path, (96, 64)), (88, 8), GREEN)


def test_avif_is_no_clip() -> None:
    """Neither a still one, nor one that moves, of which the major brand is another."""
    moving = avif(corners(), save_all=True, append_images=[Image.new("RGB", (96, 64))])

    assert b"avis" == moving[8:12]
    assert not is_clip(avif(corners())[:4096])
    assert not is_clip(moving[:4096])


def test_avif_with_alpha(tmp_path: Path) -> None:
    """What is transparent lies on white, and stays so in an avatar."""
    path = written(tmp_path, avif(Image.new("RGBA", (64, 64), (200, 30, 30, 0))))

    assert (255, 255, 255) == load(path, (64, 64)).getpixel((9, 9))
    assert ("RGBA", (0, 0)) == (
        square(path, 32).mode,
        square(path, 32).getchannel("A").getextrema(),
    )


def ten_bits() -> bytes:
    """Half grey, in ten bits."""
    out = io.BytesIO()
    planes = np.full((96, 64), 512, np.uint16)
    with av.open(out, "w", format="avif") as file:
        stream = file.add_stream("libsvtav1", rate=1)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p10le"
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p10le")
        frame.pts = 0
        file.mux(stream.encode(frame))
        file.mux(stream.encode())
    return out.getvalue()


def test_avif_of_ten_bits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is shown in eight."""
    monkeypatch.setenv("SVT_LOG", "0")
    path = written(tmp_path, ten_bits())

    assert ("avif", 64) == (inspect(path, max_pixels=LIMIT).format, load(path, (64, 64)).width)
    assert near(load(path, (64, 64)), (30, 30), (130, 130, 130))


def test_the_picture_of_a_moving_avif(tmp_path: Path) -> None:
    """It is the one that the file names, and not the first of its film."""
    frames = [Image.new("RGB", (64, 48), colour) for colour in (RED, GREEN, BLUE)]
    data = avif(frames[0], save_all=True, append_images=frames[1:])
    other = avif(Image.new("RGB", (64, 48), YELLOW))
    picture = other[other.index(b"mdat") + 4 :]
    at = data.index(b"iloc") + 4
    behind = struct.pack(">II", len(data) + 8, len(picture))
    named = data[: at + 14] + behind + data[at + 22 :]
    path = written(tmp_path, named + box(b"mdat", picture))

    assert near(load(written(tmp_path, data, "other"), (64, 48)), (9, 9), RED)
    assert near(load(path, (64, 48)), (9, 9), YELLOW)


def test_avif_of_tiles(tmp_path: Path) -> None:
    """As phones write large ones: one picture."""
    tiles = [Image.new("RGB", (64, 64), colour) for colour in (RED, GREEN)]
    path = written(tmp_path, tiled(tiles, (120, 64)))

    assert Picture("avif", 120, 64, None, None, None) == inspect(path, max_pixels=LIMIT)
    assert near(load(path, (120, 64)), (9, 9), RED)
    assert near(load(path, (120, 64)), (110, 55), GREEN)


def test_what_tiles_hide(tmp_path: Path) -> None:
    """The limit holds for all of them together, whatever a box says of their size."""
    tiles = [Image.new("RGB", (64, 64), RED)] * 3
    path = written(tmp_path, tiled(tiles, (192, 64), (8, 8)))

    assert "avif" == inspect(path, max_pixels=3 * 192 * 64).format
    with pytest.raises(PictureTooLarge):
        inspect(path, max_pixels=3 * 192 * 64 - 3)


def heic(image: Image.Image) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out)
    return out.getvalue()


def claiming(data: bytes, width: int, height: int) -> bytes:
    """The same with another size in every box that tells one."""
    at = -1
    while (at := data.find(b"ispe", at + 1)) >= 0:
        data = data[: at + 8] + struct.pack(">II", width, height) + data[at + 16 :]
    return data


@pytest.mark.parametrize("make", [avif, heic], ids=["avif", "heic"])
@pytest.mark.parametrize("told", [(8, 8), (640, 480), (40_000, 40_000)])
def test_what_a_container_hides(
    tmp_path: Path, make: Callable[[Image.Image], bytes], told: tuple[int, int]
) -> None:
    """The limit holds for what the coded bytes say, and for what the container says of them."""
    path = written(tmp_path, claiming(make(Image.new("RGB", (640, 480), RED)), *told))

    with pytest.raises(PictureTooLarge) as caught:
        inspect(path, max_pixels=3 * 640 * 480 - 3)
    assert ("pixels", 640 * 480 - 1) == (caught.value.what, caught.value.most)


def ifd(at: int, entries: dict[int, tuple[int, int, int]], following: int = 0) -> bytes:
    """A directory of a TIFF of (type, count, value or offset) by tag."""
    body = struct.pack("<H", len(entries))
    for tag, (kind, count, value) in sorted(entries.items()):
        body += struct.pack("<HHII", tag, kind, count, value)
    assert at % 2 == 0
    return body + struct.pack("<I", following)


def dng(preview: bytes, thumbnail: bytes, *, kind: int = 0) -> bytes:
    """What a phone keeps of the light: a small picture first, the raw one, and one for screens.

    kind: 0 where the last is told as strips, 1 as the format of an interchange.
    """
    parts: list[tuple[bytes, int]] = []
    at = 4096
    for data in (preview, thumbnail, b"2021:03:28 10:29:40\0"):
        parts.append((data, at))
        at += len(data) + len(data) % 2
    (_, here), (_, small), (_, clock) = parts
    raw = {254: (4, 1, 0), 256: (4, 1, 4000), 257: (4, 1, 3000), 259: (3, 1, 7), 262: (3, 1, 32803)}
    shown = {254: (4, 1, 1), 259: (3, 1, 7), 262: (3, 1, 6)}
    shown |= (
        {513: (4, 1, here), 514: (4, 1, len(preview))}
        if kind
        else {273: (4, 1, here), 279: (4, 1, len(preview))}
    )
    first = {
        254: (4, 1, 1),
        259: (3, 1, 7),
        262: (3, 1, 6),
        273: (4, 1, small),
        274: (3, 1, 6),
        279: (4, 1, len(thumbnail)),
        330: (4, 2, 1024),
        34665: (4, 1, 2048),
        50706: (1, 4, 0x0401),
    }
    out = bytearray(at)
    out[:8] = struct.pack("<2sHI", b"II", 42, 8)
    for place, data in (
        (8, ifd(8, first)),
        (1024, struct.pack("<II", 1100, 1400)),
        (1100, ifd(1100, raw)),
        (1400, ifd(1400, shown)),
        (2048, ifd(2048, {0x9003: (2, 20, clock)})),
        *((start, data) for data, start in parts),
    ):
        out[place : place + len(data)] = data
    return bytes(out)


def jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


@pytest.mark.parametrize("kind", [0, 1])
def test_the_picture_beside_a_raw_one(tmp_path: Path, kind: int) -> None:
    """The largest JPEG of a DNG, turned and dated as the camera wrote outside of it."""
    small = jpeg(Image.new("RGB", (160, 120), BLUE))
    path = written(tmp_path, dng(jpeg(corners(1200, 900)), small, kind=kind))
    found = inspect(path, max_pixels=LIMIT)
    picture = load(path, (900, 1200))

    assert ("dng", 900, 1200, 1_616_927_380_000) == (
        found.format,
        found.width,
        found.height,
        found.taken_ms,
    )
    # What is stored in the upper left stands in the upper right.
    assert near(picture, (picture.width - 9, 9), RED)


def test_a_thumbnail_is_no_photo(tmp_path: Path) -> None:
    """A raw picture with nothing for screens beside it is refused."""
    small = jpeg(Image.new("RGB", (160, 120), BLUE))

    with pytest.raises(NotAPicture):
        inspect(written(tmp_path, dng(small, small)), max_pixels=LIMIT)


@pytest.mark.parametrize(
    "compression", [None, "tiff_lzw", "tiff_adobe_deflate", "jpeg", "packbits"]
)
def test_tiff(tmp_path: Path, compression: str | None) -> None:
    """As scanners and editors pack it; of several pages the first."""
    path = tmp_path / "one"
    corners().save(
        path,
        "TIFF",
        compression=compression,
        save_all=True,
        append_images=[Image.new("RGB", (50, 50))],
    )

    assert Picture("tiff", 96, 64, None, None, None) == inspect(path, max_pixels=LIMIT)
    assert near(load(path, (96, 64)), (8, 8), RED)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA"])
def test_bmp(tmp_path: Path, mode: str) -> None:
    """With a palette and without."""
    path = saved(tmp_path / "one", corners().convert(mode), "BMP")

    assert Picture("bmp", 96, 64, None, None, None) == inspect(path, max_pixels=LIMIT)
    assert ("RGB", (96, 64)) == (load(path, (96, 64)).mode, load(path, (96, 64)).size)


def test_a_text_that_begins_as_a_bmp(tmp_path: Path) -> None:
    """Two letters make no picture."""
    with pytest.raises(NotAPicture):
        inspect(written(tmp_path, b"BMW drives along the coast to Qingdao."), max_pixels=LIMIT)


@pytest.mark.parametrize("size", [(8192, 6144), (6144, 8192), (8160, 6144), (9280, 6920)])
def test_photos_in_the_full_size_of_cameras(tmp_path: Path, size: tuple[int, int]) -> None:
    """With the limits that a server has unless it is told others."""
    path = saved(tmp_path / "one", Image.new("RGB", size, RED), "JPEG")
    found = inspect(path, max_pixels=load_config().works.picture_pixels)

    assert size == (found.width, found.height)
    assert near(load(path, (64, 64)), (9, 9), RED)


@pytest.mark.parametrize(
    ("kind", "options", "part"),
    [
        ("JPEG", {}, 1),
        ("JPEG", {"progressive": True}, 3),
        ("PNG", {}, 3),
        ("TIFF", {}, 3),
        ("BMP", {}, 3),
        ("AVIF", {}, 3),
        ("WEBP", {}, 6),
    ],
)
def test_the_limit_of_each_kind(
    tmp_path: Path, kind: str, options: dict[str, object], part: int
) -> None:
    """What takes more memory for a pixel may have a part of the pixels of a plain JPEG."""
    path = saved(tmp_path / "one", corners(), kind, **options)

    assert 96 == inspect(path, max_pixels=96 * 64 * part).width
    with pytest.raises(PictureTooLarge) as caught:
        inspect(path, max_pixels=96 * 64 * part - 1)
    assert 96 * 64 - 1 == caught.value.most
