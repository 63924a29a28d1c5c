"""Rule: what is known of the pictures is plain values, which every later room reads."""

from __future__ import annotations

from dataclasses import dataclass

from studio.colours import RGB
from studio.look.clips import Clip
from studio.look.intake import Picture
from studio.look.looks import Look
from studio.look.moments import Moment
from studio.look.movies import Movie
from studio.look.stops import Stop
from studio.order import Labels, Photo


@dataclass(frozen=True, slots=True)
class Motion:
    """What moves of a photo.

    `moment` is the second of the movie at which the photo was taken, None where nobody knows it;
    `name` that of the movie's own upload, empty where it lies in the photo's file.
    """

    movie: Movie
    clip: Clip
    moment: float | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class SeenPhoto:
    """A picture that can be used; `weather` is empty where nobody knows it.

    clip: what it is, where it is no photo; motion: what moves of it, where it is one;
    moment: when it was taken, None where nobody knows.
    """

    photo: Photo
    picture: Picture
    look: Look | None = None
    labels: Labels | None = None
    weather: str = ""
    clip: Clip | None = None
    motion: Motion | None = None
    moment: Moment | None = None


@dataclass(frozen=True, slots=True)
class Trip:
    """All that is known of the pictures together; what is not known is empty."""

    seen: tuple[SeenPhoto, ...]
    palette: tuple[RGB, ...]
    weather: str
    season: str
    stops: tuple[Stop, ...]
    poem: tuple[str, ...]
    warnings: tuple[str, ...]
