"""Rule: photos that were taken near each other are one stop of the trip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.asking import Ask
from studio.look.intake import Picture

# In degrees, about 20 km: a town and what lies around it.
NEAR = 0.2


@dataclass(frozen=True, slots=True)
class Stop:
    """`name` is empty where nobody knows one; `picture` is the city's, a path or empty.

    photos: the numbers of the photos that were taken there.
    """

    name: str
    latitude: float
    longitude: float
    photos: tuple[int, ...]
    picture: str = ""


def along(
    photos: Sequence[Picture], latitude: float | None, longitude: float | None, ask: Ask
) -> tuple[Stop, ...]:
    """The stops in the order of the photos; without any, the place that the guest named."""
    points: list[tuple[float, float, list[int]]] = []
    for number, photo in enumerate(photos):
        if photo.latitude is None or photo.longitude is None:
            continue
        at = photo.latitude, photo.longitude
        near = next((point for point in points if _near(point, at)), None)
        if near is None:
            points.append((*at, [number]))
        else:
            near[2].append(number)
    if not points and latitude is not None and longitude is not None:
        points.append((latitude, longitude, []))
    answers = ask("place", [{"latitude": point[0], "longitude": point[1]} for point in points])
    found = [
        Stop(
            _name(answer),
            point[0],
            point[1],
            tuple(point[2]),
            str((answer or {}).get("picture") or ""),
        )
        for point, answer in zip(points, answers, strict=True)
    ]
    return _joined(found)


def _near(point: tuple[float, float, list[int]], at: tuple[float, float]) -> bool:
    return abs(point[0] - at[0]) < NEAR and abs(point[1] - at[1]) < NEAR


def _name(answer: dict[str, object] | None) -> str:
    """The city as people say it; of a province's own cities there is only the province."""
    found = answer or {}
    name = str(found.get("city") or found.get("province") or "")
    return name.removesuffix("市") if len(name) > 2 else name


def _joined(stops: Sequence[Stop]) -> tuple[Stop, ...]:
    """Stops of one name are one, where the trip first came there."""
    joined: dict[str, Stop] = {}
    for number, stop in enumerate(stops):
        key = stop.name or f"\0{number}"
        known = joined.get(key)
        if known is None:
            joined[key] = stop
        else:
            photos = (*known.photos, *stop.photos)
            joined[key] = Stop(known.name, known.latitude, known.longitude, photos, known.picture)
    return tuple(joined.values())
