"""Photos of wide and of bright colours are shown as they were meant, however the file says it."""

from __future__ import annotations

import io
import struct
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pillow_heif
import pytest
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image
from PIL.AvifImagePlugin import AvifImageFile

from studio.look.develop import load, square, strip, upright
from studio.look.film_decoder import FilmDecoder
from studio.look.intake import inspect
from studio.look.page_decoder import PageDecoder
from studio.look.sample import sample
from studio.order import Order, Photo
from tests.studio import bright, icc
from tests.studio.bright import HLG, PQ
from tests.studio.icc import PAIRS, SKIA
from tests.studio.moving import told

SIDE = 32
LOSSLESS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 100, "subsampling": 0},
    "WEBP": {"lossless": True},
    "PNG": {},
}
P3 = (0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)
SRGB = (0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)


def bars(*colours: tuple[int, ...]) -> Image.Image:
    """Upright bars of these colours."""
    row = np.repeat(np.array(colours, np.uint8)[None], SIDE, axis=1)
    return Image.fromarray(np.ascontiguousarray(row.repeat(SIDE, axis=0)))


def seen(image: Image.Image, bar: int = 0) -> tuple[int, ...]:
    pixel = image.getpixel((bar * SIDE + SIDE // 2, SIDE // 2))
    assert isinstance(pixel, tuple)
    return pixel


def numbers(
    gamma: float | None, chromaticities: tuple[float, ...] | None
) -> list[tuple[bytes, bytes]]:
    """The chunks of a PNG that say them."""
    found = []
    if gamma is not None:
        found.append((b"gAMA", struct.pack(">I", round(gamma * 100_000))))
    if chromaticities is not None:
        found.append((b"cHRM", struct.pack(">8I", *(round(c * 100_000) for c in chromaticities))))
    return found


@pytest.mark.parametrize("kind", LOSSLESS)
@pytest.mark.parametrize("name", [SKIA, "sRGB", "Display P3", ""])
def test_display_p3_by_any_name(tmp_path: Path, kind: str, name: str) -> None:
    """Primaries and curve are looked at, not what the profile calls itself."""
    path = tmp_path / "a"
    bars(*(wide for wide, _ in PAIRS)).save(path, kind, icc_profile=icc.rgb(name), **LOSSLESS[kind])
    strip(path, tmp_path / "copy.jpg")
    every = [load(path, (64, 64)), square(path, 64), Image.open(tmp_path / "copy.jpg")]

    for number, (_, plain) in enumerate(PAIRS):
        assert plain == pytest.approx(seen(every[0], number), abs=4)
        assert plain == pytest.approx(seen(every[2], number), abs=12)
    assert PAIRS[0][1] == pytest.approx(tuple(sample(path, 100)[0].tolist()), abs=4)


@pytest.mark.parametrize("kind", LOSSLESS)
def test_srgb_by_any_name(tmp_path: Path, kind: str) -> None:
    """What is sRGB is not touched, whatever it is called."""
    own = ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))
    picture = bars((200, 140, 110), (3, 250, 17))
    picture.save(tmp_path / "a", kind, icc_profile=icc.rgb("Camera", own), **LOSSLESS[kind])
    picture.save(tmp_path / "b", kind, **LOSSLESS[kind])

    assert load(tmp_path / "b", (64, 64)).tobytes() == load(tmp_path / "a", (64, 64)).tobytes()


def test_png_says_it_in_code_points(tmp_path: Path) -> None:
    """They count more than a profile."""
    path = tmp_path / "a.png"
    bars(*(wide for wide, _ in PAIRS)).save(path, icc_profile=icc.srgb())
    icc.add_chunks(path, (b"cICP", bytes((12, 13, 0, 1))))
    picture = load(path, (64, 64))

    for number, (_, plain) in enumerate(PAIRS):
        assert plain == pytest.approx(seen(picture, number), abs=3)


@pytest.mark.parametrize(
    ("gamma", "chromaticities", "stored", "shown"),
    [
        (0.45455, P3, PAIRS[0][0], PAIRS[0][1]),
        (None, P3, PAIRS[1][0], PAIRS[1][1]),
        (0.45455, SRGB, (200, 140, 110), (200, 140, 110)),
        (1.0, SRGB, (55, 55, 55), (128, 128, 128)),
        (1 / 1.8, None, (100, 100, 100), (118, 118, 118)),
        (0.0, None, (100, 100, 100), (100, 100, 100)),
        (0.45455, (0.0,) * 8, (100, 100, 100), (100, 100, 100)),
        (0.45455, (0.3, 0.3) * 4, (100, 100, 100), (100, 100, 100)),
    ],
)
def test_png_says_it_in_numbers(
    tmp_path: Path,
    gamma: float | None,
    chromaticities: tuple[float, ...] | None,
    stored: tuple[int, int, int],
    shown: tuple[int, int, int],
) -> None:
    """As browsers do: what is missing is that of sRGB, and what makes no sense is left aside."""
    path = tmp_path / "a.png"
    bars(stored).save(path)
    icc.add_chunks(path, *numbers(gamma, chromaticities))

    assert shown == pytest.approx(seen(load(path, (32, 32))), abs=3)


def test_png_says_that_it_is_srgb(tmp_path: Path) -> None:
    """Then its other numbers are for programs that do not know this chunk."""
    path = tmp_path / "a.png"
    bars((100, 100, 100)).save(path)
    icc.add_chunks(path, (b"sRGB", b"\0"), *numbers(1.0, None))

    assert (100, 100, 100) == seen(load(path, (32, 32)))


def heic(path: Path, colours: list[tuple[float, ...]], primaries: int, transfer: int) -> Path:
    """A photo of ten bits with these signals, 0 to 1."""
    row = np.repeat(np.array(colours)[None] * 65_535, SIDE, axis=1).repeat(SIDE, axis=0)
    data = row.round().clip(0, 65_535).astype("<u2").tobytes()
    pillow_heif.from_bytes("RGB;16", (SIDE * len(colours), SIDE), data).save(
        path,
        quality=-1,
        chroma=444,
        color_primaries=primaries,
        transfer_characteristics=transfer,
        matrix_coefficients=9 if primaries == 9 else 6,
        full_range_flag=1,
    )
    return path


def test_heic_says_that_it_is_display_p3(tmp_path: Path) -> None:
    """Android writes code points where others write a profile."""
    colours = [tuple(part / 255 for part in wide) for wide, _ in PAIRS]
    picture = load(heic(tmp_path / "a.heic", colours, 12, 13), (64, 64))

    for number, (_, plain) in enumerate(PAIRS):
        assert plain == pytest.approx(seen(picture, number), abs=5)


def signals(transfer: int, colours: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    return [bright.signal(transfer, colour) for colour in colours]


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_bright_heic(tmp_path: Path, transfer: int) -> None:
    """The road of clips: skin and grey as they were, highlights apart, the same for every use."""
    plain = [(120, 120, 120), *bright.SKINS]
    colours = [bright.light(colour) for colour in plain]
    colours += [(float(light),) * 3 for light in bright.HIGHLIGHTS]
    path = heic(tmp_path / "a.heic", signals(transfer, colours), 9, transfer)
    picture = load(path, (SIDE * len(colours), SIDE))
    strip(path, tmp_path / "copy.jpg")
    copy = Image.open(tmp_path / "copy.jpg")

    for number, colour in enumerate(plain):
        assert bright.apart(colour, seen(picture, number)) < 3
        assert bright.apart(colour, seen(copy, number)) < 4
    greens = [seen(picture, number)[1] for number in range(len(plain), len(colours))]
    assert min(after - before for before, after in pairwise(greens)) >= 8
    assert greens[-1] >= 250
    assert (120, 120, 120) == pytest.approx(tuple(sample(path, 200)[0].tolist()), abs=4)


def avif(path: Path, transfer: int) -> Path:
    """A photo of ten bits, grey, with this curve; PyAV writes what Pillow cannot."""
    signal = bright.signal(transfer, bright.light((120, 120, 120)), 1023)[0]
    planes = np.full((96, 64), 512, np.uint16)
    planes[:64] = round(signal)
    frame = VideoFrame.from_ndarray(planes, format="yuv420p10le")
    with av.open(str(path), "w", format="avif") as file:
        stream = file.add_stream("libsvtav1", rate=1, options={"svtav1-params": "lp=1"})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p10le"
        for target in (stream.codec_context, frame):
            target.color_primaries, target.color_trc = 9, transfer
            target.colorspace, target.color_range = 9, 2
        frame.pts = 0
        file.mux(stream.encode(frame))
        file.mux(stream.encode())
    return path


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_bright_avif(tmp_path: Path, transfer: int) -> None:
    """Pillow tells nothing of it, and the box that does is read beside it."""
    with AvifImageFile(str(avif(tmp_path / "a.avif", transfer))) as image:
        picture = upright("avif", image, None)

    assert (120, 120, 120) == pytest.approx(seen(picture), abs=4)


@pytest.mark.parametrize("transfer", [PQ, HLG])
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_bright_by_a_profile(tmp_path: Path, transfer: int, kind: str) -> None:
    """A profile of HDR says so by code points: its curves cannot."""
    signal = round(bright.signal(transfer, bright.light((120, 120, 120)), 255)[0])
    path = tmp_path / "a"
    picture = bars((signal,) * 3)
    picture.save(path, kind, icc_profile=icc.bright(9, transfer), **LOSSLESS[kind])

    assert (120, 120, 120) == pytest.approx(seen(load(path, (32, 32))), abs=4)


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_bright_png(tmp_path: Path, transfer: int) -> None:
    """Screenshots of HDR have code points."""
    signal = round(bright.signal(transfer, bright.light((120, 120, 120)), 255)[0])
    path = tmp_path / "a.png"
    bars((signal,) * 3).save(path)
    icc.add_chunks(path, (b"cICP", bytes((9, transfer, 0, 1))))

    assert (120, 120, 120) == pytest.approx(seen(load(path, (32, 32))), abs=4)


def test_films_and_long_pictures(tmp_path: Path) -> None:
    """What they look at, and the colours that they choose by it, come the same road."""
    path = heic(tmp_path / "a.heic", signals(PQ, [bright.light((200, 140, 110))] * 3), 9, PQ)
    photo = Photo(path, "a.heic")
    order = Order((photo,), "", "", (640, 360), 10, 1, None, tmp_path, True, 50_000_000)

    for decoder in (FilmDecoder(order), PageDecoder(order)):
        decoder.inspect(path)
        assert (200, 140, 110) == pytest.approx(decoder.look(path).mean, abs=4)


@pytest.mark.parametrize("kind", ["MPO", "Ultra HDR", "Apple"])
def test_a_gain_map_is_left_aside(tmp_path: Path, kind: str) -> None:
    """A film is no HDR film: the picture that everybody sees is shown, whatever lies behind it."""
    path = tmp_path / "a.jpg"
    shown, behind = bars((200, 140, 110)), Image.new("RGB", (16, 16), "white")
    if kind == "MPO":
        shown.save(path, "MPO", save_all=True, append_images=[behind], quality=100)
    else:
        where = {
            "Ultra HDR": 'hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"',
            "Apple": 'h="http://ns.apple.com/HDRGainMap/1.0/" h:HDRGainMapVersion="131072"',
        }[kind]
        data, map_ = io.BytesIO(), io.BytesIO()
        shown.save(data, "JPEG", quality=100, subsampling=0)
        behind.save(map_, "JPEG")
        path.write_bytes(told(data.getvalue(), f"xmlns:{where}/>") + map_.getvalue())

    for picture in (load(path, (32, 32)), square(path, 32)):
        assert (200, 140, 110) == pytest.approx(seen(picture), abs=4)
    assert SIDE == inspect(path, max_pixels=10**6).width
