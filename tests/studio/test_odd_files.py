"""One odd file among others: the film and the long picture are made, and it is named."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from studio import planes
from studio.album import make_film
from studio.asking import Ask
from studio.long_picture import make_long_picture
from studio.look import clips, faults, looking
from studio.look.clips import Clip
from studio.look.film_decoder import FilmDecoder
from studio.look.intake import Picture
from studio.look.library import Library
from studio.order import AlbumError, Film, LongPicture, Order, Photo, named
from studio.paint.living_photo import PlayingClip
from studio.paint.playing import Playing
from studio.plan import storyboard
from studio.plan.living import Life
from studio.planes import Planes
from studio.rectangle import WHOLE, Rectangle
from studio.write import soundtrack
from tests.studio.albums import answers, names_of, order_of, photo, planned, silent
from tests.studio.test_clips import clip

MAKERS = (make_film, make_long_picture)
DURATIONS = ((b"mvhd", 20), (b"mdhd", 20), (b"tkhd", 24))
TKHD_WIDTH = 80


def line(path: Path) -> None:
    Image.new("RGB", (1, 20_000), "red").save(path)


def long_line(path: Path) -> None:
    """A storyboard could not even name the part of it that a page would show."""
    Image.new("L", (2_000_000, 1), 99).save(path)


def stretched(path: Path) -> None:
    """A clip of 64x48 pixels that says that it is 30,000 wide."""
    data = bytearray(clip(0.4))
    at = data.index(b"tkhd") + TKHD_WIDTH
    data[at : at + 4] = struct.pack(">I", 30_000 << 16)
    path.write_bytes(data)


def street(path: Path) -> None:
    """A clip that says it is as wide as a street and has more pixels than any."""
    data = bytearray(clip(0.4, size=(64, 720)))
    at = data.index(b"tkhd") + TKHD_WIDTH
    data[at : at + 4] = struct.pack(">I", 30_000 << 16)
    path.write_bytes(data)


def folder(path: Path) -> None:
    path.mkdir()


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def missing(_: Path) -> None:
    """Somebody took it away."""


ODD: dict[str, tuple[Callable[[Path], None], str]] = {
    "line.png": (line, "图片过于狭长"),
    "long_line.png": (long_line, "图片过于狭长"),
    "stretched.mov": (stretched, "图片过于狭长"),
    "street.mov": (street, "视频画面超过 943 万像素"),
    "folder.jpg": (folder, "图片已损坏"),
    "nothing.jpg": (nothing, "不支持的图片格式"),
    "missing.jpg": (missing, "图片已损坏"),
}


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("name", ODD)
def test_odd_file(tmp_path: Path, name: str, make: Callable[..., Film | LongPicture]) -> None:
    """It is left out with a warning that says why; the others are shown."""
    write, reason = ODD[name]
    write(tmp_path / name)
    good = photo(tmp_path / "good.jpg", (400, 300))
    made = make(order_of(tmp_path, good, Photo(tmp_path / name, name)), silent)

    assert (f"{reason}，已略过：{name}",) == made.warnings
    assert made.file.stat().st_size > 0


@pytest.mark.parametrize("size", [(1, 900), (900, 1), (1, 1), (2, 1)])
@pytest.mark.parametrize("make", MAKERS)
def test_narrow_photo(
    tmp_path: Path, size: tuple[int, int], make: Callable[..., Film | LongPicture]
) -> None:
    """What is narrow, or hardly there, but can be shown is shown; a part of it is told as one."""
    Image.new("RGB", size, "red").save(tmp_path / "odd.png")
    good = photo(tmp_path / "good.jpg", (400, 300))
    made = make(order_of(tmp_path, good, Photo(tmp_path / "odd.png", "odd.png")), silent)
    cut = make is make_long_picture and size == (1, 900)

    assert (("图片过长，长图中只显示其上部：odd.png",) if cut else ()) == made.warnings


def without_duration(data: bytes) -> bytes:
    out = bytearray(data)
    for tag, offset in DURATIONS:
        at = out.find(tag)
        while at >= 0:
            out[at + offset : at + offset + 4] = bytes(4)
            at = out.find(tag, at + 4)
    return bytes(out)


@pytest.mark.parametrize(
    "data", [clip(0.04), without_duration(clip(0.4))], ids=["one frame", "no duration"]
)
@pytest.mark.parametrize("make", MAKERS)
def test_clip_of_no_length(
    tmp_path: Path, data: bytes, make: Callable[..., Film | LongPicture]
) -> None:
    """A clip of one picture, or of no length that anybody wrote down, stands in its scene."""
    (tmp_path / "c.mov").write_bytes(data)
    good = photo(tmp_path / "good.jpg", (400, 300))
    order = order_of(tmp_path, good, Photo(tmp_path / "c.mov", "c.mov"))
    made = make(order, silent)

    assert () == made.warnings
    assert {"good.jpg", "c.mov"} == set(names_of(planned(order)))


class Greedy(FilmDecoder):
    """Of one file it says, so many times, that there is no memory for it."""

    def __init__(self, order: Order, path: Path, times: int, error: Exception) -> None:
        super().__init__(order, keep=0)
        self._path, self._times, self._error = path, times, error

    def inspect(self, path: Path) -> Picture | Clip:
        if path == self._path and self._times:
            self._times -= 1
            raise self._error
        return super().inspect(path)


@pytest.mark.parametrize(
    ("error", "times", "told"),
    [
        (MemoryError(), 1, ()),
        (MemoryError(), 2, ("图片过大，内存不足，已略过：1.jpg",)),
        (ZeroDivisionError(), 1, ("图片已损坏，已略过：1.jpg",)),
        (OSError(5, "Input/output error"), 1, ("图片已损坏，已略过：1.jpg",)),
    ],
)
def test_whatever_a_decoder_raises(
    tmp_path: Path, error: Exception, times: int, told: tuple[str, ...]
) -> None:
    """It costs this file alone; what found no memory beside another is tried again alone."""
    photos = [photo(tmp_path / f"{n}.jpg", (400, 300), n) for n in range(3)]
    order = order_of(tmp_path, *photos)
    seen, warnings = looking.begin(order, silent, Greedy(order, photos[1].path, times, error))

    assert told == warnings
    assert 3 - len(told) == len(seen)


def test_too_little_memory_for_all(tmp_path: Path) -> None:
    """Where nothing is left the reason is kept: who renders tells a shortage by it."""
    order = order_of(tmp_path, photo(tmp_path / "a.jpg", (400, 300)))

    with pytest.raises(AlbumError, match="内存不足") as raised:
        looking.begin(order, silent, Greedy(order, order.photos[0].path, 2, MemoryError()))
    assert isinstance(raised.value.__cause__, faults.TooLittleMemory)
    assert isinstance(raised.value.__cause__.__cause__, MemoryError)


def weather_glass(
    what: str, requests: Sequence[dict[str, Any]], said: list[str]
) -> list[dict[str, Any] | None]:
    """Knows no weather, and writes down of what it was asked."""
    if "weather" == what:
        said += [Path(request["picture"]).name for request in requests]
    found = answers(what, requests)
    return [None] * len(found) if "weather" == what else found


def test_clips_alone(tmp_path: Path) -> None:
    """Nobody is asked for the weather of a clip, and a film of clips alone does not miss it."""
    (tmp_path / "a.mov").write_bytes(clip(1.0))
    said: list[str] = []
    ask: Ask = partial(weather_glass, said=said)
    clips_alone = order_of(tmp_path, Photo(tmp_path / "a.mov", "a.mov"))
    with_photo = order_of(tmp_path, *clips_alone.photos, photo(tmp_path / "b.jpg", (400, 300)))

    assert () == looking.look(clips_alone, silent, ask).warnings
    assert [] == said
    assert ("天气识别暂不可用",) == looking.look(with_photo, silent, ask).warnings
    assert ["b.jpg"] == said


def test_clip_that_goes_away_while_it_plays(tmp_path: Path) -> None:
    """Its last picture stays, and it is named."""
    path = tmp_path / "sea.mov"
    path.write_bytes(clip(4.0))
    seen, _ = looking.begin(order_of(tmp_path, Photo(path, "sea.mov")), silent)
    library = Library(seen)
    frames = clips.frames(path, 25, (64, 48))
    first = next(frames)

    def spoilt() -> Iterator[Planes]:
        yield first
        raise ZeroDivisionError

    window = Rectangle(0, 0, 64, 48)
    found = library.clip("sea.mov")
    assert found is not None
    shown = storyboard.ShownPhoto("sea.mov", WHOLE, WHOLE, "still", "")
    life = Life(0, 100, held=False, leads=False)
    failed = partial(library.freeze, "sea.mov")
    playing = PlayingClip(window, Playing(shown, *found, 0.0, life), spoilt(), 25, failed)
    out = planes.blank(64, 48, np.uint8)
    for frame in range(3):
        playing.paint(frame, out)

    assert (first.y == out.y).all()

    assert ("视频中途损坏，之后为静止画面：sea.mov",) == library.warnings()


def broken_sound(data: bytes) -> bytes:
    """The same clip with a sound that is damaged from its middle on."""
    with av.open(io.BytesIO(data), "r") as container:
        packets = [(p.pos, p.size) for p in container.demux(container.streams.audio[0])]
    out = bytearray(data)
    for at, size in packets[len(packets) // 2 :]:
        if at is not None:
            out[at : at + size] = b"\xff" * size
    return bytes(out)


def test_broken_sound(tmp_path: Path) -> None:
    """A clip whose sound ends midway is seen to its end, and it is named."""
    path = tmp_path / "sea.mov"
    path.write_bytes(broken_sound(clip(2.0, tone=440)))
    order = order_of(tmp_path, photo(tmp_path / "a.jpg", (400, 300)), Photo(path, "sea.mov"))
    film = make_film(order, silent)

    assert ("视频的声音已损坏，没有播放或没有播完：sea.mov",) == film.warnings


def test_sound_that_goes_away(tmp_path: Path) -> None:
    """What of the sound was read is heard, and the clip is named."""
    path = tmp_path / "sea.mov"
    path.write_bytes(clip(2.0, tone=440))
    order = order_of(tmp_path, Photo(path, "sea.mov"))
    seen, _ = looking.begin(order, silent)
    library = Library(seen)
    board = storyboard.read(planned(order), {"sea.mov"})
    ducks = soundtrack.ducks(board, library)
    path.write_bytes(b"gone")

    assert [0] * len(ducks) == [len(list(duck.sound)) for duck in ducks]
    assert ducks
    assert ("视频的声音已损坏，没有播放或没有播完：sea.mov",) == library.warnings()


def test_long_names(tmp_path: Path) -> None:
    """Two photos of one name that is as long as a name may be make a film."""
    name = "长" * 251 + ".jpg"
    photos = [photo(tmp_path / f"{n}.jpg", (400, 300), n) for n in range(2)]
    order = order_of(tmp_path, *(Photo(each.path, name) for each in photos))
    names = {each.name for each in named(order.photos)}

    assert 2 == len(names) == len(set(names_of(planned(order))))
    assert 255 == max(map(len, names))
