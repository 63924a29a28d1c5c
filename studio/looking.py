"""Rule: every work begins alike: pictures are looked at, and unusable ones become warnings."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from studio.intake import NotAPicture, Picture, PictureError, PictureTooLarge, inspect
from studio.order import AlbumError, Order, Photo

READING, LOOKING, POEM, PLANNING, RENDERING = 101, 102, 103, 104, 105
# What part of the whole job, in percent, is done when each stage is over.
LOOKED = 10
POEM_DONE = 11
PLANNED = 12
RENDERED = 99

# Decoders release the interpreter; more at once would only hold more pictures in memory.
LOOKERS = 2

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Seen:
    photo: Photo
    picture: Picture


def begin(order: Order, report: Report) -> tuple[list[Seen], tuple[str, ...]]:
    """The first three stages: the pictures in the order of showing, and what was left out."""
    report(READING, 0)
    if not order.photos:
        raise AlbumError("没有图片")
    order.out.mkdir(parents=True, exist_ok=True)
    seen, warnings = _look(order, report)
    # No poet is installed: the stage is passed through and promises nothing.
    report(POEM, POEM_DONE)
    return seen, tuple(warnings)


def rendered(report: Report, steps: int, number: int) -> None:
    """Speak only when the percentage changes: a report may be a write to a database."""
    share = RENDERED - PLANNED
    percent = PLANNED + share * (number + 1) // steps
    if number == 0 or percent != PLANNED + share * number // steps:
        report(RENDERING, percent)


def _look(order: Order, report: Report) -> tuple[list[Seen], list[str]]:
    seen: list[Seen] = []
    warnings: list[str] = []
    with ThreadPoolExecutor(LOOKERS, thread_name_prefix="look") as pool:
        looks = pool.map(partial(_inspected, order.max_pixels), order.photos)
        for number, (photo, found) in enumerate(zip(order.photos, looks, strict=True), 1):
            if isinstance(found, Picture):
                seen.append(Seen(photo, found))
            else:
                warnings.append(f"{_reason(found)}，已略过：{photo.name}")
            report(LOOKING, LOOKED * number // len(order.photos))
    if not seen:
        raise AlbumError("没有可用的图片：" + "；".join(warnings))
    return seen if order.ordered else sorted(seen, key=_when), warnings


def _inspected(max_pixels: int, photo: Photo) -> Picture | PictureError:
    try:
        return inspect(photo.path, max_pixels=max_pixels)
    except PictureError as error:
        return error


def _reason(error: PictureError) -> str:
    if isinstance(error, PictureTooLarge):
        return f"图片像素过大（{error.limit}）"
    return "不支持的图片格式" if isinstance(error, NotAPicture) else "图片已损坏"


def _when(item: Seen) -> tuple[bool, int]:
    """Pictures without a time keep their places after those that have one."""
    taken = item.picture.taken_ms
    return taken is None, taken or 0
