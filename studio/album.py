"""Rule: one call makes one film: look, plan, paint, write; each room is passed once."""

from __future__ import annotations

from dataclasses import replace

from studio.asking import Ask, nobody
from studio.look import looking
from studio.look.film_decoder import FilmDecoder
from studio.look.library import Library
from studio.order import Film, Order
from studio.paint import projector
from studio.paint.lettering import find_font
from studio.plan import planning
from studio.progress import PLANNED, PLANNING, RENDERING, ReportProgress
from studio.write import film


def make_film(order: Order, report: ReportProgress, ask: Ask = nobody) -> Film:
    """Make the film, its cover and its storyboard in `order.out`.

    `report` hears (stage, percent of the whole); `ask` reaches models and places. Raises
    AlbumError where nothing can be made.
    """
    decoder = FilmDecoder(order)
    trip = looking.look(order, report, ask, decoder)
    board = planning.board_of(trip, order)
    report(PLANNING, PLANNED)
    library = Library(trip.seen, decoder.kept)
    with projector.paint(board, library, find_font(order.font)) as painted:
        made = film.write(painted, order.out, report)
    report(RENDERING, 100)
    return replace(made, warnings=(*order.warnings, *trip.warnings, *made.warnings))
