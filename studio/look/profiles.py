"""Rule: what a picture's file says of its colours is followed, in the order in which browsers ask.

First code points (those of HDR even before a profile), then an ICC profile, then the numbers of a
PNG. What says nothing, or says what fits no picture, is sRGB.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from PIL import Image, ImageCms
from PIL.ImageFile import ImageFile

from studio.look import code_points
from studio.look.code_points import CodePoints
from studio.look.colour_spaces import BRIGHT, SRGB, ColourSpace, coded, measured
from studio.look.colour_tables import in_srgb as by_table

# Profiles are up to 3 MB (of printers); a process meets a few again and again.
KEPT: Final = 8
# Modes that profiles are for, by what a profile says of itself.
MODES: Final = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK", "Lab ": "LAB"}
# Cameras round their own sRGB: colours that are nowhere further off are the same.
SAME: Final = 3
CUBE: Final = 6


class Colours(NamedTuple):
    """A profile where there is one to follow, else a colour space."""

    space: ColourSpace = SRGB
    profile: bytes = b""


PLAIN: Final = Colours()


def told(image: ImageFile) -> Colours:
    """What an open picture says of its colours."""
    points = code_points.of_picture(image)
    profile = image.info.get("icc_profile")
    if isinstance(profile, bytes) and profile and not _is_first(points, image):
        inner = code_points.of_icc_profile(profile)
        if inner is not None and inner.transfer in BRIGHT:
            return Colours(coded(*inner))
        return Colours(profile=profile)
    return Colours(_numbers(image) if points is None else coded(*points))


def _is_first(points: CodePoints | None, image: ImageFile) -> bool:
    """Whether they count more than a profile does: those of HDR, and all of a PNG."""
    return points is not None and (points.transfer in BRIGHT or image.format == "PNG")


def _numbers(image: ImageFile) -> ColourSpace:
    """Of a PNG: chromaticities, and the exponent by which its pixels were coded."""
    gamma, chromaticities = image.info.get("gamma"), image.info.get("chromaticity")
    if "srgb" in image.info or (gamma is None and chromaticities is None):
        return SRGB
    try:
        return measured(chromaticities, 1 / gamma if gamma else None)
    except (ValueError, ZeroDivisionError):
        return SRGB


def in_srgb(image: Image.Image, colours: Colours) -> Image.Image:
    """A picture (L, RGB, CMYK, LAB) as sRGB."""
    if colours.profile or image.mode == "LAB":
        image = _by_profile(image, colours.profile)
    return by_table(_as_rgb(image), colours.space)


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    mode, transform = _transform(profile, image.mode == "LAB")
    if image.mode == "L" and mode == "RGB":
        image = image.convert("RGB")
    if transform is None or image.mode != mode:
        return image
    try:
        return ImageCms.applyTransform(image, transform) or image
    except (ImageCms.PyCMSError, ValueError):
        return image


@lru_cache(KEPT)
def _transform(data: bytes, lab: bool) -> tuple[str, ImageCms.ImageCmsTransform | None]:
    """The mode of the pictures that it is for; None where it is none, or as good as sRGB."""
    try:
        if lab:
            profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        else:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        mode = MODES.get(profile.profile.xcolor_space, "")
        target = ImageCms.createProfile("sRGB")
        transform = ImageCms.buildTransform(profile, target, mode, "RGB")
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return "", None  # A profile that does not fit its picture is left aside.
    return mode, None if mode == "RGB" and _is_srgb(transform) else transform


def _is_srgb(transform: ImageCms.ImageCmsTransform) -> bool:
    """By what it does: names say nothing, and Display P3's has "sRGB" in it."""
    levels = np.linspace(0, 255, CUBE).astype(np.uint8)
    cube = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(CUBE, -1, 3)
    shown = ImageCms.applyTransform(Image.fromarray(cube), transform)
    return shown is not None and int(np.abs(np.asarray(shown, np.int16) - cube).max()) <= SAME


def _as_rgb(image: Image.Image) -> Image.Image:
    """Pillow copies what is RGB already, which costs a third as much as decoding it reduced."""
    return image if image.mode == "RGB" else image.convert("RGB")
