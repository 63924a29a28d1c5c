"""Rule: every work begins alike: its trip is looked at as a whole, and a poem is written of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from studio.asking import Ask, nobody
from studio.colours import RGB
from studio.look import looks, stops
from studio.look.cataloguing import catalogued
from studio.look.decoding import PhotoDecoder
from studio.look.film_decoder import FilmDecoder
from studio.look.trip import SeenPhoto, Trip
from studio.order import AlbumError, Order, named
from studio.progress import LOOKED, POEM, POEM_DONE, READING, ReportProgress

# Colours of a trip, and how far apart two of them must be to be two.
COLOURS = 5
APART = 42.0
# A poem is about this part of the pictures, the sharpest, and about so many things in them.
BEST_PART, LEAST_BEST, LABELS = 3, 3, 8
SEASONS = ("winter", "spring", "summer", "autumn")


def look(
    order: Order, report: ReportProgress, ask: Ask = nobody, decoder: PhotoDecoder | None = None
) -> Trip:
    """All that is known of the pictures.

    Where the order brings a storyboard nobody is asked for what that has settled: words, colours.
    """
    if order.board is None:
        return travel(order, report, ask, decoder)
    seen, warnings = begin(order, report, decoder)
    report(POEM, LOOKED)
    report(POEM, POEM_DONE)
    return Trip(tuple(seen), (), "", "", (), (), warnings)


def begin(
    order: Order, report: ReportProgress, decoder: PhotoDecoder | None = None
) -> tuple[list[SeenPhoto], tuple[str, ...]]:
    """The first stage: the pictures in the order of showing, and what was left out."""
    report(READING, 0)
    if not order.photos:
        raise AlbumError("没有图片")
    order.out.mkdir(parents=True, exist_ok=True)
    photos = named(order.photos)
    decoder = decoder or FilmDecoder(order, keep=0)
    return catalogued(replace(order, photos=photos), report, decoder)


def travel(
    order: Order, report: ReportProgress, ask: Ask = nobody, decoder: PhotoDecoder | None = None
) -> Trip:
    """The first three stages: look at the pictures, ask what they show, have a poem written."""
    decoder = decoder or FilmDecoder(order, keep=0)
    found, warnings = begin(order, report, decoder)
    seen = _without_duplicates(
        [replace(item, look=decoder.look(item.photo.path)) for item in found]
    )
    told = list(warnings) + [
        f"与其他图片几乎相同，已略过：{item.photo.name}"
        for item in found
        if all(item.photo is not kept.photo for kept in seen)
    ]
    seen = _weathered(seen, ask)
    photos = [item for item in seen if item.clip is None]
    if ask is not nobody and photos and not any(item.weather for item in photos):
        told.append("天气识别暂不可用")
    places = stops.along([item.picture for item in seen], order.latitude, order.longitude, ask)
    trip = Trip(
        tuple(seen),
        _palette(seen),
        _most(item.weather for item in seen),
        _season(seen),
        places,
        (),
        tuple(told),
    )
    report(POEM, LOOKED)
    poem = _poem(trip, order.seed, ask)
    if ask is not nobody and not poem:
        trip = replace(trip, warnings=(*trip.warnings, "诗歌未能生成"))
    report(POEM, POEM_DONE)
    return replace(trip, poem=poem)


def _without_duplicates(seen: list[SeenPhoto]) -> list[SeenPhoto]:
    """What could not be looked at is like no other, and a clip shows more than its beginning."""
    known = [item for item in seen if item.look is not None and item.clip is None]
    kept = looks.best_of([item.look for item in known if item.look is not None])
    stay = {id(known[number]) for number in kept}
    return [item for item in seen if item.look is None or item.clip or id(item) in stay]


def _weathered(seen: Sequence[SeenPhoto], ask: Ask) -> list[SeenPhoto]:
    """Of photos alone: who sees the weather opens no clips."""
    shown = [item for item in seen if item.clip is None]
    asked = [{"picture": str(item.photo.path)} for item in shown]
    answers = iter(ask("weather", asked) if asked else [])
    return [
        item
        if item.clip
        else replace(item, weather=str((next(answers) or {}).get("weather") or ""))
        for item in seen
    ]


def _most(words: Iterable[str]) -> str:
    """The most frequent, of equals the first."""
    counted = Counter(word for word in words if word)
    return counted.most_common(1)[0][0] if counted else ""


def _palette(seen: Sequence[SeenPhoto]) -> tuple[RGB, ...]:
    """The colours of all pictures, those that are alike as one, the most frequent first."""
    groups: list[tuple[float, tuple[float, ...]]] = []
    every = [colour for item in seen if item.look for colour in item.look.colours]
    for colour in sorted(every, key=lambda each: -each.share):
        near = next((n for n, (_, rgb) in enumerate(groups) if _far(rgb, colour.rgb) < APART), None)
        if near is None:
            groups.append((colour.share, tuple(map(float, colour.rgb))))
            continue
        share, rgb = groups[near]
        total = share + colour.share
        mixed = (a + (b - a) * colour.share / total for a, b in zip(rgb, colour.rgb, strict=True))
        groups[near] = (total, tuple(mixed))
    groups.sort(key=lambda group: -group[0])
    rounded = [tuple(round(level) for level in rgb) for _, rgb in groups[:COLOURS]]
    return tuple((red, green, blue) for red, green, blue in rounded)


def _far(first: Sequence[float], second: Sequence[float]) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5)


def _season(seen: Sequence[SeenPhoto]) -> str:
    """Of the northern half of the world, unless a picture says that it is of the southern."""
    seasons = []
    for item in seen:
        if item.picture.taken_ms is not None:
            month = datetime.fromtimestamp(item.picture.taken_ms / 1000, UTC).month
            turned = 6 if (item.picture.latitude or 0) < 0 else 0
            seasons.append(SEASONS[(month + turned) % 12 // 3])
    return _most(seasons)


def _poem(trip: Trip, seed: int, ask: Ask) -> tuple[str, ...]:
    types, values = _labels(trip.seen)
    request = {
        "types": types,
        "values": values,
        "weather": trip.weather,
        "colors": [list(colour) for colour in trip.palette[:3]],
        "season": trip.season,
        "place": stops.main(trip.stops),
        "length": 5 if seed % 2 else 7,
        "seed": seed,
    }
    answer = ask("img2poem", [request])[0]
    poems = (answer or {}).get("poems") or [[]]
    return tuple(str(line) for line in poems[0])


def _labels(seen: Sequence[SeenPhoto]) -> tuple[list[str], list[float]]:
    """What the best pictures show most surely."""
    told = [item for item in seen if item.labels and item.labels.types]
    told.sort(key=lambda item: -(item.look.sharpness if item.look else 0.0))
    total: defaultdict[str, float] = defaultdict(float)
    best = told[: max(len(told) // BEST_PART, LEAST_BEST)]
    for item in best:
        if item.labels:
            for kind, value in zip(item.labels.types, item.labels.values, strict=False):
                total[kind] += value / len(best)
    most = sorted(total.items(), key=lambda item: -item[1])[:LABELS]
    return [kind for kind, _ in most], [round(value, 4) for _, value in most]
