"""Rule: every work begins alike: pictures are looked at, and unusable ones become warnings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import partial

from studio.asking import Ask, nobody
from studio.colours import RGB
from studio.look import (
    claims,
    faults,
    looks,
    moments,
    motion_photos,
    name_times,
    pairs,
    stops,
    zones,
)
from studio.look.clips import Clip
from studio.look.decoding import PhotoDecoder
from studio.look.faults import TooLittleMemory
from studio.look.film_decoder import FilmDecoder
from studio.look.intake import Picture
from studio.look.looks import Look
from studio.look.reasons import reason
from studio.look.sniffing import PictureError
from studio.look.trip import Motion, SeenPhoto, Trip
from studio.order import NOT_LISTED, AlbumError, Labels, Order, Photo, named
from studio.progress import LOOKED, LOOKING, POEM, POEM_DONE, READING, ReportProgress

# Decoders release the interpreter; more at once would only hold more pictures in memory.
LOOKERS = 2
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
    return _inspect(replace(order, photos=photos), report, decoder or FilmDecoder(order, keep=0))


def travel(
    order: Order, report: ReportProgress, ask: Ask = nobody, decoder: PhotoDecoder | None = None
) -> Trip:
    """The first three stages: look at the pictures, ask what they show, have a poem written."""
    decoder = decoder or FilmDecoder(order, keep=0)
    found, warnings = begin(order, report, decoder)
    seen = _without_duplicates(_looked(found, report, decoder))
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


def _inspect(
    order: Order, report: ReportProgress, decoder: PhotoDecoder
) -> tuple[list[SeenPhoto], tuple[str, ...]]:
    seen: list[SeenPhoto] = []
    warnings: list[str] = []
    failed: PictureError | None = None
    labels = [*order.factors, *[None] * len(order.photos)]
    for number, (photo, found) in enumerate(_found(order, report, decoder)):
        item, told = _seen(photo, found, labels[number])
        seen += [item] if item else []
        warnings += [] if photo.beside else told
        if isinstance(found[0], PictureError):
            failed = found[0]
    seen = _paired(seen, order)
    warnings += [NOT_LISTED.format(name) for name in _unasked(order.photos, seen)]
    if not seen:
        raise AlbumError("没有可用的图片：" + "；".join(warnings)) from failed
    return seen if order.ordered else sorted(seen, key=_when), tuple(warnings)


_Found = tuple[Picture | Clip | PictureError, Motion | PictureError | None]


def _paired(seen: Sequence[SeenPhoto], order: Order) -> list[SeenPhoto]:
    """Each with its moment, and photos with their clips.

    Clips that nobody asked for say nothing of the trip, unless they are of its photos.
    """
    keep = order.board is not None
    joined = pairs.joined(_settled(seen, order), keep=keep)
    moving = _moving(joined)
    asked = [item for item in seen if not item.photo.beside or item.photo.name in moving]
    return joined if len(asked) == len(seen) else pairs.joined(_settled(asked, order), keep=keep)


def _moving(seen: Sequence[SeenPhoto]) -> set[str]:
    """The names of the clips that belong to photos."""
    return {item.motion.name for item in seen if item.motion}


def _unasked(photos: Sequence[Photo], seen: Sequence[SeenPhoto]) -> list[str]:
    """Clips that nobody asked for, and that belong to none of the photos."""
    moving = _moving(seen)
    return [photo.name for photo in photos if photo.beside and photo.name not in moving]


def _settled(seen: Sequence[SeenPhoto], order: Order) -> list[SeenPhoto]:
    """The same with the moment of each, and the clock that was shown there."""
    found = moments.settle([_witness(item) for item in seen], _home(order))
    return [
        replace(
            item,
            moment=moment,
            picture=replace(item.picture, taken_ms=claims.in_ms(moment.clock) if moment else None),
        )
        for item, moment in zip(seen, found, strict=True)
    ]


def _witness(item: SeenPhoto) -> moments.Witness:
    latitude, longitude = item.picture.latitude, item.picture.longitude
    place = None if latitude is None or longitude is None else (latitude, longitude)
    uploaded = claims.uploaded(item.photo.path)
    return moments.Witness(item.photo.name, item.picture.claims, place, uploaded)


def _home(order: Order) -> tzinfo:
    """Where the guest says that the trip was, else where the setting says."""
    zone = None
    if order.latitude is not None and order.longitude is not None:
        zone, _ = zones.at(order.latitude, order.longitude)
    return zone or timezone(timedelta(minutes=order.utc_offset_minutes))


def _seen(photo: Photo, found: _Found, labels: Labels | None) -> tuple[SeenPhoto | None, list[str]]:
    """The picture, if it can be used, and what its owner is to know of it."""
    what, moving = found
    if isinstance(what, PictureError):
        return None, [f"{reason(what)}，已略过：{photo.name}"]
    if isinstance(what, Clip):
        told = [f"视频的声音无法解码，将静音播放：{photo.name}"] if what.unheard else []
        return SeenPhoto(photo, _picture(what), None, labels, clip=what), told
    told = [f"照片不完整，末尾缺少 {what.missing} 行：{photo.name}"] if what.missing else []
    if isinstance(moving, PictureError):
        told.append(f"动态照片的视频无法播放（{reason(moving)}），仅显示静态照片：{photo.name}")
        moving = None
    return SeenPhoto(photo, what, None, labels, motion=moving), told


def _found(
    order: Order, report: ReportProgress, decoder: PhotoDecoder
) -> Iterator[tuple[Photo, _Found]]:
    """What each file is, in the given order."""
    inspect = partial(_inspected, decoder, order)
    every = []
    with ThreadPoolExecutor(LOOKERS, thread_name_prefix="look") as pool:
        for number, found in enumerate(pool.map(inspect, order.photos), 1):
            every.append(found)
            report(LOOKING, LOOKED * number // len(order.photos) // 2)
    for photo, found in zip(order.photos, every, strict=True):
        # What found no memory beside another may find it alone.
        yield (
            photo,
            inspect(photo) if any(isinstance(one, TooLittleMemory) for one in found) else found,
        )


def _picture(clip: Clip) -> Picture:
    place = clip.latitude, clip.longitude
    return Picture("clip", clip.width, clip.height, clip.taken_ms, *place, clip.claims)


def _inspected(decoder: PhotoDecoder, order: Order, photo: Photo) -> _Found:
    try:
        with faults.of_one_file():
            found = decoder.inspect(photo.path)
            faults.check_shape(found)
    except PictureError as error:
        return error, None
    if isinstance(found, Clip) or not decoder.moves:
        return found, None
    try:
        with faults.of_one_file():
            return found, motion_photos.read(
                photo.path, max_seconds=order.clip_seconds, max_pixels=order.clip_pixels
            )
    except PictureError as error:
        return found, error


def _when(item: SeenPhoto) -> tuple[bool, datetime, list[tuple[int, str]]]:
    """Of one moment they go by the camera's numbers; those without a time keep their places."""
    if item.moment is None:
        return True, datetime.max.replace(tzinfo=UTC), []
    return False, item.moment.utc, name_times.in_order(item.photo.name)


def _looked(
    found: Sequence[SeenPhoto], report: ReportProgress, decoder: PhotoDecoder
) -> list[SeenPhoto]:
    seen = []
    with ThreadPoolExecutor(LOOKERS, thread_name_prefix="look") as pool:
        for number, look in enumerate(
            pool.map(partial(_look, decoder), [item.photo for item in found])
        ):
            seen.append(replace(found[number], look=look))
            report(LOOKING, LOOKED // 2 + (LOOKED - LOOKED // 2) * (number + 1) // len(found))
    return seen


def _look(decoder: PhotoDecoder, photo: Photo) -> Look | None:
    try:
        return decoder.look(photo.path)
    except PictureError:
        return None  # Whoever shows it finds that out again, and says so.


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
