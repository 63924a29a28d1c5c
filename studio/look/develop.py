"""Rule: whatever a file holds, what comes out is upright sRGB, no larger than is needed."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from PIL.ImageFile import ImageFile

from studio.look import exif, hdr_pictures, modes, profiles
from studio.look.intake import opened
from studio.look.profiles import Colours
from studio.rectangle import Corners


def load(path: Path, size: tuple[int, int]) -> Image.Image:
    """An upright sRGB picture that covers `size`, if the file does, and is little larger."""
    return _develop(path, size)


def resized(
    image: Image.Image,
    size: tuple[int, int],
    box: Corners | None = None,
) -> Image.Image:
    """What lies in the box, or all of it, at that size."""
    wide = image.width if box is None else box[2] - box[0]
    # As sharp as the cubic filter where a picture is made smaller, in two thirds of its time.
    how = Image.Resampling.HAMMING if wide >= size[0] else Image.Resampling.BICUBIC
    return image.resize(size, how, box, reducing_gap=2.0)


def square(path: Path, side: int) -> Image.Image:
    """The upright middle of a picture, at most `side` wide; transparent where the file is."""
    image = _develop(path, (side, side), alpha=True)
    edge = min(image.size)
    left, top = (image.width - edge) // 2, (image.height - edge) // 2
    middle = image.crop((left, top, left + edge, top + edge))
    return middle.resize((side, side), Image.Resampling.LANCZOS) if edge > side else middle


def strip(path: Path, out: Path, *, quality: int = 90, longest: int | None = None) -> None:
    """Write a JPEG that others may see: pixels only, no place, no device, no comment."""
    image = _develop(path, None if longest is None else (longest, longest))
    if longest is not None:
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    part = out.with_name(out.name + ".part")
    image.save(part, format="JPEG", quality=quality, optimize=True)
    part.replace(out)


def _develop(path: Path, size: tuple[int, int] | None, *, alpha: bool = False) -> Image.Image:
    with opened(path) as (kind, image):
        return upright(kind, image, size, alpha=alpha)


def upright(
    kind: str, image: ImageFile, size: tuple[int, int] | None, *, alpha: bool = False
) -> Image.Image:
    """What `load` makes, of a picture that is already open."""
    turn = exif.orientation(exif.read(image))
    wanted = image.size if size is None else size
    if size is not None and turn in exif.SIDEWAYS:
        wanted = (size[1], size[0])
    if kind == "jpeg":
        image.draft(None, wanted)
    reduced, colours = decoded(kind, image, wanted)
    standing = _to_rgba(reduced, colours) if alpha else to_rgb(reduced, colours)
    if turn in exif.TURNS:
        standing = standing.transpose(exif.TURNS[turn])
    standing.info.clear()
    return standing


def decoded(kind: str, image: ImageFile, wanted: tuple[int, int]) -> tuple[Image.Image, Colours]:
    """An open picture that covers a size if it can, and what its numbers mean."""
    colours = profiles.told(image)
    if colours.space.is_bright:
        factor = _factor(image.size, wanted)
        return hdr_pictures.shown(kind, image, colours.space, factor), profiles.PLAIN
    image.load()
    return _reduced(modes.in_8_bits(image), wanted), colours


def _factor(size: tuple[int, int], wanted: tuple[int, int]) -> int:
    return max(min(size[0] // max(wanted[0], 1), size[1] // max(wanted[1], 1)), 1)


def _reduced(image: Image.Image, wanted: tuple[int, int]) -> Image.Image:
    """Reduce by a whole factor before the colours are converted; palettes cannot be averaged."""
    factor = _factor(image.size, wanted)
    if factor == 1 or image.mode in modes.UNMIXED:
        return image
    small = image.reduce(factor)
    small.info.update(image.info)
    return small


def to_rgb(image: Image.Image, colours: Colours) -> Image.Image:
    """In sRGB, 8 bits a channel; what is transparent lies on white."""
    plain, alpha = modes.opaque(image)
    coloured = profiles.in_srgb(plain, colours)
    if alpha is None:
        return coloured
    paper = Image.new("RGB", image.size, "white")
    paper.paste(coloured, mask=alpha)
    return paper


def _to_rgba(image: Image.Image, colours: Colours) -> Image.Image:
    plain, alpha = modes.opaque(image)
    coloured = profiles.in_srgb(plain, colours)
    if alpha is not None:
        coloured.putalpha(alpha)
    return coloured
