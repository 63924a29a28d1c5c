"""Rule: of a bright frame all bits are kept up to the curve: red, green and blue have 16."""

from __future__ import annotations

from typing import Final

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from studio.look.clip_colours import ClipColours
from studio.look.colour_spaces import F64
from studio.look.hdr_tables import BLOCK, MOST, U16

# Parts of red and blue in luma, of H.273.
LUMAS: Final = {
    Colorspace.ITU709: (0.2126, 0.0722),
    Colorspace.FCC: (0.30, 0.11),
    Colorspace.ITU601: (0.299, 0.114),
    Colorspace.SMPTE240M: (0.212, 0.087),
    Colorspace.BT2020: (0.2627, 0.0593),
}
BITS: Final = 16
NO_COLOUR: Final = 1 << (BITS - 1)
# Of limited range, in 8 bits: black, and how far white and the strongest colours are from it and
# from none.
BLACK, WHITE, STRONGEST = 16, 219, 224


def in_16_bits(
    frame: VideoFrame, size: tuple[int, int], colours: ClipColours, by: VideoReformatter
) -> U16:
    """Red, green and blue (3, height, width) of this size, 0 to 65,535.

    The library makes it larger or smaller; its own red, green and blue of limited range are a code
    of 8 bits too dark.
    """
    found = by.reformat(
        frame,
        *size,
        "gbrp16le" if frame.format.is_rgb else "yuv444p16le",
        src_colorspace=colours.matrix,
        dst_colorspace=colours.matrix,
        src_color_range=colours.range,
        dst_color_range=colours.range,
        interpolation=sampling(frame, size),
    )
    bands = np.stack([plane(found, number) for number in range(3)])
    return in_rgb(bands, colours, bits_of(frame))


def in_rgb(bands: U16, colours: ClipColours, bits: int) -> U16:
    """Red, green and blue of a frame's own bands (3, height, width); a decoder left so many bits of
    their 16."""
    matrix, offset = (part.astype(np.float32) for part in _to_rgb(colours, bits))
    flat = bands.reshape(3, -1)
    out = np.empty(flat.shape, np.uint16)
    for start in range(0, flat.shape[1], BLOCK):
        part = np.s_[:, start : start + BLOCK]
        rgb = matrix @ flat[part].astype(np.float32) + offset[:, None]
        out[part] = rgb.clip(0, MOST, out=rgb)
    return out.reshape(bands.shape)


def bits_of(frame: VideoFrame) -> int:
    return frame.format.components[0].bits


def sampling(frame: VideoFrame, size: tuple[int, int]) -> Interpolation:
    return Interpolation.AREA if size[0] < frame.width else Interpolation.BICUBIC


def plane(frame: VideoFrame, number: int) -> U16:
    """A plane of more than 8 bits."""
    found = frame.planes[number]
    rows = np.frombuffer(memoryview(found), np.uint16).reshape(found.height, -1)
    return rows[:, : found.width]


def _to_rgb(colours: ClipColours, bits: int) -> tuple[F64, F64]:
    """From three planes of 16 bits, of which a decoder left so many, to 0 to 65,535, rounded."""
    whole = ((1 << bits) - 1) << (BITS - bits)
    half = np.full(3, 0.5)
    if colours.matrix is None:
        # The planes are green, blue and red.
        return np.roll(np.eye(3), -1, axis=1) * MOST / whole, half
    red, blue = LUMAS[colours.matrix]
    green = 1 - red - blue
    to_rgb = np.array(
        (
            (1, 0, 2 * (1 - red)),
            (1, -2 * blue * (1 - blue) / green, -2 * red * (1 - red) / green),
            (1, 2 * (1 - blue), 0),
        )
    )
    zero, reach = np.array((0, NO_COLOUR, NO_COLOUR)), np.full(3, whole)
    if colours.range == ColorRange.MPEG:
        zero[0] = BLACK << (BITS - 8)
        reach = np.array((WHITE, STRONGEST, STRONGEST)) << (BITS - 8)
    matrix = to_rgb * MOST / reach
    return matrix, half - matrix @ zero
