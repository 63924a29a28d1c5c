"""HDR photos and clips are shown from all the bits of their files: strong colours stay."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.look import deep_avif, hdr_tables
from studio.look.colour_spaces import coded
from studio.look.develop import load, square, strip
from studio.look.film_decoder import FilmDecoder
from studio.look.page_decoder import PageDecoder
from studio.look.sample import sample
from studio.order import Order, Photo
from tests.studio import bright, deep, flat_clips, icc, tiles
from tests.studio.bright import HLG, PQ

SIDE = 32
# Of sRGB. In BT.2020 the weakest part of a strong one is a small difference of large numbers.
STRONG = (
    (57, 123, 147),
    (71, 200, 60),
    (190, 60, 40),
    (40, 70, 180),
    (205, 140, 30),
    (194, 150, 130),
    (120, 120, 120),
)
SIZE = (SIDE * len(STRONG), SIDE)
curves = pytest.mark.parametrize("transfer", [PQ, HLG], ids=["PQ", "HLG"])
kinds = pytest.mark.parametrize("kind", deep.KINDS)


def chart(transfer: int, alpha: float | None = None) -> deep.Signal:
    """Upright bars of strong colours."""
    row = np.array([bright.signal(transfer, bright.light(colour)) for colour in STRONG])
    if alpha is not None:
        row = np.column_stack((row, np.full(len(row), alpha)))
    return row[None].repeat(SIDE, axis=1).repeat(SIDE, axis=0)


def off(picture: Image.Image) -> float:
    """How many codes the worst colour of a chart is wrong."""
    shown = np.asarray(picture.convert("RGB"), float)[SIDE // 2, SIDE // 2 :: SIDE]
    return float(np.abs(shown - [bright.shown(colour) for colour in STRONG]).max())


@curves
@kinds
def test_strong_colours_of_photos(tmp_path: Path, kind: str, transfer: int) -> None:
    """In a film and a long picture, as an avatar, and in the copy that others see."""
    path = tmp_path / "a"
    deep.KINDS[kind](path, chart(transfer), transfer)
    strip(path, tmp_path / "copy.jpg", quality=100)
    with Image.open(tmp_path / "copy.jpg") as copy:
        copied = off(copy)

    assert off(load(path, SIZE)) <= 2.5
    assert copied <= 6


@curves
@kinds
def test_what_is_told_of_them(tmp_path: Path, kind: str, transfer: int) -> None:
    """Those who look at a photo, and those who ask a model of its colours, see the same."""
    path = tmp_path / "a"
    teal = chart(transfer)[:, :1].repeat(SIDE, axis=1)
    deep.KINDS[kind](path, teal, transfer)
    photo = Photo(path, "a")
    order = Order((photo,), "", "", (640, 360), 10, 1, None, tmp_path, True, 50_000_000)

    for decoder in (FilmDecoder(order), PageDecoder(order)):
        decoder.inspect(path)
        assert STRONG[0] == pytest.approx(decoder.look(path).mean, abs=2.5)
    assert STRONG[0] == pytest.approx(tuple(map(int, sample(path, 100)[0])), abs=2.5)
    assert STRONG[0] == pytest.approx(square(path, SIDE).getpixel((9, 9)), abs=2.5)


@pytest.mark.parametrize("is_full", [False, True], ids=["limited", "full"])
@curves
def test_strong_colours_of_clips(tmp_path: Path, transfer: int, is_full: bool) -> None:
    """Of ten bits, in either range."""
    signals = [bright.signal(transfer, bright.light(colour), 255) for colour in STRONG]
    bars = [flat_clips.coded(signal, 9, is_full, 10) for signal in signals]
    range_ = flat_clips.FULL if is_full else flat_clips.LIMITED
    path = flat_clips.write(
        tmp_path / "a.mov",
        bars,
        size=(1280, 720),
        pixels="yuv420p10le",
        said=(9, transfer, 9),
        range_=range_,
    )
    seen = flat_clips.shown(path, (448, 252), len(bars))

    assert np.abs(np.array(seen) - [bright.shown(colour) for colour in STRONG]).max() <= 3.5


@curves
def test_eight_bits(tmp_path: Path, transfer: int) -> None:
    """Where the file has no more, they are what the formula says of them."""
    codes = (chart(transfer) * 255).round().astype(np.uint8)
    path, deeper = tmp_path / "a.png", tmp_path / "b.png"
    Image.fromarray(codes).save(path)
    icc.add_chunks(path, (b"cICP", bytes((9, transfer, 0, 1))))
    deep.png(deeper, codes / 255, transfer)

    assert load(path, SIZE).tobytes() == load(deeper, SIZE).tobytes()


@pytest.mark.parametrize("kind", ["heic", "png"])
def test_alpha(tmp_path: Path, kind: str) -> None:
    """What is clear stays so in an avatar, and lies on white elsewhere."""
    path = tmp_path / "a"
    deep.KINDS[kind](path, chart(PQ, alpha=0.5), PQ)
    red, green, blue, alpha = square(path, SIDE).split()
    halves = [(colour + 255) / 2 for colour in bright.shown(STRONG[3])]
    middle = load(path, SIZE).getpixel((SIDE * 3 + 9, 9))

    assert bright.shown(STRONG[3]) == pytest.approx(
        tuple(band.getpixel((9, 9)) for band in (red, green, blue)), abs=2.5
    )
    assert 127 == pytest.approx(alpha.getpixel((9, 9)), abs=1)
    assert tuple(halves) == pytest.approx(middle, abs=2.5)


@pytest.mark.parametrize(("kind", "bands"), [("heic", 1), ("heic", 2), ("png", 1)])
def test_greys(tmp_path: Path, kind: str, bands: int) -> None:
    """Each step of ten bits from black to paper has its place, with alpha and without."""
    steps = np.arange(0, 580) / 1023
    signal = np.ones((SIDE, len(steps), bands))
    signal[..., 0] = steps
    deep.KINDS[kind](tmp_path / "a", signal, PQ)
    row = np.asarray(load(tmp_path / "a", (len(steps), SIDE)))[9].astype(int)
    wanted = hdr_tables.in_srgb((steps * 65_535).astype(np.uint16)[None].repeat(3, 0), coded(9, PQ))

    assert np.abs(row - wanted.T).max() <= 1
    assert len(np.unique(row[:, 1])) == len(np.unique(wanted))


@pytest.mark.parametrize("kind", ["heic", "png"])
@pytest.mark.parametrize("wanted", [(33, 20), (50, 33), (101, 67)])
def test_smaller(tmp_path: Path, kind: str, wanted: tuple[int, int]) -> None:
    """As large as a plain photo of the size becomes, and each pixel the mean of a square."""
    rng = np.random.default_rng(1)
    light = rng.integers(0, 2, (67, 101, 1)) * 0.1 + 0.4
    deep.KINDS[kind](tmp_path / "a", light.repeat(3, axis=2), PQ)
    Image.fromarray((light[..., 0] * 255).round().astype(np.uint8)).save(tmp_path / "b", "PNG")
    found, plain = load(tmp_path / "a", wanted), load(tmp_path / "b", wanted)
    factor = -(-101 // found.width)
    mean = light[: 5 * factor, : 5 * factor, 0].reshape(5, factor, 5, factor).mean(axis=(1, 3))
    deep.png(tmp_path / "c", mean[..., None].repeat(3, axis=2), PQ)

    assert plain.size == found.size
    shown = np.asarray(found)[:5, :5].astype(int)
    assert np.abs(shown - np.asarray(load(tmp_path / "c", (5, 5)))).max() <= 1


def _tiled() -> bytes:
    return tiles.tiled([Image.new("RGB", (64, 64), "teal")] * 2, (128, 64))


def _written(**options: object) -> Callable[[], bytes]:
    def write() -> bytes:
        out = io.BytesIO()
        Image.new("RGB", (128, 64), "teal").save(out, "AVIF", **options)
        return out.getvalue()

    return write


@pytest.mark.parametrize(
    "write",
    [_tiled, _written(), _written(save_all=True, append_images=[Image.new("RGB", (128, 64))])],
    ids=["tiles", "eight bits", "a film"],
)
def test_avif_that_is_left_to_pillow(write: Callable[[], bytes]) -> None:
    """Only what is one picture of more bits is decoded as a frame."""
    assert deep_avif.decoded(write(), (128, 64)) is None
