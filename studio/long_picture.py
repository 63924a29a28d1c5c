"""Rule: one call makes one long picture; its layout is known before the first strip is painted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from studio.asking import Ask, nobody
from studio.look import looking
from studio.look.kept import Kept
from studio.look.trip import Trip
from studio.order import LongPicture, Order
from studio.paint import lettering
from studio.paint.long import ending, heading, pages, painting
from studio.paint.long.framed import Framed
from studio.paint.long.pages import WIDTH, Part
from studio.paint.long.painting import COVER_QUALITY, MOST_WEBP
from studio.paint.long.sheet import Block, Sheet, lay
from studio.paint.long.verses import Verses
from studio.plan.long import albums, choosing
from studio.progress import PLANNED, PLANNING, RENDERING, Report, rendered
from studio.write.strips import MOST_HEIGHT, save

RESULT = "result"
COVER = "cover.jpg"
# The poem stands behind this part of the frames.
POEM_AFTER = 0.5


def make_long_picture(order: Order, report: Report, ask: Ask = nobody) -> LongPicture:
    """Make the picture and its cover in `order.out`; `report` hears (stage, percent)."""
    kept = Kept(len(order.photos))
    trip = looking.travel(order, report, ask, kept.eyes)
    parts, sheet = _planned(order, trip, kept)
    report(PLANNING, PLANNED)
    made = _written(order, trip, parts, sheet, report)
    report(RENDERING, 100)
    return made


def _planned(order: Order, trip: Trip, kept: Kept) -> tuple[tuple[Part, ...], Sheet]:
    style = albums.choose(trip, order.seed)
    fonts = lettering.find_font(order.font)
    most = MOST_WEBP if order.format == "webp" else MOST_HEIGHT
    colours = [colour for item in trip.seen if item.look for colour in item.look.colours]
    sheet = lay(WIDTH, fonts, style, colours, order.seed)
    blocks = _blocks(order, trip, sheet, kept)
    width = pages.width(sum(block.height(sheet) for block in blocks), most)
    if width != WIDTH:
        sheet = lay(width, fonts, style, colours, order.seed)
    return pages.split(blocks, sheet, most), sheet


def _blocks(order: Order, trip: Trip, sheet: Sheet, kept: Kept) -> list[Block]:
    head = heading.block(heading.words(order.title, order.description, trip, sheet), sheet)
    frames: list[Block] = []
    said = ""
    for chosen in choosing.choose(trip.seen, sheet.style.frames(), order.seed):
        framed = Framed(chosen, trip, said, sheet.style.mount_of(chosen.frame), kept.take)
        said = framed.caption or said
        frames.append(framed)
    if trip.poem:
        frames.insert(max(round(len(frames) * POEM_AFTER), 1), Verses(trip.poem))
    city = ending.city(trip)
    return [head, *frames, *([city] if city else []), ending.Farewell()]


def _written(
    order: Order, trip: Trip, parts: tuple[Part, ...], sheet: Sheet, report: Report
) -> LongPicture:
    painted = _counting(report, len(trip.seen))
    files = [order.out / f"{RESULT}.jpg"]
    files += [order.out / f"{RESULT}-{number}.jpg" for number in range(2, len(parts) + 1)]
    webps = [file.with_suffix(".webp") if order.format == "webp" else None for file in files]
    made = [
        painting.write(part, sheet, file, webp, painted)
        for part, file, webp in zip(parts, files, webps, strict=True)
    ]
    (width, height), cover = made[0]
    save(cover, order.out / COVER, "JPEG", COVER_QUALITY)
    return LongPicture(
        files[0],
        order.out / COVER,
        width,
        height,
        *cover.size,
        trip.warnings + _told(files, [size for size, _ in made]),
        extras=tuple(files[1:]) + tuple(webp for webp in webps if webp),
    )


def _counting(report: Report, photos: int) -> Callable[[Block], None]:
    done = 0

    def painted(block: Block) -> None:
        nonlocal done
        for _ in range(block.photos):
            rendered(report, photos, done)
            done += 1

    return painted


def _told(files: list[Path], sizes: list[tuple[int, int]]) -> tuple[str, ...]:
    """What a guest must know who looks for all of it."""
    if len(files) == 1:
        return ()
    each = "、".join(
        f"{file.name} {width}x{height}" for file, (width, height) in zip(files, sizes, strict=True)
    )
    return (f"长图过长，已分为 {len(files)} 张：{each}",)
