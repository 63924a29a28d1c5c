"""One film or its limit, in a process of its own. Argument: a JSON object on stdin.

Prints {"seconds", "frames", "film_seconds", "peak_mb"}: what making the film took, or, with
`limit`, what x264 alone took for the same frames, painted beforehand and kept in memory.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import av
import numpy as np
from av.video.frame import VideoFrame

from bench.memory import peak_mb
from studio import album
from studio.look import looks
from studio.order import Order, Photo
from studio.write import encoding

TITLE, DESCRIPTION = "山水之间", "回合萦回，一路向南"


def order(photos: list[str], out: str, size: tuple[int, int]) -> Order:
    return Order(
        photos=tuple(Photo(Path(path), Path(path).name) for path in photos),
        title=TITLE,
        description=DESCRIPTION,
        size=size,
        fps=25,
        seed=1,
        font=None,
        out=Path(out),
        ordered=True,
        max_pixels=50_000_000,
    )


def make(photos: list[str], out: str, size: tuple[int, int]) -> tuple[float, int, float]:
    """(seconds it took, frames, seconds of film)."""
    started = time.perf_counter()
    # The same photo again is a photo here, not a duplicate to leave out.
    with patch.object(looks, "best_of", lambda seen: tuple(range(len(seen)))):
        made = album.make_film(order(photos, out, size), lambda *_: None)
    return time.perf_counter() - started, made.frames, made.seconds


def limit(photos: list[str], out: str, size: tuple[int, int]) -> tuple[float, int, float]:
    """The same for x264 alone."""
    took: list[float] = []

    def encode_only(path: Path, reel: encoding.Reel, _: Callable[[int], None]) -> None:
        frames = [_painted(reel, number) for number in range(reel.frames)]
        started = time.perf_counter()
        with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
            video = encoding.video_stream(container, reel.size, reel.fps)
            for frame in frames:
                container.mux(video.encode(frame))
            container.mux(video.encode(None))
        # What is renamed into place after the film.
        reel.cover.touch()
        took.append(time.perf_counter() - started)

    with patch.object(encoding, "encode", encode_only):
        made = album.make_film(order(photos, out, size), lambda *_: None)
    return took[0], made.frames, made.seconds


def _painted(reel: encoding.Reel, number: int) -> VideoFrame:
    frame = VideoFrame(*reel.size, "yuv420p")
    reel.paint(number, encoding.view_of(frame))
    frame.pts = number
    return frame


def main() -> None:
    asked = json.load(sys.stdin)
    # numpy is loaded before the clock runs: a renderer keeps it between films.
    np.zeros(1)
    work = limit if asked["limit"] else make
    seconds, frames, film_seconds = work(asked["photos"], asked["out"], tuple(asked["size"]))
    said = {"seconds": seconds, "frames": frames, "film_seconds": film_seconds}
    said |= {"peak_mb": peak_mb()}
    print(json.dumps(said))


if __name__ == "__main__":
    main()
