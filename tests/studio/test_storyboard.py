"""The plan of a film as data: what is in it, that it can be written, read, and read wrongly."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from studio.look.clips import Clip
from studio.look.intake import Picture
from studio.look.looks import Look, MainColour
from studio.look.stops import Stop
from studio.look.trip import SeenPhoto, Trip
from studio.order import Order, Photo
from studio.plan import music, pacing, planning, storyboard, templates
from studio.plan.storyboard import Storyboard
from studio.plan.storyboard_reader import StoryboardError
from studio.plan.windows import fitted, windows
from studio.rectangle import WHOLE, Rectangle
from tests.largest import storyboard as largest_storyboard

SIZES = [(1920, 1080), (1080, 1920), (1080, 1080), (1280, 720), (720, 1280), (640, 360)]
PHOTOS = [(4000, 3000), (3000, 4000), (10, 10), (1600, 100), (100, 1600), (6000, 4000), (1, 1)]
PALETTE = ((60, 90, 120), (200, 180, 150))
DAY = 86_400_000
POEM = ("山光入袖轻", "水色照人明", "一路清风里", "归舟载月行")


MIDDLE = Rectangle(0.3, 0.3, 0.3, 0.4)


def look(subject: Rectangle[float] = MIDDLE) -> Look:
    centre = (subject.x + subject.width / 2, subject.y + subject.height / 2)
    colours = tuple(MainColour(colour, 0.5) for colour in PALETTE)
    return Look(colours, PALETTE[0], 50.0, 0.5, 0, subject, centre)


def seen(number: int, size: tuple[int, int], subject: Rectangle[float] | None = None) -> SeenPhoto:
    picture = Picture("jpeg", *size, number * DAY // 4, None, None)
    name = f"{number}.jpg"
    return SeenPhoto(Photo(Path(name), name), picture, look(subject) if subject else look())


def trip(sizes: Sequence[tuple[int, int]], **other: Any) -> Trip:
    pictures = tuple(seen(number, size) for number, size in enumerate(sizes))
    return replace(Trip(pictures, PALETTE, "sunny", "summer", (), (), ()), **other)


def order(size: tuple[int, int] = (1280, 720), fps: int = 25, seed: int = 5) -> Order:
    return Order((), "山水之间", "一路向南", size, fps, seed, None, Path("out"), True, 10**8)


def plan(sizes: Sequence[tuple[int, int]], **of: Any) -> Storyboard:
    return planning.plan(trip(sizes), order(**of))


def test_what_is_longer_than_a_storyboard_may_say() -> None:
    """A description of the longest kind, and more places than have room: the plan can be read."""
    stops = tuple(Stop(f"很长的地名{n}", 20.0 + n / 10, 110.0, (0,)) for n in range(110))
    made, asked = trip([(4000, 3000)] * 3, stops=stops), replace(order(), description="字" * 2000)

    planned = planning.plan(made, asked)
    again = storyboard.read(storyboard.document(planned), frozenset(f"{n}.jpg" for n in range(3)))
    texts = [text.text for scene in again.scenes for text in scene.texts]
    cut = [text for text in texts if text.startswith(("字字", "很长的地名0"))]

    assert [(500, "…")] * 2 == [(len(text), text[-1]) for text in cut]


@pytest.mark.parametrize("size", SIZES)
def test_crops(size: tuple[int, int]) -> None:
    """Each crop lies inside its photo and has the shape of its window; windows are even."""
    board = plan(PHOTOS * 3, size=size)
    sizes = {f"{number}.jpg": photo for number, photo in enumerate(PHOTOS * 3)}
    for scene in board.scenes:
        layout = scene.layout(size)
        photos = [sizes[shown.photo] for shown in scene.photos]
        for shown, photo, window in zip(
            scene.photos,
            photos,
            windows(layout, size, photos) if layout.slots else (),
            strict=False,
        ):
            assert (0, 0, 0, 0) == tuple(side % 2 for side in (*window.at, *window.size))
            for crop in (shown.start, shown.end):
                assert min(crop.x, crop.y) >= -1e-9
                assert max(crop.right, crop.bottom) <= 1 + 1e-9
                # A photo that is shown whole has its window's shape but for rounding to pixels.
                assert crop == fitted(crop, photo, window.size) or min(window.size) < 200


def test_every_photo_once() -> None:
    """Scenes of photos show each photo once and in the order of the trip."""
    board = plan([(4000, 3000)] * 23)
    shown = [
        photo.photo
        for scene in board.scenes
        if templates.every()[scene.template].part == "photos"
        for photo in scene.photos
    ]

    assert [f"{number}.jpg" for number in range(23)] == shown


@pytest.mark.parametrize("fps", [10, 25, 60])
def test_frames_add_up(fps: int) -> None:
    """The scenes cover every frame; two of them are seen only while one gives way to the next."""
    board = plan(PHOTOS, fps=fps)
    ends = [start + scene.frames for start, scene in zip(board.starts(), board.scenes, strict=True)]

    assert board.frames == ends[-1]
    for scene, end, start in zip(board.scenes, ends, board.starts()[1:], strict=False):
        assert scene.fade == end - start
    for first, second in pairwise(board.scenes):
        assert first.fade + second.fade < second.frames
    assert board.seconds == pytest.approx(board.frames / fps)


@pytest.mark.parametrize("fps", [10, 24, 60])
def test_changes_fall_on_beats(fps: int) -> None:
    """The middle of every transition is a beat of the music, as near as frames can be."""
    board = plan([(4000, 3000)] * 12, fps=fps)
    beat = music.beat(board.music)
    changes = [
        start + scene.transition.frames // 2
        for scene, start in zip(board.scenes, board.starts()[1:], strict=False)
        if scene.transition
    ]

    assert len(board.scenes) - 1 == len(changes)
    for change in changes:
        beats = change / fps / beat
        assert abs(beats - round(beats)) * beat <= 0.51 / fps


@pytest.mark.parametrize(("photos", "seconds"), [(10, 30), (60, 110), (200, 240)])
def test_length(photos: int, seconds: float) -> None:
    """Many photos share scenes: the film grows more slowly than their number."""
    mixed = [(4000, 3000), (3000, 4000), (4000, 2250)]

    assert plan([mixed[n % 3] for n in range(photos)]).seconds == pytest.approx(seconds, rel=0.15)


def test_seed() -> None:
    """The same seed gives the same plan, another seed another."""
    first, again, other = (plan(PHOTOS, seed=seed) for seed in (1, 1, 2))

    assert first == again
    assert first != other


def test_pages() -> None:
    """A poem and two named places get pages of their own between the opening and the photos."""
    stops = (Stop("杭州", 30.2, 120.2, (0,)), Stop("绍兴", 30.0, 120.6, (1,)))
    board = planning.plan(trip([(4000, 3000)] * 3, poem=POEM, stops=stops), order())
    parts = [templates.every()[scene.template].part for scene in board.scenes]
    texts = {text.role: text.text for scene in board.scenes[:3] for text in scene.texts}

    assert ["opening", "poem", "place", "photos"] == parts[:4]
    assert "ending" == parts[-1]
    assert "山水之间" == texts["title"]
    assert "\n".join(POEM) == texts["poem"]
    assert ("杭州", "绍兴") == tuple(place.name for place in board.scenes[2].places)


def test_one_place_is_no_map() -> None:
    """One place, or places that nobody can name, need no map."""
    for stops in ((Stop("杭州", 30.2, 120.2, (0,)),), (Stop("", 1, 1, (0,)), Stop("", 9, 9, (1,)))):
        board = planning.plan(trip([(4000, 3000)] * 3, stops=stops), order())
        parts = [templates.every()[scene.template].part for scene in board.scenes]

        assert "place" not in parts


def test_captions_change() -> None:
    """A date is written when it begins, not in every scene of its day."""
    pictures = trip([(4000, 3000)] * 8).seen
    board = planning.plan(trip([], seen=pictures), order())
    said = [[text.text for text in scene.texts if "caption" == text.role] for scene in board.scenes]
    said = [captions for captions in said if captions]

    assert "1970.01.01" == said[0][0]
    assert {"1970.01.01", "1970.01.02"} == {caption for captions in said for caption in captions}
    for before, captions in pairwise(said):
        assert any(caption != before[-1] for caption in captions)


def test_moves_end_on_the_subject() -> None:
    """What a photo is about is still seen when its move is over."""
    subject = Rectangle(0.72, 0.1, 0.2, 0.3)
    pictures = tuple(seen(number, (4000, 3000), subject) for number in range(9))
    board = planning.plan(trip([], seen=pictures), order(size=(1280, 720)))
    for scene in board.scenes:
        if templates.every()[scene.template].part != "photos":
            continue
        for shown in scene.photos:
            x, y = subject.x + subject.width / 2, subject.y + subject.height / 2

            assert shown.end.x < x < shown.end.x + shown.end.width
            assert shown.end.y < y < shown.end.y + shown.end.height


def test_clip() -> None:
    """A clip is alone in its scene and is seen nearly to its end."""
    pictures = [seen(number, (1920, 1080)) for number in range(5)]
    clip = Clip(1920, 1080, 6.0, None, None, None, True)
    pictures[2] = replace(pictures[2], clip=clip)
    board = planning.plan(trip([], seen=tuple(pictures)), order())
    playing = [scene for scene in board.scenes if any("2.jpg" == p.photo for p in scene.photos)]
    playing = [scene for scene in playing if "photos" == templates.every()[scene.template].part]

    assert [1] == [len(scene.photos) for scene in playing]
    assert "inside" == playing[0].layout(board.size).camera
    assert 4.5 <= playing[0].frames / board.fps <= 6.0


def test_stretched() -> None:
    """Lengths are whole pulses and come near the wanted total."""
    pulses = pacing.stretched([4, 4, 5, 4, 4, 5], 22)

    assert 22 == sum(pulses)
    assert min(pulses) >= 3


def written() -> Any:
    stops = (Stop("杭州", 30.2, 120.2, (0,)), Stop("绍兴", 30.0, 120.6, (1,)))
    made = trip([(4000, 3000)] * 7, poem=POEM, stops=stops)
    return storyboard.document(planning.plan(made, order()))


NAMES = frozenset(f"{number}.jpg" for number in range(7))


def test_document() -> None:
    """What was written is read as the same film, and written again it is the same document."""
    document = written()
    board = storyboard.read(document, NAMES)
    stops = (Stop("杭州", 30.2, 120.2, (0,)), Stop("绍兴", 30.0, 120.6, (1,)))
    planned = planning.plan(trip([(4000, 3000)] * 7, poem=POEM, stops=stops), order())

    assert document == storyboard.document(board)
    assert [scene.frames for scene in planned.scenes] == [scene.frames for scene in board.scenes]
    assert planned.music == board.music


def test_short_document() -> None:
    """What can be left out may be: crops, texts, transitions, palette."""
    document = written()
    for scene in document["scenes"]:
        for key in ("texts", "transition", "camera", "places"):
            scene.pop(key, None)
        scene["photos"] = [{"photo": shown["photo"]} for shown in scene["photos"]]
    del document["palette"]
    board = storyboard.read(document, NAMES)

    assert {0} == {scene.fade for scene in board.scenes}
    assert {WHOLE} == {s.start for scene in board.scenes for s in scene.photos}


def photos(document: dict[str, Any]) -> Any:
    return next(scene for scene in document["scenes"] if scene["photos"])["photos"][0]


Spoil = Callable[[dict[str, Any]], Any]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda d: d.update(version=2), "版本"),
        (lambda d: d.pop("scenes"), "缺少 scenes"),
        (lambda d: d.update(scenes=[]), "scenes 应有 1 到 250 项"),
        (lambda d: d.update(scenes=d["scenes"] * 50), "scenes 应有 1 到 250 项"),
        (lambda d: d.update(scenes={}), "scenes 应为数组"),
        (lambda d: d.update(scenes=[7]), "第 1 项应为对象"),
        (lambda d: d.update(fps=200), "fps"),
        (lambda d: d.update(fps=True), "fps"),
        (lambda d: d.update(size=[1281, 720]), "偶数"),
        (lambda d: d.update(size="1280x720"), "size"),
        (lambda d: d.update(palette=[[1, 2, 300]]), "palette 第 1 项"),
        (lambda d: d["music"].update(mood="loud"), "mood"),
        (lambda d: d["music"].update(tempo=float("nan")), "tempo"),
        (lambda d: d["scenes"][0].update(template="nowhere"), "版式不存在：nowhere"),
        (lambda d: d["scenes"][0].update(photos=[photos(d)] * 4), "需要"),
        (lambda d: d["scenes"][0].update(seconds="long"), "seconds"),
        (lambda d: d["scenes"][0].update(seconds=0.3), "第 1 个场景比它两端的转场还短"),
        (lambda d: d["scenes"][0].update(seconds=1200), "不能超过 1200 秒"),
        (lambda d: d["scenes"][0]["transition"].update(name="boom"), "不存在：boom"),
        (lambda d: d["scenes"][-1].update(transition={"name": "fade", "seconds": 1}), "最后"),
        (lambda d: photos(d).update(photo="else.jpg"), "不存在：else.jpg"),
        (lambda d: photos(d)["start"].update(x=0.9, width=0.5), "超出了图片"),
        (lambda d: photos(d)["start"].update(width=0), "width"),
        (lambda d: photos(d)["end"].update(y=-0.2), "y"),
        (lambda d: d["scenes"][0].update(texts=[{"role": "shout", "text": "a"}]), "role"),
        (lambda d: d["scenes"][0].update(texts=[{"role": "title", "text": "长" * 501}]), "500"),
        (lambda d: d["scenes"][0].update(texts=[{"role": "title"}]), "缺少 text"),
    ],
)
def test_refused(spoil: Spoil, told: str) -> None:
    """A document that cannot be rendered is refused, and the reason names the place."""
    document = copy.deepcopy(written())
    spoil(document)

    with pytest.raises(StoryboardError, match=told):
        storyboard.read(document, NAMES)


def test_places_of_all_scenes_are_counted_together() -> None:
    """As many as there may be in all are read; of one more it is said."""
    largest = largest_storyboard("0.jpg")
    assert 1000 == sum(len(s.places) for s in storyboard.read(largest, NAMES).scenes)

    largest["scenes"][-1]["places"] = [largest["scenes"][0]["places"][0]]
    with pytest.raises(StoryboardError, match="合计不能超过 1000 项"):
        storyboard.read(largest, NAMES)


@pytest.mark.parametrize("document", [None, [], "film", 7, {"version": None}])
def test_no_document(document: Any) -> None:
    """Anything at all may be sent as a storyboard."""
    with pytest.raises(StoryboardError):
        storyboard.read(document, NAMES)
