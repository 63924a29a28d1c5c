"""The storyboard as JSON: its keys and their limits, of which its schema is made.

`storyboard.read` takes what fits these types and also keeps the rules that span several fields.
An optional key may be null, and keys that nobody knows are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal, NotRequired, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict

from studio.plan import templates, transitions
from studio.plan.music import moods
from studio.plan.storyboard import (
    LEAST_CROP,
    LEAST_FPS,
    LEAST_SCENE_SECONDS,
    LEAST_SIDE,
    MOST_FPS,
    MOST_NAME,
    MOST_PLACES,
    MOST_SCENES,
    MOST_SECONDS,
    MOST_SIDE,
    MOST_TEXT,
    MOST_TEXTS,
    SLACK,
)
from studio.plan.template import Role

Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=MOST_NAME)]


def _one_of(names: Iterable[str]) -> Any:
    """Only one of these may be chosen."""
    return Field(json_schema_extra={"enum": [*sorted(names)]})


Seed: TypeAlias = Annotated[int, Field(ge=-(2**63), le=2**63)]
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
    """A picture in a scene, by the name of its upload."""

    photo: Name


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

    name: Annotated[Name, _one_of(transitions.NAMES)]
    seconds: Annotated[float, Field(ge=0, le=5)]


class SceneDocument(TypedDict):
    """One page of the film."""

    template: Annotated[Name, _one_of(templates.every())]
    seconds: Annotated[float, Field(ge=LEAST_SCENE_SECONDS, le=MOST_SECONDS)]
    photos: NotRequired[Annotated[list[ShownDocument], Field(max_length=4)] | None]
    texts: NotRequired[Annotated[list[TextDocument], Field(max_length=MOST_TEXTS)] | None]
    places: NotRequired[Annotated[list[PlaceDocument], Field(max_length=MOST_PLACES)] | None]
    camera: NotRequired[MoveDocument | None]
    transition: NotRequired[TransitionDocument | None]


class MusicDocument(TypedDict):
    """The mood, semitones up or down, beats a minute, and a seed of its own."""

    mood: Annotated[Name, _one_of(moods())]
    key: Annotated[int, Field(ge=-12, le=12)]
    tempo: Annotated[float, Field(ge=30, le=240)]
    seed: Seed


class StoryboardDocument(TypedDict):
    """A whole film as data; docs/storyboard.md says what each field means."""

    version: Literal[1]
    size: Annotated[list[Side], Field(min_length=2, max_length=2)]
    fps: Annotated[int, Field(ge=LEAST_FPS, le=MOST_FPS)]
    seed: Seed
    palette: NotRequired[Annotated[list[Colour], Field(max_length=16)] | None]
    music: MusicDocument
    scenes: Annotated[list[SceneDocument], Field(min_length=1, max_length=MOST_SCENES)]
