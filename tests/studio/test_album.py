"""A whole album: photos and words in, a film that a phone plays out."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
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
from studio.asking import Ask, nobody
from studio.look import looking
from studio.look.film_decoder import KEPT, FilmDecoder
from studio.look.library import Library
from studio.order import AlbumError, Film, Labels, Order, Photo
from studio.paint import lettering, projector
from studio.paint.shot_builder import ShotBuilder
from studio.plan import planning, storyboard, templates
from studio.write import soundtrack
from tests.studio.test_clips import clip

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


def board_of(film: Film) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(film.extras[0].read_text(encoding="utf-8"))
    return found


def scene_of(document: dict[str, Any], part: str) -> tuple[int, dict[str, Any]]:
    """The first scene of a part of the film, and its number."""
    for number, scene in enumerate(document["scenes"]):
        if part == templates.every()[scene["template"]].part:
            return number, scene
    raise AssertionError(part)


def answers(
    what: str, requests: Sequence[dict[str, Any]], said: list[Any] | None = None
) -> list[dict[str, Any] | None]:
    """A poet and a weather glass."""
    if said is not None:
        said += [(what, request) for request in requests]
    known: dict[str, dict[str, Any]] = {
        "weather": {"weather": "sunny", "probability": [1.0]},
        "img2poem": {"poems": [["山光入袖轻", "水色照人明", "一路清风里", "归舟载月行"]]},
    }
    return [known.get(what)] * len(requests)


def planned(order: Order, ask: Ask = nobody) -> Any:
    """The storyboard of an order, as it is written, without its film."""
    board = planning.board_of(looking.look(order, silent, ask), order)
    return storyboard.document(board)


def painted(order: Order, document: dict[str, Any]) -> list[str]:
    """A digest of every frame of a storyboard before it is encoded.

    An encoder's own frames may differ from time to time on a machine that is busy.
    """
    order = replace(order, board=document)
    decoder = FilmDecoder(order)
    trip = looking.look(order, silent, decoder=decoder)
    board = planning.board_of(trip, order)
    library = Library(trip.seen, decoder.kept)
    out, digests = planes.blank(*board.size, np.uint8), []
    with projector.paint(board, library, lettering.find_font(None)) as film:
        for number in range(board.frames):
            film.paint(number, out)
            digests.append(hashlib.sha1(b"".join(p.tobytes() for p in out.all())).hexdigest())
    assert () == library.warnings()
    return digests


def names_of(document: dict[str, Any]) -> list[str]:
    """The photos of the pages of photos, in the order of showing."""
    return [
        shown["photo"]
        for scene in document["scenes"]
        if templates.every()[scene["template"]].part == "photos"
        for shown in scene["photos"]
    ]


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


def spoiling(*paths: Path) -> Callable[..., list[dict[str, Any] | None]]:
    """Somebody spoils the files after they were looked at and before they are shown."""

    def ask(what: str, requests: Sequence[dict[str, Any]]) -> list[dict[str, Any] | None]:
        if "weather" == what:
            for path in paths:
                path.write_bytes(b"gone")
        return answers(what, requests)

    return ask


def test_spoilt_while_rendering(tmp_path: Path) -> None:
    """A photo that can no longer be read is replaced by its neighbour; the guest is told."""
    photos = [photo(tmp_path / f"{n}.jpg", (400, 300), n) for n in range(KEPT + 2)]
    film = make_film(order_of(tmp_path, *photos), silent, spoiling(photos[KEPT].path))

    assert (f"图片在制作过程中无法读取，已用相邻图片代替：{KEPT}.jpg",) == film.warnings


def test_all_spoilt(tmp_path: Path) -> None:
    """Without one photo that can still be read the guest is told so."""
    order = order_of(tmp_path, photo(tmp_path / "a.jpg", (400, 300)))
    seen, _ = looking.begin(order, silent)
    order.photos[0].path.write_bytes(b"gone")

    with pytest.raises(AlbumError, match="无法读取"):
        Library(seen).load("a.jpg", (100, 100))


def test_duplicates(tmp_path: Path) -> None:
    """Of photos that are all alike one is shown, and each other one is named."""
    first = photo(tmp_path / "0.jpg", (400, 300))
    photos = [Photo(first.path, f"{n}.jpg") for n in range(5)]
    order = order_of(tmp_path, *photos)
    trip = looking.look(order, silent)

    assert 1 == len(trip.seen) == len(set(names_of(planned(order))))
    assert 4 == len([warning for warning in trip.warnings if "几乎相同" in warning])


def test_black(tmp_path: Path) -> None:
    """Black pictures make a film."""
    path = tmp_path / "black.png"
    Image.new("RGB", (300, 200)).save(path)
    order = replace(order_of(tmp_path, Photo(path, "black.png")), size=(90, 160))

    assert painted(order, planned(order))


def test_many_tiny_photos(tmp_path: Path) -> None:
    """Two hundred tiny photos make a film of about four minutes."""
    photos = [photo(tmp_path / f"{n}.jpg", (10, 10), n) for n in range(200)]
    order = order_of(tmp_path, *photos)
    trip = looking.look(order, silent)
    board = planning.board_of(trip, order)

    assert len(trip.warnings) < 100
    assert board.seconds == pytest.approx(240, rel=0.4)


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


def test_spoilt_clip(tmp_path: Path) -> None:
    """A clip that can no longer be read gives its place to its neighbour."""
    path = tmp_path / "sea.mov"
    path.write_bytes(clip(4.0))
    still = photo(tmp_path / "a.jpg", (400, 300))
    order = order_of(tmp_path, still, Photo(path, "sea.mov"))
    film = make_film(order, silent, spoiling(path))

    assert ("图片在制作过程中无法读取，已用相邻图片代替：sea.mov",) == film.warnings


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
