"""Rule: one call makes one long picture: look, plan, paint, write; each room is passed once."""

from __future__ import annotations

from dataclasses import replace

from studio.asking import Ask, nobody
from studio.look import looking
from studio.look.page_decoder import PageDecoder
from studio.order import LongPicture, Order
from studio.paint.lettering import find_font
from studio.paint.long import painting
from studio.plan.long import planning
from studio.progress import PLANNED, PLANNING, RENDERING, ReportProgress
from studio.write import long_picture


def make_long_picture(order: Order, report: ReportProgress, ask: Ask = nobody) -> LongPicture:
    """Make the picture and its cover in `order.out`; `report` hears (stage, percent).

    Raises AlbumError where nothing can be made.
    """
    decoder = PageDecoder(order)
    trip = looking.travel(order, report, ask, decoder)
    plan = planning.plan(trip, order)
    most = long_picture.most_height(order.format)
    painted = painting.paint(plan, decoder.take, find_font(order.font), most)
    report(PLANNING, PLANNED)
    made = long_picture.write(painted, order.format, order.out, report)
    report(RENDERING, 100)
    cut = tuple(
        f"图片过长，长图中只显示其上部：{item.photo.name}"
        for item in trip.seen
        if item.photo.path in decoder.cut
    )
    return replace(made, warnings=(*order.warnings, *trip.warnings, *cut, *made.warnings))
