"""Whatever a picture shows, there are words for a poem, and none of it fails."""

from __future__ import annotations

from typing import Any

import pytest

from models.poet.characters import characters
from models.poet.labels import TABLE, colour_mood, keywords_of, weather_word, words_for


@pytest.mark.parametrize(
    ("label", "first"),
    [
        ("Cardigan", "犬"),
        ("cardigan", "衣"),
        ("sports_car", "车"),
        ("traffic light", "灯"),
        ("Sunny", "晴"),
        ("red cars", "车"),
        ("小轿车", "车"),
        ("樱花树", "树"),
        ("春风", "春风"),
        ("skyscraper", "高楼"),
    ],
)
def test_a_label_in_either_language_has_words(label: str, first: str) -> None:
    """
    Exact spelling first, then any case, the last known word, the end of a Chinese name.
    """
    assert first == keywords_of(label)[0]


@pytest.mark.parametrize("label", ["", " ", "qwertyuiop", "???", "😀", "n02123045", "龘龘龘"])
def test_an_unknown_label_never_fails(label: str) -> None:
    """
    What means nothing gives at most itself.
    """
    assert keywords_of(label) in ((), ("龘",))


def test_every_label_of_the_two_lists_has_one_to_three_words_that_poems_can_say() -> None:
    """
    The thousand of ImageNet and the eighty of COCO are all there.
    """
    rows = [row.split("\t") for row in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    words = [row[2].split() for row in rows]

    assert 1080 <= len(rows)
    assert all(1 <= len(row) <= 3 for row in words)
    assert not {char for row in words for word in row for char in word} - set(characters())


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"keyword": "西湖"}, ["西湖"]),
        ({"types": ["boat", "dog"], "values": [0.2, 0.7]}, ["犬", "舟"]),
        ({"weather": "rainy"}, ["雨"]),
        ({"colour": (20, 90, 200)}, ["青"]),
        (
            {"keyword": "秋", "types": ["boat"], "values": [0.9], "weather": "snow"},
            ["秋", "舟", "雪"],
        ),
        ({"types": ["qwerty"], "values": []}, []),
        ({}, []),
    ],
)
def test_any_one_input_is_enough(given: dict[str, Any], words: list[str]) -> None:
    """
    A guest's word first, the surest label, the weather, then the rest; no two share a character.
    """
    assert words == words_for(**given)


def test_colours_and_weathers_have_their_words() -> None:
    """
    Dark is night, grey is mist; a Chinese weather stands for itself.
    """
    assert "夜" == colour_mood(5, 5, 20)
    assert "烟" == colour_mood(128, 128, 128)
    assert "白" == colour_mood(250, 250, 250)
    assert "红" == colour_mood(220, 30, 30)
    assert "雪" == weather_word("雪")
    assert "" == weather_word("unknown")
