"""Rule: blocks are painted side by side in two threads and written in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from PIL import Image

from studio.paint.long.pages import Part
from studio.paint.long.sheet import Block, Sheet
from studio.write.strips import JpegStrips, save

PAINTERS = 2
# Painted blocks that may wait to be written: more would only fill the memory.
AHEAD = 6
# libwebp's own limit of a side.
MOST_WEBP = 16_383
WEBP_QUALITY = 82
COVER_QUALITY = 88

Painted = Callable[[Block], None]


def write(
    part: Part, sheet: Sheet, path: Path, webp: Path | None, painted: Painted
) -> tuple[tuple[int, int], Image.Image]:
    """Write one file, and the same as WebP if asked; its size, and its top for a cover."""
    whole = None if webp is None else Image.new("RGB", (sheet.width, part.height))
    cover = Image.new("RGB", (sheet.width, min(part.height, sheet.width * 4 // 3)))
    beside = path.with_name(path.name + ".part")
    with beside.open("wb") as file:
        strips = JpegStrips(file, sheet.width)
        for block, top, canvas in _painted(part, sheet):
            strips.add(canvas)
            for other in filter(None, (whole, cover if top < cover.height else None)):
                other.paste(canvas, (0, top))
            painted(block)
        size = strips.close()
    if whole is not None and webp is not None:
        save(whole, webp, "WEBP", WEBP_QUALITY)
    beside.replace(path)
    return size, cover


def _painted(part: Part, sheet: Sheet) -> Iterator[tuple[Block, int, Image.Image]]:
    def paint(block: Block, top: int) -> Image.Image:
        canvas = sheet.blank(top, block.height(sheet))
        block.draw(canvas, sheet)
        return canvas

    todo = iter(zip(part.blocks, part.tops, strict=True))
    waiting: deque[tuple[Block, int, Future[Image.Image]]] = deque()
    with ThreadPoolExecutor(PAINTERS, thread_name_prefix="paint") as pool:
        while True:
            while len(waiting) < AHEAD and (found := next(todo, None)):
                waiting.append((*found, pool.submit(paint, *found)))
            if not waiting:
                return
            block, top, future = waiting.popleft()
            yield block, top, future.result()
