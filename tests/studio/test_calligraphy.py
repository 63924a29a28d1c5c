"""Chinese in columns: every character of the poets, punctuation, paper, seal and map."""

from __future__ import annotations

import gzip
import json
import os

import numpy as np
import pytest
from PIL import Image, ImageChops

from models.poet import vocabulary
from models.poet.characters import characters
from studio.paint import calligraphy, lettering, paper, placepage, seal
from studio.paint.calligraphy import TextLine
from studio.paint.lettering import NEVER
from studio.plan.storyboard import MapPlace
from studio.rectangle import WHOLE, Rectangle

FONTS = lettering.find_font(None)
PIXELS = 40
QUATRAIN = ["灯塔凌空起", "潮声入夜寒", "归舟何处泊", "明月满沙滩"]
# A corpus of poems, one JSON object a line: its characters are rendered too where it is at hand.
POEMS = os.environ.get("POSTCARD_TEST_POEMS", "")
MOST_POEMS = 5000


def ink_of(text: str) -> tuple[int, int, int, int]:
    """The bounds of the ink of one column, without the margin of its mask."""
    found = calligraphy.vertical([text], PIXELS, FONTS)
    bounds = found.mask.getbbox()
    assert bounds is not None
    margin = round(PIXELS * calligraphy.MARGIN)
    return tuple(side - margin for side in bounds)  # type: ignore[return-value]


@pytest.mark.slow
def test_vocabulary() -> None:
    """Each character that the poet may write is drawn by a face of its own, or left out."""
    fonts = {face: lettering.opened(face, lettering.PROBE) for face in FONTS.faces}
    missing = {face: bytes(font.getmask(NEVER)) for face, font in fonts.items()}
    letters = [*vocabulary.letters()[2:], *characters()]
    for char in set(letters):
        face = FONTS.face_for(char)
        if face is not None:
            assert bytes(fonts[face].getmask(char)) != missing[face], char
    # What the poet writes without thinking twice is never left out.
    assert all(FONTS.face_for(char) for char in letters[: vocabulary.SIZE - 2])


@pytest.mark.skipif(not POEMS, reason="POSTCARD_TEST_POEMS names no file of poems")
def test_corpus() -> None:
    """5,000 poems are set in columns: each line has ink, and nothing is a missing-glyph box."""
    opened = gzip.open if POEMS.endswith(".gz") else open
    with opened(POEMS, "rt", encoding="utf-8") as file:
        poems = [json.loads(line) for _, line in zip(range(MOST_POEMS), file, strict=False)]
    seen = {char for poem in poems for char in json.dumps(poem, ensure_ascii=False)}
    for char in seen:
        face = FONTS.face_for(char)
        if face is not None and char != " ":
            font = lettering.opened(face, lettering.PROBE)
            assert bytes(font.getmask(char)) != bytes(font.getmask(NEVER)), char
    drawn = [char for char in seen if "\u4e00" <= char <= "\u9fff"]

    assert all(FONTS.face_for(char) for char in drawn)


def test_unknown_is_left_out() -> None:
    """A character that no font has leaves neither ink nor a gap."""
    plain = calligraphy.vertical(["山水"], PIXELS, FONTS)
    odd = calligraphy.vertical(["山\U0010fffd水"], PIXELS, FONTS)

    assert ImageChops.difference(plain.mask, odd.mask).getbbox() is None


def test_columns() -> None:
    """A quatrain is four columns from right to left, apart from each other and of one length."""
    found = calligraphy.vertical(QUATRAIN, PIXELS, FONTS)
    rights = [box.x + box.width for box in found.boxes]

    assert 4 == len(found.boxes)
    assert sorted(rights, reverse=True) == rights
    assert all(
        left.x + left.width <= right.x
        for right, left in zip(found.boxes, found.boxes[1:], strict=False)
    )
    alone = [calligraphy.vertical([line], PIXELS, FONTS).mask.height for line in QUATRAIN]
    assert {found.mask.height} == set(alone)


def test_whole_ink_in_boxes() -> None:
    """The boxes of lines hold all the ink, so a poem read in line by line ends whole."""
    lines: list[str | TextLine] = [
        TextLine("登高", 0.6, 0.2),
        *QUATRAIN,
        TextLine("无名氏", 0.5, 2.0),
    ]
    for found in (
        calligraphy.vertical(lines, PIXELS, FONTS),
        calligraphy.horizontal(lines, PIXELS, FONTS),
    ):
        rest = found.mask.copy()
        for box in found.boxes:
            rest.paste(0, box.corners)

        assert rest.getbbox() is None
        assert len(lines) == len(found.boxes)


@pytest.mark.parametrize("sign", "，。、")
def test_points_stand_right_above(sign: str) -> None:
    """Commas and full stops of a column stand in the upper right of their square."""
    left, top, right, bottom = ink_of(sign)

    assert left > PIXELS * 0.4
    assert bottom < PIXELS * 0.6


@pytest.mark.parametrize("sign", "—…（《")
def test_signs_are_turned(sign: str) -> None:
    """Dashes and brackets lie along the column."""
    across = calligraphy.horizontal([sign], PIXELS, FONTS).mask.getbbox()
    left, top, right, bottom = ink_of(sign)

    assert across is not None
    assert abs((across[2] - across[0]) - (bottom - top)) <= 2
    assert abs((across[3] - across[1]) - (right - left)) <= 2


def test_numbers() -> None:
    """Two digits stand abreast in one square; a year is turned."""
    one = calligraphy.vertical(["28日"], PIXELS, FONTS).mask.height
    two = calligraphy.vertical(["廿日"], PIXELS, FONTS).mask.height
    turned = ink_of("2021")

    assert two == one
    assert turned[3] - turned[1] > turned[2] - turned[0]


@pytest.mark.parametrize("lines", [[], [""], ["", "山"], ["\u200b"]])
def test_nothing_to_set(lines: list[str]) -> None:
    """No lines and empty lines are set without an error."""
    for setting in (calligraphy.vertical, calligraphy.horizontal):
        assert len(lines) == len(setting(lines, PIXELS, FONTS).boxes)


def test_fitted() -> None:
    """A setting becomes smaller until it fits its room."""
    room = (120, 90)
    found = calligraphy.fitted(
        lambda pixels: calligraphy.vertical(QUATRAIN, pixels, FONTS), room, 200
    )

    assert found.mask.width <= room[0]
    assert found.mask.height <= room[1]
    assert 10 < found.pixels < 200


@pytest.mark.parametrize("name", paper.names())
def test_paper(name: str) -> None:
    """A sheet is the same for the same seed, another for another, at any size, and even in tone."""
    sheet, again, other = (paper.texture(name, (321, 203), seed) for seed in (4, 4, 5))
    tiny = paper.texture(name, (1, 1), 4)
    light = np.asarray(sheet.convert("L"), float)
    ink = Image.new("RGB", (1, 1), paper.ink(name)).convert("L").getpixel((0, 0))

    assert sheet.tobytes() == again.tobytes()
    assert sheet.tobytes() != other.tobytes()
    assert (1, 1) == tiny.size
    assert 1.0 < light.std() < 30
    assert isinstance(ink, int | float)
    assert abs(float(light.mean()) - ink) > 80


def test_tinted_paper() -> None:
    """A tint leans the paper towards it and leaves it about as light."""
    plain = np.asarray(paper.texture("xuan", (64, 64), 1), float).mean((0, 1))
    tinted = np.asarray(paper.texture("xuan", (64, 64), 1, (60, 90, 160)), float).mean((0, 1))

    assert tinted[2] - tinted[0] > plain[2] - plain[0] + 8
    assert abs(tinted.mean() - plain.mean()) < 24


@pytest.mark.parametrize(("text", "shape"), [("山", 1.0), ("游记", 0.58), ("山水间", 1.0)])
def test_seal(text: str, shape: float) -> None:
    """A seal is as high as was asked, mostly red, and the same for the same seed."""
    stamp = seal.stamp(text, 90, FONTS, 3)
    inked = np.asarray(stamp.getchannel("A"))

    assert 90 == stamp.height
    assert abs(stamp.width / stamp.height - shape) < 0.02
    assert 0.35 < (inked > 127).mean() < 0.95
    assert stamp.tobytes() == seal.stamp(text, 90, FONTS, 3).tobytes()


def test_seal_without_text() -> None:
    """What no font can carve leaves no print."""
    assert seal.stamp("", 40, FONTS, 1).getchannel("A").getbbox() is None


@pytest.mark.parametrize(
    "spots",
    [
        [],
        [MapPlace("一地", 30, 120)],
        [MapPlace("同名", 30, 120), MapPlace("同名", 30, 120)],
        [MapPlace("东", -17, 179), MapPlace("西", -18, -179)],
        [MapPlace("极", 90, 0), MapPlace("极", -90, 180), MapPlace("", 0, 0)],
        [MapPlace("无", float("nan"), 1), MapPlace("有", 1, 1)],
        [MapPlace("很长的地名" * 8, n * 1.0, n * 2.0) for n in range(40)],
    ],
)
def test_route(spots: list[MapPlace]) -> None:
    """Any stops make a map, with a red dot where at least one place is known."""
    page = paper.texture("xuan", (240, 160), 5)
    placepage.route(page, spots, FONTS, 5, paper.ink("xuan"), Rectangle(0.2, 0.2, 0.6, 0.6))
    pixels = np.asarray(page, int)
    red = (pixels[..., 0] - pixels[..., 1] > 70).sum()
    known = [spot for spot in spots if spot.latitude == spot.latitude]

    assert (240, 160) == page.size
    assert bool(known) == bool(red)


def test_date_line() -> None:
    """Two islands on both sides of the date line are near each other on the map."""
    near, _ = placepage.projected(
        [MapPlace("东", -17, 179), MapPlace("西", -17, -179)], WHOLE, (100, 100)
    )

    assert near[0].at[0] < near[1].at[0]
    assert 100 == pytest.approx(near[1].at[0] - near[0].at[0])


def test_names_of_dots_that_touch() -> None:
    """Cities that are one dot on a map stand beside it, each on a line, and are told once."""
    trip = [
        MapPlace("上海", 31.2, 121.5),
        MapPlace("京都", 35.0, 135.8),
        MapPlace("大阪", 34.7, 135.5),
        MapPlace("京都", 35.0, 135.8),
        MapPlace("纽约", 40.7, -74.0),
    ]
    stops, _ = placepage.projected(trip, WHOLE, (640, 360))
    visits, dots = placepage.apart(stops, 12)

    def ink(places: list[MapPlace]) -> int:
        page = Image.new("RGB", (640, 360), "white")
        placepage.route(page, places, FONTS, 5, (0, 0, 0), Rectangle(0.2, 0.2, 0.6, 0.6))
        return int((np.asarray(page.convert("L")) < 100).sum())

    assert [("上海",), ("京都", "大阪"), ("纽约",)] == [dot.names for dot in dots]
    assert [dot.at for dot in dots] == [visit.at for visit in visits]
    assert ink(trip) > ink([place for place in trip if place.name != "大阪"]) + 50
