"""The storyboard as JSON: its keys and their limits, of which its schema is made.

`storyboard.read` takes what fits these types and also keeps the rules that span several fields, and
knows which templates, transitions and moods there are. An optional key may be null, and keys that
nobody knows are passed over. Loads neither numpy nor templates.
"""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict

from studio.order import MotionShown
from studio.plan.roles import Role

MOST_SCENES = 250
MOST_SECONDS = 1200.0
MOST_PHOTOS = 4
MOST_TEXT = 500
MOST_TEXTS = 12
MOST_PLACES = 60
# Of all scenes together: a film of ours has one map page.
MOST_PLACES_IN_ALL = 1000
MOST_NAME = 255
LEAST_SIDE, MOST_SIDE = 64, 1920
LEAST_FPS, MOST_FPS = 10, 60
LEAST_SCENE_SECONDS = 0.2
MOST_TRANSITION_SECONDS = 5
MOST_COLOURS = 16
# Semitones up or down, and beats a minute.
MOST_KEY = 12
LEAST_TEMPO, MOST_TEMPO = 30, 240
LEAST_SEED, MOST_SEED = -(2**63), 2**63
# A crop may leave its photo by this much: numbers that were written down are rounded.
SLACK = 1e-3
LEAST_CROP = 1e-6

Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=MOST_NAME)]
Seed: TypeAlias = Annotated[int, Field(ge=LEAST_SEED, le=MOST_SEED)]
Side: TypeAlias = Annotated[int, Field(ge=LEAST_SIDE, le=MOST_SIDE, multiple_of=2)]
Level: TypeAlias = Annotated[int, Field(ge=0, le=255)]
Colour: TypeAlias = Annotated[list[Level], Field(min_length=3, max_length=3)]
Corner: TypeAlias = Annotated[float, Field(ge=-SLACK, le=1)]
Extent: TypeAlias = Annotated[float, Field(ge=LEAST_CROP, le=1 + SLACK)]


class CropDocument(TypedDict):
    """The part of a picture that is seen, as fractions of its width and height."""

    x: Corner
    y: Corner
    width: Extent
    height: Extent


class MoveDocument(TypedDict):
    """What is seen first and last; left out, the whole."""

    start: NotRequired[CropDocument | None]
    end: NotRequired[CropDocument | None]


class ShownDocument(MoveDocument):
    """A picture in a scene, by the name of its upload.

    motion: of a photo that moves, what is shown of it where it is alone in its scene; left out,
    still. clip: the upload that moves, where it is not in the photo's own file.
    """

    photo: Name
    motion: NotRequired[MotionShown | None]
    clip: NotRequired[Name | None]


class TextDocument(TypedDict):
    """The n-th text of a role goes to the n-th place for that role."""

    role: Role
    text: Annotated[str, Field(max_length=MOST_TEXT)]


class PlaceDocument(TypedDict):
    """A stop of the trip on a map page."""

    name: Annotated[str, Field(max_length=MOST_NAME)]
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class TransitionDocument(TypedDict):
    """How a scene gives way to the next."""

    name: Name
    seconds: Annotated[float, Field(ge=0, le=MOST_TRANSITION_SECONDS)]


class SceneDocument(TypedDict):
    """One page of the film."""

    template: Name
    seconds: Annotated[float, Field(ge=LEAST_SCENE_SECONDS, le=MOST_SECONDS)]
    photos: NotRequired[Annotated[list[ShownDocument], Field(max_length=MOST_PHOTOS)] | None]
    texts: NotRequired[Annotated[list[TextDocument], Field(max_length=MOST_TEXTS)] | None]
    places: NotRequired[Annotated[list[PlaceDocument], Field(max_length=MOST_PLACES)] | None]
    camera: NotRequired[MoveDocument | None]
    transition: NotRequired[TransitionDocument | None]


class MusicDocument(TypedDict):
    """The mood, semitones up or down, beats a minute, and a seed of its own."""

    mood: Name
    key: Annotated[int, Field(ge=-MOST_KEY, le=MOST_KEY)]
    tempo: Annotated[float, Field(ge=LEAST_TEMPO, le=MOST_TEMPO)]
    seed: Seed


class TimeDocument(TypedDict):
    """When a picture was taken, and how this is known."""

    photo: Name
    time: str
    source: str
    zone: str
    weight: Annotated[float, Field(ge=0, le=1)]


class StoryboardDocument(TypedDict):
    """A whole film as data; docs/storyboard.md says what each field means."""

    version: Literal[1]
    size: Annotated[list[Side], Field(min_length=2, max_length=2)]
    fps: Annotated[int, Field(ge=LEAST_FPS, le=MOST_FPS)]
    seed: Seed
    palette: NotRequired[Annotated[list[Colour], Field(max_length=MOST_COLOURS)] | None]
    music: MusicDocument
    scenes: Annotated[list[SceneDocument], Field(min_length=1, max_length=MOST_SCENES)]
    times: NotRequired[list[TimeDocument] | None]
