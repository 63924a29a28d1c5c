"""What clients are told of points on the map."""

from __future__ import annotations

from typing_extensions import TypedDict


class LocatedPlace(TypedDict):
    """Chinese names, empty outside China and where there is no such level; a picture's address."""

    province: str
    city: str
    county: str
    image: str


class LocatedPlaces(TypedDict):
    """The places of several points, in their order."""

    places: list[LocatedPlace]
