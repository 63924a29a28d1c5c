"""Rule: whatever a clip's pictures are, what comes out is upright BT.709 of one size."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator
from typing import cast

import numpy as np
from av.sidedata.sidedata import SideDataContainer, Type
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from av.video.stream import VideoStream

from studio import planes
from studio.look import clip_colours, hdr_tables
from studio.look.clip_colours import ClipColours
from studio.look.colour_spaces import SRGB
from studio.look.colour_tables import planes_in_srgb
from studio.look.frame_signals import in_16_bits, sampling
from studio.planes import Planes
from studio.rectangle import Rectangle


class Developer:
    """Turns decoded frames of any kind into planes of one size: 8 bits, BT.709, upright.

    It is made before the first frame is decoded.
    """

    def __init__(self, size: tuple[int, int], stream: VideoStream) -> None:
        self._size = size
        self._stretch = stretch(stream)
        self._reformatter = VideoReformatter()
        self._container = clip_colours.of_container(stream)

    def repeated(self, frame: VideoFrame, times: int) -> Iterator[Planes]:
        if times > 0:
            found = self._developed(frame)
            for _ in range(times):
                yield found

    def _developed(self, frame: VideoFrame) -> Planes:
        quarters = _quarters(frame)
        width, height = self._covering(upright(frame, self._stretch))
        stored = (width, height) if quarters % 2 == 0 else (height, width)
        colours = clip_colours.of_frame(frame, self._container)
        found = self._way(colours)(frame, stored, colours)
        seen = map(np.flipud, found.all()) if _is_mirrored(frame) else found.all()
        y, u, v = (np.rot90(plane, quarters) for plane in seen)
        left, top = ((width - self._size[0]) // 4 * 2, (height - self._size[1]) // 4 * 2)
        return Planes(y, u, v).window(Rectangle(left, top, *self._size))

    def _covering(self, clip: tuple[int, int]) -> tuple[int, int]:
        scale = max(self._size[0] / clip[0], self._size[1] / clip[1])
        width, height = (math.ceil(side * scale / 2 - 1e-6) * 2 for side in clip)
        return width, height

    def _plain(self, frame: VideoFrame, size: tuple[int, int], colours: ClipColours) -> Planes:
        return _planes(
            self._reformatter.reformat(
                frame,
                *size,
                "yuv420p",
                src_colorspace=colours.matrix,
                dst_colorspace=Colorspace.ITU709,
                src_color_range=colours.range,
                dst_color_range=ColorRange.MPEG,
                interpolation=sampling(frame, size),
            )
        )

    def _way(self, colours: ClipColours) -> Callable[..., Planes]:
        if colours.space == SRGB:
            return self._plain
        return self._bright if colours.space.is_bright else self._converted

    def _bright(self, frame: VideoFrame, size: tuple[int, int], colours: ClipColours) -> Planes:
        """The library's own way from HDR needs two seconds before its first frame."""
        signal = in_16_bits(frame, size, colours, self._reformatter)
        return planes.from_rgb(hdr_tables.picture(signal, colours.space))

    def _converted(self, frame: VideoFrame, size: tuple[int, int], colours: ClipColours) -> Planes:
        small = self._reformatter.reformat(
            frame,
            *size,
            "yuv444p",
            src_colorspace=colours.matrix,
            dst_colorspace=Colorspace.BT2020,
            src_color_range=colours.range,
            dst_color_range=ColorRange.MPEG,
            interpolation=sampling(frame, size),
        )
        return planes_in_srgb(*_planes(small).all(), colours.space)


def _quarters(frame: VideoFrame) -> int:
    """How often a frame is to be turned by 90 degrees against the clock."""
    return round(frame.rotation / 90) % 4


def _is_mirrored(frame: VideoFrame) -> bool:
    """Whether it is to be turned over, top to bottom, before it is turned.

    The angle that the library tells is that of one axis alone.
    """
    # The library's types know one of its keys.
    sides = cast(SideDataContainer, frame.side_data)
    if Type.DISPLAYMATRIX not in sides:
        return False
    a, b, _, c, d, *_ = struct.unpack("9i", bytes(sides[Type.DISPLAYMATRIX]))
    return bool(a * d < b * c)


def stretch(stream: VideoStream) -> float:
    """How much broader than high the stored pixels are."""
    return float(stream.sample_aspect_ratio or 1)


def upright(frame: VideoFrame, stretch: float) -> tuple[int, int]:
    """The size of an upright frame in square pixels."""
    size = (max(round(frame.width * stretch), 1), frame.height)
    return size if _quarters(frame) % 2 == 0 else size[::-1]


def _planes(frame: VideoFrame) -> Planes:
    y, u, v = (
        np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[
            : plane.height, : plane.width
        ]
        for plane in frame.planes
    )
    return Planes(y, u, v)
