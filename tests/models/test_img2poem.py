"""From what is known of a picture to two poems: any of it is enough, and none of it fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from models import img2poem, poem
from models.img2poem import PicturePoems
from models.poet import prosody
from models.poet.clashes import clashes
from models.poet.labels import place_word
from tests.models.pictures import WEIGHTS, saved

# What an album says of one of its pictures.
ALBUM = {
    "types": ["seashore", "sandbar"],
    "values": [0.7, 0.1],
    "picture": None,
    "weather": "sunny",
    "colors": [[20, 30, 200]],
    "season": "spring",
    "place": "杭州",
    "length": 7,
    "seed": 5,
}


@pytest.fixture(scope="module")
def model() -> PicturePoems:
    return img2poem.load(WEIGHTS)


def ask(model: PicturePoems, **request: Any) -> dict[str, Any]:
    return model.answer([request])[0]


def test_an_album_has_two_poems_of_its_picture(model: PicturePoems) -> None:
    """
    Four lines each, about the place, what is seen there, and the weather.
    """
    reply = ask(model, **ALBUM)

    assert ["钱塘", "海", "晴"] == reply["keywords"]
    assert [True, True] == [prosody.is_regulated(lines, 7) for lines in reply["poems"]]
    assert all(word in "".join(lines) for lines in reply["poems"] for word in reply["keywords"])
    assert reply == ask(model, **ALBUM)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"types": ["dog"], "values": [0.9]}, ["犬"]),
        ({"weather": "snow"}, ["雪"]),
        ({"colors": [[200, 20, 30], [0, 0, 0]]}, ["红"]),
        ({"season": "autumn"}, ["秋"]),
        ({"place": "西安市"}, ["长安"]),
        ({"keyword": "故乡"}, ["故乡"]),
        ({"keyword": "春,江,花", "place": "杭州"}, ["春", "江", "花"]),
        ({"types": ["qwerty"], "values": [0.9]}, ["山水"]),
        ({"types": ["dog"], "values": []}, ["犬"]),
        ({}, ["山水"]),
    ],
)
def test_any_one_thing_is_enough(
    model: PicturePoems, given: dict[str, Any], words: list[str]
) -> None:
    """
    A poem about what is known; where nothing is, about hills and water.
    """
    reply = ask(model, **given, seed=1)

    assert words == reply["keywords"]
    assert [True, True] == [prosody.is_regulated(lines, 5) for lines in reply["poems"]]


def test_a_picture_is_looked_at_for_what_was_not_said(model: PicturePoems, tmp_path: Path) -> None:
    """
    Its weather is; its colour only where neither a word nor a thing in it is known.
    """
    picture = saved(Image.new("RGB", (90, 60), (10, 10, 12)), tmp_path / "a.png")

    alone = ask(model, picture=picture, length=7)["keywords"]
    told = ask(model, picture=picture, weather="rainy", length=7)["keywords"]
    seen = ask(model, picture=picture, weather="rainy", types=["dog"], values=[1.0], length=7)

    assert "夜" in alone and 2 == len(alone)
    assert ["雨", "夜"] == told
    assert ["犬", "雨"] == seen["keywords"]


def test_both_models_share_one_poet() -> None:
    """
    A process that writes both kinds keeps its network once.
    """
    assert poem.load(WEIGHTS).writer is img2poem.load(WEIGHTS).writer


@pytest.mark.parametrize(
    ("place", "word"),
    [
        ("杭州", "钱塘"),
        ("杭州市", "钱塘"),
        ("桂林", "桂林"),
        ("巴音郭楞", ""),
        ("Paris", ""),
        ("", ""),
    ],
)
def test_a_city_has_the_name_that_poems_call_it(place: str, word: str) -> None:
    """
    A name that no line has room for is left out.
    """
    assert word == place_word(place)


@pytest.mark.parametrize(
    ("poem", "words", "expected"),
    [
        ("春风吹柳絮 明月照归舟", [], 0),
        ("春风吹柳絮 秋雁过沙洲", [], 1),
        ("荷花开满院 雪压晓窗明", [], 1),
        ("晴日初开处 江村细雨来", ["晴"], 1),
        ("晴日初开处 江村细雨来", [], 0),
    ],
)
def test_what_does_not_go_together_is_counted(poem: str, words: list[str], expected: int) -> None:
    """
    Opposite seasons and hours; rain in a poem that was asked to be of a clear sky.
    """
    assert expected == clashes(poem.split(), words)
