"""The enlarger is nearer to the truth than bicubic is, has no seams, and answers in JPEG."""

from __future__ import annotations

import base64
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from models import fsrcnn
from models.fsrcnn import Enlarger
from models.weight_files import WrongWeights
from tests.models.pictures import WEIGHTS, drawing, saved, turned_sideways

ROOT = Path(__file__).resolve().parents[2]
SCALES = pytest.mark.parametrize("scale", [2, 3, 4])


@pytest.fixture(scope="module")
def enlarger() -> Enlarger:
    return fsrcnn.load(WEIGHTS)


def opened(reply: dict[str, Any]) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(reply["image"])))


def noise(made: NDArray[Any], truth: NDArray[Any], edge: int) -> float:
    inner = (slice(edge, -edge), slice(edge, -edge))
    return float(np.square(made[inner].astype(np.float64) - truth[inner]).mean())


@SCALES
def test_what_was_lost_is_found_again(enlarger: Enlarger, scale: int) -> None:
    """
    Of a shrunk drawing the net makes a larger one with half of bicubic's error at most.
    """
    truth = drawing(192, 144)
    small = truth.resize((192 // scale, 144 // scale), Image.Resampling.BICUBIC)
    bright = fsrcnn.luma(np.asarray(truth))
    plain = fsrcnn.luma(np.asarray(small.resize(truth.size, Image.Resampling.BICUBIC)))

    made = enlarger.brightness(fsrcnn.luma(np.asarray(small)), scale)

    assert noise(made, bright, scale) < 0.5 * noise(plain, bright, scale)


@SCALES
def test_tiles_leave_no_seam(
    enlarger: Enlarger, scale: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    In tiles, the last of them narrow, comes out what comes out in one piece.
    """
    small = fsrcnn.luma(np.asarray(drawing(131, 70)))
    monkeypatch.setattr(fsrcnn, "TILE", 1000)
    whole = enlarger.brightness(small, scale)
    monkeypatch.setattr(fsrcnn, "TILE", 64)

    tiled = enlarger.brightness(small, scale)

    assert 0.1 > np.abs(whole - tiled).max()


@SCALES
def test_the_reply_is_a_jpeg_so_many_times_as_large(
    enlarger: Enlarger, scale: int, tmp_path: Path
) -> None:
    """
    Odd sides as well, and the colours are those of the small picture.
    """
    small = drawing(61, 43)

    image = opened(
        enlarger.answer([{"picture": saved(small, tmp_path / "a.png"), "scale": scale}])[0]
    )

    assert ("JPEG", (61 * scale, 43 * scale)) == (image.format, image.size)
    assert np.asarray(image).mean((0, 1)) == pytest.approx(np.asarray(small).mean((0, 1)), abs=2)


def test_the_same_picture_gives_the_same_answer(enlarger: Enlarger, tmp_path: Path) -> None:
    """
    Also in the company of others.
    """
    asked = {"picture": saved(drawing(50, 40), tmp_path / "a.png"), "scale": 3}
    other = {"picture": saved(drawing(30, 20, 1), tmp_path / "b.png"), "scale": 2}

    assert enlarger.answer([asked]) == enlarger.answer([other, asked])[1:]


def test_a_photo_is_turned_upright(enlarger: Enlarger, tmp_path: Path) -> None:
    """
    The EXIF turn is in the pixels of the answer.
    """
    asked = {"picture": turned_sideways(drawing(60, 40), tmp_path / "a.jpg"), "scale": 2}

    assert (120, 80) == opened(enlarger.answer([asked])[0]).size


def test_what_is_transparent_becomes_white(enlarger: Enlarger, tmp_path: Path) -> None:
    """
    JPEG files have no transparency.
    """
    clear = Image.new("RGBA", (20, 20), (255, 0, 0, 0))

    image = opened(enlarger.answer([{"picture": saved(clear, tmp_path / "a.png"), "scale": 4}])[0])

    assert 250 < np.asarray(image).min()


def test_a_large_photo_is_made_smaller_first(
    enlarger: Enlarger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    No more pixels come out than are allowed, in the same proportions.
    """
    monkeypatch.setattr(fsrcnn, "MOST_PIXELS", 40_000)
    asked = {"picture": saved(drawing(300, 150), tmp_path / "a.png"), "scale": 2}

    width, height = opened(enlarger.answer([asked])[0]).size

    assert 30_000 < width * height <= 40_000
    assert width / height == pytest.approx(2, abs=0.05)


def test_a_single_pixel_is_enlarged_too(enlarger: Enlarger, tmp_path: Path) -> None:
    """
    The smallest picture that there is.
    """
    asked = {"picture": saved(Image.new("RGB", (1, 1), "navy"), tmp_path / "a.png"), "scale": 4}

    assert (4, 4) == opened(enlarger.answer([asked])[0]).size


def test_a_changed_weight_file_is_refused(tmp_path: Path) -> None:
    """
    One byte that is not what the digest was made of stops the model from loading.
    """
    for name in (fsrcnn.WEIGHTS, fsrcnn.WEIGHTS + ".sha256"):
        shutil.copy(WEIGHTS / name, tmp_path)
    with (tmp_path / fsrcnn.WEIGHTS).open("r+b") as file:
        file.seek(1000)
        file.write(b"\0\1\2")

    with pytest.raises(WrongWeights):
        fsrcnn.load(tmp_path)


def test_the_evaluation_prints_a_figure_for_each_scale(tmp_path: Path) -> None:
    """
    Of a folder of two drawings, whose sides no scale divides.
    """
    for seed in (0, 1):
        drawing(103, 85, seed).save(tmp_path / f"{seed}.png")

    run = [sys.executable, "-m", "training.evaluate", "fsrcnn", str(tmp_path)]
    out = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    figures = json.loads(out.splitlines()[-1])

    assert {"images", "psnr_y"} == set(figures)
    assert 2 == figures["images"]
    assert ["2", "3", "4"] == list(figures["psnr_y"])
    assert figures["psnr_y"]["2"] > figures["psnr_y"]["3"] > figures["psnr_y"]["4"] > 18
