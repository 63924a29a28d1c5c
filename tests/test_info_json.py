"""info.json: what is understood of factors and of the place, and what pictures are called."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from config import load_config
from services.works.info_json import Info, read_info
from services.works.orders import known_names, make_order
from status_codes import ApiError, WorkStart
from stores.works import Upload, Work
from studio.order import Labels, Order

UPLOADS = [
    Upload("1.jpg", "a.jpg", 1, 4, 3),
    Upload("2.jpg", "b.jpg", 1, 4, 3),
    Upload("3.jpg", "b.jpg", 1, 4, 3),
]
LIVE = [
    Upload("1.heic", "IMG_7.HEIC", 1, 4, 3),
    Upload("2.mov", "IMG_7.mov", 1, 4, 3),
    Upload("3.mp4", "beach.mp4", 1, 4, 3),
]
ZERO: dict[str, Any] = dict.fromkeys(Work._fields, 0) | {
    "title": "题",
    "description": "",
    "seed": 5,
}


def read(**info: Any) -> Info:
    note = json.dumps({"images": ["a.jpg", "2.jpg"]} | info)
    return read_info(note.encode(), UPLOADS)


def order(uploads: list[Upload], info: Info, board: Any = None) -> Order:
    settings = load_config().works
    return make_order(Work(**ZERO), uploads, info, Path, Path("out"), settings, board)


def test_factors_go_with_their_images() -> None:
    """Types and values, in the order of the images."""
    factors = [
        {"types": ["seashore"], "values": [0.5]},
        {"types": ["dhole", "red fox"], "values": [0.1, 1]},
    ]

    made = order(UPLOADS, read(factors=factors))

    expected = (Labels(("seashore",), (0.5,)), Labels(("dhole", "red fox"), (0.1, 1.0)))
    assert expected == made.factors
    assert ("a.jpg", "2.jpg") == tuple(photo.name for photo in made.photos)


def test_all_that_two_hundred_photos_show() -> None:
    """A long note: as many images as a work may have, twenty things seen in each."""
    count = load_config().works.pictures
    uploads = [Upload(f"{n}.jpg", f"IMG_{n}.jpg", 1, 4, 3) for n in range(count)]
    seen = {"types": [f"{n:02}" for n in range(20)], "values": [0.5] * 20}
    note = {"images": [upload.original for upload in uploads], "factors": [seen] * count}

    info = read_info(json.dumps(note).encode(), uploads)

    assert [20] * count == [len(labels.types) for labels in info.factors if labels]


@pytest.mark.parametrize("part", ["[],", "{},", "0,", '"a",'])
def test_a_note_of_too_many_parts(part: str) -> None:
    """It is refused before it is read, which would keep everybody waiting."""
    note = f'{{"images": ["a.jpg"], "factors": [{part * 100_000}0]}}'

    with pytest.raises(ApiError) as raised:
        read_info(note.encode(), UPLOADS)

    assert WorkStart.INFO_UNREADABLE is raised.value.outcome


@pytest.mark.parametrize(
    "factors",
    [
        None,
        "none",
        {},
        [],
        [None, 7, []],
        [{"types": "seashore", "values": [0.5]}],
        [{"types": ["a"]}, {"values": [1]}],
        [{"types": [1], "values": ["x"]}],
        [{"types": ["a"], "values": [17]}],
    ],
)
def test_no_factors_fail_a_work(factors: Any) -> None:
    """Whatever stands there, the pictures have no labels and that is all."""
    made = order(UPLOADS, read(factors=factors))

    assert (None, None) == made.factors


def test_the_shorter_of_types_and_values_counts() -> None:
    """A label without a value is none."""
    info = read(factors=[{"types": ["a", "b"], "values": [1]}])

    assert (Labels(("a",), (1.0,)),) == info.factors


def test_a_place_is_taken() -> None:
    """Latitude and longitude reach the studio; without them it is told of none."""
    there = order(UPLOADS, read(latitude=30.25, longitude=-120))
    nowhere = order(UPLOADS, read())

    assert (30.25, -120.0) == (there.latitude, there.longitude)
    assert (None, None) == (nowhere.latitude, nowhere.longitude)


@pytest.mark.parametrize("place", [{"latitude": 91}, {"longitude": "east"}])
def test_a_place_that_is_none_is_refused(place: dict[str, Any]) -> None:
    """As any other field that cannot be what it says."""
    with pytest.raises(ApiError) as raised:
        read(**place)

    assert WorkStart.INFO_UNREADABLE is raised.value.outcome


def test_a_name_that_two_uploads_have_names_neither() -> None:
    """Storyboards name pictures: those are called by our names then."""
    assert {"1.jpg": "a.jpg", "2.jpg": "2.jpg", "3.jpg": "3.jpg"} == known_names(UPLOADS)


def test_a_live_photo_is_one_picture() -> None:
    """The clip with the picture's name comes with it and not beside it; another clip is its own."""
    made = order(LIVE, Info())

    assert [
        ("1.heic", "IMG_7.HEIC", "2.mov"),
        ("3.mp4", "beach.mp4", None),
    ] == [(str(p.path), p.name, p.clip and str(p.clip)) for p in made.photos]


def test_a_picture_that_is_named_twice_is_shown_once() -> None:
    """Whatever becomes of it, its name must mean one picture."""
    made = order(UPLOADS, Info(images=["1.jpg", "2.jpg", "1.jpg"]))

    assert ["1.jpg", "2.jpg"] == [photo.path.name for photo in made.photos]


def test_a_storyboard_names_its_pictures() -> None:
    """Only those that it shows are looked at, also such as were not in info.json."""
    board = {"scenes": [{"photos": [{"photo": "3.jpg"}]}, {"photos": []}]}

    made = order(UPLOADS, Info(images=["1.jpg"]), board)

    assert ["3.jpg"] == [photo.name for photo in made.photos]
    assert board == made.board


def test_every_field_is_described() -> None:
    """docs/info_json.md has a line for each field, and for no other."""
    page = Path(__file__).resolve().parent.parent / "docs" / "info_json.md"
    first = [line.split("|")[1] for line in page.read_text().splitlines() if line.startswith("| `")]
    described = {name for cell in first for name in re.findall(r"`(\w+)`", cell)}

    assert set(Info.model_fields) == described
