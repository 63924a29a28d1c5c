"""info.json: what is understood of factors and of the place, and what pictures are called."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from config import load_config
from services.works.info_json import Info, read_info
from services.works.orders import known_names, make_order
from status_codes import ApiError, WorkStart
from stores.works import Upload, Work
from studio.order import NOT_LISTED, Labels, Order

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


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("title", '"\\ud83d"', "?"),
        ("title", '"海\\ud83d\\ude00\\ud83d"', "海\N{GRINNING FACE}?"),
        ("latitude", "1e400", None),
        ("latitude", "NaN", None),
        ("fps", "-Infinity", None),
        ("seed", "9" * 5000, None),
        ("factors", '[{"types": ["a"], "values": [1e400]}]', (None,)),
        ("description", '["\\udc00"]', ""),
        ("nobody's", '{"\\ud83d": 1e400}', None),
    ],
)
def test_what_no_reader_takes_spoils_its_field_alone(field: str, value: str, kept: Any) -> None:
    """A title that was cut within a sign, a number beyond all: the note is read all the same."""
    others = f'"images": ["a.jpg"], "size": "640x360", "seed": {2**62}'

    info = read_info(f'{{{others}, "{field}": {value}}}'.encode(), UPLOADS)

    assert (["1.jpg"], "640x360") == (info.images, info.size)
    assert (None if field == "seed" else 2**62) == info.seed
    assert kept == getattr(info, field, None)
    told = field in ("latitude", "fps", "seed", "description")
    assert [f"info.json：{field} 无效，已略过"] * told == [*info.warnings]


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


def of(info: Info, field: str) -> Any:
    return getattr(info, field)


@pytest.mark.parametrize("value", [0, 0.0, "0", None])
def test_no_frames_a_second_means_the_default(value: Any) -> None:
    """As an app writes it whose user chose none; nothing is to be said of that."""
    info = read(fps=value)

    assert (None, ()) == (info.fps, info.warnings)
    assert load_config().works.fps == order(UPLOADS, info).fps


@pytest.mark.parametrize(
    ("value", "fps"),
    [
        *[(1, 10), (9, 10), ("5", 10), (-3, 10), (61, 60), (1000, 60), (10**300, 60)],
        *[(29.97, 30), (9.7, 10)],
    ],
)
def test_another_number_of_frames_is_brought_within_bounds(value: Any, fps: int) -> None:
    """And its owner is told."""
    info = read(fps=value)

    assert (fps, (f"info.json：fps 应为 10 至 60，已改为 {fps}",)) == (info.fps, info.warnings)
    assert fps == order(UPLOADS, info).fps


@pytest.mark.parametrize("value", [1, 10, 60, "25", 24.0])
def test_what_can_be_is_no_matter_for_a_warning(value: Any) -> None:
    """A number in a text, or with a nought behind its point, is the number."""
    info = read(fps=value, title="题", share="yes", tag="3", seed=7.0)

    assert (int(value) < 10) == bool(info.warnings)
    assert ("题", True, 3, 7) == (info.title, info.share, info.tag, info.seed)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("title", 5), ("title", ["题"]), ("description", {})],
        *[("share", "perhaps"), ("share", 2), ("share", [])],
        *[("tag", -1), ("tag", 2**31), ("tag", "sea"), ("tag", 1.5)],
        *[("fps", "fast"), ("fps", True), ("fps", [25]), ("fps", "nan")],
        *[("size", "1x1"), ("size", 1080), ("seed", -1), ("seed", 2**62 + 1), ("seed", "x")],
        *[("latitude", 91), ("latitude", "north"), ("longitude", -181), ("longitude", [])],
        *[("format", "bmp"), ("format", 1)],
    ],
)
def test_what_is_wrong_is_passed_over(field: str, value: Any) -> None:
    """Whichever of what may be left out: as if it were, and its owner is told."""
    info = read(**{field: value})

    assert of(Info(), field) == of(info, field)
    assert (f"info.json：{field} 无效，已略过",) == info.warnings
    assert (*info.warnings, NOT_LISTED.format("3.jpg")) == order(UPLOADS, info).warnings
    assert ["1.jpg", "2.jpg"] == info.images


def test_nothing_that_may_be_left_out_refuses_a_note() -> None:
    """All of it wrong at once, in every way of JSON."""
    optional = Info.model_fields.keys() - {"images"}
    values: list[Any] = [{}, [], [[]], {"a": []}, True, "字" * 3000, -(2**80), 1e300, None]
    for value in values:
        info = read(**dict.fromkeys(optional, value))

        assert ["1.jpg", "2.jpg"] == info.images


@pytest.mark.parametrize(("field", "most"), [("title", 200), ("description", 2000)])
def test_what_is_too_long_is_cut(field: str, most: int) -> None:
    """Its beginning is what its owner wrote."""
    info = read(**{field: "字" * (most + 1)})

    assert "字" * most == of(info, field)
    assert (f"info.json：{field} 过长，已截至 {most} 字",) == info.warnings


def test_several_faults_are_all_told() -> None:
    """Each once, and what is right beside them is taken."""
    info = read(fps=7, size="big", title="题", warnings=["no"])

    assert ("题", 10, "1920x1080", 2) == (info.title, info.fps, info.size, len(info.warnings))


def test_a_name_that_two_uploads_have_names_neither() -> None:
    """Storyboards name pictures: those are called by our names then."""
    assert {"1.jpg": "a.jpg", "2.jpg": "2.jpg", "3.jpg": "3.jpg"} == known_names(UPLOADS)


def test_a_clip_comes_with_the_picture_of_its_name() -> None:
    """Whether it belongs to it the studio sees: all that was asked for comes by itself, and beside
    it what was not."""
    every = order(LIVE, Info())
    named = order(LIVE, Info(images=["1.heic"]))
    both = order(LIVE, Info(images=["2.mov", "1.heic"]))

    assert [("1.heic", False), ("2.mov", False), ("3.mp4", False)] == [
        (str(photo.path), photo.beside) for photo in every.photos
    ]
    assert [("1.heic", False), ("2.mov", True)] == [
        (str(photo.path), photo.beside) for photo in named.photos
    ]
    assert [("2.mov", False), ("1.heic", False)] == [
        (str(photo.path), photo.beside) for photo in both.photos
    ]


def test_a_storyboard_brings_the_clips_that_it_names() -> None:
    """A photo that moves may do so by another upload."""
    shown = {"photo": "IMG_7.HEIC", "motion": "both", "clip": "beach.mp4"}
    made = order(LIVE, Info(), {"scenes": [{"photos": [shown]}]})

    assert ["1.heic", "3.mp4"] == [str(photo.path) for photo in made.photos]


def test_what_is_shown_of_photos_that_move() -> None:
    """Both, unless the note says so; nonsense is told."""
    assert "both" == order(UPLOADS, read()).motion
    assert "still" == order(UPLOADS, read(motion="still")).motion
    wrong = read(motion="quick")

    assert ("both", ("info.json：motion 无效，已略过",)) == (wrong.motion, wrong.warnings)


def test_a_clock_without_a_zone_has_the_operators() -> None:
    """The setting reaches the film."""
    settings = load_config().works.model_copy(update={"utc_offset_minutes": -600})
    made = make_order(Work(**ZERO), UPLOADS, read(), Path, Path("out"), settings)

    assert -600 == made.utc_offset_minutes


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


def listed(*images: str, uploads: list[Upload] = UPLOADS) -> Info:
    return read_info(json.dumps({"images": images}).encode(), uploads)


def test_one_name_for_several_uploads() -> None:
    """Listed as often as it was uploaded it means each, in order; listed less often the newest."""
    three = [Upload(f"{n}.jpg", "image.jpg", 1, 4, 3) for n in (1, 2, 3)]

    assert ["1.jpg", "2.jpg", "3.jpg"] == listed(*["image.jpg"] * 3, uploads=three).images
    assert ["2.jpg", "3.jpg"] == listed(*["image.jpg"] * 2, uploads=three).images
    assert ["3.jpg"] == listed("image.jpg", uploads=three).images
    assert ["1.jpg", "2.jpg", "3.jpg", "3.jpg"] == listed(*["image.jpg"] * 4, uploads=three).images
    assert ["3.jpg", "2.jpg"] == listed("b.jpg", "2.jpg").images


@pytest.mark.parametrize("name", ["Café.jpg", "サクラだ.jpg", "바다.jpg"])
def test_letters_and_their_accents(name: str) -> None:
    """Spelled apart or together they are one name, whichever of the two sides does so."""
    apart = normalize("NFD", name)

    assert name != apart
    for sent, told in ((apart, name), (name, apart), (apart, apart)):
        assert ["1.jpg"] == listed(told, uploads=[Upload("1.jpg", sent, 1, 4, 3)]).images
    two = [Upload("1.jpg", apart, 1, 4, 3), Upload("2.jpg", name, 1, 4, 3)]
    assert ["1.jpg", "2.jpg"] == listed(name, apart, uploads=two).images
    replaced = order(two, listed(apart, uploads=two))
    assert (f"同名文件较新，未使用较早的：{apart}",) == replaced.warnings


def test_what_is_left_out_is_told() -> None:
    """By the name that the guest knows, with the reason: not listed, replaced, lost."""
    made = order(UPLOADS, listed("a.jpg"))
    replaced = order(UPLOADS, listed("a.jpg", "b.jpg"))
    lost = make_order(
        Work(**ZERO), UPLOADS, Info(), lambda _: None, Path("out"), load_config().works
    )

    assert ("info.json 未列出，未使用：2.jpg、3.jpg",) == made.warnings
    assert ("同名文件较新，未使用较早的：2.jpg",) == replaced.warnings
    assert ("文件已丢失，已略过：a.jpg、2.jpg、3.jpg",) == lost.warnings
    assert () == order(UPLOADS, Info()).warnings


def test_the_clip_of_a_live_photo_is_not_left_out() -> None:
    """It comes with its picture, whether it is listed or not."""
    made = order(LIVE, listed("IMG_7.HEIC", "beach.mp4", uploads=LIVE))

    assert () == made.warnings
