"""A whole album: photos and words in, a film that a phone plays out."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from studio.album import make_film
from studio.order import AlbumError, Film, Order, Photo

ROOT = Path(__file__).resolve().parents[2]


def photo(path: Path, size: tuple[int, int], seed: int = 0, taken: str = "") -> Photo:
    """A picture with large shapes and some noise, like a photo to the encoder."""
    rng = np.random.default_rng(seed)
    coarse = Image.fromarray(rng.integers(0, 255, (6, 8, 3), np.uint8))
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    coarse.resize(size, Image.Resampling.BICUBIC).save(path, format="JPEG", exif=exif)
    return Photo(path, path.name)


def order_of(folder: Path, *photos: Photo) -> Order:
    return Order(
        photos=photos,
        title="海边的三天",
        description="风很大，路很长。",
        size=(320, 180),
        fps=10,
        seed=11,
        font=None,
        out=folder / "out",
        ordered=False,
        max_pixels=50_000_000,
    )


def silent(stage: int, progress: int) -> None:
    pass


def frames_digest(film: Film) -> str:
    digest = hashlib.sha1()
    with av.open(str(film.file)) as container:
        for frame in container.decode(video=0):
            digest.update(frame.to_ndarray().tobytes())
    return digest.hexdigest()


def test_film(tmp_path: Path) -> None:
    """The film has the promised size, rate and length, and the formats that phones play."""
    photos = [photo(tmp_path / f"{n}.jpg", (400, 300), n) for n in range(3)]
    film = make_film(order_of(tmp_path, *photos), silent)
    with av.open(str(film.file)) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        context = video.codec_context
        decoded = sum(1 for _ in container.decode(video))

        assert ("h264", "yuv420p", "aac") == (context.name, context.pix_fmt, sound.codec.name)
        assert (320, 180, 10) == (context.width, context.height, video.average_rate)
        assert (1, 1, 1, 1) == (
            context.color_range,
            context.colorspace,
            context.color_primaries,
            context.color_trc,
        )
        assert (44_100, 2) == (sound.rate, sound.channels)
        assert film.frames == decoded
        assert film.seconds == pytest.approx(decoded / 10)
        assert film.seconds == pytest.approx(float(sound.duration * sound.time_base), abs=0.1)
    with Image.open(film.cover) as cover:
        assert ("JPEG", (film.cover_width, film.cover_height)) == (cover.format, cover.size)
    assert ["cover.jpg", "result.mp4"] == sorted(item.name for item in film.file.parent.iterdir())
    data = film.file.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_progress(tmp_path: Path) -> None:
    """The stages come in their order, progress never falls, and the end is 100."""
    heard: list[tuple[int, int]] = []
    make_film(
        order_of(tmp_path, photo(tmp_path / "a.jpg", (400, 300))),
        lambda stage, progress: heard.append((stage, progress)),
    )

    assert sorted(heard) == heard
    assert [101, 102, 103, 104, 105] == sorted({stage for stage, _ in heard})
    assert sorted(progress for _, progress in heard) == [progress for _, progress in heard]
    assert (105, 100) == heard[-1]


def test_same_seed(tmp_path: Path) -> None:
    """The same photos, order and seed give the same frames; another seed gives others."""
    order = order_of(tmp_path, photo(tmp_path / "a.jpg", (400, 260)))
    digests = [
        frames_digest(make_film(replace(order, seed=seed, out=tmp_path / str(n)), silent))
        for n, seed in enumerate((4, 4, 5))
    ]

    assert digests[0] == digests[1]
    assert digests[0] != digests[2]


def test_broken_photo(tmp_path: Path) -> None:
    """A broken photo is left out with a warning that names it; the film is made."""
    good = photo(tmp_path / "good.jpg", (400, 300))
    cut = tmp_path / "7.jpg"
    cut.write_bytes(good.path.read_bytes()[:2000])
    page = tmp_path / "8.jpg"
    page.write_bytes(b"<html>")
    film = make_film(
        order_of(tmp_path, good, Photo(cut, "灯塔.jpg"), Photo(page, "网页.jpg")), silent
    )

    assert ("图片已损坏，已略过：灯塔.jpg", "不支持的图片格式，已略过：网页.jpg") == film.warnings


def test_all_broken(tmp_path: Path) -> None:
    """Without one usable photo there is no film, no file, and the reason is told."""
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"nothing")
    order = order_of(tmp_path, Photo(bad, "bad.jpg"))

    with pytest.raises(AlbumError, match=r"bad\.jpg"):
        make_film(order, silent)
    with pytest.raises(AlbumError, match="没有图片"):
        make_film(replace(order, photos=()), silent)
    assert [] == list(order.out.iterdir())


@pytest.mark.parametrize("size", [(10, 10), (1600, 100), (60, 1500), (1, 1), (2000, 3), (181, 321)])
def test_odd_photos(tmp_path: Path, size: tuple[int, int]) -> None:
    """Tiny, extremely wide and extremely tall pictures make a film like any other."""
    order = order_of(tmp_path, photo(tmp_path / "a.jpg", size))
    film = make_film(replace(order, title="", description="", size=(180, 320)), silent)

    assert film.frames == round(film.seconds * 10)
    assert () == film.warnings


def test_order_by_time(tmp_path: Path) -> None:
    """Photos go by the time they were taken, unless the guest gave an order."""
    late = photo(tmp_path / "late.jpg", (320, 180), 1, "2024:05:02 08:00:00")
    early = photo(tmp_path / "early.jpg", (320, 180), 2, "2024:05:01 08:00:00")
    order = order_of(tmp_path, late, early)
    timed = make_film(order, silent).cover.read_bytes()
    given = make_film(replace(order, ordered=True), silent).cover.read_bytes()
    swapped = make_film(replace(order, photos=(early, late), ordered=True), silent)

    assert swapped.cover.read_bytes() == timed
    assert given != timed


MEASURE = """
import resource, sys
from pathlib import Path
from studio.album import make_film
from studio.order import Order, Photo
count, folder = int(sys.argv[1]), Path(sys.argv[2])
photos = tuple(Photo(folder / f"{n % 3}.jpg", str(n)) for n in range(count))
make_film(Order(photos, "t", "", (640, 360), 10, 1, None, folder / "out", True, 50_000_000),
          lambda stage, progress: None)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_is_flat(tmp_path: Path) -> None:
    """Five times as many large photos do not need more memory."""
    for number in range(3):
        photo(tmp_path / f"{number}.jpg", (4000, 3000), number)
    few, many = (
        int(
            subprocess.run(
                [sys.executable, "-c", MEASURE, str(count), str(tmp_path)],
                cwd=ROOT,
                check=True,
                capture_output=True,
            ).stdout
        )
        for count in (6, 30)
    )

    assert many <= 1.3 * few
