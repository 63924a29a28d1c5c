"""Rule: one call makes one film; what a guest sees appears only when it is whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from studio import cards, film, lettering, music, overlay, shots, storyboard
from studio.intake import NotAPicture, Picture, PictureError, PictureTooLarge, inspect
from studio.order import AlbumError, Film, Order, Photo
from studio.projector import Projector
from studio.storyboard import Kind, Storyboard

RESULT = "result.mp4"
COVER = "cover.jpg"
COVER_QUALITY = 88

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
class _Seen:
    photo: Photo
    picture: Picture


def make_film(order: Order, report: Report) -> Film:
    """Make the film and its cover in `order.out`; `report` hears (stage, percent of the whole)."""
    report(READING, 0)
    if not order.photos:
        raise AlbumError("没有图片")
    order.out.mkdir(parents=True, exist_ok=True)
    seen, warnings = _look(order, report)
    # No poet is installed: the stage is passed through and promises nothing.
    report(POEM, POEM_DONE)
    sizes = [(item.picture.width, item.picture.height) for item in seen]
    board = storyboard.plan(sizes, order.size, order.fps, order.seed)
    report(PLANNING, PLANNED)
    try:
        _render(order, seen, board, report)
    except PictureError as error:
        raise AlbumError("图片在制作过程中无法读取") from error
    report(RENDERING, 100)
    return Film(
        order.out / RESULT,
        order.out / COVER,
        *order.size,
        *order.size,
        board.seconds,
        board.frames,
        tuple(warnings),
    )


def _look(order: Order, report: Report) -> tuple[list[_Seen], list[str]]:
    """The usable pictures in the order in which they will be shown, and what was left out."""
    seen: list[_Seen] = []
    warnings: list[str] = []
    with ThreadPoolExecutor(LOOKERS, thread_name_prefix="look") as pool:
        looks = pool.map(partial(_inspected, order.max_pixels), order.photos)
        for number, (photo, found) in enumerate(zip(order.photos, looks, strict=True), 1):
            if isinstance(found, Picture):
                seen.append(_Seen(photo, found))
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


def _when(item: _Seen) -> tuple[bool, int]:
    """Pictures without a time keep their places after those that have one."""
    taken = item.picture.taken_ms
    return taken is None, taken or 0


def _render(order: Order, seen: Sequence[_Seen], board: Storyboard, report: Report) -> None:
    fonts = lettering.find_font(order.font)
    taken = [item.picture.taken_ms for item in seen if item.picture.taken_ms is not None]
    first = cards.ink(
        cards.opening(order.title, order.description, len(seen), taken), order.size, fonts
    )
    last = cards.ink(cards.closing(order.title, taken), order.size, fonts)
    texts: dict[Kind, overlay.Overlay] = {
        "opening": overlay.from_ink(first),
        "closing": overlay.from_ink(last),
    }
    result, cover = (order.out / f"{name}.part" for name in (RESULT, COVER))
    ground = shots.card_ground(board, board.scenes[0], seen[0].photo.path)
    overlay.onto(ground, first).save(cover, format="JPEG", quality=COVER_QUALITY)
    with Projector(board, partial(_shoot, board, seen), texts) as projector:
        sound = music.stream(board.seconds, order.seed)
        reel = film.Reel(order.size, order.fps, board.frames, projector.paint, sound)
        film.write(result, reel, partial(_progress, report, board.frames))
    result.replace(order.out / RESULT)
    cover.replace(order.out / COVER)


def _shoot(board: Storyboard, seen: Sequence[_Seen], scene: storyboard.Scene) -> shots.Shot:
    return shots.shoot(board, scene, seen[scene.photo].photo.path)


def _progress(report: Report, frames: int, number: int) -> None:
    """Speak only when the percentage changes: a report may be a write to a database."""
    share = RENDERED - PLANNED
    percent = PLANNED + share * (number + 1) // frames
    if number == 0 or percent != PLANNED + share * number // frames:
        report(RENDERING, percent)
