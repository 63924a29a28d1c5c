"""A JPEG whose end is missing is shown as viewers show it; half of one is refused."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.album import make_film
from studio.long_picture import make_long_picture
from studio.look.develop import load
from studio.look.intake import inspect
from studio.look.sniffing import BrokenPicture
from studio.order import Photo
from tests.studio.albums import order_of, silent

LIMIT = 50_000_000


def grained(mode: str = "RGB", size: tuple[int, int] = (400, 480)) -> Image.Image:
    """Each row of it takes about as many bytes as any other."""
    random = np.random.default_rng(1)
    planes = len(mode)
    pixels = random.integers(0, 255, (size[1], size[0], planes), np.uint8)
    return Image.merge(mode, [Image.fromarray(pixels[..., plane]) for plane in range(planes)])


def jpeg(mode: str = "RGB", *, progressive: bool = False, **options: int) -> bytes:
    out = io.BytesIO()
    grained(mode).save(out, "JPEG", progressive=progressive, **options)
    return out.getvalue()


def written(folder: Path, data: bytes) -> Path:
    path = folder / "one.jpg"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True], ids=["plain", "progressive"])
@pytest.mark.parametrize("missing", [2, 12])
def test_the_end_is_missing(tmp_path: Path, mode: str, progressive: bool, missing: int) -> None:
    """Without its last marker, or some bytes of what stands before it."""
    path = written(tmp_path, jpeg(mode, progressive=progressive)[:-missing])
    found = inspect(path, max_pixels=LIMIT)

    assert (400, 480) == (found.width, found.height)
    assert found.missing <= 16
    assert (400, 480) == load(path, (400, 480)).size


def test_rows_are_missing(tmp_path: Path) -> None:
    """They are counted, whatever lies behind; all above them are as they were."""
    data = jpeg()
    path = written(tmp_path, data[: len(data) * 97 // 100])
    whole = np.asarray(Image.open(io.BytesIO(data)))

    assert 8 <= inspect(path, max_pixels=LIMIT).missing <= 24
    assert (np.asarray(load(path, (400, 480)))[:440] == whole[:440]).all()


@pytest.mark.parametrize(
    ("progressive", "kept"),
    [(False, 0.1), (False, 0.6), (False, 0.9), (True, 0.1), (True, 0.6)],
)
def test_what_was_cut_off(tmp_path: Path, progressive: bool, kept: float) -> None:
    """An upload that broke off is no photo, though a decoder would paint the rest grey, or all of
    it coarsely."""
    data = jpeg(progressive=progressive)
    path = written(tmp_path, data[: int(len(data) * kept)])

    with pytest.raises(BrokenPicture):
        inspect(path, max_pixels=LIMIT)
    with pytest.raises(BrokenPicture):
        load(path, (100, 100))


def test_junk_behind(tmp_path: Path) -> None:
    """Whatever a camera or a messenger leaves behind the picture."""
    path = written(tmp_path, jpeg() + bytes(range(256)) * 999)

    assert 0 == inspect(path, max_pixels=LIMIT).missing


def test_whoever_sent_it_is_told(tmp_path: Path) -> None:
    """Film and long picture are made with it, and say that it is not whole."""
    data = jpeg()
    path = written(tmp_path, data[: len(data) * 97 // 100])

    made = order_of(tmp_path, Photo(path, path.name))
    film = make_film(made, silent)
    long = make_long_picture(made, silent)

    assert ["one.jpg"] == [w.partition("：")[2] for w in film.warnings if "末尾缺少" in w]
    assert ["one.jpg"] == [w.partition("：")[2] for w in long.warnings if "末尾缺少" in w]
