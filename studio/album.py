"""Rule: one call makes one film; what a guest sees appears only when it is whole."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from studio import cards, film, lettering, looking, music, overlay, shots, storyboard
from studio.intake import PictureError
from studio.looking import PLANNED, PLANNING, RENDERING, Report, Seen
from studio.order import AlbumError, Film, Order
from studio.projector import Projector
from studio.storyboard import Kind, Storyboard

RESULT = "result.mp4"
COVER = "cover.jpg"


def make_film(order: Order, report: Report) -> Film:
    """Make the film and its cover in `order.out`; `report` hears (stage, percent of the whole)."""
    seen, warnings = looking.begin(order, report)
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
        warnings,
        board.seconds,
        board.frames,
    )


def _render(order: Order, seen: Sequence[Seen], board: Storyboard, report: Report) -> None:
    result, cover = (order.out / f"{name}.part" for name in (RESULT, COVER))
    with Projector(board, partial(_shoot, board, seen)) as projector:
        projector.texts = _texts(order, seen)
        sound = music.stream(board.seconds, order.seed)
        reel = film.Reel(
            order.size, order.fps, board.frames, projector.paint, sound, projector.still, cover
        )
        film.write(result, reel, partial(looking.rendered, report, board.frames))
    result.replace(order.out / RESULT)
    cover.replace(order.out / COVER)


def _texts(order: Order, seen: Sequence[Seen]) -> dict[Kind, overlay.Overlay]:
    fonts = lettering.find_font(order.font)
    taken = [item.picture.taken_ms for item in seen if item.picture.taken_ms is not None]
    first = cards.ink(
        cards.opening(order.title, order.description, len(seen), taken), order.size, fonts
    )
    last = cards.ink(cards.closing(order.title, taken), order.size, fonts)
    return {"opening": overlay.from_ink(first), "closing": overlay.from_ink(last)}


def _shoot(board: Storyboard, seen: Sequence[Seen], scene: storyboard.Scene) -> shots.Shot:
    return shots.shoot(board, scene, seen[scene.photo].photo.path)
