"""Photos of more than 8 bits with the curves of HDR, as Pillow writes none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pillow_heif
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from tests.studio import flat_clips, icc

# (height, width, 1 or 3, and one more with alpha), 0 to 1.
Signal = NDArray[np.floating[Any]]
MOST = 65_535
FULL = 2


def heic(path: Path, signal: Signal, transfer: int) -> None:
    """Of ten bits."""
    data = (signal * MOST).round().astype("<u2")
    height, width, bands = data.shape
    mode = ("I;16", "LA;16", "RGB;16", "RGBA;16")[bands - 1]
    pillow_heif.from_bytes(mode, (width, height), data.tobytes()).save(
        path,
        quality=-1,
        chroma=444,
        color_primaries=9,
        transfer_characteristics=transfer,
        matrix_coefficients=9,
        full_range_flag=1,
    )


def png(path: Path, signal: Signal, transfer: int) -> None:
    """Of sixteen bits."""
    kind = {1: "gray16be", 3: "rgb48be", 4: "rgba64be"}[signal.shape[-1]]
    data = (signal * MOST).round().astype(np.uint16)
    encoder = av.CodecContext.create("png", "w")
    assert isinstance(encoder, VideoCodecContext)
    encoder.height, encoder.width, encoder.pix_fmt = *data.shape[:2], kind
    encoder.options = {"pred": "mixed"}
    frame = VideoFrame.from_ndarray(data if data.shape[-1] > 1 else data[..., 0], format=kind)
    path.write_bytes(b"".join(bytes(packet) for packet in encoder.encode(frame)))
    icc.add_chunks(path, (b"cICP", bytes((9, transfer, 0, 1))))


def avif(path: Path, signal: Signal, transfer: int) -> None:
    """Of ten bits and half the colours' places: bars whose sides are even."""
    row = [flat_clips.coded(colour * 255, 9, True, 10) for colour in signal[0]]
    height, width = signal.shape[:2]
    frame = VideoFrame(width, height, "yuv420p10le")
    for index, plane in enumerate(frame.planes):
        rows = np.frombuffer(memoryview(plane), np.uint16).reshape(plane.height, -1)
        rows[:, : plane.width] = [colour[index] for colour in row[:: 1 if index == 0 else 2]]
    with av.open(str(path), "w", format="avif") as file:
        options = {"svtav1-params": "lp=1", "crf": "1"}
        stream = file.add_stream("libsvtav1", rate=1, options=options)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p10le"
        for target in (stream.codec_context, frame):
            target.color_primaries, target.color_trc = 9, transfer
            target.colorspace, target.color_range = 9, FULL
        frame.pts = 0
        file.mux(stream.encode(frame))
        file.mux(stream.encode())


KINDS: dict[str, Callable[[Path, Signal, int], None]] = {"heic": heic, "png": png, "avif": avif}
