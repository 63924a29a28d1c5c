"""Every mode that a decoder can give is shown, with a profile and without, large and small."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
import pytest
from PIL import Image, TiffImagePlugin

from studio.look import modes
from studio.look.develop import load, square, strip, to_rgb
from studio.look.profiles import PLAIN
from studio.look.sample import sample
from tests.studio import icc

SIZE = (96, 64)
LEVEL = 153
GREY, COLOUR = (LEVEL,) * 3, (200, 140, 110)
ON_WHITE = 255 - (255 - LEVEL) * 128 // 255
PROFILES: dict[str, bytes] = {
    "none": b"",
    "sRGB": icc.srgb(),
    "Display P3": icc.rgb("Display P3"),
    "grey": icc.grey(2.2),
    "inks": icc.inks(),
    "damaged": b"not a profile",
}


def png(path: Path, image: Image.Image, profile: bytes, **options: object) -> Path:
    image.save(path, "PNG", icc_profile=profile or None, **options)
    return path


def raw_png(path: Path, kind: int, pixel: bytes, *chunks: tuple[bytes, bytes]) -> Path:
    """A PNG of 16 bits of one colour, as Pillow writes none."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    rows = (b"\0" + pixel * SIZE[0]) * SIZE[1]
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", *SIZE, 16, kind, 0, 0, 0)),
        *chunks,
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts))
    return path


def heic(path: Path, mode: str, profile: bytes) -> Path:
    """Of one grey, as many bits as the mode says; where there is alpha, it is one half."""
    bits = int(mode.partition(";")[2] or 8)
    most = 2**bits - 1
    bands = [most * LEVEL // 255] * len(mode.partition(";")[0].replace("I", "L"))
    if mode[:2] in ("LA", "La") or mode[:4] in ("RGBA", "RGBa"):
        bands[-1] = most // 2
    if "a" in mode:
        bands[:-1] = [level // 2 for level in bands[:-1]]
    row = np.array(bands * SIZE[0] * SIZE[1], "<u2" if bits > 8 else np.uint8)
    options = {"icc_profile": profile} if profile else {}
    pillow_heif.from_bytes(mode, SIZE, row.tobytes()).save(path, quality=-1, **options)
    return path


def every_way(path: Path, shown: tuple[int, ...], within: int = 3) -> None:
    """A film's picture, a film's small one, the long picture's, what others see, and a sample."""
    out = path.with_name("copy.jpg")
    strip(path, out)
    strip(path, path.with_name("small.jpg"), longest=24)
    found = [load(path, size) for size in (SIZE, (24, 16), (8, 8))]
    found += [Image.open(out), Image.open(path.with_name("small.jpg"))]
    for picture in found:
        assert "RGB" == picture.mode
        middle = picture.getpixel((picture.width // 2, picture.height // 2))
        assert shown == pytest.approx(middle, abs=within)
    assert shown == pytest.approx(tuple(sample(path, 60)[0].tolist()), abs=within) or _is_clear(
        path
    )


def _is_clear(path: Path) -> bool:
    """A sample leaves aside what can hardly be seen."""
    return square(path, 8).mode == "RGBA"


def avatar(path: Path) -> tuple[int, ...]:
    """The middle of an avatar; a small one has the same, where anything is seen of it."""
    large, small = (square(path, side).getpixel((side // 2, side // 2)) for side in (64, 16))
    assert isinstance(large, tuple)
    if large[3:] != (0,):
        assert large == pytest.approx(small, abs=1)
    return large


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_png(tmp_path: Path, mode: str, profile: str) -> None:
    """With the profile that fits, and with those that are left aside."""
    image = {
        "1": lambda: Image.new("1", SIZE, 1),
        "L": lambda: Image.new("L", SIZE, LEVEL),
        "LA": lambda: Image.new("LA", SIZE, (LEVEL, 128)),
        "P": lambda: Image.new("RGB", SIZE, GREY).quantize(4),
        "RGB": lambda: Image.new("RGB", SIZE, GREY),
        "RGBA": lambda: Image.new("RGBA", SIZE, (*GREY, 128)),
        "I;16": lambda: Image.fromarray(np.full(SIZE[::-1], LEVEL * 257, np.uint16)),
    }[mode]()
    path = png(tmp_path / "a.png", image, PROFILES[profile])
    level = 255 if mode == "1" else LEVEL
    clear = mode in ("LA", "RGBA")

    every_way(path, ((ON_WHITE,) * 3) if clear else (level,) * 3)
    assert ((level,) * 3 + ((128,) if clear else ())) == pytest.approx(avatar(path), abs=3)


@pytest.mark.parametrize("profile", ["none", "sRGB", "Display P3"])
@pytest.mark.parametrize("clear", [None, 1, bytes([255, 128])])
def test_palettes(tmp_path: Path, profile: str, clear: int | bytes | None) -> None:
    """Colours of a palette have the picture's profile, and may be transparent."""
    image = Image.new("P", SIZE, 1)
    stored = icc.PAIRS[1][0] if profile == "Display P3" else COLOUR
    image.putpalette([0, 0, 0, *stored])
    options = {} if clear is None else {"transparency": clear}
    path = png(tmp_path / "a.png", image, PROFILES[profile], **options)
    alpha = {None: 255, 1: 0, bytes([255, 128]): 128}[clear]
    shown = tuple(round(255 - (255 - part) * alpha / 255) for part in COLOUR)

    every_way(path, shown)
    assert COLOUR == pytest.approx(avatar(path)[:3], abs=3)
    assert alpha == (*avatar(path), 255)[3]


@pytest.mark.parametrize("profile", ["none", "sRGB", "inks", "damaged"])
@pytest.mark.parametrize("adobe", [False, True], ids=["CMYK", "YCCK"])
def test_inks(tmp_path: Path, profile: str, adobe: bool) -> None:
    """A photo for printers is shown by its profile; without one as plain inks."""
    path = tmp_path / "a.jpg"
    options = {"quality": 100, "icc_profile": PROFILES[profile] or None}
    if adobe:
        _ycck(path, (0, 255, 255), options)
    else:
        Image.new("CMYK", (640, 480), (0, 255, 255, 0)).save(path, "JPEG", **options)
    shown = (255, 188, 188) if profile == "inks" else (255, 0, 0)
    found = [load(path, size) for size in ((640, 480), (160, 120), (64, 64))]

    for picture in found:
        assert shown == pytest.approx(picture.getpixel((8, 8)), abs=6)
    assert shown == pytest.approx(avatar(path), abs=6)
    assert shown == pytest.approx(tuple(sample(path, 60)[0].tolist()), abs=6)


def _ycck(path: Path, inks: tuple[int, int, int], options: dict[str, Any]) -> None:
    """As Photoshop codes inks: as Y, Cb, Cr and K, which Adobe's segment says."""
    coded = Image.new("RGB", (1, 1), inks).convert("YCbCr").getpixel((0, 0))
    assert isinstance(coded, tuple)
    image = Image.new("CMYK", (640, 480), (*(255 - part for part in coded), 0))
    image.save(path, "JPEG", **options)
    data = path.read_bytes()
    at = data.index(b"Adobe") + 11
    path.write_bytes(data[:at] + b"\2" + data[at + 1 :])


@pytest.mark.parametrize("profile", ["none", "sRGB", "Display P3", "grey", "inks", "damaged"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_plain_photos(tmp_path: Path, kind: str, mode: str, profile: str) -> None:
    """A profile of another kind of colours than the picture's is left aside."""
    path = tmp_path / "a"
    image = Image.new(mode, SIZE, LEVEL if mode == "L" else GREY)
    image.save(path, kind, quality=100, icc_profile=PROFILES[profile] or None)

    every_way(path, GREY)


@pytest.mark.parametrize("profile", ["none", "sRGB", "Display P3", "grey"])
@pytest.mark.parametrize(
    "mode",
    ["L", "L;10", "L;12", "LA", "LA;10", "RGB", "RGB;10", "RGB;12", "RGBA", "RGBA;10"]
    + ["RGBa", "RGBA;12", "La", "RGBa;16"],
)
def test_heic(tmp_path: Path, mode: str, profile: str) -> None:
    """Grey and colours of 8, 10 and 12 bits, with alpha and without."""
    path = heic(tmp_path / "a.heic", mode, PROFILES[profile])
    clear = "A" in mode or "a" in mode

    every_way(path, ((ON_WHITE,) * 3) if clear else GREY, within=4)
    assert GREY == pytest.approx(avatar(path)[:3], abs=4)
    assert (4 if clear else 3) == len(avatar(path))


WORD = struct.pack(">H", LEVEL * 257)


@pytest.mark.parametrize("level", [LEVEL, 20])
def test_tiff_whose_nought_is_white(tmp_path: Path, level: int) -> None:
    """Scanners write so; in 16 bits the decoder gives the numbers as they stand."""
    words = np.full(SIZE[::-1], 65535 - level * 257, np.uint16)
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[262] = 0
    Image.fromarray(words).save(tmp_path / "a.tif", tiffinfo=tags)
    with Image.open(tmp_path / "a.tif") as written:
        assert isinstance(written, TiffImagePlugin.TiffImageFile)
        assert 0 == written.tag_v2[262]

    shown = np.asarray(load(tmp_path / "a.tif", SIZE))

    assert (level,) * 3 == tuple(shown[0, 0])


@pytest.mark.parametrize("clear", [False, True])
def test_grey_of_16_bits(tmp_path: Path, clear: bool) -> None:
    """Its transparent level has 16 bits as well."""
    chunks = [(b"tRNS", WORD)] if clear else []
    path = raw_png(tmp_path / "a.png", 0, WORD, *chunks)

    every_way(path, (255,) * 3 if clear else GREY)
    assert (*GREY, *([0] if clear else [])) == avatar(path)


@pytest.mark.parametrize("clear", [False, True])
def test_colours_of_16_bits(tmp_path: Path, clear: bool) -> None:
    """Three words a pixel, and the colour that is transparent."""
    pixel = struct.pack(">3H", *(part * 257 for part in COLOUR))
    path = raw_png(tmp_path / "a.png", 2, pixel, *([(b"tRNS", pixel)] if clear else []))

    every_way(path, (255,) * 3 if clear else COLOUR)
    assert (*COLOUR, *([0] if clear else [])) == avatar(path)


@pytest.mark.parametrize(("kind", "words"), [(4, 2), (6, 4)], ids=["grey", "colours"])
def test_alpha_of_16_bits(tmp_path: Path, kind: int, words: int) -> None:
    """Alpha of 16 bits."""
    pixel = WORD * (words - 1) + struct.pack(">H", 0x8080)
    path = raw_png(tmp_path / "a.png", kind, pixel)

    every_way(path, (ON_WHITE,) * 3)
    assert (*GREY, 128) == pytest.approx(avatar(path), abs=1)


MADE: dict[str, Callable[[], Image.Image]] = {
    "1": lambda: Image.new("1", SIZE, 1),
    "L": lambda: Image.new("L", SIZE, LEVEL),
    "P": lambda: Image.new("RGB", SIZE, GREY).quantize(4),
    "RGB": lambda: Image.new("RGB", SIZE, GREY),
    "RGBA": lambda: Image.new("RGBA", SIZE, (*GREY, 255)),
    "RGBX": lambda: Image.new("RGBX", SIZE, (*GREY, 255)),
    "RGBa": lambda: Image.new("RGBA", SIZE, (*GREY, 255)).convert("RGBa"),
    "LA": lambda: Image.new("LA", SIZE, (LEVEL, 255)),
    "La": lambda: Image.new("LA", SIZE, (LEVEL, 255)).convert("La"),
    "PA": lambda: Image.new("RGB", SIZE, GREY).quantize(4).convert("PA"),
    "CMYK": lambda: Image.new("CMYK", SIZE, (102, 102, 102, 0)),
    "YCbCr": lambda: Image.new("YCbCr", SIZE, (LEVEL, 128, 128)),
    "HSV": lambda: Image.new("HSV", SIZE, (0, 0, LEVEL)),
    "LAB": lambda: Image.new("LAB", SIZE, (161, 128, 128)),
    "I": lambda: Image.new("I", SIZE, LEVEL * 257),
    "I 32": lambda: Image.new("I", SIZE, LEVEL << 23),
    "I;16": lambda: Image.new("I;16", SIZE, LEVEL * 257),
    "I;16L": lambda: Image.new("I;16L", SIZE, LEVEL * 257),
    "I;16B": lambda: Image.new("I;16B", SIZE, LEVEL * 257),
    "F 1": lambda: Image.new("F", SIZE, LEVEL / 255),
    "F 255": lambda: Image.new("F", SIZE, float(LEVEL)),
    "F 65535": lambda: Image.new("F", SIZE, LEVEL * 257.0),
}


@pytest.mark.parametrize("mode", MADE)
def test_every_mode_of_pillow(mode: str) -> None:
    """Also those that only formats have which are read later, or never."""
    made = MADE[mode]()
    found = to_rgb(modes.in_8_bits(made), PLAIN)
    level = {"1": 255, "I 32": LEVEL // 2}.get(mode, LEVEL)

    assert ("RGB", SIZE) == (found.mode, found.size)
    assert (level,) * 3 == pytest.approx(found.getpixel((5, 5)), abs=3)


def test_no_mode_is_forgotten() -> None:
    """Whoever adds one to Pillow is told here."""
    known = {mode.split()[0] for mode in MADE}

    assert set(Image.MODES) <= known | {"I;16N"}
