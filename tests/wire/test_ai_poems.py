"""/api/poem and /api/img2poem with the poet: what comes back to each documented field."""

from __future__ import annotations

import asyncio
import base64
import io
import itertools

import pytest
from PIL import Image

from models.poet import prosody
from tests.postcard import Guest, picture
from tests.rows import same_rows
from tests.wire.test_ai import send

FETCHED = (200, "获取成功")


def plain(colour: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (120, 90), colour).save(out, "PNG")
    return out.getvalue()


async def poems(guest: Guest, **fields: object) -> list[list[str]]:
    """The lines of each poem that REST gives."""
    reply = await send(guest, "poem", None, **fields)
    assert FETCHED == (reply["code"], reply["msg"])
    return [poem.split("\n") for poem in reply["data"]]


async def test_two_poems_of_five_characters_by_default(guest: Guest) -> None:
    """A bare list of two texts, four lines each, regulated, with the keyword."""
    found = await poems(guest, keyword="山水")

    assert 2 == len(found)
    assert all(prosody.is_regulated(lines, 5) for lines in found)
    assert all("山水" in "|".join(lines) for lines in found)


# Length, experience, history.
EACH_PAIR = list(itertools.product((5, 7), (-1, 0, 1, 2), (-1, 0, 1)))
EACH_VALUE = [(5, -1, -1), (7, 0, 0), (5, 1, 1), (7, 2, 1)]


async def test_every_documented_value(guest: Guest) -> None:
    """Lines are as long as asked for, whatever the life and the age; three callers at once."""
    # Both ways have one model: on the second each value is asked for once.
    asked = EACH_VALUE if guest.postcard.production else EACH_PAIR
    seen: dict[str, bool] = {}
    for start in range(0, len(asked), 3):
        some = [
            dict(zip(("length", "experience", "history"), values, strict=True))
            for values in asked[start : start + 3]
        ]
        three = await asyncio.gather(*(poems(guest, keyword="秋风", number=1, **a) for a in some))
        seen |= {
            str(tuple(a.values())): prosody.is_regulated(lines, a["length"])
            for a, [lines] in zip(some, three, strict=True)
        }

    same_rows({str(values): True for values in asked}, seen)


@pytest.mark.one_way
async def test_the_defaults_are_a_life_in_the_country_in_peace(guest: Guest) -> None:
    """Left out, experience is 1, history 0 and length 5."""
    left_out = await poems(guest, keyword="柳", seed=5)
    named = await poems(guest, keyword="柳", seed=5, length=5, experience=1, history=0)
    others = [
        await poems(guest, keyword="柳", seed=5, **other)
        for other in ({"experience": 0}, {"history": 1}, {"length": 7})
    ]

    assert left_out == named
    assert left_out not in others


async def test_the_same_by_envelope(guest: Guest) -> None:
    """Under `poems`, and equal for an equal seed; another seed, or none, writes others."""
    asked = {"keyword": "梅花", "length": 7, "seed": 8}
    rest = await send(guest, "poem", None, **asked)
    enveloped = await guest.call("ai", "poem", asked)
    other = await guest.call("ai", "poem", asked | {"seed": 9})
    free = [await guest.call("ai", "poem", {"keyword": "梅花", "length": 7}) for _ in range(2)]

    assert {"poems": rest["data"]} == enveloped["data"]
    assert 4 == len({tuple(reply["data"]["poems"]) for reply in (enveloped, other, *free)})


@pytest.mark.one_way
async def test_an_acrostic_and_a_number(guest: Guest) -> None:
    """The lines begin as asked for; an empty field is one left out."""
    found = await poems(guest, keyword="友", length=7, acrostic="一路平安", number=3, seed="")

    assert ["一路平安"] * 3 == ["".join(line[0] for line in lines) for lines in found]


@pytest.mark.one_way
@pytest.mark.parametrize(
    "keyword", ["hello", "West Lake", "電脑", "龘", "😀", "人工智能", "a" * 50, "山" * 50, "1+1=2"]
)
async def test_no_keyword_leaves_the_answer_empty(guest: Guest, keyword: str) -> None:
    """Foreign words, unheard-of characters, signs."""
    found = await poems(guest, keyword=keyword)

    assert [True, True] == [prosody.is_regulated(lines, 5) for lines in found]


@pytest.mark.one_way
@pytest.mark.parametrize(
    "fields",
    [
        {"seed": -1},
        {"seed": 1 << 53},
        {"acrostic": "一路平安好"},
        {"acrostic": "abc"},
        {"number": 0},
        {"number": 11},
    ],
)
async def test_what_is_out_of_bounds(guest: Guest, fields: dict[str, object]) -> None:
    """无效参数 for a seed, an acrostic or a number that nobody can use."""
    reply = await send(guest, "poem", None, keyword="山", **fields)

    assert (403, "无效参数") == (reply["code"], reply["msg"])


@pytest.mark.one_way
async def test_recognised_things_are_in_the_poem(guest: Guest) -> None:
    """One poem of four lines, and the words it is about, with spaces between."""
    reply = await send(guest, "img2poem", None, types="桶,房屋", values="0.3,0.6", length=7)
    lines, words = reply["data"]["poem"].split("\n"), reply["data"]["keywords"].split(" ")

    assert {"poem", "keywords"} == set(reply["data"])
    assert prosody.is_regulated(lines, 7)
    assert words and all(word in reply["data"]["poem"] for word in words)


@pytest.mark.one_way
@pytest.mark.parametrize("types", ["space bar,notebook,iPod", "qwertyuiop", "😀,???", "n02123045"])
async def test_no_label_fails(guest: Guest, types: str) -> None:
    """Labels in English, unknown ones, and what is none: a poem and at least one word."""
    values = ",".join("0.5" for _ in types.split(","))

    reply = await send(guest, "img2poem", None, types=types, values=values)

    assert prosody.is_regulated(reply["data"]["poem"].split("\n"), 5)
    assert reply["data"]["keywords"]


async def test_a_picture_alone_is_enough(guest: Guest) -> None:
    """Its weather and its main colour are the words; by envelope the same."""
    image = plain((20, 90, 210))
    rest = await send(guest, "img2poem", image, seed=4)
    enveloped = await guest.call(
        "ai", "img2poem", {"image": base64.b64encode(image).decode(), "seed": 4}
    )
    words = rest["data"]["keywords"].split(" ")

    assert rest["data"] == enveloped["data"]
    assert "青" in words and 2 == len(words)
    assert set(words) < {"青", "云", "雨", "雪", "晴"}


@pytest.mark.one_way
async def test_a_word_goes_before_what_the_picture_shows(guest: Guest) -> None:
    """The guest's own word first, then the surest thing, then the weather; two in short lines."""
    fields = {"keyword": "西湖", "types": "boat,dog", "values": "0.2,0.7"}

    long = await send(guest, "img2poem", picture(), length=7, **fields)
    short = await send(guest, "img2poem", picture(), length=5, **fields)
    words = long["data"]["keywords"].split(" ")

    assert ["西湖", "犬"] == words[:2] == short["data"]["keywords"].split(" ")
    assert words[2] in ("云", "雨", "雪", "晴")
