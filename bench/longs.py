"""One long picture or its peer, in a process of its own. Argument: a JSON object on stdin.

mode: "ours"; "repeated", where a photo that comes again is not left out; "limit": the photos are
decoded at the size that is shown, on two threads, and the pixels of the finished picture, decoded
beforehand, are encoded; "plain": a column of photos as anybody writes it with Pillow.
Prints {"seconds", "peak_mb"}.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

import numpy as np
from PIL import Image

from bench.memory import peak_mb
from studio.long_picture import make_long_picture
from studio.look import looks
from studio.order import Order, Photo
from studio.write.strips import QUALITY

WIDTH, COLUMN = 1080, 960
THREADS = 2


def ours(photos: list[str], out: Path) -> float:
    order = Order(
        photos=tuple(Photo(Path(path), Path(path).name) for path in photos),
        title="山水之间",
        description="回合萦回，一路向南",
        size=(1280, 720),
        fps=25,
        seed=1,
        font=None,
        out=out,
        ordered=True,
        max_pixels=50_000_000,
    )
    started = time.perf_counter()
    make_long_picture(order, lambda *_: None)
    return time.perf_counter() - started


def repeated(photos: list[str], out: Path) -> float:
    with patch.object(looks, "best_of", lambda seen: tuple(range(len(seen)))):
        return ours(photos, out)


def limit(photos: list[str], out: Path) -> float:
    ours(photos, out)
    whole = Image.open(out / "result.jpg")
    whole.load()
    started = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in pool.map(_reduced, photos):
            pass
    whole.save(out / "limit.jpg", quality=QUALITY)
    return time.perf_counter() - started


def _reduced(path: str) -> None:
    with Image.open(path) as image:
        image.draft(None, (COLUMN, COLUMN * image.height // image.width))
        image.load()


def plain(photos: list[str], out: Path) -> float:
    started = time.perf_counter()
    shown = []
    for path in photos:
        with Image.open(path) as image:
            size = (COLUMN, COLUMN * image.height // image.width)
            shown.append(image.convert("RGB").resize(size, Image.Resampling.LANCZOS))
    page = Image.new("RGB", (WIDTH, sum(photo.height + 36 for photo in shown)), "white")
    top = 0
    for photo in shown:
        page.paste(photo, ((WIDTH - COLUMN) // 2, top))
        top += photo.height + 36
    page.save(out / "plain.jpg", quality=QUALITY)
    return time.perf_counter() - started


MODES: dict[str, Callable[[list[str], Path], float]] = {
    "ours": ours,
    "repeated": repeated,
    "limit": limit,
    "plain": plain,
}


def main() -> None:
    asked = json.load(sys.stdin)
    # numpy is loaded before the clock runs: a renderer keeps it between pictures.
    np.zeros(1)
    seconds = MODES[asked["mode"]](asked["photos"], Path(asked["out"]))
    print(json.dumps({"seconds": seconds, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main()
