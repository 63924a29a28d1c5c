"""Clips of flat colours, whose matrix, range and curve are said in one place or another."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from studio.look import clips

# Red and blue parts of luma, by the code points of H.273.
LUMAS = {
    1: (0.2126, 0.0722),
    4: (0.30, 0.11),
    5: (0.299, 0.114),
    6: (0.299, 0.114),
    7: (0.212, 0.087),
    9: (0.2627, 0.0593),
}
LIMITED, FULL = 1, 2
UNSAID = 2


def coded(rgb: Sequence[float], matrix: int, full: bool, bits: int = 8) -> tuple[int, int, int]:
    """Y, Cb and Cr of a colour of 0 to 255."""
    red, blue = LUMAS[matrix]
    r, g, b = (part / 255 for part in rgb)
    y = red * r + (1 - red - blue) * g + blue * b
    cb, cr = (b - y) / (2 - 2 * blue), (r - y) / (2 - 2 * red)
    whole, step = 2**bits - 1, 2 ** (bits - 8)
    if full:
        found = (y * whole, cb * whole + 128 * step, cr * whole + 128 * step)
    else:
        found = ((16 + 219 * y) * step, (128 + 224 * cb) * step, (128 + 224 * cr) * step)
    luma, blues, reds = (min(round(value), whole) for value in found)
    return luma, blues, reds


def write(
    path: Path,
    bars: Sequence[tuple[int, int, int]],
    *,
    size: tuple[int, int] = (320, 240),
    codec: str = "libx264",
    pixels: str = "yuv420p",
    said: tuple[int, int, int] = (UNSAID, UNSAID, UNSAID),
    range_: int = LIMITED,
) -> Path:
    """Upright bars of these Y, Cb, Cr; `said` are primaries, curve and matrix."""
    with av.open(str(path), "w", format="mov", options={"movflags": "write_colr"}) as out:
        video = out.add_stream(codec, rate=25)
        assert isinstance(video, VideoStream)
        video.width, video.height, video.pix_fmt = *size, pixels
        context = video.codec_context
        context.color_primaries, context.color_trc, context.colorspace = said
        context.color_range = range_
        context.options = {"crf": "1", "x265-params": "log-level=none:frame-threads=1:bframes=0"}
        context.qmin = context.qmax = 1
        frame = VideoFrame(*size, pixels)
        frame.color_range, frame.colorspace = range_, said[2]
        for index, plane in enumerate(frame.planes):
            rows = np.frombuffer(memoryview(plane), np.uint8)
            if pixels.endswith("10le"):
                rows = rows.view(np.uint16)
            wide = plane.width // len(bars)
            for number, bar in enumerate(bars):
                rows.reshape(plane.height, -1)[:, number * wide :] = bar[index]
        for number in range(2):
            frame.pts = number
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
    return path


def say_in_container(path: Path, primaries: int, transfer: int, matrix: int) -> Path:
    """Write them into the container's box of colours; the pictures go on to say nothing."""
    data = bytearray(path.read_bytes())
    struct.pack_into(">HHH", data, data.index(b"colr") + 8, primaries, transfer, matrix)
    path.write_bytes(data)
    return path


def shown(path: Path, size: tuple[int, int], bars: int) -> list[tuple[int, int, int]]:
    """The colour of the middle of each bar, 0 to 255, as a film has it."""
    frame = next(clips.frames(path, 25, size))
    found = []
    for number in range(bars):
        at = round((number + 0.5) * size[0] / bars / 2)
        y = float(frame.y[size[1] // 2, at * 2]) - 16
        u, v = (float(plane[size[1] // 4, at]) - 128 for plane in (frame.u, frame.v))
        luma, red, blue = y / 219, 1.5748 * v / 224, 1.8556 * u / 224
        green = -(0.2126 * red + 0.0722 * blue) / 0.7152
        parts = [round(255 * min(max(luma + part, 0), 1)) for part in (red, green, blue)]
        found.append((parts[0], parts[1], parts[2]))
    return found
