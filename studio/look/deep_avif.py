"""Rule: an AVIF of more than 8 bits and of one piece is decoded as the one frame of a film.

Pillow gives 8 bits of any, and pillow-heif has no decoder for them.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from studio.look import clip_colours, codecs
from studio.look.clip_files import OPTIONS, refuse
from studio.look.frame_signals import BITS, bits_of, in_rgb, plane
from studio.look.hdr_tables import U16

# Of FFmpeg: what a file names as its picture.
DEFAULT: Final = 1
BITS_8: Final = 8


class DeepPicture(NamedTuple):
    """rows: its own bands (rows, width, 3) between two rows, in 16 bits; in_rgb: red, green and
    blue of such bands (3, height, width), 0 to 65,535."""

    rows: Callable[[int, int], U16]
    in_rgb: Callable[[U16], U16]


def decoded(data: bytes, size: tuple[int, int]) -> DeepPicture | None:
    """The picture of this stored size.

    None where there are 8 bits or greys, where it is one of tiles, or cannot be told from a film.
    """
    options = OPTIONS | {"max_pixels": str(size[0] * size[1])}
    with av.open(io.BytesIO(data), "r", format="mov", options=options, io_open=refuse) as file:
        stream = _picture(file, size)
        if stream is None:
            return None
        container = clip_colours.of_container(stream)
        frame = next(iter(file.decode(stream)), None)
        if frame is None or (frame.width, frame.height) != size:
            return None
        colours, bits = clip_colours.of_frame(frame, container), bits_of(frame)
    return DeepPicture(partial(_rows, frame), lambda bands: in_rgb(bands, colours, bits))


def _rows(frame: VideoFrame, top: int, bottom: int) -> U16:
    """Colours that two or four pixels share are those of each."""
    bands = [plane(frame, number) for number in range(3)]
    found = np.empty((bottom - top, frame.width, 3), np.uint16)
    for number, band in enumerate(bands):
        down = np.arange(top, bottom) * band.shape[0] // frame.height
        across = np.arange(frame.width) * band.shape[1] // frame.width
        found[..., number] = band[down][:, across]
    found <<= BITS - bits_of(frame)
    return found


def _picture(file: InputContainer, size: tuple[int, int]) -> VideoStream | None:
    named = [
        stream
        for stream in file.streams.video
        if stream.disposition & DEFAULT and (stream.width, stream.height) == size
    ]
    if len(named) != 1 or codecs.name(named[0]) not in codecs.PICTURES:
        return None
    kind = named[0].codec_context.format
    # The library takes the range of greys for another one.
    is_deep = kind is not None and len(kind.components) > 1 and kind.components[0].bits > BITS_8
    return named[0] if is_deep else None
