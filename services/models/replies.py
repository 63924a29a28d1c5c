"""What models answer, and what clients are told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Generic, TypeVar

from pydantic import Field
from typing_extensions import TypedDict

from protocol.replies import Base64

Reply = TypeVar("Reply")
Colour = Annotated[list[float], Field(examples=[[208.4, 163.0, 92.7]])]


class MainColours(TypedDict):
    """Colours as [red, green, blue], 0 to 255, those of most pixels first."""

    colors: list[Colour]


class CountedColours(TypedDict):
    """The same as an app wants them: how many were asked for, and the colours."""

    k: int
    result: list[Colour]


class WeatherSeen(TypedDict):
    """The likeliest tag, what speaks for each, and how probable each is, in one order."""

    weather: str
    weather_id: int
    tags: list[str]
    rate: list[float]
    probability: list[float]


class MadePicture(TypedDict):
    """A JPEG."""

    image: Base64


class NewPoems(TypedDict):
    """Poems, their lines with line feeds between them."""

    poems: list[str]


class PoemsOfPicture(TypedDict):
    """What the model `img2poem` answers: the lines of each poem, and the words it went by."""

    poems: list[list[str]]
    keywords: list[str]


class PicturePoem(TypedDict):
    """A poem about a picture, a word or things, and the words it went by."""

    poem: str
    keywords: str


@dataclass(frozen=True, slots=True)
class ModelName(Generic[Reply]):
    """The name of a row of models/catalogue.py, and what that model answers."""

    name: str
    reply: type[Reply]


COLOR: Final = ModelName("color", MainColours)
WEATHER: Final = ModelName("weather", WeatherSeen)
STYLE: Final = ModelName("style", MadePicture)
FSRCNN: Final = ModelName("fsrcnn", MadePicture)
POEM: Final = ModelName("poem", NewPoems)
IMG2POEM: Final = ModelName("img2poem", PoemsOfPicture)
