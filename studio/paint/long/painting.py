"""Rule: a page is measured before a photo of it is shown; its blocks are painted two at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from PIL import Image

from studio.paint.lettering import FontChain
from studio.paint.long import ending, heading, pages
from studio.paint.long.framed import FrameBlock, TakePhoto
from studio.paint.long.pages import WIDTH, PagePart
from studio.paint.long.sheet import PageBlock, Sheet, lay
from studio.paint.long.verses import VersesBlock
from studio.plan.long.planning import LongPlan

PAINTERS = 2
# Painted blocks that may wait to be written: more would only fill the memory.
AHEAD = 6


@dataclass(frozen=True, slots=True)
class PaintedPages:
    """What is measured and only waits to be asked for: `painted` paints a part, block by block."""

    plan: LongPlan
    sheet: Sheet
    parts: tuple[PagePart, ...]


def paint(plan: LongPlan, take: TakePhoto, fonts: FontChain, most: int) -> PaintedPages:
    """The pages of a plan, none of them higher than `most` pixels; `take` gives its photos."""
    colours = [colour for item in plan.trip.seen if item.look for colour in item.look.colours]
    sheet = lay(WIDTH, fonts, plan.style, colours, plan.seed)
    blocks = _blocks(plan, sheet, take)
    width = pages.width(sum(block.height(sheet) for block in blocks), most)
    if width != WIDTH:
        sheet = lay(width, fonts, plan.style, colours, plan.seed)
    return PaintedPages(plan, sheet, pages.split(blocks, sheet, most))


def _blocks(plan: LongPlan, sheet: Sheet, take: TakePhoto) -> list[PageBlock]:
    words = heading.words(plan.title, plan.description, plan.trip, sheet)
    blocks: list[PageBlock] = [
        FrameBlock(each.chosen, plan.trip, each.words, each.mount, take) for each in plan.frames
    ]
    if plan.trip.poem:
        blocks.insert(plan.poem_after, VersesBlock(plan.trip.poem))
    if plan.city:
        blocks.append(ending.CityBlock(plan.city))
    return [heading.block(words, sheet), *blocks, ending.FarewellBlock()]


def painted(part: PagePart, sheet: Sheet) -> Iterator[tuple[PageBlock, int, Image.Image]]:
    """Each block of a file, where it begins, and its pixels, from the top down."""

    def paint(block: PageBlock, top: int) -> Image.Image:
        canvas = sheet.blank(top, block.height(sheet))
        block.draw(canvas, sheet)
        return canvas

    todo = iter(zip(part.blocks, part.tops, strict=True))
    waiting: deque[tuple[PageBlock, int, Future[Image.Image]]] = deque()
    with ThreadPoolExecutor(PAINTERS, thread_name_prefix="paint") as pool:
        while True:
            while len(waiting) < AHEAD and (found := next(todo, None)):
                waiting.append((*found, pool.submit(paint, *found)))
            if not waiting:
                return
            block, top, future = waiting.popleft()
            yield block, top, future.result()
