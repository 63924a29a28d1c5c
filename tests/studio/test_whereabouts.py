"""Captions of films and long pictures: what is said of photos together is true of each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.look.intake import Picture
from studio.look.stops import Stop, along, main
from studio.look.trip import SeenPhoto, Trip
from studio.order import Photo
from studio.plan import dates, planning, storyboard, templates
from studio.plan.long import planning as long_planning
from studio.plan.storyboard import Storyboard
from tests.studio.test_storyboard import PALETTE, SIZES, look, order

DAY = 86_400_000
SEEDS = range(6)
SHAPES = ((1600, 1200), (1200, 1600), (1600, 1067))
# Of a photo: its day, and the city where it was taken; None and "" where it does not say.
Taken = tuple[int | None, str]
FOUR_CITIES: list[Taken] = [
    (day, city) for day, city in enumerate(("杭州", "苏州", "南京", "黄山"), 1) for _ in range(3)
]
AIRPORT: list[Taken] = [(6, "咸阳"), *[(day, "西安") for day in (7, 7, 8, 8)]]
TO_AND_FRO: list[Taken] = [(1, "深圳"), (1, "香港"), (1, "深圳"), (1, "香港"), (1, "香港")] * 3
HALF_KNOWN: list[Taken] = [
    (1, "西安"), (1, ""), (None, "西安"), (2, ""), (2, "洛阳"), (None, ""), (2, "洛阳"), (3, "洛阳")
]  # fmt: skip
TRIPS = {
    "four cities": FOUR_CITIES,
    "airport": AIRPORT,
    "to and fro": TO_AND_FRO,
    "half known": HALF_KNOWN,
}


def trip_of(taken: Sequence[Taken]) -> Trip:
    seen, photos = [], dict[str, list[int]]()
    for number, (day, city) in enumerate(taken):
        ms = None if day is None else day * DAY + number * 60_000
        picture = Picture("jpeg", *SHAPES[number % 3], ms, None, None)
        seen.append(SeenPhoto(Photo(Path(f"{number}.jpg"), f"{number}.jpg"), picture, look()))
        photos.setdefault(city, []).append(number)
    stops = tuple(
        Stop(city, 30.0, 110.0, tuple(numbers)) for city, numbers in photos.items() if city
    )
    return Trip(tuple(seen), PALETTE, "", "", stops, (), ())


def date(day: int | None) -> str:
    """As a caption writes it."""
    return "" if day is None else f"{dates.date(day * DAY):%Y.%m.%d}"


def untrue(board: Storyboard, taken: Sequence[Taken]) -> list[str]:
    """Captions that say of a photo what it does not say itself."""
    wrong = []
    for scene in board.scenes:
        if templates.every()[scene.template].part != "photos":
            continue
        said = [text.text for text in scene.texts if text.role == "caption"]
        for place, shown in enumerate(scene.photos if said else ()):
            words = (said[place] if len(said) > 1 else said[0]).split()
            day, city = taken[int(shown.photo.removesuffix(".jpg"))]
            wrong += [f"{shown.photo}: {word}" for word in words if word not in (date(day), city)]
    return wrong


@pytest.mark.parametrize("size", SIZES[:3])
@pytest.mark.parametrize("name", TRIPS)
def test_a_page_says_what_is_true_of_all_its_photos(name: str, size: tuple[int, int]) -> None:
    """Whatever pages a seed chooses."""
    trip = trip_of(TRIPS[name])
    found = {
        seed: untrue(planning.plan(trip, order(size, seed=seed)), TRIPS[name]) for seed in SEEDS
    }

    assert dict.fromkeys(SEEDS, []) == found


@pytest.mark.parametrize("name", ["four cities", "airport", "to and fro"])
def test_every_place_is_said_where_it_begins(name: str) -> None:
    """A viewer who goes by the last caption is told of each photo where it was taken."""
    taken = TRIPS[name]
    for seed in SEEDS:
        last, told = "", list[str]()
        for scene in planning.plan(trip_of(taken), order(seed=seed)).scenes:
            if templates.every()[scene.template].part != "photos":
                continue
            said = [text.text.split()[-1] for text in scene.texts if text.role == "caption"]
            each = said if len(said) == len(scene.photos) else (said or [last]) * len(scene.photos)
            told += each
            last = each[-1]

        assert [city for _, city in taken] == told


def test_a_film_that_may_have_no_more_scenes_mixes_and_says_less() -> None:
    """250 photos of 250 places have not a page each; none of them is put under another's name."""
    taken: list[Taken] = [(number, f"城{number}") for number in range(250)]
    board = planning.plan(trip_of(taken), order())

    assert [] == untrue(board, taken)
    assert 250 >= len(board.scenes)
    assert storyboard.read(storyboard.document(board), {f"{n}.jpg" for n in range(250)})


@pytest.mark.parametrize("name", TRIPS)
def test_a_frame_of_a_long_picture_says_what_is_true_of_all(name: str) -> None:
    """Prints have captions of their own; of other frames every photo is of what is said."""
    taken = TRIPS[name]
    for seed in SEEDS:
        plan = long_planning.plan(trip_of(taken), replace(order(), seed=seed))
        said = dict.fromkeys(range(len(taken)), ("", ""))
        for each in plan.frames:
            numbers = range(each.chosen.first, each.chosen.first + each.chosen.count)
            for number, own in zip(numbers, each.words.each, strict=True):
                said[number] = own if each.mount == "polaroid" else each.words.told

        wrong = [
            (number, words)
            for number, (day, city) in enumerate(taken)
            for words in [said[number]]
            if words[0] not in ("", date(day)) or words[1] not in ("", city)
        ]
        assert [] == wrong


def test_a_map_says_a_country_where_the_trip_comes_into_it() -> None:
    """Dots have the names of cities; the line below says countries once."""
    stops = [
        Stop("上海", 31.2, 121.5, (0,)),
        Stop("东京", 35.7, 139.8, (1,), country="日本"),
        Stop("京都", 35.0, 135.8, (2,), country="日本"),
        Stop("新加坡", 1.3, 103.9, (3,), country="新加坡"),
    ]
    made = replace(trip_of([(1, "")] * 4), stops=tuple(stops))
    (scene,) = (s for s in planning.plan(made, order()).scenes if s.template.startswith("place"))

    assert ["上海", "东京", "京都", "新加坡"] == [place.name for place in scene.places]
    assert ["上海  ·  日本 东京  ·  京都  ·  新加坡"] == [text.text for text in scene.texts]


def test_a_map_says_a_country_once_where_no_city_is_near() -> None:
    """The dot has the country's name; the line has said it already."""
    stops = [
        Stop("旧金山", 37.8, -122.4, (0,), country="美国"),
        Stop("美国", 36.1, -112.1, (1,), country="美国"),
        Stop("纽约", 40.7, -74.0, (2,), country="美国"),
    ]
    made = replace(trip_of([(1, "")] * 3), stops=tuple(stops))
    (scene,) = (s for s in planning.plan(made, order()).scenes if s.template.startswith("place"))

    assert ["旧金山", "美国", "纽约"] == [place.name for place in scene.places]
    assert ["美国 旧金山  ·  纽约"] == [text.text for text in scene.texts]


# --- stops -------------------------------------------------------------------------------------

XIAN, AIRPORT_POINT, TOKYO, SEA = (
    (34.26, 108.94),
    (34.4471, 108.7516),
    (35.68, 139.76),
    (20.0, 150.0),
)
KNOWN: dict[tuple[float, float], dict[str, Any] | None] = {
    XIAN: {"province": "陕西省", "city": "西安市", "county": "碑林区", "picture": "610000.png"},
    (34.25, 108.95): {"province": "陕西省", "city": "西安市", "county": "雁塔区", "picture": ""},
    AIRPORT_POINT: {"province": "陕西省", "city": "咸阳市", "county": "渭城区", "picture": ""},
    TOKYO: {"country": "日本", "town": "东京", "picture": "def1.png"},
    (1.29, 103.85): {"country": "新加坡", "town": "新加坡", "picture": ""},
    (36.05, -112.11): {"country": "美国", "town": "", "picture": ""},
    SEA: None,
}


def place(what: str, requests: Sequence[dict[str, Any]]) -> list[dict[str, Any] | None]:
    assert "place" == what
    return [KNOWN[one["latitude"], one["longitude"]] for one in requests]


def at(*points: tuple[float, float] | None) -> list[Picture]:
    return [
        Picture("jpeg", 100, 100, None, *(point if point else (None, None))) for point in points
    ]


def test_each_photo_is_named_by_its_own_point() -> None:
    """An airport 25 km from a city, in the next one, names none of the city's photos."""
    found = along(at(AIRPORT_POINT, XIAN, None, (34.25, 108.95), XIAN, SEA), None, None, place)

    names = [(stop.name, stop.photos) for stop in found]
    assert [("咸阳", (0,)), ("西安", (1, 3, 4)), ("", (5,))] == names
    assert XIAN == (found[1].latitude, found[1].longitude)
    assert "西安" == main(found)


def test_abroad_a_stop_stands_behind_its_country() -> None:
    """A city that is its country is said once, and where no city is near the country alone."""
    found = along(at(TOKYO, (1.29, 103.85), (36.05, -112.11)), None, None, place)

    assert ["日本 东京", "新加坡", "美国"] == [stop.label for stop in found]
    assert ["东京", "新加坡", "美国"] == [stop.name for stop in found]


def test_the_guests_own_word_counts_where_no_photo_says_a_place() -> None:
    """And only there."""
    assert ["西安"] == [stop.name for stop in along(at(None), *XIAN, place)]
    assert ["东京"] == [stop.name for stop in along(at(TOKYO), *XIAN, place)]
    assert () == along(at(None), None, None, place)
