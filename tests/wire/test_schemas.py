"""/api/schema/: the JSON Schemas of storyboards and of info.json, and what they take and refuse."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from protocol.profiles import under
from services.works.info_json import Info
from settings import switches_of
from studio.plan.storyboard import document, read
from studio.plan.storyboard_reader import StoryboardError
from tests.postcard import Guest, picture
from tests.studio.test_storyboard_page import EXAMPLE
from transport.schemas import FOLDER

NAMES = {"IMG_1.jpg", "IMG_2.jpg"}
SCHEMAS = {path.stem: json.loads(path.read_text()) for path in FOLDER.glob("*.json")}
INFO = {"images": ["0.jpg"], "size": "640x360", "fps": 10, "title": "山水之间", "seed": 7}
# Values for the fields of a storyboard, by the path to them: what both take, and what neither does.
FITS: list[tuple[str, Any]] = [
    ("fps", 10),
    ("fps", 60),
    ("seed", -(2**63)),
    ("size", [64, 1920]),
    ("palette", None),
    ("palette", []),
    ("unknown", 1),
    ("music.key", -12),
    ("music.tempo", 30),
    ("scenes.0.seconds", 2),
    ("scenes.0.camera", {}),
    ("scenes.0.camera", {"start": None}),
    ("scenes.0.texts", None),
    ("scenes.0.texts", [{"role": "poem", "text": ""}]),
    ("scenes.0.places", [{"name": "", "latitude": -90, "longitude": 180}]),
    ("scenes.0.photos.0.start", None),
    ("scenes.0.photos.0.start.x", -0.0005),
]
MISFITS: list[tuple[str, Any]] = [
    ("version", 2),
    ("version", "1"),
    ("fps", 9),
    ("fps", 61),
    ("fps", "25"),
    ("fps", True),
    ("seed", 2**63 + 1),
    ("size", [63, 64]),
    ("size", [65, 64]),
    ("size", [64]),
    ("size", [64, 1922]),
    ("palette", [[0, 0]]),
    ("palette", [[0, 0, 256]]),
    ("palette", [[0, 0, 0]] * 17),
    ("music", None),
    ("music.mood", "strange"),
    ("music.key", 13),
    ("music.key", 0.5),
    ("music.tempo", 29),
    ("scenes", []),
    ("scenes.0.template", "strange"),
    ("scenes.0.template", ""),
    ("scenes.0.seconds", 0.1),
    ("scenes.0.seconds", "3"),
    ("scenes.0.camera", 1),
    ("scenes.0.transition.name", "strange"),
    ("scenes.0.transition.seconds", 5.5),
    ("scenes.0.texts", [{"role": "strange", "text": ""}]),
    ("scenes.0.texts", [{"role": "poem", "text": "字" * 501}]),
    ("scenes.0.texts", [{"role": "poem"}]),
    ("scenes.0.texts", [{"role": "poem", "text": ""}] * 13),
    ("scenes.0.places", [{"name": "", "latitude": -91, "longitude": 180}]),
    ("scenes.0.places", [{"name": "", "latitude": 0, "longitude": 181}]),
    ("scenes.0.places", [{"name": "", "latitude": 0, "longitude": 0}] * 61),
    ("scenes.0.photos.0.photo", 1),
    ("scenes.0.photos.0.start.x", 2),
    ("scenes.0.photos.0.end.width", 0),
    ("scenes.0.photos.0.end.height", 1.1),
    ("scenes.0.photos", "IMG_1.jpg"),
]


def takes(name: str, value: Any) -> bool:
    return bool(Draft202012Validator(SCHEMAS[name]).is_valid(value))


def changed(path: str, value: Any) -> Any:
    """The storyboard of docs/storyboard.md, with another value at the path."""
    board = copy.deepcopy(EXAMPLE)
    *steps, last = path.split(".")
    place = board
    for step in steps:
        place = place[int(step) if isinstance(place, list) else step]
    place[last] = value
    return board


def without(path: str) -> Any:
    board = changed(path, None)
    *steps, last = path.split(".")
    place = board
    for step in steps:
        place = place[int(step) if isinstance(place, list) else step]
    del place[last]
    return board


@pytest.mark.parametrize("name", sorted(SCHEMAS))
async def test_a_schema_is_published(guest: Guest, name: str) -> None:
    """Under its own address, named by the index, and sent once to whoever keeps it."""
    url = f"{guest.postcard.url}/api/schema"
    async with guest.http.get(f"{url}/{name}.json") as answer:
        assert 200 == answer.status
        assert "application/schema+json" == answer.content_type
        found, tag = json.loads(await answer.text()), answer.headers["ETag"]
    async with guest.http.get(f"{url}/{name}.json", headers={"If-None-Match": tag}) as answer:
        assert 304 == answer.status
    async with guest.http.get(f"{url}/") as answer:
        assert found["$id"] == (await answer.json())[name]

    # As it is of this server, whose settings are the default ones.
    assert under(SCHEMAS[name], switches_of("document")) == found
    Draft202012Validator.check_schema(found)


async def test_what_is_no_schema_is_nowhere(guest: Guest) -> None:
    """As at any other address below /api/."""
    for path in ("/api/schema/other.json", "/api/schema/..%2Fapp.py", "/api/schema/info.jsonx"):
        assert -2 == (await guest.post(path, {"id": 3}))["status"]


async def test_what_the_server_writes_fits(member: Guest) -> None:
    """The storyboard of a film that was really made, after an info.json that fits."""
    work_id = await member.new_movie([picture(320, 240)], INFO)
    started = await member.call("movie", "start", {"work_id": work_id})
    ended = await member.finished(work_id)
    told = await member.call("movie", "storyboard", {"work_id": work_id})

    assert (0, 3) == (started["status"], ended["status"])
    assert takes("info", INFO)
    assert takes("storyboard", told["data"]["storyboard"])


@pytest.mark.parametrize(("path", "value"), FITS)
def test_what_fits_is_read(path: str, value: Any) -> None:
    """The schema takes what the studio takes, and what the studio makes of it."""
    board = changed(path, value)

    assert takes("storyboard", board)
    assert takes("storyboard", document(read(board, NAMES)))


@pytest.mark.parametrize(("path", "value"), MISFITS)
def test_what_does_not_fit_is_refused(path: str, value: Any) -> None:
    """The schema refuses what the studio refuses."""
    board = changed(path, value)

    assert not takes("storyboard", board)
    with pytest.raises(StoryboardError):
        read(board, NAMES)


@pytest.mark.parametrize(
    "path",
    [
        "version",
        "size",
        "fps",
        "seed",
        "music",
        "music.key",
        "scenes",
        "scenes.0.template",
        "scenes.0.seconds",
        "scenes.0.photos.0.photo",
        "scenes.0.photos.0.start.width",
        "scenes.0.transition.seconds",
    ],
)
def test_what_may_not_be_left_out(path: str) -> None:
    """Schema and studio ask for the same."""
    assert not takes("storyboard", without(path))
    with pytest.raises(StoryboardError):
        read(without(path), NAMES)


@pytest.mark.parametrize(
    "more",
    [
        {"fps": 9},
        {"tag": -1},
        {"size": "1x1"},
        {"title": "字" * 201},
        {"description": "字" * 2001},
        {"seed": 2**62 + 1},
        {"latitude": 91},
        {"longitude": "east"},
        {"format": "png"},
        {"images": [1]},
    ],
)
def test_a_note_that_is_refused(more: dict[str, Any]) -> None:
    """The schema refuses what is mended or passed over, with a warning."""
    assert takes("info", INFO)
    assert not takes("info", INFO | more)
    with pytest.raises(ValidationError):
        Info.model_validate(INFO | more)


def test_a_note_names_pictures() -> None:
    """One without images is refused with a text of its own, and by the schema too."""
    assert not takes("info", {"title": "x"})
    assert not takes("info", {"images": []})


def test_a_note_with_what_nobody_knows() -> None:
    """It is passed over, and so are factors that are missing."""
    factors = [{"types": ["sea"], "values": [0.9]}, None]

    assert takes("info", INFO | {"factors": factors, "unknown": {}})
    assert takes("info", INFO | {"factors": None})
