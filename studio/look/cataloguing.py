"""Rule: each file is known as what it is, when it was taken, and what belongs to it.

What cannot be used becomes a warning, and fails nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import partial
from typing import Final

from studio.look import claims, faults, moments, motion_photos, name_times, pairs, zones
from studio.look.clips import Clip
from studio.look.decoding import PhotoDecoder
from studio.look.faults import TooLittleMemory
from studio.look.intake import Picture
from studio.look.reasons import reason
from studio.look.sniffing import PictureError
from studio.look.trip import Motion, SeenPhoto
from studio.order import NOT_LISTED, AlbumError, Labels, Order, Photo
from studio.progress import LOOKED, LOOKING, ReportProgress

# Decoders release the interpreter; more at once would only hold more pictures in memory.
LOOKERS: Final = 2
# A movie is enlarged so many times at most beside a photo that is not: of one with 240 lines a film
# of 1080 shows what moves, of one with 180 a blur.
MOST_ENLARGED: Final = 5
SMALL: Final = "动态照片的视频过小（{0.width}x{0.height}），仅显示静态照片：{1}"

_Found = tuple[Picture | Clip | PictureError, Motion | PictureError | None]


def catalogued(
    order: Order, report: ReportProgress, decoder: PhotoDecoder
) -> tuple[list[SeenPhoto], tuple[str, ...]]:
    """The pictures in the order of showing, and warnings. Raises AlbumError where there is none.

    The names of the order's photos differ.
    """
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
    if decoder.moves and order.board is None:
        # Whoever wrote a storyboard chose what moves in it.
        seen, told = _without_blurs(seen, order.size)
        warnings += told
    return seen if order.ordered else sorted(seen, key=_when), tuple(warnings)


# --- what each file is ----------------------------------------------------------------------------


def _found(
    order: Order, report: ReportProgress, decoder: PhotoDecoder
) -> Iterator[tuple[Photo, _Found]]:
    """What each file is, in the given order."""
    inspect = partial(_inspected, decoder, order)
    every = []
    with ThreadPoolExecutor(LOOKERS, thread_name_prefix="look") as pool:
        for number, found in enumerate(pool.map(inspect, order.photos), 1):
            every.append(found)
            report(LOOKING, LOOKED * number // len(order.photos))
    for photo, found in zip(order.photos, every, strict=True):
        # What found no memory beside another may find it alone.
        yield (
            photo,
            inspect(photo) if any(isinstance(one, TooLittleMemory) for one in found) else found,
        )


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


def _seen(photo: Photo, found: _Found, labels: Labels | None) -> tuple[SeenPhoto | None, list[str]]:
    """The picture, if it can be used, and what its owner is to know of it."""
    what, moving = found
    if isinstance(what, PictureError):
        return None, [f"{reason(what)}，已略过：{photo.name}"]
    if isinstance(what, Clip):
        return SeenPhoto(photo, _picture(what), None, labels, clip=what), []
    told = [f"照片不完整，末尾缺少 {what.missing} 行：{photo.name}"] if what.missing else []
    if isinstance(moving, PictureError):
        told.append(f"动态照片的视频无法播放（{reason(moving)}），仅显示静态照片：{photo.name}")
        moving = None
    return SeenPhoto(photo, what, None, labels, motion=moving), told


def _picture(clip: Clip) -> Picture:
    place = clip.latitude, clip.longitude
    return Picture("clip", clip.width, clip.height, clip.taken_ms, *place, clip.claims)


def _without_blurs(
    seen: Sequence[SeenPhoto], size: tuple[int, int]
) -> tuple[list[SeenPhoto], list[str]]:
    """Photos whose movies would be blurs in a film of this size stand still, and are named."""
    kept, told = [], []
    for item in seen:
        if item.motion and _is_small(item.motion.clip, item.picture, size):
            kept.append(replace(item, motion=None))
            told.append(SMALL.format(item.motion.clip, item.photo.name))
        else:
            kept.append(item)
    return kept, told


def _is_small(clip: Clip, picture: Picture, size: tuple[int, int]) -> bool:
    """Whether a movie has much fewer pixels than a frame of this size shows of its photo."""
    shown = min(picture.width, picture.height, *size)
    return min(clip.width, clip.height) * MOST_ENLARGED < shown


# --- what belongs together, and when it was -------------------------------------------------------


def _paired(seen: Sequence[SeenPhoto], order: Order) -> list[SeenPhoto]:
    """Each with its moment, and photos with their clips.

    A clip that nobody asked for says nothing of the trip until it is known to be of a photo.
    """
    told = pairs.by_content(seen)
    settled = _settled(seen, order, _strays(seen, told))
    found = pairs.by_moment(settled, told)
    if _strays(seen, found) != _strays(seen, told):
        settled = _settled(seen, order, _strays(seen, found))
    return pairs.joined(settled, found, keep=order.board is not None)


def _strays(seen: Sequence[SeenPhoto], found: Mapping[str, str]) -> set[str]:
    """The names of clips that nobody asked for and that are in no pair."""
    return {item.photo.name for item in seen if item.photo.beside} - set(found.values())


def _unasked(photos: Sequence[Photo], seen: Sequence[SeenPhoto]) -> list[str]:
    """Clips that nobody asked for, and that belong to none of the photos."""
    moving = {item.motion.name for item in seen if item.motion}
    return [photo.name for photo in photos if photo.beside and photo.name not in moving]


def _settled(seen: Sequence[SeenPhoto], order: Order, strays: Collection[str]) -> list[SeenPhoto]:
    """The same with the moment of each, and the clock that was shown there."""
    witnesses = [_witness(item, item.photo.name not in strays) for item in seen]
    return [
        replace(
            item,
            moment=moment,
            picture=replace(item.picture, taken_ms=claims.in_ms(moment.clock) if moment else None),
        )
        for item, moment in zip(seen, moments.settle(witnesses, _home(order)), strict=True)
    ]


def _witness(item: SeenPhoto, of_trip: bool) -> moments.Witness:
    latitude, longitude = item.picture.latitude, item.picture.longitude
    place = None if latitude is None or longitude is None else (latitude, longitude)
    uploaded = claims.uploaded(item.photo.path)
    return moments.Witness(item.photo.name, item.picture.claims, place, uploaded, of_trip)


def _home(order: Order) -> tzinfo:
    """Where the guest says that the trip was, else where the setting says."""
    zone = None
    if order.latitude is not None and order.longitude is not None:
        zone, _ = zones.at(order.latitude, order.longitude)
    return zone or timezone(timedelta(minutes=order.utc_offset_minutes))


def _when(item: SeenPhoto) -> tuple[bool, datetime, list[tuple[int, str]]]:
    """Of one moment they go by the camera's numbers; those without a time keep their places."""
    if item.moment is None:
        return True, datetime.max.replace(tzinfo=UTC), []
    return False, item.moment.utc, name_times.in_order(item.photo.name)
