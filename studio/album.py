"""Rule: one call makes one film; what a guest sees appears only when it is whole."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from studio.asking import Ask, nobody
from studio.look import looking
from studio.look.glances import Glances
from studio.look.library import Library
from studio.order import AlbumError, Film, Order, named
from studio.paint import lettering
from studio.paint.projector import Projector
from studio.paint.staging import Studio
from studio.plan import music, planning, storyboard
from studio.plan.storyboard import Storyboard, StoryboardError
from studio.progress import LOOKED, PLANNED, PLANNING, POEM, POEM_DONE, RENDERING, Report, rendered
from studio.write import film, soundtrack

RESULT = "result.mp4"
COVER = "cover.jpg"
STORYBOARD = "storyboard.json"


def make_film(order: Order, report: Report, ask: Ask = nobody) -> Film:
    """Make the film, its cover and its storyboard in `order.out`.

    `report` hears (stage, percent of the whole); `ask` reaches models and places.
    """
    glances = Glances(order)
    if order.board is None:
        trip = looking.travel(order, report, ask, glances.eyes)
        library, warnings = Library(trip.seen, glances.kept), trip.warnings
        board = _as_written(planning.plan(trip, order), order)
    else:
        seen, warnings = looking.begin(order, report, glances.eyes)
        library, board = Library(seen, glances.kept), _edited(order)
        report(POEM, LOOKED)
        report(POEM, POEM_DONE)
    board_file = order.out / STORYBOARD
    _write_board(board, board_file)
    report(PLANNING, PLANNED)
    _render(order, Studio(board, library, lettering.find_font(order.font)), report)
    report(RENDERING, 100)
    return Film(
        order.out / RESULT,
        order.out / COVER,
        *board.size,
        *board.size,
        (*warnings, *library.warnings()),
        board.seconds,
        board.frames,
        extras=(board_file,),
    )


def _as_written(board: Storyboard, order: Order) -> Storyboard:
    """What is rendered is what stands in the file, so that the file makes the same film again."""
    names = {photo.name for photo in named(order.photos)}
    return storyboard.read(storyboard.document(board), names)


def _edited(order: Order) -> Storyboard:
    try:
        return storyboard.read(order.board, {photo.name for photo in named(order.photos)})
    except StoryboardError as error:
        raise AlbumError(str(error)) from error


def _write_board(board: Storyboard, path: Path) -> None:
    part = path.with_name(path.name + ".part")
    text = json.dumps(storyboard.document(board), ensure_ascii=False, indent=1)
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _render(order: Order, studio: Studio, report: Report) -> None:
    board = studio.board
    result, cover = (order.out / f"{name}.part" for name in (RESULT, COVER))
    with Projector(board, studio.shoot) as projector:
        ducks = soundtrack.ducks(board, studio.library)
        sound = music.stream(board.seconds, board.music, ducks)
        reel = film.Reel(
            board.size, board.fps, board.frames, projector.paint, sound, projector.still, cover
        )
        film.write(result, reel, partial(rendered, report, board.frames))
    result.replace(order.out / RESULT)
    cover.replace(order.out / COVER)
