"""Rule: every photo is named by its own point; photos of one place are one stop of the trip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from studio.asking import Ask
from studio.look.intake import Picture

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stop:
    """`name` is empty where nobody knows one; `picture` is the city's, a path or empty.

    photos: the numbers of the photos that were taken there; country: empty in China.
    """

    name: str
    latitude: float
    longitude: float
    photos: tuple[int, ...]
    picture: str = ""
    country: str = ""

    @property
    def label(self) -> str:
        """The name as it stands alone: abroad behind its country."""
        if self.country in ("", self.name):
            return self.name
        return f"{self.country} {self.name}"


def along(
    photos: Sequence[Picture], latitude: float | None, longitude: float | None, ask: Ask
) -> tuple[Stop, ...]:
    """The stops in the order of the photos; without any, the place that the guest named."""
    points = [
        (number, (photo.latitude, photo.longitude))
        for number, photo in enumerate(photos)
        if photo.latitude is not None and photo.longitude is not None
    ]
    if not points and latitude is not None and longitude is not None:
        return tuple(_stop(answer, at, ()) for at, answer in _answers([(latitude, longitude)], ask))
    answers = dict(_answers(list(dict.fromkeys(at for _, at in points)), ask))
    return _joined([_stop(answers[at], at, (number,)) for number, at in points])


def main(stops: Sequence[Stop]) -> str:
    """The name of the place where most photos were taken, of equals the first."""
    named = [stop for stop in stops if stop.name]
    return max(named, key=lambda stop: len(stop.photos)).name if named else ""


def _answers(points: Sequence[Point], ask: Ask) -> list[tuple[Point, dict[str, object] | None]]:
    asked = ask("place", [{"latitude": north, "longitude": east} for north, east in points])
    return list(zip(points, asked, strict=True))


def _stop(answer: dict[str, object] | None, at: Point, photos: tuple[int, ...]) -> Stop:
    found = answer or {}
    country = str(found.get("country") or "")
    return Stop(
        str(found.get("town") or country) if country else _name(found),
        *at,
        photos,
        str(found.get("picture") or ""),
        country,
    )


def _name(found: dict[str, object]) -> str:
    """The city as people say it; of a province's own cities there is only the province."""
    name = str(found.get("city") or found.get("province") or "")
    return name.removesuffix("市") if len(name) > 2 else name


def _joined(stops: Sequence[Stop]) -> tuple[Stop, ...]:
    """Stops of one place are one, where most of its photos were taken, of equals the first."""
    places: dict[tuple[str, str], list[Stop]] = {}
    for number, stop in enumerate(stops):
        nameless = "" if stop.name else str(number)
        places.setdefault((stop.country, stop.name or nameless), []).append(stop)
    return tuple(map(_one, places.values()))


def _one(stops: Sequence[Stop]) -> Stop:
    north, east = Counter((stop.latitude, stop.longitude) for stop in stops).most_common(1)[0][0]
    photos = tuple(number for stop in stops for number in stop.photos)
    return replace(stops[0], latitude=north, longitude=east, photos=photos)
