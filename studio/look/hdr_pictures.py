"""Rule: a bright photo is decoded in all bits of its file, made smaller, and only then shown.

8 bits of PQ are coarse: the weakest part of a strong colour would be wrong by 13 of 255.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.ImageFile import ImageFile
from PIL.PngImagePlugin import PngImageFile

from studio.look import avif, hdr_tables, heic, modes
from studio.look.colour_spaces import ColourSpace
from studio.look.hdr_tables import MOST, U16

Numbers = NDArray[Any]
# Rows that are worked on at a time.
ROWS: Final = 64
MOST_8: Final = 255
# Pillow gives the upper byte of each number of a PNG; under these names it gives the lower one.
LOWER: Final = {"RGB;16B": "RGB;16L", "RGBA;16B": "RGBA;16L"}


class _Decoded(NamedTuple):
    """rows: the numbers (n, width, 1 to 4) between two rows; most: the largest there can be;
    in_rgb: what makes colours of them (3, height, width), where they are none."""

    size: tuple[int, int]
    most: int
    rows: Callable[[int, int], Numbers]
    alpha: Image.Image | None = None
    in_rgb: Callable[[U16], U16] | None = None


def shown(kind: str, image: ImageFile, space: ColourSpace, factor: int) -> Image.Image:
    """An open picture, made smaller by a factor, in sRGB; RGBA where some of it may be clear."""
    found = DECODERS.get(kind, _by_pillow)(image)
    (width, height), step = found.size, max(ROWS // factor, 1) * factor
    picture = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    for top in range(0, height, step):
        signal = _reduced(found.rows(top, min(top + step, height)), found.most, factor)
        if found.in_rgb is not None:
            signal = found.in_rgb(signal)
        picture.paste(hdr_tables.picture(signal, space), (0, top // factor))
    if found.alpha is not None:
        picture.putalpha(found.alpha.reduce(factor))
    return picture


def _reduced(rows: Numbers, most: int, factor: int) -> U16:
    """Three colours (3, height, width), each the mean of a square, 0 to 65,535."""
    colours = rows[..., :3] if rows.shape[-1] > 2 else rows[..., :1]
    bands = [_mean(colours[..., number], factor) for number in range(colours.shape[-1])]
    scaled = np.stack(bands) * np.float32(MOST / most) + np.float32(0.5)
    found: U16 = np.broadcast_to(scaled.astype(np.uint16), (3, *scaled.shape[1:]))
    return found


def _mean(band: Numbers, factor: int) -> NDArray[np.float32]:
    numbers = np.ascontiguousarray(band, np.float32)
    return numbers if factor == 1 else np.asarray(Image.fromarray(numbers).reduce(factor))


def _path(image: ImageFile) -> Path:
    return Path(os.fsdecode(image.filename))


def _by_pillow(image: ImageFile) -> _Decoded:
    image.load()
    if image.mode == "I;16" and image.format == "PNG" and not modes.is_clear(image):
        return _Decoded(image.size, MOST, _rows_of(image))
    plain, alpha = _split(modes.in_8_bits(image))
    return _Decoded(plain.size, MOST_8, _rows_of(plain), alpha)


def _split(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """What has red, green and blue first, and its alpha."""
    if image.mode == "RGBA":
        return image, image.getchannel("A")
    plain, alpha = modes.opaque(image)
    return plain if plain.mode in ("L", "RGB") else plain.convert("RGB"), alpha


def _rows_of(image: Image.Image) -> Callable[[int, int], Numbers]:
    def rows(top: int, bottom: int) -> Numbers:
        found = np.asarray(image.crop((0, top, image.width, bottom)))
        return found if found.ndim > 2 else found[..., None]

    return rows


def _png(image: ImageFile) -> _Decoded:
    with PngImageFile(_path(image)) as lower:
        tile = lower.tile[0]
        if tile.args not in LOWER:
            return _by_pillow(image)
        lower.tile = [tile._replace(args=LOWER[tile.args])]
        lower.load()
    image.load()
    plain, alpha = _split(image)
    upper_rows, lower_rows = _rows_of(plain), _rows_of(lower)

    def rows(top: int, bottom: int) -> Numbers:
        high, low = upper_rows(top, bottom)[..., :3], lower_rows(top, bottom)[..., :3]
        return (high.astype(np.uint16) << 8) | low

    return _Decoded(plain.size, MOST, rows, alpha)


def _heic(image: ImageFile) -> _Decoded:
    """Alpha of so many bits lies behind the colours."""
    found = heic.in_all_bits(_path(image)) if image.info.get("bit_depth", 8) > 8 else None
    if found is None:
        return _by_pillow(image)
    numbers, bits = found
    most = (1 << bits) - 1
    height, width, bands = numbers.shape
    alpha = None
    if bands % 2 == 0:
        alpha = Image.fromarray((numbers[..., -1] >> (bits - 8)).astype(np.uint8))
    return _Decoded((width, height), most, lambda top, bottom: numbers[top:bottom], alpha)


def _avif(image: ImageFile) -> _Decoded:
    found = None
    if not modes.is_clear(image):
        found = avif.in_all_bits(str(image.filename), image.size)
    if found is None:
        return _by_pillow(image)
    rows, in_rgb = found
    return _Decoded(image.size, MOST, rows, in_rgb=in_rgb)


DECODERS: Final[dict[str, Callable[[ImageFile], _Decoded]]] = {
    "png": _png,
    "heic": _heic,
    "avif": _avif,
}
