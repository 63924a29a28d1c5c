"""Photos that move: found in whatever way their phone wrote them, cut in, and heard."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from studio import planes
from studio.album import make_film
from studio.long_picture import make_long_picture
from studio.look import looking, motion_photos
from studio.look.clips import Clip
from studio.look.film_decoder import FilmDecoder
from studio.look.library import Library
from studio.look.movies import EmbeddedMovie
from studio.look.trip import Motion, SeenPhoto
from studio.order import MOST_CLIP_PIXELS, AlbumError, MotionShown, Order, Photo
from studio.paint import lettering, projector
from studio.plan import living, planning, storyboard
from studio.write import soundtrack
from tests.studio.albums import answers, order_of, photo, planned, silent
from tests.studio.moving import (
    APPLE,
    apple_note,
    directory,
    heic,
    jpeg,
    recorded,
    told,
)
from tests.studio.moving import (
    motion_photos as makers,
)

TAKEN = "2024:06:06 10:00:00"
CONTENT = "com.apple.quicktime.content.identifier"
CREATED = "com.apple.quicktime.creationdate"
MOVIE = recorded(2.0, sounds=[("aac", "stereo")])


def saved(folder: Path, name: str, data: bytes) -> Photo:
    path = folder / name
    path.write_bytes(data)
    return Photo(path, name)


def read(path: Path) -> Motion | None:
    return motion_photos.read(path, max_seconds=15.0, max_pixels=MOST_CLIP_PIXELS)


def shown_of(document: Any) -> dict[str, str]:
    """What moves of each upload that moves in a film, or plays as a clip, by its name."""
    return {
        shown["photo"]: shown.get("motion", "still")
        for scene in document["scenes"]
        for shown in scene["photos"]
        if shown.get("motion") or shown["photo"].lower().endswith((".mov", ".mp4"))
    }


@pytest.mark.parametrize("maker", list(makers(b"")))
def test_found_in_every_makers_way(tmp_path: Path, maker: str) -> None:
    """The movie is found, whole, and the second at which the photo was taken."""
    item = saved(tmp_path, "one", makers(MOVIE)[maker])
    found = read(item.path)

    assert found is not None and isinstance(found.movie, EmbeddedMovie)
    assert MOVIE == item.path.read_bytes()[found.movie.start : found.movie.end]
    assert (2.0, True) == (found.clip.seconds, found.clip.has_sound)
    assert found.moment == (None if maker == "heic" else pytest.approx(1.0, abs=0.04))


@pytest.mark.parametrize(
    "data",
    [
        jpeg(),
        heic(),
        told(jpeg(), directory(5000)),
        jpeg() + MOVIE[: len(MOVIE) // 2],
        jpeg() + b"\0\0\0\x14ftypqt  \0\0\0\0qt  ftypftyp",
        recorded(0.4),
    ],
    ids=["jpeg", "heic", "told only", "cut off", "words", "clip"],
)
def test_nothing_moves(tmp_path: Path, data: bytes) -> None:
    """What merely says so, or has lost its index, is a photo."""
    assert read(saved(tmp_path, "one", data).path) is None


def film_of(order: Order) -> tuple[Any, tuple[str, ...], bytes]:
    film = make_film(order, silent, answers)
    document = json.loads(film.extras[0].read_text(encoding="utf-8"))
    return document, film.warnings, film.file.read_bytes()


def test_a_film_with_a_motion_photo(tmp_path: Path) -> None:
    """The photo holds, then moves; over it its own sound is heard, and the music steps back."""
    moving = saved(tmp_path, "moving.jpg", makers(MOVIE)["google"])
    order = order_of(tmp_path, moving, photo(tmp_path / "still.jpg", (400, 300)))
    document, warnings, _ = film_of(order)
    number, scene = next(
        (number, scene)
        for number, scene in enumerate(document["scenes"])
        if scene["photos"] and scene["photos"][0].get("motion")
    )
    first = sum(
        each["seconds"] - each["transition"]["seconds"] for each in document["scenes"][:number]
    )
    with av.open(str(order.out / "result.mp4")) as film:
        colours = [
            frame.to_ndarray(format="rgb24")[80:100, 150:170].mean((0, 1))
            for frame in film.decode(video=0)
        ]
        film.seek(0)
        heard = np.concatenate([block.to_ndarray()[0] for block in film.decode(audio=0)])
    start, end = (round((first + second) * 10) for second in (0.8, scene["seconds"]))
    shown = colours[start:end]
    greens = [colour[1] > 90 > colour[0] for colour in shown]
    reds = [colour[0] > 150 > colour[1] for colour in shown]

    assert () == warnings
    assert 2.0 + living.HOLD <= scene["seconds"]
    assert any(greens) and any(reds)
    assert greens.index(True) < reds.index(True)
    at = round((first + scene["seconds"] - scene["transition"]["seconds"] - 1.0) * 44_100)
    spectrum = np.abs(np.fft.rfft(heard[at : at + 22_050] * np.hanning(22_050))) ** 2
    assert spectrum[210:231].sum() / spectrum.sum() > 0.5


def painted(order: Order, shown: dict[str, Any], seconds: float = 4.0) -> list[str]:
    """The colour of the middle of each frame of a film of one scene."""
    document: dict[str, Any] = planned(replace(order, motion="still"))
    document["scenes"] = [
        {"template": "full_bleed", "seconds": seconds, "photos": [shown], "texts": []}
    ]
    order = replace(order, board=document)
    decoder = FilmDecoder(order)
    trip = looking.look(order, silent, decoder=decoder)
    board = planning.board_of(trip, order)
    found, out = [], planes.blank(*board.size, np.uint8)
    with projector.paint(board, Library(trip.seen), lettering.find_font(None)) as film:
        for number in range(board.frames - 2):
            film.paint(number, out)
            middle = planes.to_rgb(out).getpixel((160, 90))
            assert isinstance(middle, tuple)
            found.append("rgb"[max(range(3), key=middle.__getitem__)])
    return found


@pytest.mark.parametrize(
    ("moment", "motion", "seen"),
    [
        (1_000_000, "both", "gr"),
        (1_900_000, "both", "rg"),
        (1_000_000, "motion", "r"),
        (1_000_000, "still", "g"),
        (-1, "both", "gr"),
        (9_000_000, "both", "gr"),
    ],
)
def test_the_still_and_the_movie(tmp_path: Path, moment: int, motion: str, seen: str) -> None:
    """In the order in which they were taken: green is the photo, red its movie."""
    data = told(jpeg(), directory(len(MOVIE), moment)) + MOVIE
    order = order_of(tmp_path, saved(tmp_path, "one.jpg", data))
    colours = painted(order, {"photo": "one.jpg", "motion": motion})

    assert seen == "".join(c for n, c in enumerate(colours) if n == 0 or colours[n - 1] != c)
    if motion == "both":
        assert 16 <= colours.count("r") <= 20


def test_the_movie_moves(tmp_path: Path) -> None:
    """It is seen from its beginning to its end, in its own time."""
    data = makers(recorded(2.0, red_from=1.0))["google"]
    order = order_of(tmp_path, saved(tmp_path, "one.jpg", data))
    colours = painted(order, {"photo": "one.jpg", "motion": "motion"}, 3.0)

    assert (10, 18) == (colours.count("b"), colours.count("r"))


def test_a_crop_holds_for_both(tmp_path: Path) -> None:
    """What the storyboard cuts out of the photo it cuts out of its movie."""
    movie = recorded(2.0, halves=True)
    order = order_of(tmp_path, saved(tmp_path, "one.jpg", makers(movie)["google"]))
    for x, colour in ((0.0, "r"), (0.5, "b")):
        half = {"x": x, "y": 0.2, "width": 0.5, "height": 0.375}
        shown = {"photo": "one.jpg", "start": half, "end": half, "motion": "both"}

        assert {"g", colour} == set(painted(order, shown))


def test_a_crop_of_next_to_nothing(tmp_path: Path) -> None:
    """A movie is not blown up without end for it."""
    order = order_of(tmp_path, saved(tmp_path, "one.jpg", makers(MOVIE)["google"]))
    dot = {"x": 0.5, "y": 0.5, "width": 0.00001, "height": 0.00001}
    shown = {"photo": "one.jpg", "start": dot, "end": dot, "motion": "both"}

    assert {"g", "r"} == set(painted(order, shown))


def test_a_broken_photo_beside_an_unasked_clip(tmp_path: Path) -> None:
    """Nothing is left to be shown, and that is told."""
    clip = replace(live(tmp_path)[1], beside=True)
    broken = saved(tmp_path, "IMG_0042.jpg", jpeg()[:300])

    with pytest.raises(AlbumError, match="IMG_0042"):
        planned(replace(order_of(tmp_path, broken, clip), ordered=True))


def test_its_sound_begins_with_it(tmp_path: Path) -> None:
    """Where the photo is held nothing is heard of it yet."""
    order = order_of(tmp_path, saved(tmp_path, "one.jpg", makers(MOVIE)["google"]))
    document: dict[str, Any] = planned(order)
    seen, _ = looking.begin(order, silent)
    board = storyboard.read(document, {"one.jpg"})
    number = next(n for n, scene in enumerate(board.scenes) if scene.photos[0].motion == "both")
    (duck,) = soundtrack.ducks(board, Library(seen))
    start = board.starts()[number] / board.fps

    assert start + 1.0 <= duck.start <= start + board.scenes[number].frames / board.fps - 1.5
    assert 2.0 == pytest.approx(sum(len(block) for block in duck.sound) / 44_100, abs=0.1)


@pytest.mark.parametrize("motion", ["still", "motion", "both"])
def test_the_order_says_what_is_shown(tmp_path: Path, motion: MotionShown) -> None:
    """Still, moving, or both; the storyboard says so too."""
    item = saved(tmp_path, "one.jpg", makers(MOVIE)["samsung"])
    document = planned(replace(order_of(tmp_path, item), motion=motion))

    assert shown_of(document) == ({} if motion == "still" else {"one.jpg": motion})


def test_a_movie_that_cannot_be_shown(tmp_path: Path) -> None:
    """The photo is shown without it, and its owner is told."""
    longer = recorded(16.0)
    other = recorded(1.0, codec="mpeg2video")
    items = [
        saved(tmp_path, "long.jpg", jpeg("green") + longer),
        saved(tmp_path, "other.jpg", jpeg("navy") + other),
    ]
    document, warnings, _ = film_of(order_of(tmp_path, *items))

    assert {} == shown_of(document)
    assert 2 == len(warnings)
    assert warnings[0].endswith("仅显示静态照片：long.jpg")
    assert "mpeg2video" in warnings[1] and warnings[1].endswith("other.jpg")


def live(
    folder: Path, seconds: float = 2.0, *, photo: bytes = b"", **metadata: str
) -> tuple[Photo, Photo]:
    """An iPhone's two files, of one name."""
    keys = {"content": CONTENT, "created": CREATED}
    data = recorded(seconds, metadata={keys[key]: value for key, value in metadata.items()})
    still = photo or jpeg(taken=TAKEN)
    return saved(folder, "IMG_0042.jpg", still), saved(folder, "IMG_0042.MOV", data)


def test_a_pair_says_that_it_is_one(tmp_path: Path) -> None:
    """By its identifier, whatever the names and times are."""
    photo_, clip = live(tmp_path, 5.0, photo=jpeg(note=apple_note()), content=APPLE)
    order = order_of(tmp_path, photo_, Photo(clip.path, "elsewhere.mov"))
    document: dict[str, Any] = planned(order)

    assert {"IMG_0042.jpg": "both"} == shown_of(document)
    every = [shown for scene in document["scenes"] for shown in scene["photos"]]
    assert {"elsewhere.mov"} == {shown["clip"] for shown in every if "clip" in shown}


@pytest.mark.parametrize(
    ("seconds", "created", "one"),
    [
        (2.0, "2024-06-06T10:00:02", True),
        (2.0, "2024-06-06T09:59:58", True),
        (2.0, "2024-06-06T10:00:05", False),
        (5.0, "2024-06-06T10:00:00", False),
        (2.0, "", False),
    ],
)
def test_one_name(tmp_path: Path, seconds: float, created: str, one: bool) -> None:
    """With it a photo and a clip are one if they are of one moment, and the clip is short; else the
    clip is shown for itself."""
    order = order_of(tmp_path, *live(tmp_path, seconds, created=created))

    assert shown_of(planned(order)) == (
        {"IMG_0042.jpg": "both"} if one else {"IMG_0042.MOV": "still"}
    )


def test_two_identifiers_are_two(tmp_path: Path) -> None:
    """Whatever else they have in common."""
    pair = live(
        tmp_path,
        photo=jpeg(note=apple_note(), taken=TAKEN),
        content="another",
        created="2024-06-06T10:00:00",
    )

    assert {"IMG_0042.MOV": "still"} == shown_of(planned(order_of(tmp_path, *pair)))


def test_a_clip_that_nobody_asked_for(tmp_path: Path) -> None:
    """It is shown with the photo that it belongs to, or not at all."""
    photo_, clip = live(tmp_path, created="2024-06-06T10:00:00")
    named = replace(order_of(tmp_path, photo_, replace(clip, beside=True)), ordered=True)
    other = tmp_path / "other"
    other.mkdir()
    first, second = live(other)
    apart = replace(order_of(other, first, replace(second, beside=True)), ordered=True)

    assert {"IMG_0042.jpg": "both"} == shown_of(planned(named))
    assert {} == shown_of(planned(apart))


def test_a_storyboard_makes_the_same_film(tmp_path: Path) -> None:
    """Also of a pair: it names the clip."""
    pair = live(tmp_path, created="2024-06-06T10:00:00")
    document = planned(order_of(tmp_path, *pair))
    order = replace(order_of(tmp_path, *pair), board=document)
    trip = looking.look(order, silent)

    assert storyboard.document(planning.board_of(trip, order)) == document


def test_a_long_picture_shows_the_photo(tmp_path: Path) -> None:
    """Once, and still."""
    pair = live(tmp_path, created="2024-06-06T10:00:00")
    other = saved(tmp_path, "a.jpg", jpeg("navy") + MOVIE)
    order = order_of(tmp_path, *pair, other)
    seen = looking.travel(order, silent).seen
    made = make_long_picture(order, silent)

    assert () == made.warnings
    assert {"IMG_0042.jpg", "a.jpg"} == {item.photo.name for item in seen}


def test_a_clip_like_a_photo_is_not_lost(tmp_path: Path) -> None:
    """It shows more than its beginning: only photos can be twice the same."""
    still = saved(tmp_path, "one.jpg", jpeg("#1e1ec8"))
    clip = saved(tmp_path, "two.mov", recorded(2.0, red_from=1.0))

    assert {"two.mov": "still"} == shown_of(planned(order_of(tmp_path, still, clip)))


def test_of_very_many_some_live(tmp_path: Path) -> None:
    """A film of live photos alone is no endless film; evenly chosen ones live."""
    item = saved(tmp_path, "one.jpg", makers(MOVIE)["google"])
    motion = read(item.path)
    picture = looking.begin(order_of(tmp_path, item), silent)[0][0].picture
    seen = [SeenPhoto(item, picture, motion=motion) for _ in range(60)]
    found = sorted(living.living(seen))

    assert (20, 0, 59) == (len(found), found[0], found[-1])
    assert frozenset(range(5)) == living.living(seen[:5])


@pytest.mark.parametrize(
    ("seconds", "moment", "start", "length", "leads"),
    [
        (2.0, 1.0, 0.0, 2.0, False),
        (3.1, 3.0, 0.0, 3.0, True),
        (6.0, 3.0, 1.5, 3.0, False),
        (6.0, None, 1.5, 3.0, False),
        (6.0, 5.9, 2.9, 3.0, True),
        (6.0, 0.0, 0.0, 3.0, False),
        (6.0, 99.0, 1.5, 3.0, False),
    ],
)
def test_what_is_shown_of_a_movie(
    seconds: float, moment: float | None, start: float, length: float, leads: bool
) -> None:
    """Three seconds at most, around the moment of the photo or up to it."""
    clip = Clip(640, 480, seconds, None, None, None, False)
    found = living.excerpt(Motion(Path("x"), clip, moment), "both")

    assert (start, length) == pytest.approx((found.start, found.seconds))
    assert leads == found.leads
