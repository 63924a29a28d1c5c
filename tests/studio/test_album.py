"""A whole album: photos and words in, a film that a phone plays out."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from studio import planes
from studio.album import make_film
from studio.look import looking
from studio.look.library import Library
from studio.order import AlbumError, Film, Labels, Photo
from studio.paint import lettering
from studio.paint.shot_builder import ShotBuilder
from studio.plan import storyboard, templates
from studio.write import soundtrack
from tests.studio.albums import answers, names_of, order_of, painted, photo, planned, silent
from tests.studio.test_clips import clip

ROOT = Path(__file__).resolve().parents[2]


def board_of(film: Film) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(film.extras[0].read_text(encoding="utf-8"))
    return found


def scene_of(document: dict[str, Any], part: str) -> tuple[int, dict[str, Any]]:
    """The first scene of a part of the film, and its number."""
    for number, scene in enumerate(document["scenes"]):
        if part == templates.every()[scene["template"]].part:
            return number, scene
    raise AssertionError(part)


def test_film(tmp_path: Path) -> None:
    """The film has the promised size, rate and length, and the formats that phones play."""
    photos = [photo(tmp_path / f"{n}.jpg", (400, 300), n) for n in range(3)]
    film = make_film(order_of(tmp_path, *photos), silent)
    with av.open(str(film.file)) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        context = video.codec_context
        decoded = sum(1 for _ in container.decode(video))

        assert ("h264", "yuv420p", "aac") == (context.name, context.pix_fmt, sound.codec.name)
        assert (320, 180, Fraction(10)) == (context.width, context.height, video.average_rate)
        assert (1, 1, 1, 1) == (
            context.color_range,
            context.colorspace,
            context.color_primaries,
            context.color_trc,
        )
        assert (44_100, 2) == (sound.rate, sound.channels)
        assert film.frames == decoded
        assert film.seconds == pytest.approx(decoded / 10)
        assert film.seconds == pytest.approx(
            float((sound.duration or 0) * (sound.time_base or 0)), abs=0.1
        )
    with Image.open(film.cover) as cover:
        assert ("JPEG", (film.cover_width, film.cover_height)) == (cover.format, cover.size)
    made = ["cover.jpg", "result.mp4", "storyboard.json"]
    assert made == sorted(item.name for item in film.file.parent.iterdir())
    assert (film.file.parent / "storyboard.json",) == film.extras
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
    first, again, other = (planned(replace(order, seed=seed)) for seed in (4, 4, 5))

    assert first == again != other
    assert painted(order, first) == painted(order, again) != painted(order, other)


@pytest.mark.parametrize("size", [(10, 10), (1600, 100), (60, 1500), (1, 1), (2000, 3), (181, 321)])
def test_odd_photos(tmp_path: Path, size: tuple[int, int]) -> None:
    """Tiny, extremely wide and extremely tall pictures make a film like any other."""
    order = order_of(tmp_path, photo(tmp_path / "a.jpg", size))
    order = replace(order, title="", description="", size=(90, 160))
    document = planned(order)

    assert {"a.jpg"} == set(names_of(document))
    assert len(set(painted(order, document))) > 10


def test_order_by_time(tmp_path: Path) -> None:
    """Photos go by the time they were taken, unless the guest gave an order."""
    late = photo(tmp_path / "late.jpg", (320, 180), 1, "2024:05:02 08:00:00")
    early = photo(tmp_path / "early.jpg", (320, 180), 2, "2024:05:01 08:00:00")
    order = order_of(tmp_path, late, early)
    swapped = replace(order, photos=(early, late), ordered=True)

    assert ["early.jpg", "late.jpg"] == names_of(planned(order))
    assert ["late.jpg", "early.jpg"] == names_of(planned(replace(order, ordered=True)))
    assert planned(order) == planned(swapped)


@pytest.mark.parametrize(("size", "fps"), [((160, 90), 60), ((90, 160), 10), ((120, 120), 25)])
def test_every_shape(tmp_path: Path, size: tuple[int, int], fps: int) -> None:
    """Wide, tall and square films of every rate are made, with a poem, and all their frames."""
    photos = [photo(tmp_path / f"{n}.jpg", [(400, 300), (300, 400)][n % 2], n) for n in range(5)]
    order = replace(order_of(tmp_path, *photos), size=size, fps=fps)
    film = make_film(order, silent, answers)
    with av.open(str(film.file)) as container:
        video = container.streams.video[0]

        assert (*size, Fraction(fps)) == (video.width, video.height, video.average_rate)
        assert film.frames == sum(1 for _ in container.decode(video))


def test_storyboard_again(tmp_path: Path) -> None:
    """A film made again from its storyboard is the same film, frame by frame."""
    photos = [photo(tmp_path / f"{n}.jpg", (400, 300), n) for n in range(4)]
    order = order_of(tmp_path, *photos)
    document = planned(order, answers)
    again = make_film(replace(order, board=document, size=(64, 64)), silent)

    assert document == board_of(again) == planned(replace(order, board=document))
    assert painted(order, document) == painted(order, board_of(again))


def test_edited_storyboard(tmp_path: Path) -> None:
    """Another line of the poem or another photo changes its own scene and no other frame."""
    photos = [photo(tmp_path / f"{n}.jpg", (400, 300), n) for n in range(6)]
    order = order_of(tmp_path, *photos)
    document = planned(order, answers)
    before = painted(order, document)
    starts = storyboard.read(document, {item.name for item in photos}).starts()
    for part, held, new in (
        ("poem", "texts", {"text": "一行\n两行"}),
        ("photos", "photos", {"photo": "5.jpg"}),
    ):
        edited = json.loads(json.dumps(document))
        number, scene = scene_of(edited, part)
        scene[held][0].update(new)
        after = painted(order, edited)
        changed = [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]

        assert changed
        assert starts[number] <= changed[0]
        assert changed[-1] < starts[number] + round(scene["seconds"] * order.fps)


def test_refused_storyboard(tmp_path: Path) -> None:
    """A storyboard that cannot be rendered is refused with the place of its mistake."""
    order = order_of(tmp_path, photo(tmp_path / "a.jpg", (400, 300)))
    document = planned(order)
    document["scenes"][0]["template"] = "nowhere"

    with pytest.raises(AlbumError, match="第 1 项.*nowhere"):
        make_film(replace(order, board=document), silent)


def test_same_names(tmp_path: Path) -> None:
    """Two photos of one name are two photos."""
    first, second = (photo(tmp_path / f"{n}.jpg", (400, 300), n) for n in range(2))
    order = order_of(tmp_path, replace(first, name="a.jpg"), replace(second, name="a.jpg"))
    document = planned(order)
    names = {shown["photo"] for scene in document["scenes"] for shown in scene["photos"]}

    assert {"a.jpg", "a.jpg (2)"} == names


def test_what_the_poet_hears(tmp_path: Path) -> None:
    """The poet is told what was seen, the sky, the season and the colours, and is quoted."""
    taken = photo(tmp_path / "a.jpg", (400, 300), 0, "2024:05:02 08:00:00")
    labels = Labels(("mountain", "river"), (0.9, 0.4))
    order = replace(order_of(tmp_path, taken), factors=(labels,))
    said: list[tuple[str, Any]] = []
    document = planned(order, partial(answers, said=said))
    told = next(request for what, request in said if "img2poem" == what)
    _, scene = scene_of(document, "poem")

    assert (["mountain", "river"], [0.9, 0.4]) == (told["types"], told["values"])
    assert ("sunny", "spring", "", 11) == tuple(
        told[key] for key in ("weather", "season", "place", "seed")
    )
    assert 3 == len(told["colors"][0])
    assert "山光入袖轻\n水色照人明\n一路清风里\n归舟载月行" == scene["texts"][0]["text"]


def test_no_answers(tmp_path: Path) -> None:
    """Without a weather glass and a poet the film is made, and what is missing is told."""
    order = order_of(tmp_path, photo(tmp_path / "a.jpg", (400, 300)))
    film = make_film(order, silent, lambda _, requests: [None] * len(requests))

    assert ("天气识别暂不可用", "诗歌未能生成") == film.warnings


def test_clip(tmp_path: Path) -> None:
    """A clip plays in its scene and is heard there; the film is as long as it says."""
    path = tmp_path / "sea.mov"
    path.write_bytes(clip(4.0, tone=440))
    photos = [photo(tmp_path / f"{n}.jpg", (400, 300), n) for n in range(2)]
    order = replace(order_of(tmp_path, *photos, Photo(path, "sea.mov")), ordered=True)
    document = planned(order)
    number = next(
        number
        for number, scene in enumerate(document["scenes"])
        if ["sea.mov"] == [shown["photo"] for shown in scene["photos"]]
        and "photos" == templates.every()[scene["template"]].part
    )
    seen, _ = looking.begin(order, silent)
    board = storyboard.read(document, {item.photo.name for item in seen})
    (duck,) = soundtrack.ducks(board, Library(seen))
    heard = sum(len(block) for block in duck.sound) / 44_100
    shot = ShotBuilder(board, Library(seen), lettering.find_font(None)).build(number)
    out, means = planes.blank(*board.size, np.uint8), []
    for frame in range(0, 30, 5):
        shot.paint(planes.PlaneMover(), frame, out)
        means.append(float(out.y[60:120, 100:220].mean()))

    assert board.starts()[number] / 10 == duck.start
    assert 3 < heard <= board.scenes[number].frames / 10
    # The clip grows brighter from frame to frame.
    assert sorted(means) == means and means[-1] > means[0] + 20


MEASURE = """
import resource, sys
from pathlib import Path
from studio.album import make_film
from studio.order import Order, Photo
count, folder = int(sys.argv[1]), Path(sys.argv[2])
photos = tuple(Photo(folder / f"{n % 3}.jpg", str(n)) for n in range(count))
make_film(Order(photos, "t", "", (320, 180), 10, 1, None, folder / "out", True, 50_000_000),
          lambda stage, progress: None)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_is_flat(tmp_path: Path) -> None:
    """Five times as many large photos do not need more memory."""
    for number in range(3):
        photo(tmp_path / f"{number}.jpg", (3200, 2400), number)
    few, many = (
        int(
            subprocess.run(
                [sys.executable, "-c", MEASURE, str(count), str(tmp_path)],
                cwd=ROOT,
                check=True,
                capture_output=True,
            ).stdout
        )
        for count in (4, 20)
    )

    assert many <= 1.3 * few
