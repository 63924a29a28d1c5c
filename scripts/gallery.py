"""Makes docs/gallery/: every page of a film, transition, poem page, and samples of whole works.

`python scripts/gallery.py [folder]`. Photos come from the folder; where it has fewer than twelve,
or none is named, the rest is drawn by scripts/scenery.py. A CREDITS.txt in the folder is printed
on the page: publish a gallery only of photos that may be published.
"""

from __future__ import annotations

import math
import random
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import gallery_page  # noqa: E402  (the path must be set first)
from scripts.scenery import SCENES, draw  # noqa: E402  (as above)
from studio import planes  # noqa: E402  (as above)
from studio.long_picture import make_long_picture  # noqa: E402  (as above)
from studio.look import looking  # noqa: E402  (as above)
from studio.look.intake import inspect  # noqa: E402  (as above)
from studio.look.library import Library  # noqa: E402  (as above)
from studio.look.trip import SeenPhoto, Trip  # noqa: E402  (as above)
from studio.order import Order, Photo  # noqa: E402  (as above)
from studio.paint import lettering, transitions  # noqa: E402  (as above)
from studio.paint.shot_builder import ShotBuilder  # noqa: E402  (as above)
from studio.plan import moves, planning, templates  # noqa: E402  (as above)
from studio.plan.music import Music  # noqa: E402  (as above)
from studio.plan.storyboard import MapPlace, Scene, SceneText, Storyboard  # noqa: E402  (as above)
from studio.plan.template import Template  # noqa: E402  (as above)
from studio.planes import PlaneMover, Planes  # noqa: E402  (as above)
from studio.rectangle import WHOLE  # noqa: E402  (as above)

OUT = ROOT / "docs" / "gallery"
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic"}
LEAST_PHOTOS = 12
MOST_BYTES = 3_000_000
SHAPES = {"wide": (1280, 720), "tall": (720, 1280), "square": (960, 960)}
# How high the pictures of a row are.
PAGE_HEIGHT, STRIP_HEIGHT = 288, 120
QUALITY = 74
# Between the frames of a sheet, and its colour: the page's own.
GAP, PAPER = 8, (247, 244, 237)
SHEET_WIDTH = 1280
# No WebP is higher.
MOST_HEIGHT = 16_383
STRIP = (0.1, 0.27, 0.44, 0.58, 0.74, 0.9)
FILM_FRAMES = 12
LONG_WIDTH = 300
SEED = 7
FPS = 25
MOST_PIXELS = 100_000_000
CREDIT = "All pictures are drawn by scripts/scenery.py."

Size = tuple[int, int]

# Where the drawn pictures were taken, and when the trip began.
STOPS = (("杭州", 30.25, 120.16), ("乌镇", 30.74, 120.49), ("苏州", 31.3, 120.58))
BEGIN = datetime(2021, 3, 28, 8, 20, tzinfo=UTC)
EACH = timedelta(hours=5.4)
# Old verse, for the poems of the samples: 王维《鸟鸣涧》, 李白《早发白帝城》.
VERSE = {
    5: ["人闲桂花落", "夜静春山空", "月出惊山鸟", "时鸣春涧中"],
    7: ["朝辞白帝彩云间", "千里江陵一日还", "两岸猿声啼不住", "轻舟已过万重山"],
}
WORDS = {
    "title": "江南三日",
    "subtitle": "从西湖的早晨到姑苏的夜",
    "detail": "2021.03.28 – 03.30  ·  12 张照片",
    "caption": "2021.03.28  杭州",
    "poem": "\n".join(VERSE[5]),
    "place": "杭州  ·  乌镇  ·  苏州",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A work that is shown: its words, its shape and the seed that it was made with."""

    title: str
    description: str
    size: Size
    seed: int


FILMS = (
    Sample("江南三日", "从西湖的早晨到姑苏的夜", (1280, 720), 3),
    Sample("山中", "雨后", (720, 1280), 8),
    Sample("湖上", "舟行记", (1080, 1080), 12),
)
LONGS = tuple(replace(sample, seed=seed) for sample, seed in zip(FILMS, (1, 4, 6), strict=True))


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as scratch:
        photos = _photos(folder, Path(scratch))
        order = _order(photos, FILMS[0], Path(scratch))
        trip = looking.travel(order, _quiet, _answers)
        shutil.rmtree(OUT, ignore_errors=True)
        OUT.mkdir(parents=True)
        _gallery(trip, photos, Path(scratch), _credit(folder))
    size = sum(file.stat().st_size for file in OUT.iterdir())
    print(f"{OUT.relative_to(ROOT)}: {len(list(OUT.iterdir()))} files, {size / 1e6:.2f} MB")
    return int(size > MOST_BYTES)


def _gallery(trip: Trip, photos: tuple[Photo, ...], scratch: Path, credit: str) -> None:
    pages = [_pages(trip, template, at) for at, template in enumerate(_in_order())]
    strips = [_strip(trip, name) for name in transitions.MIXERS]
    films = [_film(sample, photos, scratch) for sample in FILMS]
    longs = [_long(sample, photos, scratch) for sample in LONGS]
    page = gallery_page.page(pages, strips, films, longs, credit)
    (OUT / "index.html").write_text(page, encoding="utf-8")


def _in_order() -> list[Template]:
    parts = ("opening", "photos", "poem", "place", "ending")
    every = templates.every().values()
    return sorted(every, key=lambda one: (parts.index(one.part), one.capacity, one.name))


# --- photos -------------------------------------------------------------------------------------


def _photos(folder: Path | None, scratch: Path) -> tuple[Photo, ...]:
    given = [] if folder is None else sorted(folder.iterdir())
    paths = [path for path in given if path.suffix.lower() in SUFFIXES]
    begin = _begin(paths)
    drawn = range(max(LEAST_PHOTOS - len(paths), 0))
    paths += [_drawn(number, begin, scratch) for number in drawn]
    return tuple(Photo(path, path.name) for path in paths)


def _begin(paths: Sequence[Path]) -> datetime:
    """The drawn part of a trip follows the photographed one."""
    taken = [inspect(path, max_pixels=MOST_PIXELS).taken_ms for path in paths]
    last = max((moment for moment in taken if moment is not None), default=None)
    return BEGIN if last is None else datetime.fromtimestamp(last / 1000, UTC) + EACH


def _drawn(number: int, begin: datetime, scratch: Path) -> Path:
    """A picture as a phone would have saved it, with its time and place."""
    scene = SCENES[number % len(SCENES)]
    size = (1000, 1400) if number % 5 == 3 else (2400, 800) if number % 7 == 5 else (1500, 1000)
    image = draw(scene, size, 20 + number)
    exif = image.getexif()
    exif.get_ifd(0x8769)[0x9003] = f"{begin + EACH * number:%Y:%m:%d %H:%M:%S}"
    _, latitude, longitude = STOPS[number * len(STOPS) // LEAST_PHOTOS]
    gps = exif.get_ifd(0x8825)
    gps.update({1: "N", 2: _degrees(latitude), 3: "E", 4: _degrees(longitude)})
    path = scratch / f"{scene.name}{number}.jpg"
    image.save(path, quality=90, exif=exif)
    return path


def _degrees(value: float) -> tuple[Fraction, Fraction, Fraction]:
    whole = int(value)
    return Fraction(whole), Fraction(round((value - whole) * 60)), Fraction(0)


def _credit(folder: Path | None) -> str:
    credits = None if folder is None else folder / "CREDITS.txt"
    if credits is not None and credits.is_file():
        return credits.read_text(encoding="utf-8").strip()
    return CREDIT if folder is None else "Photos whose use is not stated: not for publication."


def _answers(name: str, requests: Sequence[dict[str, Any]]) -> list[dict[str, Any] | None]:
    """What the server's models and places would say, for the samples."""
    if name == "img2poem":
        return [{"poems": [VERSE[request["length"]]], "keywords": []} for request in requests]
    if name == "place":
        return [_place(request["latitude"], request["longitude"]) for request in requests]
    return [None] * len(requests)


def _place(latitude: float, longitude: float) -> dict[str, Any] | None:
    near = (stop for stop in STOPS if abs(stop[1] - latitude) + abs(stop[2] - longitude) < 0.1)
    found = next(near, None)
    return (
        None if found is None else {"province": "", "city": found[0], "county": "", "picture": ""}
    )


def _order(photos: tuple[Photo, ...], sample: Sample, out: Path) -> Order:
    return Order(
        photos,
        sample.title,
        sample.description,
        sample.size,
        FPS,
        sample.seed,
        None,
        out / f"{sample.size[0]}-{sample.seed}",
        False,
        MOST_PIXELS,
    )


def _quiet(_stage: int, _percent: int) -> None:
    pass


# --- pages --------------------------------------------------------------------------------------


def _pages(trip: Trip, template: Template, at: int) -> gallery_page.Row:
    """The template in its three shapes, with photos that suit its windows."""
    files = []
    for shape, size in SHAPES.items():
        frame = _frame(trip, _scene(trip, template, size, at), size)
        files.append(_save(frame, f"page-{template.name}-{shape}", PAGE_HEIGHT))
    return gallery_page.Row(template.name, template.part, template.capacity, tuple(files))


def _scene(trip: Trip, template: Template, size: Size, at: int) -> Scene:
    layout = template.layout(size)
    seen = _suited(_turned(trip.seen, at * 5 % len(trip.seen)), template, size)
    held = [role for box in layout.texts for role in box.roles]
    texts = tuple(SceneText(role, WORDS[role]) for role in held)
    if template.part == "poem":
        texts = tuple(text for text in texts if text.role == "poem")
    shown = moves.shown(layout, size, seen, True, random.Random(at))
    places = tuple(MapPlace(*stop) for stop in STOPS)
    return Scene(template.name, FPS * 6, shown, texts, places)


def _suited(seen: Sequence[SeenPhoto], template: Template, size: Size) -> tuple[SeenPhoto, ...]:
    """For each window the first photo that is left whose shape is about as near as any."""
    left, found = list(seen), []
    slots = template.layout(size).slots
    for number in range(template.capacity):
        area = slots[number].area if slots else WHOLE
        shape = area.width * size[0] / (area.height * size[1])
        best = min(left, key=partial(_misfit, shape))
        left.remove(best)
        found.append(best)
    return tuple(found)


def _misfit(shape: float, item: SeenPhoto) -> int:
    return round(abs(math.log(_aspect(item) / shape)) * 2)


def _aspect(item: SeenPhoto) -> float:
    return item.picture.width / item.picture.height


def _turned(seen: Sequence[SeenPhoto], first: int) -> list[SeenPhoto]:
    return [*seen[first:], *seen[:first]]


def _board(trip: Trip, size: Size, scenes: tuple[Scene, ...]) -> Storyboard:
    return Storyboard(size, FPS, SEED, trip.palette, Music("clear", 0, 76.0, SEED), scenes)


def _frame(trip: Trip, scene: Scene, size: Size) -> Image.Image:
    """The last frame of a scene, when all its words have come."""
    board = _board(trip, size, (scene,))
    return _moment(ShotBuilder(board, Library(trip.seen), lettering.find_font(None)), board, 0)


def _picture(frame: Planes) -> Image.Image:
    """A frame as a player shows it (BT.709, limited range)."""
    y = (frame.y.astype(np.float32) - 16) * (255 / 219)
    u, v = (
        np.kron(plane.astype(np.float32) - 128, np.ones((2, 2), np.float32)) * (255 / 224)
        for plane in (frame.u, frame.v)
    )
    red, blue = y + 1.5748 * v, y + 1.8556 * u
    green = (y - 0.2126 * red - 0.0722 * blue) / 0.7152
    levels = np.stack((red, green, blue), 2).round().clip(0, 255)
    return Image.fromarray(levels.astype(np.uint8))


def _save(image: Image.Image, name: str, height: int) -> gallery_page.Picture:
    width = round(image.width * height / image.height)
    small = image.resize((width, height), Image.Resampling.LANCZOS)
    small.save(OUT / f"{name}.webp", quality=QUALITY, method=6)
    return gallery_page.Picture(f"{name}.webp", width, height)


# --- transitions --------------------------------------------------------------------------------


def _strip(trip: Trip, name: str) -> gallery_page.Row:
    """A transition from one photo to the next, in six moments."""
    size = (384, 216)
    full = templates.every()["full_bleed"]
    pair = max(pairwise(trip.seen), key=_contrast)
    scenes = tuple(_plain_scene(full, size, item) for item in pair)
    studio = ShotBuilder(_board(trip, size, scenes), Library(trip.seen), lettering.find_font(None))
    shots = [studio.build(number) for number in (0, 1)]
    mixer, mover = transitions.mixer(name, size, SEED), PlaneMover()
    sheet = Image.new("RGB", (size[0] * len(STRIP) + GAP * (len(STRIP) - 1), size[1]), PAPER)
    for number, part in enumerate(STRIP):
        first, second = (planes.blank(*size, np.int16) for _ in range(2))
        for shot, target in zip(shots, (first, second), strict=True):
            shot.paint(mover, 0, target)
        out = planes.blank(*size, np.uint8)
        mixer.mix(first, second, part, out)
        sheet.paste(_picture(out), (number * (size[0] + GAP), 0))
    return gallery_page.Row(name, "", 0, (_save(sheet, f"transition-{name}", STRIP_HEIGHT),))


def _plain_scene(template: Template, size: Size, item: SeenPhoto) -> Scene:
    shown = moves.shown(template.layout(size), size, [item], True, random.Random(SEED))
    return Scene(template.name, FPS, shown)


def _contrast(pair: tuple[SeenPhoto, SeenPhoto]) -> float:
    """How far the hues of two photos are apart."""
    first, second = (item.look.mean if item.look else (0, 0, 0) for item in pair)
    return math.dist(
        (first[0] - first[1], first[1] - first[2]), (second[0] - second[1], second[1] - second[2])
    )


# --- whole works --------------------------------------------------------------------------------


def _film(sample: Sample, photos: tuple[Photo, ...], scratch: Path) -> gallery_page.Row:
    """Frames from the middle of a film's scenes, in their order."""
    order = _order(photos, sample, scratch)
    trip = looking.travel(order, _quiet, _answers)
    board = planning.plan(trip, order)
    studio = ShotBuilder(board, Library(trip.seen), lettering.find_font(None))
    count = min(len(board.scenes), FILM_FRAMES)
    numbers = [round(at * (len(board.scenes) - 1) / max(count - 1, 1)) for at in range(count)]
    frames = [_moment(studio, board, number) for number in numbers]
    sheet = _sheet(frames, 4 if sample.size[0] > sample.size[1] else 6)
    name = f"film-{sample.size[0]}x{sample.size[1]}"
    title = f"{sample.title} · {board.size[0]}x{board.size[1]} · {board.seconds:.0f} s"
    return gallery_page.Row(title, "", 0, (_save(sheet, name, sheet.height),))


def _moment(studio: ShotBuilder, board: Storyboard, number: int) -> Image.Image:
    """A frame of the scene when its words have come and it has not begun to leave."""
    scene = board.scenes[number]
    out = planes.blank(*board.size, np.uint8)
    studio.build(number).paint(PlaneMover(), scene.frames - scene.fade - 1, out)
    return _picture(out)


def _sheet(frames: Sequence[Image.Image], columns: int) -> Image.Image:
    width = (SHEET_WIDTH - GAP * (columns - 1)) // columns
    height = round(width * frames[0].height / frames[0].width)
    rows = -(-len(frames) // columns)
    sheet = Image.new("RGB", (SHEET_WIDTH, rows * (height + GAP) - GAP), PAPER)
    for number, frame in enumerate(frames):
        small = frame.resize((width, height), Image.Resampling.LANCZOS)
        corner = (number % columns * (width + GAP), number // columns * (height + GAP))
        sheet.paste(small, corner)
    return sheet


def _long(sample: Sample, photos: tuple[Photo, ...], scratch: Path) -> gallery_page.Row:
    order = _order(photos, sample, scratch / "long")
    made = make_long_picture(order, _quiet, _answers)
    with Image.open(made.file) as image:
        picture = image.convert("RGB")
    height = round(picture.height * LONG_WIDTH / picture.width)
    title = f"{sample.title} · {made.width}x{made.height}"
    saved = _save(picture, f"long-{sample.seed}", min(height, MOST_HEIGHT))
    return gallery_page.Row(title, "", 0, (saved,))


if __name__ == "__main__":
    sys.exit(main())
