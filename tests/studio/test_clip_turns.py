"""Clips are shown as their matrix says: turned by quarters, and mirrored."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from studio.look import clips
from studio.look.decoding import first_picture

ONE = 1 << 16
# Of the stored picture: top left, top right, bottom left, bottom right.
STORED = {"r": (200, 30, 30), "g": (30, 160, 40), "b": (30, 40, 200), "y": (220, 200, 40)}


def clip(matrix: tuple[int, int, int, int]) -> bytes:
    """Four fields, and what is to be done to them: x' = ax + cy, y' = bx + dy for (a, b, c, d)."""
    picture = np.empty((48, 64, 3), np.uint8)
    for number, colour in enumerate(STORED.values()):
        top, left = number // 2 * 24, number % 2 * 32
        picture[top : top + 24, left : left + 32] = colour
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as file:
        stream = file.add_stream("libx264", rate=10)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(3):
            file.mux(stream.encode(VideoFrame.from_ndarray(picture, "rgb24")))
        file.mux(stream.encode(None))
    data = out.getvalue()
    at = data.index(b"tkhd") + 4 + 40
    a, b, c, d = (ONE * value for value in matrix)
    return data[:at] + struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30) + data[at + 36 :]


@pytest.mark.parametrize(
    ("matrix", "shown"),
    [
        ((1, 0, 0, 1), "rgby"),
        ((0, 1, -1, 0), "bryg"),
        ((-1, 0, 0, -1), "ybgr"),
        ((0, -1, 1, 0), "gyrb"),
        ((-1, 0, 0, 1), "gryb"),
        ((1, 0, 0, -1), "byrg"),
        ((0, 1, 1, 0), "rbgy"),
        ((0, -1, -1, 0), "ygbr"),
    ],
)
def test_every_way_to_hold_it(
    tmp_path: Path, matrix: tuple[int, int, int, int], shown: str
) -> None:
    """All eight, as Exif has them for photos."""
    path = tmp_path / "clip.mp4"
    path.write_bytes(clip(matrix))

    found = clips.inspect(path)
    picture = first_picture(path, (found.width, found.height), 64)
    places = [(x, y) for y in (1, 3) for x in (1, 3)]
    seen = [picture.getpixel((picture.width * x // 4, picture.height * y // 4)) for x, y in places]

    assert (64, 48) == ((found.width, found.height) if matrix[0] else (found.height, found.width))
    for letter, colour in zip(shown, seen, strict=True):
        assert STORED[letter] == pytest.approx(colour, abs=24)
