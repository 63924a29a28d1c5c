"""Rule: all that a film will show is data; what is read here can be rendered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, get_args

from studio.colours import RGB
from studio.order import MotionShown
from studio.plan import templates, times, transitions
from studio.plan.music import Music, moods
from studio.plan.roles import Role
from studio.plan.storyboard_reader import Reader, StoryboardError
from studio.plan.storyboard_types import (
    LEAST_CROP,
    LEAST_FPS,
    LEAST_SCENE_SECONDS,
    LEAST_SEED,
    LEAST_SIDE,
    LEAST_TEMPO,
    MOST_COLOURS,
    MOST_FPS,
    MOST_KEY,
    MOST_NAME,
    MOST_PHOTOS,
    MOST_PLACES,
    MOST_PLACES_IN_ALL,
    MOST_SCENES,
    MOST_SECONDS,
    MOST_SEED,
    MOST_SIDE,
    MOST_TEMPO,
    MOST_TEXT,
    MOST_TEXTS,
    MOST_TRANSITION_SECONDS,
    SLACK,
    CropDocument,
    SceneDocument,
    ShownDocument,
    StoryboardDocument,
)
from studio.plan.template import Layout
from studio.plan.times import PhotoTime
from studio.rectangle import WHOLE, Rectangle

VERSION: Final = 1
ROLES: tuple[Role, ...] = get_args(Role)
MOTIONS: tuple[MotionShown, ...] = get_args(MotionShown)

PLACES = 8


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A photo in a scene, by the name that the guest knows, and its move from crop to crop.

    A crop whose shape is not that of its window is narrowed around its middle when it is shown.
    motion: what is shown of one that moves; clip: the upload that moves, if it is one of its own.
    """

    photo: str
    start: Rectangle[float] = WHOLE
    end: Rectangle[float] = WHOLE
    motion: MotionShown = "still"
    clip: str = ""


@dataclass(frozen=True, slots=True)
class SceneText:
    """The n-th text of a role goes to the n-th place for that role in the template."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A stop of the trip on a map page."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Transition:
    """How a scene gives way to the next; both are seen during its frames."""

    name: str
    frames: int


@dataclass(frozen=True, slots=True)
class Scene:
    """One page of the film. Its frames include those of the transitions at both of its ends.

    `camera` is the move over the whole composition, for templates whose camera is "whole".
    """

    template: str
    frames: int
    photos: tuple[ShownPhoto, ...] = ()
    texts: tuple[SceneText, ...] = ()
    places: tuple[MapPlace, ...] = ()
    camera: tuple[Rectangle[float], Rectangle[float]] | None = None
    transition: Transition | None = None

    @property
    def fade(self) -> int:
        """Frames that are shared with the scene that follows."""
        return self.transition.frames if self.transition else 0

    def layout(self, size: tuple[int, int]) -> Layout:
        """Of its template, for a frame of `size` pixels."""
        return templates.every()[self.template].layout(size)


@dataclass(frozen=True, slots=True)
class Storyboard:
    """`palette` holds the main colours of the trip, the most frequent first.

    times: of the pictures in the order of the trip; they are told, and nothing is made by them.
    """

    size: tuple[int, int]
    fps: int
    seed: int
    palette: tuple[RGB, ...]
    music: Music
    scenes: tuple[Scene, ...]
    times: tuple[PhotoTime, ...] = ()

    @property
    def frames(self) -> int:
        """The length of the film; frames that two scenes share count once."""
        return sum(scene.frames - scene.fade for scene in self.scenes)

    @property
    def seconds(self) -> float:
        return self.frames / self.fps

    def starts(self) -> tuple[int, ...]:
        """The first frame of each scene."""
        starts = [0]
        for scene in self.scenes[:-1]:
            starts.append(starts[-1] + scene.frames - scene.fade)
        return tuple(starts)


def document(board: Storyboard) -> StoryboardDocument:
    """The storyboard as it is written to JSON; `read` gives the same storyboard back."""
    written: StoryboardDocument = {
        "version": VERSION,
        "size": list(board.size),
        "fps": board.fps,
        "seed": board.seed,
        "palette": [list(colour) for colour in board.palette],
        "music": {
            "mood": board.music.mood,
            "key": board.music.key,
            "tempo": board.music.tempo,
            "seed": board.music.seed,
        },
        "scenes": [_scene_document(scene, board.fps) for scene in board.scenes],
    }
    if board.times:
        written["times"] = [times.document(time) for time in board.times]
    return written


def _scene_document(scene: Scene, fps: int) -> SceneDocument:
    written: SceneDocument = {
        "template": scene.template,
        "seconds": round(scene.frames / fps, 4),
        "photos": [_shown_document(shown) for shown in scene.photos],
        "texts": [{"role": text.role, "text": text.text} for text in scene.texts],
    }
    if scene.places:
        written["places"] = [
            {"name": place.name, "latitude": place.latitude, "longitude": place.longitude}
            for place in scene.places
        ]
    if scene.camera:
        start, end = scene.camera
        written["camera"] = {"start": _corners(start), "end": _corners(end)}
    if scene.transition:
        seconds = round(scene.transition.frames / fps, 4)
        written["transition"] = {"name": scene.transition.name, "seconds": seconds}
    return written


def _shown_document(shown: ShownPhoto) -> ShownDocument:
    written: ShownDocument = {
        "photo": shown.photo,
        "start": _corners(shown.start),
        "end": _corners(shown.end),
    }
    if shown.motion != "still":
        written["motion"] = shown.motion
    if shown.clip:
        written["clip"] = shown.clip
    return written


def _corners(crop: Rectangle[float]) -> CropDocument:
    return {
        "x": round(crop.x, PLACES),
        "y": round(crop.y, PLACES),
        "width": round(crop.width, PLACES),
        "height": round(crop.height, PLACES),
    }


def read(source: Any, names: Collection[str]) -> Storyboard:
    """Check a whole document; `names` are the photos there are."""
    board = Reader("分镜", source)
    if board.whole("version", 1, 10**6) != VERSION:
        raise StoryboardError(f"分镜的版本应为 {VERSION}")
    fps = board.whole("fps", LEAST_FPS, MOST_FPS)
    size = board.numbers("size", 2, LEAST_SIDE, MOST_SIDE)
    if size[0] % 2 or size[1] % 2:
        raise StoryboardError("分镜的 size 应为偶数")
    music = board.under("music")
    scenes = tuple(_scene(item, fps, names) for item in board.items("scenes", 1, MOST_SCENES))
    read_board = Storyboard(
        (size[0], size[1]),
        fps,
        board.whole("seed", LEAST_SEED, MOST_SEED),
        tuple(_colour(item) for item in board.items("palette", 0, MOST_COLOURS)),
        Music(
            _mood(music),
            music.whole("key", -MOST_KEY, MOST_KEY),
            music.real("tempo", LEAST_TEMPO, MOST_TEMPO),
            music.whole("seed", LEAST_SEED, MOST_SEED),
        ),
        scenes,
    )
    _check_times(read_board)
    if sum(len(scene.places) for scene in scenes) > MOST_PLACES_IN_ALL:
        raise StoryboardError(f"全部场景的 places 合计不能超过 {MOST_PLACES_IN_ALL} 项")
    return read_board


def _mood(music: Reader) -> str:
    mood = music.word("mood", MOST_NAME)
    if mood not in moods():
        raise StoryboardError(f"{music.where}的 mood 不存在：{mood}")
    return mood


def _check_times(board: Storyboard) -> None:
    """Never more than two scenes at once, the last with no transition, and no endless film."""
    before = 0
    for number, scene in enumerate(board.scenes, 1):
        if before + scene.fade > scene.frames:
            raise StoryboardError(f"第 {number} 个场景比它两端的转场还短")
        before = scene.fade
    if before:
        raise StoryboardError("最后一个场景之后不能有转场")
    if board.seconds > MOST_SECONDS:
        raise StoryboardError(f"影片不能超过 {MOST_SECONDS:.0f} 秒")


def _scene(scene: Reader, fps: int, names: Collection[str]) -> Scene:
    name = scene.word("template", MOST_NAME)
    template = templates.find(name)
    if template is None:
        raise StoryboardError(f"{scene.where}的版式不存在：{name}")
    shown = tuple(_shown(item, names) for item in scene.items("photos", 0, MOST_PHOTOS))
    if len(shown) != template.capacity:
        raise StoryboardError(f"{scene.where}的版式“{name}”需要 {template.capacity} 张图片")
    frames = round(scene.real("seconds", LEAST_SCENE_SECONDS, MOST_SECONDS) * fps)
    camera = scene.optional("camera")
    going = scene.optional("transition")
    return Scene(
        name,
        frames,
        shown,
        tuple(_text(item) for item in scene.items("texts", 0, MOST_TEXTS)),
        tuple(_place(item) for item in scene.items("places", 0, MOST_PLACES)),
        (_crop(camera, "start"), _crop(camera, "end")) if camera else None,
        _transition(going, fps) if going else None,
    )


def _transition(going: Reader, fps: int) -> Transition:
    name = going.word("name", MOST_NAME)
    if name not in transitions.NAMES:
        raise StoryboardError(f"{going.where}不存在：{name}")
    return Transition(name, max(round(going.real("seconds", 0, MOST_TRANSITION_SECONDS) * fps), 1))


def _shown(item: Reader, names: Collection[str]) -> ShownPhoto:
    photo = item.word("photo", MOST_NAME)
    clip = item.word("clip", MOST_NAME) if item.optional("clip") else ""
    for name in filter(None, (photo, clip)):
        if name not in names:
            raise StoryboardError(f"{item.where}不存在：{name}")
    told = item.word("motion", MOST_NAME) if item.optional("motion") else "still"
    motion = next((known for known in MOTIONS if known == told), None)
    if motion is None:
        raise StoryboardError(f"{item.where}的 motion 未知：{told}")
    return ShownPhoto(photo, _crop(item, "start"), _crop(item, "end"), motion, clip)


def _crop(item: Reader, key: str) -> Rectangle[float]:
    corners = item.optional(key)
    if corners is None:
        return WHOLE
    x, y = corners.real("x", -SLACK, 1), corners.real("y", -SLACK, 1)
    width, height = (corners.real(side, LEAST_CROP, 1 + SLACK) for side in ("width", "height"))
    if x + width > 1 + SLACK or y + height > 1 + SLACK:
        raise StoryboardError(f"{corners.where}超出了图片")
    x, y = max(x, 0.0), max(y, 0.0)
    return Rectangle(x, y, min(width, 1 - x), min(height, 1 - y))


def _text(item: Reader) -> SceneText:
    role = item.word("role", MOST_NAME)
    known = next((known for known in ROLES if known == role), None)
    if known is None:
        raise StoryboardError(f"{item.where}的 role 未知：{role}")
    return SceneText(known, item.word("text", MOST_TEXT, least=0))


def _place(item: Reader) -> MapPlace:
    name = item.word("name", MOST_NAME, least=0)
    return MapPlace(name, item.real("latitude", -90, 90), item.real("longitude", -180, 180))


def _colour(item: Reader) -> RGB:
    red, green, blue = item.levels()
    return red, green, blue
