"""Rule: what a clip's numbers mean is said by its frame, else by its container, else by custom.

The decoder of HEVC forgets what only the container says: it is read before the first frame.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream

from studio.look.colour_spaces import BRIGHT, UNTOLD, WIDE, ColourSpace, coded

# By the code points of ITU-T H.273, which frames have. PyAV's `Colorspace` has other numbers: its
# DEFAULT is 5, a matrix that clips name, while 2 says nothing.
MATRICES: Final = {
    1: Colorspace.ITU709,
    4: Colorspace.FCC,
    5: Colorspace.ITU601,
    6: Colorspace.ITU601,
    7: Colorspace.SMPTE240M,
    9: Colorspace.BT2020,
    10: Colorspace.BT2020,
}
BT2020: Final = 9
# Lines from which television is HD.
HD: Final = 720


class Said(NamedTuple):
    """Code points of H.273, and whether black is 0 (2) or 16 (1); 2, and 0 for range: not said."""

    matrix: int
    primaries: int
    transfer: int
    range: int


class ClipColours(NamedTuple):
    """What a reformatter is to be told of a frame; `matrix` is None where there is none."""

    matrix: Colorspace | None
    range: ColorRange
    space: ColourSpace


def of_container(stream: VideoStream) -> Said:
    """What is said beside the pictures; only before the first of them is decoded."""
    return _said(stream.codec_context)


def of_frame(frame: VideoFrame, container: Said) -> ClipColours:
    """The colours of one frame."""
    own = _said(frame)
    primaries = _first(own.primaries, container.primaries)
    transfer = _first(own.transfer, container.transfer)
    return ClipColours(
        _matrix(frame, _first(own.matrix, container.matrix), primaries, transfer),
        _range(frame, own, container),
        coded(primaries, transfer),
    )


def _said(by: object) -> Said:
    names = ("colorspace", "color_primaries", "color_trc", "color_range")
    return Said(*(int(getattr(by, name)) for name in names))


def _first(own: int, container: int) -> int:
    return container if own in UNTOLD else own


def _matrix(frame: VideoFrame, matrix: int, primaries: int, transfer: int) -> Colorspace | None:
    if frame.format.is_rgb:
        return None
    if matrix in MATRICES:
        return MATRICES[matrix]
    if primaries == BT2020 or (transfer in BRIGHT and primaries not in WIDE):
        return Colorspace.BT2020
    return Colorspace.ITU601 if frame.height < HD else Colorspace.ITU709


def _range(frame: VideoFrame, own: Said, container: Said) -> ColorRange:
    """A decoder of HEVC says limited where the stream says nothing of its colours at all."""
    silent = all(point in UNTOLD for point in own[:3])
    said = container.range if silent and container.range else own.range or container.range
    if said:
        return ColorRange(said)
    return ColorRange.JPEG if frame.format.name.startswith("yuvj") else ColorRange.MPEG
