"""Rule: a long picture goes to its files block by block; no canvas holds all of a JPEG."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image

from studio.order import LongPicture
from studio.paint.long.pages import PagePart
from studio.paint.long.painting import PaintedPages, painted
from studio.paint.long.sheet import PageBlock, Sheet
from studio.progress import ReportProgress, rendered
from studio.write.strips import MOST_HEIGHT, JpegStrips, save

RESULT = "result"
COVER = "cover.jpg"
# libwebp's own limit of a side.
MOST_WEBP = 16_383
WEBP_QUALITY = 82
COVER_QUALITY = 88


def most_height(form: str) -> int:
    """How high one file may be, in pixels, of an order's format."""
    return MOST_WEBP if form == "webp" else MOST_HEIGHT


def write(pages: PaintedPages, form: str, out: Path, report: ReportProgress) -> LongPicture:
    """Write a file for each part, and the same as WebP if that is the format, and the cover."""
    files = [out / f"{RESULT}.jpg"]
    files += [out / f"{RESULT}-{number}.jpg" for number in range(2, len(pages.parts) + 1)]
    webps = [file.with_suffix(".webp") if form == "webp" else None for file in files]
    told = _counting(report, len(pages.plan.trip.seen))
    made = [
        _write_part(part, pages.sheet, file, webp, told)
        for part, file, webp in zip(pages.parts, files, webps, strict=True)
    ]
    (width, height), cover = made[0]
    save(cover, out / COVER, "JPEG", COVER_QUALITY)
    return LongPicture(
        files[0],
        out / COVER,
        width,
        height,
        *cover.size,
        _split(files, [size for size, _ in made]),
        extras=tuple(files[1:]) + tuple(webp for webp in webps if webp),
    )


def _write_part(
    part: PagePart, sheet: Sheet, path: Path, webp: Path | None, told: Callable[[PageBlock], None]
) -> tuple[tuple[int, int], Image.Image]:
    """Write one file, and the same as WebP if asked; its size, and its top for a cover."""
    whole = None if webp is None else Image.new("RGB", (sheet.width, part.height))
    cover = Image.new("RGB", (sheet.width, min(part.height, sheet.width * 4 // 3)))
    beside = path.with_name(path.name + ".part")
    with beside.open("wb") as file:
        strips = JpegStrips(file, sheet.width)
        for block, top, canvas in painted(part, sheet):
            strips.add(canvas)
            for other in filter(None, (whole, cover if top < cover.height else None)):
                other.paste(canvas, (0, top))
            told(block)
        size = strips.close()
    if whole is not None and webp is not None:
        save(whole, webp, "WEBP", WEBP_QUALITY)
    beside.replace(path)
    return size, cover


def _counting(report: ReportProgress, photos: int) -> Callable[[PageBlock], None]:
    done = 0

    def count(block: PageBlock) -> None:
        nonlocal done
        for _ in range(block.photos):
            rendered(report, photos, done)
            done += 1

    return count


def _split(files: list[Path], sizes: list[tuple[int, int]]) -> tuple[str, ...]:
    """What a guest must know who looks for all of it."""
    if len(files) == 1:
        return ()
    each = "、".join(
        f"{file.name} {width}x{height}" for file, (width, height) in zip(files, sizes, strict=True)
    )
    return (f"长图过长，已分为 {len(files)} 张：{each}",)
